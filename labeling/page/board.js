// The labels that have a key of their own, as a board under the video: nothing has to be learned by heart.

import { fill, h } from "./dom.js";
import { keyText } from "./keys.js";

const GROUPS = [["Made", "shot.made"], ["Missed", "shot.missed"], ["Free throw", "free_throw"], ["Defence", "block"], ["Defence", "steal"],
  ["Rebound", "rebound"], ["Turnover", "turnover"], ["Foul", "foul"]];

export class Board {
  constructor(place, taxonomy, keys, pick) {
    Object.assign(this, { place, taxonomy, keys, pick, buttons: new Map() });
    keys.on("changed", () => this.draw());
    this.draw();
  }

  draw() {
    const groups = Map.groupBy(this.taxonomy.frequent, ({ label }) => this.#group(label));
    this.buttons.clear();
    fill(this.place, [...groups].map(([name, rows]) => h("div.group", {}, h("span.name", {}, name), rows.map((row) => this.#button(row)))));
    this.show(this.label, this.machine);
  }

  #group(label) {
    return GROUPS.find(([, ancestor]) => this.taxonomy.isA(label, ancestor))?.[0] ?? "Other";
  }

  #button(row) {
    const keys = this.keys.keysOf(`label:${row.label}`);
    const button = h("button.label", { type: "button", tabIndex: -1, title: this.taxonomy.path(row.label), data: { label: row.label },
      onclick: () => this.pick(row.label) }, h("kbd", {}, keyText(keys[0] ?? "·")), this.taxonomy.title(row.label));
    this.buttons.set(row.label, button);
    return button;
  }

  /** Marks the label that the moment has now, and what the machine said where that is another. */
  show(label, machine = null) {
    this.label = label;
    this.machine = machine;
    for (const [own, button] of this.buttons) {
      const nearest = this.#nearest(label) === own;
      button.classList.toggle("on", nearest);
      button.classList.toggle("machine", !nearest && Boolean(machine) && this.#nearest(machine) === own);
    }
  }

  #nearest(label) {
    const fitting = [...this.buttons.keys()].filter((own) => label && this.taxonomy.isA(label, own));
    return fitting.sort((one, other) => other.length - one.length)[0] ?? null;
  }
}
