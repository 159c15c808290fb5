// What the reviewer watches: two decks, one on screen and one that already stands at the next moment.
//
// Tells: "frame" {index, time, now} for each frame on screen, "seen" once the anchor was presented, "state".

import { Deck } from "./deck.js";
import { Bus } from "./dom.js";

export const SPEEDS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

export class Player extends Bus {
  #steps = Promise.resolve();
  #previous = -1;

  constructor(place) {
    super();
    const presented = (index, deck, now) => this.#frame(index, deck, now);
    this.decks = [new Deck(presented), new Deck(presented)];
    this.front = this.decks[0];
    this.loop = null;
    this.ready = null;
    this.rate = 1;
    this.muted = false;
    this.seen = false;
    for (const deck of this.decks) place.append(deck.video);
    this.#showFront();
  }

  get back() {
    return this.decks[this.front === this.decks[0] ? 1 : 0];
  }

  get frames() {
    return this.front.frames;
  }

  get index() {
    return this.front.index;
  }

  /** Media second of the frame on screen. */
  get time() {
    return this.front.time;
  }

  get playing() {
    return this.front.playing;
  }

  /** Puts the other deck at the start of a moment, so that it can be shown at once. */
  async prepare(game, span) {
    const deck = this.back;
    const key = keyOf(game, span);
    if (deck.ready === key) return;
    deck.ready = null;
    await deck.open(game.game_id, game.videoUrl, game.frames);
    if (deck !== this.back) return;
    deck.video.pause();
    await deck.show(deck.frames.at(span.from_s));
    if (deck === this.back) deck.ready = key;
  }

  /** Loops a stretch of a game: `span` has from_s, to_s and anchor_s (or null). */
  async play(game, span) {
    const prepared = this.back.ready === keyOf(game, span);
    if (prepared) {
      this.front.video.pause();
      this.front.video.muted = true;
      this.front = this.back;
      this.#showFront();
    } else {
      this.front.video.pause();
      await this.front.open(game.game_id, game.videoUrl, game.frames);
    }
    this.front.ready = null;
    this.setLoop(span);
    this.seen = false;
    this.#previous = -1;
    if (!prepared) await this.front.show(this.loop.from);
    await this.start();
  }

  setLoop(span) {
    const frames = this.front.frames;
    const from = frames.at(span.from_s);
    this.loop = { from, to: Math.max(from + 1, frames.at(span.to_s)), repeat: span.repeat !== false,
      anchor: Number.isFinite(span.anchor_s) ? frames.at(span.anchor_s) : null };
  }

  async start() {
    const { video } = this.front;
    video.playbackRate = this.rate;
    video.muted = this.muted;
    try {
      await video.play();
    } catch {
      // a browser lets sound start only after the first key or click
      video.muted = true;
      await video.play().catch(() => null);
    }
    this.tell("state");
  }

  pause() {
    this.front.video.pause();
    this.tell("state");
  }

  toggle() {
    return this.playing ? this.pause() : this.start();
  }

  setRate(rate) {
    this.rate = Math.min(Math.max(rate, SPEEDS[0]), SPEEDS.at(-1));
    this.front.video.playbackRate = this.rate;
    this.tell("state");
  }

  faster(by) {
    const nearest = SPEEDS.reduce((best, rate, i) => (Math.abs(rate - this.rate) < Math.abs(SPEEDS[best] - this.rate) ? i : best), 0);
    this.setRate(SPEEDS[Math.min(Math.max(nearest + by, 0), SPEEDS.length - 1)]);
  }

  setMuted(muted) {
    this.muted = muted;
    this.front.video.muted = muted;
    this.tell("state");
  }

  /** Stops and shows the frame `by` frames on; steps asked for quickly are all made, one after the other. */
  step(by) {
    if (this.playing) this.pause();
    this.#steps = this.#steps.then(() => this.front.show(this.front.index + by));
    return this.#steps;
  }

  /** Stops and shows the frame at a media second. */
  show(seconds) {
    if (this.playing) this.pause();
    this.#steps = this.#steps.then(() => this.front.show(this.front.frames.at(seconds)));
    return this.#steps;
  }

  /** Goes to a media second and keeps playing where it was. */
  jump(seconds) {
    this.#previous = -1;
    this.front.jump(this.front.frames.at(seconds));
  }

  #frame(index, deck, now) {
    if (deck !== this.front || !deck.frames) return;
    this.#notice(index);
    this.tell("frame", { index, time: deck.frames.times[index], now });
    if (this.loop && this.playing && index >= this.loop.to) this.#end();
    else if (this.loop?.repeat && deck.video.ended) this.#end();
  }

  #end() {
    if (!this.loop.repeat) return this.tell("end");
    if (this.front.video.seeking) return;
    this.#previous = -1;
    this.front.jump(this.loop.from);
    if (this.front.video.paused) this.start();
  }

  /** The anchor was seen when its frame was presented, or playback ran across it without a jump. */
  #notice(index) {
    const anchor = this.loop?.anchor ?? null;
    const ran = this.#previous >= 0 && index > this.#previous && index - this.#previous < 15 * Math.max(1, this.rate);
    if (!this.seen && anchor !== null && (index === anchor || (ran && this.#previous < anchor && index > anchor))) {
      this.seen = true;
      this.tell("seen");
    }
    this.#previous = index;
  }

  #showFront() {
    for (const deck of this.decks) deck.video.classList.toggle("front", deck === this.front);
  }
}

function keyOf(game, span) {
  return `${game.game_id}/${span.from_s.toFixed(3)}`;
}
