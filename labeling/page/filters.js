// Which moments this person wants to be asked about.

import { openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { chooseLabel } from "./palette.js";

const KINDS = [["gain", "worth a look"], ["random", "random check"], ["second", "second look, blind"], ["gold", "gold, blind"],
  ["conflict", "conflict"], ["requeue", "asked again"], ["sweep", "sweep"]];

export function showFilters(app) {
  const { queue, games, taxonomy, bench } = app;
  const chosen = structuredClone(queue.filters);
  const body = h("div.form");
  const set = (name, value) => {
    if (value === null || value === "" || (Array.isArray(value) && !value.length)) delete chosen[name];
    else chosen[name] = value;
    draw();
  };
  const select = (name, title, options) => h("label", {}, title, h("select", { name, onchange: ({ target }) => {
    const option = options[target.selectedIndex - 1];
    set(name, option ? option[0] : null);
  } }, h("option", {}, "all"), options.map(([value, text]) => h("option", { selected: chosen[name] === value }, text))));
  const toggle = (name, value) => set(name, (chosen[name] ?? []).includes(value) ? chosen[name].filter((one) => one !== value) : [...(chosen[name] ?? []), value]);
  const chip = (name, value, text) => h(`button.chip${(chosen[name] ?? []).includes(value) ? ".on" : ""}`, { type: "button", onclick: () => toggle(name, value) }, text);
  const addLabel = async () => {
    dialog.close();
    const label = await chooseLabel(taxonomy, "", "Only which label (and what lies below it)?");
    if (label) queue.filters = { ...chosen, labels: [...new Set([...(chosen.labels ?? []), label])] };
    showFilters(app);
  };
  const draw = () => fill(body,
    select("game", "Game", games.list.map((game) => [game.game_id, game.title])),
    select("period", "Period", [1, 2, 3, 4, 5, 6].map((period) => [period, period <= 4 ? `Quarter ${period}` : `Overtime ${period - 4}`])),
    h("label", {}, "Sure at most", h("input", { type: "number", min: "0", max: "1", step: "0.05", value: String(chosen.max_confidence ?? ""), placeholder: "1",
      onchange: ({ target }) => set("max_confidence", target.value === "" ? null : Number(target.value)) })),
    h("div", {}, "Why asked", h("div.chips", {}, KINDS.map(([kind, text]) => chip("kinds", kind, text)))),
    h("div", {}, "Labels", h("div.chips", {}, (chosen.labels ?? []).map((label) => chip("labels", label, taxonomy.title(label))),
      h("button.chip", { type: "button", onclick: addLabel }, "+ label"))),
    h("label.row", {}, h("input", { type: "checkbox", checked: Boolean(chosen.flagged), onchange: ({ target }) => set("flagged", target.checked || null) }), "Only what is flagged"));
  const apply = (filters) => {
    queue.filters = filters;
    queue.ahead = [];
    dialog.close();
    bench.waiting = true;
    queue.refill();
  };
  const foot = h("footer", {}, h("button.quiet", { type: "button", onclick: () => apply({}) }, "All moments"),
    h("button.main", { type: "button", onclick: () => apply(chosen) }, "Ask me about these"));
  draw();
  const dialog = openDialog("Which moments are asked", [body, foot], { onKey: (name) => name === "Enter" && (apply(chosen), true) });
}
