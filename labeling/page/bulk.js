// Acts on many moments at once, each of which can be taken back as a whole.

import { post } from "./api.js";
import { openDialog } from "./dialog.js";
import { clockText, fill, h, uuid } from "./dom.js";
import { notice } from "./notices.js";
import { chooseLabel } from "./palette.js";

const batches = [];
const LISTED = 300;

export async function showBulk(app, kept = {}) {
  const { games, taxonomy } = app;
  const gameId = kept.gameId ?? app.bench.subject?.game.game_id ?? games.list[0]?.game_id;
  if (!gameId) return;
  const game = await games.game(gameId);
  const state = { action: "shift", period: 1, by: "", filter: "", label: null, picked: new Set(), person: "", why: "", ...kept };
  const people = (app.progress?.told?.people ?? []).map(({ name }) => name);
  const body = h("div.form");
  const listed = () => game.between(0, Infinity).filter((m) => !m.moment_id.startsWith("new:") &&
    `${taxonomy.title(m.label)} ${m.label} ${m.team ?? ""}`.toLowerCase().includes(state.filter.toLowerCase())).slice(0, LISTED);
  const tab = (action, text) => h(`button.chip${state.action === action ? ".on" : ""}`, { type: "button", onclick: () => ((state.action = action), draw()) }, text);
  const parts = {
    shift: () => [h("label", {}, "Period", h("select", { name: "period", onchange: ({ target }) => (state.period = Number(target.value)) },
      [1, 2, 3, 4, 5, 6].map((p) => h("option", { value: String(p), selected: p === state.period }, p <= 4 ? `Quarter ${p}` : `Overtime ${p - 4}`)))),
    h("label", {}, "Move all its anchors by, seconds", h("input", { name: "by", type: "number", step: "0.01", value: state.by, oninput: ({ target }) => (state.by = target.value) }))],
    relabel: () => [h("label", {}, "Find", h("input", { name: "find", value: state.filter, placeholder: "label or team", oninput: ({ target }) => ((state.filter = target.value), fill(list, rows())) })),
      h("div.row", {}, h("button.chip", { type: "button", onclick: () => (listed().forEach((m) => state.picked.add(m.moment_id)), draw()) }, "all listed"),
        h("button.chip", { type: "button", onclick: () => (state.picked.clear(), draw()) }, "none"), h("span.muted", {}, `${state.picked.size} chosen`)),
      fill(list, rows()),
      h("div.row", {}, "New label", h("button.chip", { type: "button", name: "label", onclick: pickLabel }, state.label ? taxonomy.title(state.label) : "choose …"))],
    requeue: () => [h("label", {}, "Ask again everything answered by", h("select", { name: "person", onchange: ({ target }) => (state.person = target.value) },
      h("option", { value: "" }, "choose …"), people.map((name) => h("option", { value: name, selected: name === state.person }, name))))],
  };
  const list = h("ol.picks");
  const rows = () => listed().map((m) => h("li", {}, h("label.row", {}, h("input", { type: "checkbox", checked: state.picked.has(m.moment_id),
    onchange: ({ target }) => (target.checked ? state.picked.add(m.moment_id) : state.picked.delete(m.moment_id)) }),
  h("span.mono", {}, clockText(m.anchor_s, 1)), taxonomy.title(m.label), h("small.muted", {}, m.team ?? ""))));
  const pickLabel = async () => {
    dialog.close();
    const label = await chooseLabel(taxonomy, "");
    showBulk(app, { ...state, gameId, label: label ?? state.label });
  };
  const draw = () => fill(body, h("p.muted", {}, game.title ?? gameId), h("div.chips", {}, tab("shift", "Shift a period"), tab("relabel", "Relabel a selection"), tab("requeue", "Ask a person's work again")),
    parts[state.action](), h("label", {}, "Why (kept in the history)", h("input", { name: "why", value: state.why, oninput: ({ target }) => (state.why = target.value) })), past());
  const past = () => (batches.length ? h("ul.acts", {}, batches.map((batch) => h("li", {}, `${batch.text}: ${batch.changed} moments `,
    h("button", { type: "button", disabled: batch.undone, onclick: () => undo(batch) }, batch.undone ? "taken back" : "Take it back")))) : null);
  const undo = (batch) => attempt(async () => {
    await post(`api/bulk/${encodeURIComponent(batch.id)}/undo`, {});
    batch.undone = true;
    await refreshed(game);
    draw();
  });
  const send = () => attempt(async () => {
    const [select, change, text] = wanted(state, taxonomy);
    const done = await post("api/bulk", { client_id: uuid(), action: state.action, game_id: gameId, select, change, why: state.why || null });
    batches.unshift({ id: done.batch_id, changed: done.changed ?? "?", text, undone: false });
    notice(`${text}: ${done.changed ?? ""} moments. It can be taken back.`, "good");
    await refreshed(game);
    state.picked.clear();
    draw();
  });
  const foot = h("footer", {}, h("span.muted", {}, "One act for all; history shows it at each moment."), h("button.main", { type: "button", onclick: send }, "Do it"));
  draw();
  const dialog = openDialog("Bulk acts", [body, foot], { kind: "wide" });
}

function wanted(state, taxonomy) {
  if (state.action === "shift") return [{ period: state.period }, { by_s: Number(state.by) }, `Period ${state.period} shifted by ${state.by} s`];
  if (state.action === "requeue") return [{}, { person: state.person }, `Asked again: ${state.person}`];
  if (!state.label) throw new Error("Choose the new label first.");
  return [{ moment_ids: [...state.picked] }, { label: state.label }, `Relabelled to ${taxonomy.title(state.label)}`];
}

async function refreshed(game) {
  await game.refresh();
}

async function attempt(act) {
  try {
    await act();
  } catch (error) {
    notice(error.message, "bad");
  }
}
