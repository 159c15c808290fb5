// Where people disagree: each one's answer side by side, and the word that settles it.

import { get, post } from "./api.js";
import { clockText, fill, h, uuid } from "./dom.js";
import { notice } from "./notices.js";
import { chooseLabel } from "./palette.js";
import { pictureUrl } from "./api.js";

const ABOUT = { label: "label", team: "team", anchor_s: "anchor" };

export async function drawAdjudication(place, app) {
  const disputes = await get("api/adjudication");
  const list = disputes.items ?? disputes;
  if (!list.length) return fill(place, h("p.empty", {}, "Nobody disagrees about anything that is still open."));
  return fill(place, h("article.disputes", {}, h("h1", {}, `${list.length} moment${list.length === 1 ? "" : "s"} to settle`), list.map((dispute) => card(dispute, app))));
}

function card(dispute, app) {
  const { moment, answers, about, game_id } = dispute;
  const gold = h("input", { type: "checkbox" });
  const why = h("input", { type: "text", placeholder: "why (kept in the history)", maxLength: 2000 });
  const settle = async (change) => {
    try {
      const body = { client_id: uuid(), game_id, moment_id: moment.moment_id, change, why: why.value || null, gold: gold.checked };
      await post("api/adjudication", body, { "If-Match": `"${moment.revision}"` });
      notice("Settled", "good");
      element.remove();
    } catch (error) {
      notice(error.message, "bad");
      if (error.status === 412) drawAdjudication(document.getElementById("page"), app);
    }
  };
  const other = async () => {
    const label = await chooseLabel(app.taxonomy, moment.label);
    if (label) settle({ label });
  };
  const asSaid = (answer) => (answer.label === "(nothing)" || answer.label === null ? { deleted: true } :
    Object.fromEntries(["label", "team", "start_s", "anchor_s", "end_s"].filter((field) => answer[field] !== null && answer[field] !== undefined).map((field) => [field, answer[field]])));
  const row = (answer) => h("tr", {}, h("th", {}, answer.name), h("td", {}, app.taxonomy.title(answer.label)), h("td", {}, answer.team ?? "–"),
    h("td.mono", {}, clockText(answer.anchor_s, 2)), h("td", {}, h("small.muted", {}, answer.kind === "open" ? "" : "blind")),
    h("td", {}, answer.label?.startsWith("(cannot") ? null : h("button", { type: "button", onclick: () => settle(asSaid(answer)) }, "This")));
  const watch = async () => {
    const game = await app.games.game(game_id);
    app.bench.subject = { item: null, game, momentId: moment.moment_id, draft: null };
    app.go("queue");
  };
  const element = h("section.dispute", {},
    h("button.shot", { type: "button", title: "Watch it", onclick: watch },
      Number.isFinite(moment.anchor_s) ? h("img", { loading: "lazy", alt: "", width: 320, height: 180, src: pictureUrl(game_id, moment.anchor_s, 320) }) : null,
      h("small", {}, `${app.games.title(game_id)} ${clockText(moment.anchor_s, 1)}`)),
    h("div", {}, h("h3", {}, `Now: ${app.taxonomy.title(moment.label)}`), h("p.muted", {}, `They differ in ${about.map((field) => ABOUT[field] ?? field).join(", ")}.`),
      h("table", {}, h("tbody", {}, answers.map(row))),
      h("div.row", {}, h("button", { type: "button", onclick: other }, "Another label …"), h("button", { type: "button", onclick: () => settle({ deleted: true }) }, "Nothing here"),
        h("label.row", {}, gold, "make it a gold item"), why)));
  return element;
}
