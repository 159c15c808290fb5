// The project: its games, who works on it, how far people agree, and labels out and in.

import { gamePath, get, post } from "./api.js";
import { fill, h } from "./dom.js";
import { notice } from "./notices.js";

const FORMATS = [["labelstudio", "Label Studio"], ["soccernet", "SoccerNet v2"], ["osl", "OSL JSON 2.0"], ["sportscode-xml", "Sportscode XML"], ["csv", "CSV"], ["dataset", "Training data"]];
const IMPORTED = FORMATS.filter(([format]) => format !== "dataset");

export async function drawProject(place, app) {
  fill(place, h("p.empty", {}, "Reading …"));
  const [games, progress, agreement] = await Promise.all([app.games.refresh(), get("api/progress"), get("api/agreement").catch(() => null)]);
  const admin = app.me.role === "admin";
  const asked = admin ? await get("api/people").catch(() => null) : null;
  fill(place, h("article.project", {}, h("h1", {}, app.me.project ?? "Project"), gamesTable(games, app), peopleTable(progress.people ?? [], asked, app),
    agreement ? agreementTable(agreement, app) : null));
}

function gamesTable(games, app) {
  const row = (game) => h("tr", {}, h("th", {}, game.title), h("td.number", {}, String(game.done)), h("td.number", {}, String(game.queued)),
    h("td", {}, h("div.row", {}, exporter(game), importer(game, app))));
  return h("section", {}, h("h2", {}, "Games"), h("table", {}, h("thead", {}, h("tr", {}, ["", "Done", "Left", "Labels out and in"].map((name) => h("th", {}, name)))), h("tbody", {}, games.map(row))));
}

function exporter(game) {
  const choice = h("select", { "aria-label": "Format" }, FORMATS.map(([value, text]) => h("option", { value }, text)));
  const go = () => {
    const link = h("a", { href: new URL(gamePath(game.game_id, `/export?format=${choice.value}`), document.baseURI).href, download: "" });
    link.click();
  };
  return [choice, h("button", { type: "button", onclick: go }, "Export")];
}

function importer(game, app) {
  const choice = h("select", { "aria-label": "Format to import" }, IMPORTED.map(([value, text]) => h("option", { value }, text)));
  const file = h("input", { type: "file", hidden: true, onchange: async () => {
    if (!file.files.length) return;
    try {
      const done = await post(gamePath(game.game_id, `/import?format=${choice.value}`), file.files[0]);
      notice(`Imported from ${file.files[0].name}: ${summary(done)}`, "good");
      await app.games.open.get(game.game_id)?.refresh();
    } catch (error) {
      notice(`${file.files[0].name}: ${error.message}`, "bad");
    }
    file.value = "";
  } });
  return [choice, h("button", { type: "button", onclick: () => file.click() }, "Import …"), file];
}

const summary = (done) => Object.entries(done ?? {}).filter(([, value]) => typeof value === "number").map(([name, value]) => `${value} ${name}`).join(", ") || "done";

function peopleTable(people, asked, app) {
  const percent = (share) => (Number.isFinite(share) ? `${Math.round(share * 100)} %` : "–");
  const number = (value) => h("td.number", {}, Number.isFinite(value) ? String(value) : "–");
  const row = (person) => h("tr", {}, h("th", {}, person.name), h("td", {}, person.role ?? ""), number(person.done), number(person.last_hour), number(person.per_hour),
    h("td.number", {}, percent(person.agreed)), number(person.kappa), h("td.number", {}, percent(person.gold_right)), number(person.confirmed_unseen));
  const heads = ["", "Role", "Answers", "Last hour", "An hour of work", "Agreed", "Kappa", "Gold right", "Confirmed unseen"];
  return h("section", {}, h("h2", {}, "People"), h("table", {}, h("thead", {}, h("tr", {}, heads.map((name) => h("th", {}, name)))), h("tbody", {}, people.map(row))),
    asked ? newPerson(app) : null);
}

function newPerson(app) {
  const name = h("input", { type: "text", placeholder: "name", maxLength: 100, "aria-label": "Name" });
  const role = h("select", { "aria-label": "Role" }, ["labeler", "adjudicator", "admin"].map((value) => h("option", {}, value)));
  const shown = h("code.address");
  const make = async () => {
    try {
      const made = await post("api/people", { name: name.value.trim(), role: role.value });
      shown.textContent = made.url ?? "";
      notice(`${made.name}'s own address is shown once: pass it on.`, "good");
      app.progress.ask();
    } catch (error) {
      notice(error.message, "bad");
    }
  };
  return h("div.row", {}, name, role, h("button", { type: "button", onclick: make }, "Make an address for this person"), shown);
}

function agreementTable(agreement, app) {
  const classes = Object.entries(agreement.classes ?? {}).map(([label, row]) => (Array.isArray(agreement.classes) ? row : { label, ...row }));
  const number = (value) => h("td.number", {}, Number.isFinite(value) ? value.toFixed(2) : "–");
  const rows = classes.map((row) => h("tr", {}, h("th", {}, app.taxonomy.title(row.label)), number(row.alpha), number(row.kappa), h("td.number", {}, String(row.moments ?? "–"))));
  return h("section", {}, h("h2", {}, "Agreement"),
    h("p.muted", {}, `${agreement.moments ?? 0} moments were answered by more than one person; Krippendorff's alpha over all classes ${Number.isFinite(agreement.alpha) ? agreement.alpha.toFixed(2) : "is not known yet"}.`),
    rows.length ? h("table", {}, h("thead", {}, h("tr", {}, ["", "Alpha", "Kappa", "Moments"].map((name) => h("th", {}, name)))), h("tbody", {}, rows)) : null);
}
