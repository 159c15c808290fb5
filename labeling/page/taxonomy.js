// The labels that a moment may carry: their names, what lies below what, and finding one by typing.

import { get } from "./api.js";

/** Keys of the labels one needs most, where the person has not chosen otherwise; parents come nearest first. */
const USUAL_KEYS = {
  "shot.made.dunk": "d", "shot.made.layup": "l", "shot.made.three": "t", "shot.made.three.corner": "c",
  "shot.made.mid": "j", "shot.made.floater": "f", "shot.made.hook": "h", "shot.missed.two": "2",
  "shot.missed.three": "3", "free_throw.made": "1", "free_throw.missed": "0", block: "b", steal: "s",
  "rebound.defensive": "r", "rebound.offensive": "o", turnover: "u", "foul.personal": "p", "foul.shooting": "k",
  "timeout.team": "4", "violation.goaltending": "5", "jump_ball": "6", replay: "7", celebration: "8", commercial: "9",
};

export class Taxonomy {
  /** @param {{label: string, title: string, parents: string[], lead_in_s: number, lead_out_s: number}[]} rows */
  constructor(rows) {
    this.rows = rows.map((row) => ({ ...row, parents: row.parents ?? [], key: USUAL_KEYS[row.label] ?? null }));
    this.byLabel = new Map(this.rows.map((row) => [row.label, row]));
  }

  static async load() {
    return new Taxonomy(await get("api/taxonomy"));
  }

  get frequent() {
    return this.rows.filter((row) => row.key);
  }

  /** The node of a label; of one that is no longer there, its nearest ancestor. */
  node(label) {
    for (let known = label ?? ""; known; known = known.slice(0, Math.max(0, known.lastIndexOf(".")))) {
      if (this.byLabel.has(known)) return this.byLabel.get(known);
    }
    return null;
  }

  title(label) {
    if (!label) return "No label";
    const node = this.node(label);
    if (!node) return label;
    const twin = node.parents.map((parent) => this.byLabel.get(parent)).some((parent) => parent?.title === node.title);
    return twin ? `${node.title} (${label.split(".").at(-1).replaceAll("_", " ")})` : node.title;
  }

  /** Names from the root down: Shot › Basket › Dunk */
  path(label) {
    const node = this.node(label);
    if (!node) return "";
    return node.parents.map((parent) => this.byLabel.get(parent)?.title ?? parent).reverse().join(" › ");
  }

  isA(label, ancestor) {
    const node = this.node(label);
    return label === ancestor || node?.label === ancestor || (node?.parents ?? []).includes(ancestor);
  }

  family(label) {
    return (label ?? "").split(".")[0];
  }

  /** Labels that fit what was typed, best first; what lies near `near` in the tree comes sooner. */
  find(typed, near = "") {
    const words = fold(typed).split(/\s+/).filter(Boolean);
    return this.rows
      .map((row) => ({ row, score: this.#score(row, words, near) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.row.label.localeCompare(other.row.label))
      .map(({ row }) => row);
  }

  #score(row, words, near) {
    let score = 1 + (row.key ? 0.6 : 0) + this.#nearness(row.label, near);
    for (const word of words) {
      const own = matched(fold(`${row.title} ${row.label.split(".").at(-1).replaceAll("_", " ")}`), word);
      const above = matched(fold(row.parents.map((parent) => this.byLabel.get(parent)?.title ?? parent).join(" ")), word);
      if (!own && !above) return 0;
      score += Math.max(own * 3, above);
    }
    return score;
  }

  /** What stands below the label first, then its siblings, then its family. */
  #nearness(label, near) {
    if (!near || label === near) return 0;
    if (this.isA(label, near)) return 1.5;
    const parent = near.slice(0, Math.max(0, near.lastIndexOf(".")));
    if (parent && this.isA(label, parent)) return 1;
    return this.family(label) === this.family(near) ? 0.5 : 0;
  }
}

export function fold(text) {
  return (text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** 3 for the beginning of the text, 2 for the beginning of a word, 1 for letters in order, 0 for none of these. */
export function matched(text, word) {
  if (text.startsWith(word)) return 3;
  if (text.includes(` ${word}`) || text.includes(`-${word}`)) return 2;
  if (word.length < 3) return 0;
  let at = 0;
  for (const letter of text) if (letter === word[at]) at += 1;
  return at >= word.length ? 1 : 0;
}
