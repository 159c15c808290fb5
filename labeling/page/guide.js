// The guide: each class with what it is, which instant is its anchor, its key, and a picture: of one from these games,
// else of an invented one, else of what looks most like it.

import { get, pictureUrl } from "./api.js";
import { clockText, fill, h } from "./dom.js";
import { FAMILIES, NOTES } from "./guide_text.js";
import { keyText } from "./keys.js";

const WIDTH = 320;

export async function drawGuide(place, app) {
  fill(place, h("p.empty", {}, "Looking for examples …"));
  const games = await Promise.all((app.games.list.length ? app.games.list : await app.games.refresh()).map(({ game_id }) => app.games.game(game_id)));
  const examples = new Examples(games, await get("examples/examples.json"), app);
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
    h("div.cards", {}, rows.map((row) => card(row, examples, app))));
}

function card(row, examples, app) {
  const key = app.keys.keysOf(`label:${row.label}`)[0];
  return h("div.card", { data: { label: row.label } }, shot(row, examples.of(row.label), app), h("h3", {}, app.taxonomy.title(row.label), key ? h("kbd", {}, keyText(key)) : null),
    NOTES[row.label] ? h("p", {}, NOTES[row.label]) : null, h("code", {}, row.label));
}

function shot(row, example, app) {
  if (!example) return h("div.shot.none", {}, "No picture of this yet");
  const { label, game, moment } = example;
  const alike = label === row.label ? "" : `${example.near ? "like " : ""}${app.taxonomy.title(label)}`;
  const image = (src) => h("img", { loading: "lazy", width: WIDTH, height: 180, alt: `An example: ${app.taxonomy.title(label)}`, src });
  if (!moment) return h("div.shot", {}, image(new URL(`examples/${label}.jpg`, document.baseURI).href), h("small", {}, [alike, "invented"].filter(Boolean).join(", ")));
  const look = () => {
    app.bench.subject = { item: null, game, momentId: moment.moment_id, draft: null };
    app.go("queue");
  };
  const where = app.games.list.length > 1 ? game.title ?? "" : "";
  return h("button.shot", { type: "button", title: "Watch it", onclick: look }, image(pictureUrl(game.game_id, moment.anchor_s, WIDTH)),
    h("small", {}, [alike, where, clockText(moment.anchor_s, 0)].filter(Boolean).join(", ")));
}

/** Where a picture of each class comes from. */
class Examples {
  constructor(games, drawn, { taxonomy }) {
    Object.assign(this, { own: examplesOf(games), drawn: new Set(drawn), taxonomy });
  }

  /** {label, near, game?, moment?}; null where nothing is like it. */
  of(label) {
    const found = this.#exactly(label) ?? this.#below(label);
    if (found) return found;
    for (const parent of this.taxonomy.node(label)?.parents ?? []) {
      const kin = parent === "nonplay" ? null : (this.#exactly(parent) ?? this.#below(parent));
      if (kin) return { ...kin, near: true };
    }
    return null;
  }

  #exactly(label) {
    if (this.own.has(label)) return { label, ...this.own.get(label) };
    return this.drawn.has(label) ? { label } : null;
  }

  #below(label) {
    const child = [...this.own.keys(), ...this.drawn].find((other) => this.taxonomy.isA(other, label));
    return child ? this.#exactly(child) : null;
  }
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
