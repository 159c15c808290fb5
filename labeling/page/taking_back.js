// Acts on many moments that can be taken back, and a game put back to how it stood at a time.

import { gamePath, get, post } from "./api.js";
import { h } from "./dom.js";
import { notice } from "./notices.js";
import { number, table } from "./project.js";

/** A batch in words. */
export function batchText({ action, change, why }, taxonomy) {
  if (action === "shift") return `Anchors shifted by ${change.by_s} s`;
  if (action === "relabel") return `Relabelled to ${taxonomy.title(change.label)}`;
  if (action === "requeue") return `The work of ${change.person} asked again`;
  if (action === "import") return `Labels came in (${why ?? "from a file"})`;
  if (action === "restore_to") return `Put back to ${new Date(change.at * 1000).toLocaleString()}`;
  return action;
}

/** Takes a batch back; says what others changed since, and what therefore stays. */
export async function takeBack(batchId, game) {
  const done = await post(`api/bulk/${encodeURIComponent(batchId)}/undo`, {});
  await game?.refresh();
  const kept = done.kept?.length ? `; ${done.kept.length} stay, since somebody has changed them` : "";
  notice(`Taken back: ${done.changed} moments${kept}`, "good");
  return done;
}

export async function batchesTable(game, app) {
  const found = await get(gamePath(game.game_id, "/batches"));
  if (!found.length) return null;
  const row = (batch) => h("tr", { data: { batch: batch.batch_id } }, h("th", {}, batchText(batch, app.taxonomy)), h("td", {}, batch.by), h("td", {}, new Date(batch.at * 1000).toLocaleString()),
    number(batch.changed), h("td", {}, batch.action === "import" ? "" : (batch.why ?? "")), h("td", {}, undoer(batch, game, app)));
  return h("section", {}, h("h2", {}, `Acts on many moments, ${game.title}`), table(["", "By", "When", ["Moments"], "Why", ""], found.map(row)));
}

function undoer(batch, game, app) {
  const act = () => takeBack(batch.batch_id, app.games.open.get(game.game_id)).then(() => app.redraw(), (error) => notice(error.message, "bad"));
  return h("button", { type: "button", disabled: batch.undone, onclick: act }, batch.undone ? "taken back" : "Take it back");
}

/** The form that puts a game back; it says first how much that would change. */
export function restoring(games, app) {
  const game = h("select", { "aria-label": "Game" }, games.map(({ game_id, title }) => h("option", { value: game_id }, title)));
  const when = h("input", { type: "datetime-local", step: "1", "aria-label": "Time" });
  const why = h("input", { type: "text", placeholder: "why (kept in the history)", maxLength: 2000, "aria-label": "Why" });
  const told = h("span.muted", {}, "What people decided since is taken back; that can be taken back too.");
  const go = h("button", { type: "button", disabled: true, onclick: () => restore() }, "Put it back");
  const at = () => new Date(when.value).getTime() / 1000;
  const ask = async () => {
    go.disabled = true;
    if (!when.value) return;
    const answer = await get(gamePath(game.value, `/would-restore?at=${at()}`)).catch((error) => ({ error }));
    go.disabled = !answer.would_change;
    told.textContent = answer.error ? answer.error.message : answer.would_change ? `${answer.would_change} moments would change.` : "Nothing has changed since.";
  };
  const restore = async () => {
    try {
      const done = await post("api/restore", { game_id: game.value, at: at(), why: why.value || null });
      await app.games.open.get(game.value)?.refresh();
      notice(`Put back: ${done.changed} moments`, "good");
      app.redraw();
    } catch (error) {
      notice(error.message, "bad");
    }
  };
  for (const field of [game, when]) field.addEventListener("change", ask);
  return h("section", { id: "restoring" }, h("h2", {}, "Put a game back to how it stood"), h("div.row", {}, game, when, why, go, told));
}
