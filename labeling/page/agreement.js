// How far people agree: per class, per pair, in time, and to which classes each person leans.

import { h } from "./dom.js";
import { number, share, table } from "./project.js";

/** A leaning is shown from this many more or fewer than there were. */
const LEANS = 1;
const MOST_LEANINGS = 4;

export function drawAgreement(agreement, app) {
  const { moments, alpha, team_alpha: team, time, classes, pairs, people } = agreement;
  const known = (value) => (Number.isFinite(value) ? value.toFixed(2) : "not known yet");
  const lines = [h("p.muted", {}, `${moments} moments were answered by more than one person. Krippendorff's alpha over all classes: ${known(alpha)}; over teams: ${known(team)}.`),
    h("p.muted", {}, timeText(time))];
  const body = moments ? [
    h("div.columns", {}, classTable(classes, app), h("div", {}, pairTable(pairs), leanings(people, app))),
  ] : null;
  return h("section", { id: "agreement" }, h("h2", {}, "Agreement"), lines, body);
}

function timeText({ iou, anchor_spread_s: spread, anchors_within_1_s: near }) {
  if (!spread) return "In time: nobody has placed the same moment twice yet.";
  const covered = iou ? `; spans cover each other to ${Math.round(iou.mean * 100)} % (intersection over union, mean of ${iou.count})` : "";
  return `In time, where the label is agreed on: anchors lie ${spread.median.toFixed(2)} s apart (median of ${spread.count}), ${Math.round(near * 100)} % within a second${covered}.`;
}

function classTable(classes, app) {
  const rows = Object.entries(classes).map(([label, row]) => h("tr", {}, h("th", {}, named(label, app)), number(row.alpha, 2), number(row.kappa, 2), number(row.moments)));
  return table(["Class", ["Alpha"], ["Kappa"], ["Moments"]], rows);
}

function pairTable(pairs) {
  return table(["Pair", ["Kappa"], ["Agreed"], ["Moments"]], pairs.map((pair) => h("tr", {}, h("th", {}, pair.people.join(" and ")), number(pair.kappa, 2), share(pair.agreed), number(pair.moments))));
}

/** Which classes a person says more often than they were, or less. */
function leanings(people, app) {
  const rows = people.map((person) => h("tr", { data: { person: person.name } }, h("th", {}, person.name), h("td", {}, leaningsOf(person, app))));
  return table(["Person", "Leans, against gold, adjudication or the others"], rows);
}

function leaningsOf({ bias, compared }, app) {
  const off = Object.entries(bias).map(([label, { said, was }]) => ({ label, by: said - was })).filter(({ by }) => Math.abs(by) >= LEANS)
    .sort((one, other) => Math.abs(other.by) - Math.abs(one.by) || one.label.localeCompare(other.label));
  if (!off.length) return h("span.muted", {}, compared ? `to nothing, in ${compared} moments` : "–");
  return off.slice(0, MOST_LEANINGS).map(({ label, by }) => h(`span.chip${by > 0 ? ".warn" : ""}`, { title: by > 0 ? "said more often than it was" : "said less often than it was" },
    `${named(label, app)} ${by > 0 ? "+" : "−"}${Math.abs(by)}`));
}

const named = (label, app) => (label.startsWith("(") ? label.slice(1, -1) : app.taxonomy.title(label));
