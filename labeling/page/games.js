// The games of this project and their moments as the page knows them: the server's word, and over it what is on its way.

import { gamePath, get, getBytes, videoReady } from "./api.js";
import { changed, freshMoment } from "./changes.js";
import { Bus } from "./dom.js";
import { Frames } from "./frames.js";
import { notice } from "./notices.js";

export const PEAKS_PER_S = 50;
const PLAYED = new Set(["live", "dead"]);

/** One game, ready to be watched. Tells "moments" when one has changed. */
export class Game extends Bus {
  #served = new Map();

  constructor(gameId, record, frames, moments, outbox, taxonomy) {
    super();
    Object.assign(this, record, { game_id: gameId, frames, taxonomy, outbox });
    this.videoUrl = new URL(gamePath(gameId, "/video"), document.baseURI).href;
    this.roster = record.roster ?? [];
    this.segments = record.segments ?? [];
    this.peaks = null;
    this.shown = new Map();
    for (const moment of moments) this.take(moment, false);
    for (const act of outbox.acts) if (act.game_id === gameId) this.guess(act);
  }

  static async load(gameId, outbox, taxonomy) {
    const [record, bytes, moments] = await Promise.all([
      get(gamePath(gameId)), getBytes(gamePath(gameId, "/frames")), get(gamePath(gameId, "/moments")),
    ]);
    const frames = new Frames(new Float64Array(bytes), record.duration_s);
    const game = new Game(gameId, record, frames, moments.moments ?? moments, outbox, taxonomy);
    await videoReady(game.videoUrl, (message) => notice(message, "warn"));
    getBytes(gamePath(gameId, "/waveform")).then((peaks) => {
      game.peaks = new Uint8Array(peaks);
      game.tell("moments");
    }).catch(() => null);
    return game;
  }

  /** All moments anew, after an act on many of them. */
  async refresh() {
    const moments = await get(gamePath(this.game_id, "/moments"));
    for (const moment of moments.moments ?? moments) this.take(moment, false);
    this.tell("moments");
  }

  get teams() {
    return [this.away, this.home].filter(Boolean).map((team) => (typeof team === "string" ? { tricode: team, name: team } : team));
  }

  moment(momentId) {
    return this.shown.get(momentId) ?? null;
  }

  /** The server's word about a moment; what has been done since and is not acknowledged stays on top of it. */
  take(moment, tell = true) {
    if (!moment) return;
    this.#served.set(moment.moment_id, { ...this.#served.get(moment.moment_id), ...moment });
    this.#rebuild(moment.moment_id);
    if (tell) this.tell("moments");
  }

  #rebuild(momentId) {
    let moment = this.#served.get(momentId);
    for (const act of this.outbox.pendingFor(momentId)) moment = changed(moment, act);
    this.shown.set(momentId, moment);
  }

  /** Shows an act that has just been done. */
  guess(act) {
    if (act.action === "add") {
      const fresh = freshMoment(act.client_id, this.game_id, act.change, this.taxonomy.node(act.change.label));
      this.shown.set(fresh.moment_id, fresh);
    } else if (act.moment_id && this.shown.has(act.moment_id)) {
      this.shown.set(act.moment_id, changed(this.shown.get(act.moment_id), act));
      if (act.action === "merge" && this.shown.has(act.change.with)) {
        this.shown.set(act.change.with, { ...this.shown.get(act.change.with), deleted: true });
      }
    }
    this.tell("moments");
  }

  /** The server has answered: its moments take the place of what was guessed. */
  settle(act, answer) {
    if (act?.action === "add") this.shown.delete(`new:${act.client_id}`);
    for (const moment of [answer.moment, ...(answer.others ?? [])]) this.take(moment, false);
    this.tell("moments");
  }

  /** A guess that will not come true: back to the server's word. */
  forget(act) {
    if (act.action === "add") this.shown.delete(`new:${act.client_id}`);
    else if (this.#served.has(act.moment_id)) this.#rebuild(act.moment_id);
    if (act.action === "merge" && this.#served.has(act.change.with)) this.#rebuild(act.change.with);
    this.tell("moments");
  }

  revision(momentId) {
    return this.#served.get(momentId)?.revision ?? null;
  }

  /** Moments that have a place, in order; the deleted ones only where asked for. */
  between(fromS, toS, { deleted = false } = {}) {
    return [...this.shown.values()]
      .filter((m) => Number.isFinite(m.anchor_s) && m.anchor_s >= fromS && m.anchor_s <= toS && (deleted || !m.deleted))
      .sort((one, other) => one.anchor_s - other.anchor_s);
  }

  /** Stretches in which something can happen: no breaks, no replays. */
  get liveStretches() {
    const stretches = [];
    for (const { start_s, end_s, kind } of this.segments) {
      if (!PLAYED.has(kind)) continue;
      const last = stretches.at(-1);
      if (last && start_s - last.to_s < 0.05) last.to_s = end_s;
      else stretches.push({ from_s: start_s, to_s: end_s });
    }
    return this.segments.length ? stretches : [{ from_s: 0, to_s: this.duration_s }];
  }

  /** Replays that the broadcast shows after a moment. */
  replaysAfter(seconds, withinS = 90) {
    return this.segments.filter(({ kind, start_s }) => kind === "replay" && start_s >= seconds - 1 && start_s < seconds + withinS);
  }
}

/** All games, each loaded when it is first needed. */
export class Games {
  #loading = new Map();

  constructor(outbox, taxonomy) {
    Object.assign(this, { outbox, taxonomy, list: [], open: new Map() });
  }

  async refresh() {
    const answer = await get("api/games");
    this.list = answer.games ?? answer;
    return this.list;
  }

  game(gameId) {
    if (!this.#loading.has(gameId)) {
      const loading = Game.load(gameId, this.outbox, this.taxonomy);
      loading.then((game) => this.open.set(gameId, game), () => this.#loading.delete(gameId));
      this.#loading.set(gameId, loading);
    }
    return this.#loading.get(gameId);
  }

  title(gameId) {
    return this.list.find((game) => game.game_id === gameId)?.title ?? gameId;
  }
}
