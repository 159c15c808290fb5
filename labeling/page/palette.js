// Finding something by typing: a label of the taxonomy, a player of the roster, a neighbour to merge with.

import { openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { keyText } from "./keys.js";
import { fold, matched } from "./taxonomy.js";

const SHOWN = 12;

/** Opens a palette. `search(typed)` gives choices {title, note, key, value}; resolves to a value, or null. */
export function choose(title, search, { hint = "Type to find", typed = "", second = null } = {}) {
  return new Promise((resolve) => {
    const field = h("input", { type: "text", placeholder: hint, autocomplete: "off", spellcheck: false, "aria-label": title });
    const list = h("ol.choices", { role: "listbox" });
    let choices = [];
    let at = 0;
    let answer = null;
    const draw = () => {
      fill(list, choices.map((choice, i) => h(`li${i === at ? ".at" : ""}`, { role: "option", "aria-selected": String(i === at),
        onclick: () => accept(i), onmousemove: () => i !== at && ((at = i), draw()) },
      h("span", {}, choice.title), h("small", {}, choice.note ?? ""), choice.key ? h("kbd", {}, keyText(choice.key)) : null)));
      if (!choices.length) fill(list, h("li.none", {}, "Nothing fits"));
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const find = () => {
      choices = search(field.value.trim()).slice(0, SHOWN);
      at = 0;
      draw();
    };
    const accept = (i, other = false) => {
      if (!choices[i]) return;
      answer = second ? { value: choices[i].value, second: other } : choices[i].value;
      dialog.close();
    };
    const move = (by) => {
      at = choices.length ? (at + by + choices.length) % choices.length : 0;
      draw();
    };
    const onKey = (name) => {
      if (name === "ArrowDown" || name === "Tab") move(1);
      else if (name === "ArrowUp" || name === "Shift+Tab") move(-1);
      else if (name === "Enter") accept(at);
      else if (name === "Shift+Enter" && second) accept(at, true);
      else return false;
      return true;
    };
    const foot = h("footer.muted", {}, `↑ ↓ choose · Enter takes${second ? ` · Shift+Enter: ${second}` : ""} · Esc leaves`);
    const dialog = openDialog("", [h("h2", {}, title), field, list, foot], { onKey, kind: "palette", onClose: () => resolve(answer) });
    field.value = typed;
    field.addEventListener("input", find);
    find();
    field.focus();
  });
}

export function chooseLabel(taxonomy, near, title = "Which label?") {
  const search = (typed) => taxonomy.find(typed, near)
    .map((row) => ({ title: taxonomy.title(row.label), note: taxonomy.path(row.label), key: row.key, value: row.label }));
  return choose(title, search, { hint: "dunk, corner three, flagrant …" });
}

const ROLES = { shot: ["shooter", "assist"], free_throw: ["shooter"], block: ["blocker", "shooter"], steal: ["stealer", "loser"],
  rebound: ["rebounder"], foul: ["fouler", "fouled"], turnover: ["loser", "stealer"], violation: ["player"],
  jump_ball: ["winner", "loser"], substitution: ["in", "out"] };

export const rolesOf = (label) => ROLES[(label ?? "").split(".")[0]] ?? ["player"];

/** Players by jersey number or name, the moment's team first; gives {players, team} or null. */
export async function choosePlayer(game, moment) {
  const [first, other] = rolesOf(moment.label);
  const search = (typed) => {
    const nobody = typed ? [] : [{ title: "Nobody", note: "take the players away", value: null }];
    return [...ranked(game.roster, typed, moment.team).map((player) => ({ value: player, key: player.jersey ?? player.number,
      title: player.name, note: player.team ?? "" })), ...nobody];
  };
  const taken = await choose(`Who? (${first})`, search, { hint: "jersey number or name", second: other ?? "one more player" });
  if (!taken) return null;
  if (taken.value === null) return { players: [] };
  const player = { id: taken.value.id ?? "", name: taken.value.name, role: taken.second ? (other ?? first) : first };
  const kept = (moment.players ?? []).filter(({ role, id }) => (taken.second && !other ? id !== player.id : role !== player.role));
  const players = taken.second ? [...kept, player] : [player, ...kept];
  return { players, ...(taken.second || !taken.value.team ? {} : { team: taken.value.team }) };
}

function ranked(roster, typed, team) {
  const score = (player) => {
    const number = String(player.jersey ?? player.number ?? "");
    const near = player.team === team ? 0.5 : 0;
    if (!typed) return 1 + near;
    if (/^\d+$/.test(typed)) return number === typed ? 5 + near : number.startsWith(typed) ? 2 + near : 0;
    const best = Math.max(...fold(typed).split(/\s+/).map((word) => matched(fold(player.name), word)));
    return best ? best + near : 0;
  };
  return roster.map((player) => ({ player, value: score(player) })).filter(({ value }) => value > 0)
    .sort((one, two) => two.value - one.value || Number(one.player.jersey ?? 0) - Number(two.player.jersey ?? 0)).map(({ player }) => player);
}
