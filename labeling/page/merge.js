// Two people changed one moment: what stood there, mine, theirs; and keeping mine, theirs or both.

import { changed, differing, FIELDS, valueText } from "./changes.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { notice } from "./notices.js";

const GUARD_MS = 500;
const TIMES = ["start_s", "anchor_s", "end_s"];

/** The three states and what each side changed. */
export function sidesOf(act, game) {
  const { base, theirs, by } = act.problem.body ?? {};
  const shown = theirs ?? game?.moment(act.moment_id) ?? {};
  const before = base ?? shown;
  const mine = changed(before, act);
  const byMe = differing(before, mine);
  const byThem = differing(before, shown);
  return { base: before, mine, theirs: shown, by: by ?? "somebody else", byMe, byThem, clash: byMe.filter((field) => byThem.includes(field)) };
}

/** What to send so that mine, theirs or both stand; each act is made on the revision that is there now. */
export function resolution(choice, act, sides) {
  const { mine, theirs, clash } = sides;
  const again = { ...plain(act), revision: theirs.revision };
  if (choice === "theirs") return [];
  if (choice === "both" && !clash.length) return [again];
  if (choice === "both") {
    const { label, start_s, anchor_s, end_s, team, players } = mine;
    return [{ ...plain(act), action: "add", moment_id: null, revision: null, queue_id: null, change: { label, start_s, anchor_s, end_s, team, players } }];
  }
  const acts = turning(theirs, mine).map(([action, change]) => ({ ...again, action, change }));
  return acts.length ? acts : [again];
}

/** The acts that turn one state of a moment into another. */
function turning(from, into) {
  const fields = differing(from, into);
  const acts = [];
  if (fields.includes("deleted") && from.deleted) acts.push(["restore", {}]);
  if (fields.includes("label")) acts.push(["relabel", { label: into.label }]);
  if (fields.some((field) => TIMES.includes(field))) acts.push(["move", Object.fromEntries(TIMES.map((field) => [field, into[field]]))]);
  if (fields.includes("players") || fields.includes("team")) acts.push(["set_player", { players: into.players ?? [], team: into.team ?? null }]);
  if (fields.includes("flag")) acts.push(["flag", into.flag ? { note: into.flag } : { flag: false }]);
  if (fields.includes("replays")) acts.push(...added(from.replays, into.replays).map((span) => ["attach_replay", span]));
  if (fields.includes("deleted") && into.deleted) acts.push(["delete", {}]);
  return acts;
}

function added(before = [], after = []) {
  const known = new Set(before.map(({ start_s }) => start_s));
  return after.filter(({ start_s }) => !known.has(start_s)).map(({ start_s, end_s }) => ({ start_s, end_s }));
}

function plain({ game_id, queue_id, moment_id, action, change, seen_anchor, why }) {
  return { game_id, queue_id, moment_id, action, change, seen_anchor, why };
}

/** Shows a conflict and settles it. */
export function showMerge(act, { outbox, games, taxonomy, onSettled = null }) {
  const game = games.open.get(act.game_id);
  const sides = sidesOf(act, game);
  const fields = [...new Set([...sides.byMe, ...sides.byThem])];
  const cell = (field, side, on) => h(`td${on ? ".on" : ""}`, {}, valueText(field, sides[side][field], taxonomy));
  const table = h("table.merge", {}, h("thead", {}, h("tr", {}, ["", "Before", "Mine", `Theirs (${sides.by})`].map((name) => h("th", {}, name)))),
    h("tbody", {}, fields.map((field) => h("tr", {}, h("th", {}, FIELDS[field]), cell(field, "base", false),
      cell(field, "mine", sides.byMe.includes(field)), cell(field, "theirs", sides.byThem.includes(field))))));
  const opened = performance.now();
  const settle = async (choice) => {
    dialog.close();
    const acts = resolution(choice, act, sides);
    game?.take(sides.theirs, false);
    await outbox.resolve(act, acts);
    for (const kept of outbox.acts.filter((other) => other.game_id === act.game_id && other.state === "waiting")) game?.guess(kept);
    game?.forget({ action: "none", moment_id: act.moment_id });
    notice({ mine: "Yours stands", theirs: "Theirs stands", both: "Both stand" }[choice], "good");
    onSettled?.();
  };
  const choices = [["1", "mine", "Mine", "as I saw it, theirs is put back"], ["2", "theirs", "Theirs", "mine is given up"],
    ["3", "both", "Both", sides.clash.length ? "theirs stays, mine becomes a moment of its own" : "what each changed is joined"]];
  const buttons = h("div.sides", {}, choices.map(([key, choice, name, note]) =>
    h("button", { type: "button", data: { choice }, onclick: () => settle(choice) }, h("kbd", {}, key), h("b", {}, name), h("small", {}, note))));
  const dialog = openDialog("Somebody else changed this moment too", [
    h("p.muted", {}, fields.length ? "Nothing of yours is lost: choose what stands. History keeps all of it." : "Both say the same; choose any."), table, buttons],
  { kind: "wide", onKey: (name) => {
    const choice = choices.find(([key]) => key === name);
    // a key meant for the bench must not decide here
    if (choice && performance.now() - opened > GUARD_MS) settle(choice[1]);
    return Boolean(choice);
  } });
  return dialog;
}
