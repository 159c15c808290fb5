// Sweeping: live play at up to four times speed, breaks and replays left out, a key for each thing the machine missed.
// What has been watched is recorded as it goes, so that what was not tagged there is known not to have happened.

import { Bus, clockText, fill, h } from "./dom.js";
import { notice } from "./notices.js";
import { round } from "./bench.js";

const EVERY_S = 20;
const SHORTEST_S = 1;
const NEAR_S = 1.5;
/** A person presses about so long after seeing; at speed, that much more of the game has passed. */
const REACTION_S = 0.25;

/** Tells "over" when nothing is left to sweep. */
export class Sweep extends Bus {
  constructor({ bench, player, timeline, taxonomy }) {
    super();
    Object.assign(this, { bench, player, timeline, taxonomy, active: false, added: [], stretches: [], at: 0, rate: 2 });
    player.on("frame", ({ time }) => this.active && this.#watched(time));
    player.on("end", () => this.active && this.#stretchOver());
    player.on("state", () => this.active && this.#speed());
    addEventListener("pagehide", () => this.active && this.#record());
  }

  /** Begins with a game's live play, or with one stretch that the queue asks for. */
  async start(game, stretch = null, item = null) {
    const asked = stretch ? game.liveStretches.map((s) => clipped(s, stretch)).filter(Boolean) : game.liveStretches;
    this.game = game;
    this.item = item;
    this.stretches = asked.flatMap((s) => without(s, game.swept ?? []));
    this.total = this.stretches.reduce((sum, s) => sum + s.to_s - s.from_s, 0);
    this.at = -1;
    this.added = [];
    this.active = this.bench.sweeping = true;
    this.timeline.follows = true;
    this.player.setRate(this.rate);
    await this.#next();
  }

  stop() {
    if (!this.active) return;
    this.#record();
    this.active = this.bench.sweeping = false;
    this.timeline.follows = false;
    this.player.pause();
    this.player.setRate(1);
  }

  /** Something happened here: a moment is added, unless one like it stands there already. */
  label(label) {
    const passed = this.player.playing ? REACTION_S * this.player.rate : 0;
    const at = Math.max(this.since, this.player.time - passed);
    const anchor_s = round(this.game.frames.times[this.game.frames.at(at)]);
    const family = this.taxonomy.family(label);
    const there = this.game.between(anchor_s - NEAR_S, anchor_s + NEAR_S).find((m) => this.taxonomy.family(m.label) === family);
    if (there) return notice(`Already there: ${this.taxonomy.title(there.label)} at ${clockText(there.anchor_s)}`);
    const { act } = this.bench.act("add", { label, anchor_s }, { game: this.game, item: null });
    this.added.unshift({ label, anchor_s, clientId: act.client_id });
    notice(`Added: ${this.taxonomy.title(label)} at ${clockText(anchor_s)}`, "good");
    return this.tell("changed");
  }

  async #next() {
    this.at += 1;
    const stretch = this.stretches[this.at];
    if (!stretch) return this.#over();
    this.since = this.furthest = stretch.from_s;
    this.fastest = this.player.rate;
    this.timeline.show(this.game, null, { from_s: stretch.from_s, to_s: Math.min(stretch.to_s, stretch.from_s + 30) });
    await this.player.play(this.game, { ...stretch, anchor_s: null, repeat: false }).catch((error) => notice(error.message, "bad"));
    return this.tell("changed");
  }

  #over() {
    this.stop();
    notice("Everything here has been swept", "good");
    this.tell("over");
  }

  #watched(time) {
    const stretch = this.stretches[this.at];
    if (!stretch) return;
    const step = time - this.furthest;
    if (step > 0 && step < 0.3 + 0.5 * this.player.rate) this.furthest = Math.min(time, stretch.to_s);
    else if (step >= 0.3 + 0.5 * this.player.rate && this.player.playing) this.#jumped(time);
    if (this.furthest - this.since >= EVERY_S) this.#record();
    this.timeline.at(time);
  }

  /** What was jumped over has not been watched. */
  #jumped(time) {
    this.#record();
    this.since = this.furthest = time;
  }

  #stretchOver() {
    const stretch = this.stretches[this.at];
    if (stretch && stretch.to_s - this.furthest < 0.5) this.furthest = stretch.to_s;
    this.#record(this.at === this.stretches.length - 1);
    this.#next();
  }

  #speed() {
    if (this.player.rate !== this.rate) this.rate = this.player.rate;
    this.fastest = Math.max(this.fastest ?? 0, this.player.rate);
    this.tell("changed");
  }

  /** Writes down what was watched since the last time; `whole`: that was the end of what was asked. */
  #record(whole = false) {
    if (this.furthest - this.since >= SHORTEST_S) {
      const change = { from_s: round(this.since), to_s: round(this.furthest), speed: this.fastest };
      this.bench.act("sweep", change, { game: this.game, item: whole ? this.item : null, remember: false });
      this.game.swept = [...(this.game.swept ?? []), { start_s: change.from_s, end_s: change.to_s }];
    }
    this.since = this.furthest;
    this.fastest = this.player.rate;
    this.tell("changed");
  }

  /** What stands beside the video while sweeping. */
  draw(place) {
    const done = this.stretches.slice(0, this.at).reduce((sum, s) => sum + s.to_s - s.from_s, 0) +
      Math.max(0, this.furthest - (this.stretches[this.at]?.from_s ?? this.furthest));
    const share = this.total ? Math.min(1, done / this.total) : 1;
    fill(place, h("header.moment", {}, h("div.chips", {}, h("span.chip.why", {}, "sweep"), h("span.chip", {}, `${this.player.rate}×`)),
      h("h1", {}, "What did the machine miss?"),
      h("p.reason", {}, "Press a label's key when you see something that is not on the line below. Breaks and replays are left out."),
      h("div.meter", {}, h("span", {}, "watched"), h("i", {}, h("b", { style: { width: `${share * 100}%` } })), h("span.mono", {}, `${Math.round(share * 100)} %`)),
      h("p.muted", {}, `stretch ${Math.min(this.at + 1, this.stretches.length)} of ${this.stretches.length}, ${clockText(Math.max(0, this.total - done), 0)} of play left`)),
    h("section", {}, h("h3", {}, `Added (${this.added.length})`), h("ul.evidence", {}, this.added.map((row) =>
      h("li", {}, h("b", {}, clockText(row.anchor_s)), h("span", {}, this.taxonomy.title(row.label)))))));
  }
}

function clipped({ from_s, to_s }, stretch) {
  const from = Math.max(from_s, stretch.start_s ?? stretch.from_s);
  const to = Math.min(to_s, stretch.end_s ?? stretch.to_s);
  return to - from > SHORTEST_S ? { from_s: from, to_s: to } : null;
}

/** A stretch less what has been swept before. */
function without(stretch, swept) {
  let left = [stretch];
  for (const { start_s, end_s } of swept) {
    left = left.flatMap(({ from_s, to_s }) => [{ from_s, to_s: Math.min(to_s, start_s) }, { from_s: Math.max(from_s, end_s), to_s }])
      .filter(({ from_s, to_s }) => to_s - from_s > SHORTEST_S);
  }
  return left;
}
