// The guide: each class with what it is, which instant is its anchor, its key, and a picture of one from these games.

import { pictureUrl } from "./api.js";
import { clockText, fill, h } from "./dom.js";
import { FAMILIES, NOTES } from "./guide_text.js";
import { keyText } from "./keys.js";

const WIDTH = 320;

export async function drawGuide(place, app) {
  fill(place, h("p.empty", {}, "Looking for examples …"));
  const games = await Promise.all((app.games.list.length ? app.games.list : await app.games.refresh()).map(({ game_id }) => app.games.game(game_id)));
  const examples = examplesOf(games);
  const families = FAMILIES.map(([family, title, anchor]) => ({ family, title, anchor, rows: [] }));
  for (const row of app.taxonomy.rows) families.find(({ family }) => app.taxonomy.isA(row.label, family))?.rows.push(row);
  const known = families.filter(({ rows }) => rows.length);
  const contents = h("nav.contents", {}, known.map(({ family, title }) => h("button.link", { type: "button", onclick: () => document.getElementById(`family-${family}`).scrollIntoView() }, title)));
  fill(place, h("article.guide", {}, h("h1", {}, "What to call it, and when it is"),
    h("p.lead", {}, "The anchor is the instant a viewer would name. Go as deep in the tree as the picture allows, and no deeper; when it cannot be told, say so."),
    contents, known.map((section) => family(section, examples, app))));
}

function family({ family: root, title, anchor, rows }, examples, app) {
  return h("section", { id: `family-${root}` }, h("h2", {}, title), h("p.anchor", {}, h("b", {}, "Anchor "), anchor),
    h("div.cards", {}, rows.map((row) => card(row, examples.get(row.label) ?? below(row, examples, app), app))));
}

/** Where a class itself has no example, one of what lies below it. */
function below(row, examples, { taxonomy }) {
  const label = [...examples.keys()].find((other) => taxonomy.isA(other, row.label));
  return label ? { ...examples.get(label), as: taxonomy.title(label) } : null;
}

function card(row, example, app) {
  const key = app.keys.keysOf(`label:${row.label}`)[0];
  const look = () => {
    app.bench.visit(example.game.game_id, example.moment.moment_id);
    app.bench.subject = { item: null, game: example.game, momentId: example.moment.moment_id, draft: null };
    app.go("queue");
  };
  const shown = example ? h("button.shot", { type: "button", title: "Watch it", onclick: look },
    h("img", { loading: "lazy", width: WIDTH, height: 180, alt: `An example: ${app.taxonomy.title(row.label)}`, src: pictureUrl(example.game.game_id, example.moment.anchor_s, WIDTH) }),
    h("small", {}, `${example.as ? `${example.as}, ` : ""}${app.games.list.length > 1 ? `${example.game.title ?? ""} ` : ""}${clockText(example.moment.anchor_s, 0)}`)) : h("div.shot.none", {}, "No example in these games yet");
  return h("div.card", { data: { label: row.label } }, shown, h("h3", {}, app.taxonomy.title(row.label), key ? h("kbd", {}, keyText(key)) : null),
    NOTES[row.label] ? h("p", {}, NOTES[row.label]) : null, h("code", {}, row.label));
}

/** The surest moment of each label; one that a person checked is surer than any other. */
function examplesOf(games) {
  const best = new Map();
  for (const game of games) {
    for (const moment of game.between(0, Infinity)) {
      const sure = (moment.human ? 1 : 0) + (moment.confidence ?? 0) - (moment.anchor_sd_s ?? 0.5) / 10;
      if (!best.has(moment.label) || best.get(moment.label).sure < sure) best.set(moment.label, { game, moment, sure });
    }
  }
  return best;
}
