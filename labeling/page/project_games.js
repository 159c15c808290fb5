// The games of the project: how far each is, what its recaps show of it, and labels out and in.

import { gamePath, get, post } from "./api.js";
import { clockText, h } from "./dom.js";
import { openDialog } from "./dialog.js";
import { notice } from "./notices.js";
import { number, table } from "./project.js";

const FORMATS = [["labelstudio", "Label Studio"], ["soccernet", "SoccerNet v2"], ["osl", "OSL JSON 2.0"], ["sportscode-xml", "Sportscode XML"], ["csv", "CSV"], ["dataset", "Training data"]];
/** What a file is by its name, whatever is chosen. */
const ENDINGS = { csv: "csv", xml: "sportscode-xml" };
const IMPORTED = FORMATS.filter(([format]) => format !== "dataset");

export async function gamesTable(games, app) {
  const recaps = await Promise.all(games.map(({ game_id }) => get(gamePath(game_id, "/recaps")).catch(() => [])));
  const row = (game, i) => h("tr", { data: { game: game.game_id } }, h("th", {}, game.title, game.trouble ? h("p.note", {}, `Its moments do not follow the corrections: ${game.trouble}`) : null), number(game.done), number(game.queued),
    h("td", {}, recaps[i].length ? recaps[i].map((recap) => recapLine(recap, game, app)) : h("span.muted", {}, "none")),
    h("td", {}, h("div.row", {}, exporter(game))), h("td", {}, app.may("adjudicator") ? h("div.row", {}, importer(game, app)) : null));
  return h("section", {}, h("h2", {}, "Games"), table(["", ["Done"], ["Left"], "Recaps", "Labels out", app.may("adjudicator") ? "Labels in" : ""], games.map(row)));
}

function recapLine(recap, game, app) {
  const { name, kept, stale } = recap;
  if (!stale) return h("div", {}, name, " ", h("span.chip.good", {}, "up to date"));
  const text = `stale: ${stale.comes_in.length} in, ${stale.goes_out.length} out`;
  return h("div", {}, name, " ", h("button.chip.warn", { type: "button", title: "What a recap made now would show", onclick: () => showStale(recap, game, app) }, text),
    kept ? h("small.muted", {}, " edited or published: it stays") : null);
}

async function showStale({ name, kept, stale }, { game_id }, app) {
  const game = await app.games.game(game_id);
  const line = (id) => {
    const moment = game.moment(id);
    return h("li", {}, moment ? `${clockText(moment.anchor_s, 1)} ${app.taxonomy.title(moment.label)} ${moment.team ?? ""}` : id);
  };
  const list = (title, ids) => [h("h3", {}, title), ids.length ? h("ul.acts", {}, ids.map(line)) : h("p.muted", {}, "nothing")];
  const what = kept ? "A person edited or published it: it never changes by itself." : "It is cut again once nobody has corrected anything for a while.";
  openDialog(`What has changed since ${name} was cut`, [h("p.muted", {}, stale.message ?? what), list("Comes in", stale.comes_in), list("Goes out", stale.goes_out)], { kind: "wide" });
}

function exporter(game) {
  const choice = h("select", { "aria-label": "Format" }, FORMATS.map(([value, text]) => h("option", { value }, text)));
  const go = () => h("a", { href: new URL(gamePath(game.game_id, `/export?format=${choice.value}`), document.baseURI).href, download: "" }).click();
  return [choice, h("button", { type: "button", onclick: go }, "Export")];
}

function importer(game, app) {
  const choice = h("select", { "aria-label": "Format to import" }, IMPORTED.map(([value, text]) => h("option", { value }, text)));
  const file = h("input", { type: "file", hidden: true, "aria-label": "File to import" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const format = ENDINGS[chosen.name.toLowerCase().split(".").at(-1)] ?? choice.value;
    try {
      const done = await post(gamePath(game.game_id, `/import?format=${format}`), chosen);
      await app.games.open.get(game.game_id)?.refresh();
      showImported(chosen.name, done);
      app.redraw();
    } catch (error) {
      notice(`${chosen.name}: ${error.message}`, "bad");
    }
    file.value = "";
  });
  return [choice, h("button", { type: "button", onclick: () => file.click() }, "Import …"), file];
}

/** What an import did, and everything that it could not take over. */
function showImported(name, done) {
  const counts = [["added", "added"], ["changed", "changed"], ["same", "as they were"]].map(([key, text]) => `${done[key] ?? 0} ${text}`).join(", ");
  const list = (title, lines) => (lines?.length ? [h("h3", {}, title), h("ul.acts", {}, lines.map((line) => h("li", {}, line)))] : null);
  if (!done.unmatched?.length && !done.left_out?.length) return notice(`${name}: ${counts}`, "good");
  return openDialog(`Imported from ${name}`, [h("p", {}, counts),
    list("Words without a counterpart in the taxonomy: kept, and exported again", done.unmatched), list("Left out", done.left_out)], { kind: "wide" });
}
