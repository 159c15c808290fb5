// The project: its games and recaps, acts that can be taken back, who works on it, and how far people agree.

import { get } from "./api.js";
import { drawAgreement } from "./agreement.js";
import { fill, h } from "./dom.js";
import { gamesTable } from "./project_games.js";
import { peopleTable } from "./project_people.js";
import { batchesTable, restoring } from "./taking_back.js";

export async function drawProject(place, app) {
  fill(place, h("p.empty", {}, "Reading …"));
  const [games, progress, agreement] = await Promise.all([app.games.refresh(), get("api/progress"), get("api/agreement")]);
  const parts = [await gamesTable(games, app), peopleTable(progress.people ?? [], app), drawAgreement(agreement, app)];
  if (app.may("adjudicator")) parts.splice(1, 0, ...(await Promise.all(games.map((game) => batchesTable(game, app)))));
  if (app.may("admin")) parts.splice(2, 0, restoring(games, app));
  fill(place, h("article.project", {}, h("h1", {}, app.me.project ?? "Project"), parts));
}

/** A table of rows; each head is a name, or [name] where the column holds numbers. */
export function table(heads, rows) {
  const head = (name) => (Array.isArray(name) ? h("th.number", {}, name[0]) : h("th", {}, name));
  return h("table", {}, h("thead", {}, h("tr", {}, heads.map(head))), h("tbody", {}, rows));
}

export const number = (value, digits = 0) => h("td.number", {}, Number.isFinite(value) ? value.toFixed(digits) : "–");
export const share = (value) => h("td.number", {}, Number.isFinite(value) ? `${Math.round(value * 100)} %` : "–");
