// The bench: one moment on it at a time, the acts that are done to it, and the way there and back.
//
// Tells: "subject" (another moment, or the same one changed), "empty" (nothing to ask), "sweep" (an item that is a sweep).

import { Unreachable } from "./api.js";
import { Bus, uuid } from "./dom.js";
import { notice } from "./notices.js";
import { Stopwatch } from "./stopwatch.js";

const DECIDING = new Set(["confirm", "relabel", "move", "set_player", "split", "merge", "delete", "restore", "cannot_tell"]);
const CLOSE_BEFORE_S = 2.5;
const CLOSE_AFTER_S = 2.0;
/** The answer just given is saved before the browser decodes what comes after the next moment. */
const PREPARE_AFTER_MS = 200;
const AGAIN_MS = 2000;

export class Bench extends Bus {
  constructor({ games, queue, outbox, player, taxonomy }) {
    super();
    Object.assign(this, { games, queue, outbox, player, taxonomy, subject: null, done: [], undone: [], waiting: false });
    this.whole = localStorage.getItem("edc-whole-moment") === "yes";
    this.watch = new Stopwatch(outbox, player);
    queue.on("ahead", () => this.#arrived());
    outbox.on("acked", ({ act, answer }) => this.games.open.get(act.game_id)?.settle(act, answer));
    outbox.on("elsewhere", ({ answer, game_id }) => this.games.open.get(game_id)?.settle(null, answer));
    outbox.on("refused", ({ act }) => {
      this.games.open.get(act.game_id)?.forget(act);
      this.done = this.done.filter((entry) => entry.act.client_id !== act.client_id);
      notice(`Not accepted: ${act.problem.message}`, "bad");
    });
  }

  // ------------------------------------------------------------------ where we are

  get moment() {
    const { game, item, momentId } = this.subject ?? {};
    if (!game) return null;
    if (item?.blind) return { ...item.moment, ...this.subject.draft };
    return game.moment(momentId) ?? item?.moment ?? null;
  }

  get answered() {
    const { momentId, item } = this.subject ?? {};
    return this.done.some(({ act, item: asked }) => DECIDING.has(act.action) && act.moment_id === momentId && asked === item);
  }

  /** What the player loops: close around the anchor, or the whole moment. */
  loopOf(moment) {
    const { start_s, anchor_s, end_s } = moment;
    if (!Number.isFinite(anchor_s)) return { from_s: start_s ?? 0, to_s: end_s ?? (start_s ?? 0) + 8, anchor_s: null };
    const close = !this.whole;
    const from = close ? Math.max(anchor_s - CLOSE_BEFORE_S, Math.min(start_s ?? Infinity, anchor_s - 0.5)) : (start_s ?? anchor_s - 5);
    const to = close ? Math.min(anchor_s + CLOSE_AFTER_S, Math.max(end_s ?? -Infinity, anchor_s + 0.5)) : (end_s ?? anchor_s + 3);
    return { from_s: Math.max(0, from), to_s: to, anchor_s };
  }

  setWhole(whole) {
    this.whole = whole;
    localStorage.setItem("edc-whole-moment", whole ? "yes" : "no");
    const seen = this.player.seen;
    if (this.moment) this.player.setLoop(this.loopOf(this.moment));
    this.player.seen = seen;
    if (this.moment) this.player.jump(this.loopOf(this.moment).from_s);
    notice(whole ? "The loop shows the whole moment" : "The loop stays close to the anchor");
  }

  // ------------------------------------------------------------------ the way

  /** The next question goes on the bench. */
  async next() {
    const item = this.queue.take();
    if (!item) {
      this.waiting = true;
      this.subject = null;
      this.tell("empty");
      return this.queue.refill();
    }
    this.waiting = false;
    return this.#put(item);
  }

  async back() {
    if (this.subject && !this.subject.item && this.queue.current) return this.#put(this.queue.current);
    const item = this.queue.back();
    if (!item) return notice("There is nothing before this one");
    return this.#put(item);
  }

  /** Looks at any moment of a game, outside the queue; Enter leads back. */
  async visit(gameId, momentId) {
    const game = await this.games.game(gameId);
    if (!game.moment(momentId)) return notice("This moment is not there any more", "warn");
    return this.#show({ item: null, game, momentId, draft: null });
  }

  /** Shows the present subject again (after another view). */
  async resume() {
    if (this.subject) return this.#show(this.subject);
    return this.next();
  }

  async skip() {
    const { item } = this.subject ?? {};
    this.next();
    if (item) await this.queue.skip(item).catch((error) => notice(error.message, "warn"));
  }

  async #put(item) {
    if (!item.moment) return this.tell("sweep", item);
    try {
      const game = this.games.open.get(item.game_id) ?? (await this.games.game(item.game_id));
      if (!item.blind && (item.moment.revision ?? 0) >= (game.revision(item.moment.moment_id) ?? -1)) game.take(item.moment, false);
      return await this.#show({ item, game, momentId: item.moment.moment_id, draft: item.blind ? {} : null });
    } catch (error) {
      notice(error.message, "bad");
      if (error instanceof Unreachable) setTimeout(() => this.queue.current === item && !this.moment && this.#put(item), AGAIN_MS);
      return null;
    }
  }

  async #show(subject) {
    this.subject = subject;
    if (this.listened !== subject.game) {
      this.unlisten?.();
      this.listened = subject.game;
      this.unlisten = subject.game.on("moments", () => this.#changed());
    }
    const playing = this.player.play(subject.game, this.loopOf(this.moment));
    this.tell("subject", { fresh: true });
    try {
      await playing;
    } catch (error) {
      notice(error.message, "bad");
    }
    clearTimeout(this.preparing);
    this.preparing = setTimeout(() => this.#prepare(), PREPARE_AFTER_MS);
  }

  /** Plays what is on the bench once more, where its video could not be had for a while. */
  async again() {
    if (this.subject) await this.#show(this.subject);
  }

  #changed() {
    const { momentId, game, item } = this.subject ?? {};
    if (!game) return;
    if (momentId?.startsWith("new:") && !game.moment(momentId)) {
      const entry = this.done.find(({ act }) => `new:${act.client_id}` === momentId);
      if (entry?.madeId) this.subject.momentId = entry.madeId;
    }
    if (!item || !item.blind) this.tell("subject", { fresh: false });
  }

  #arrived() {
    if (this.waiting) this.next();
    else this.#prepare();
  }

  async #prepare() {
    const item = this.queue.upcoming;
    if (!item?.moment) return;
    try {
      const game = await this.games.game(item.game_id);
      const moment = item.blind ? item.moment : (game.moment(item.moment.moment_id) ?? item.moment);
      if (this.queue.upcoming === item) await this.player.prepare(game, this.loopOf(moment));
    } catch {
      // it is tried again when its turn has come, and then says why
    }
  }

  // ------------------------------------------------------------------ acts

  /** Does something to a moment: shown at once, kept on this machine at once, sent in the background. */
  act(action, change = {}, { game = this.subject?.game, momentId = this.subject?.momentId, item = this.subject?.item ?? null,
    before = null, seen = this.player.seen, remember = true } = {}) {
    const fresh = action === "add" || action === "sweep";
    const moment = fresh ? null : (game.moment(momentId) ?? item?.moment);
    const act = { client_id: uuid(), game_id: game.game_id, queue_id: action === "add" ? null : (item?.queue_id ?? null),
      moment_id: fresh ? null : momentId, revision: fresh || before ? null : (game.revision(momentId) ?? moment?.revision ?? null),
      action, change, seen_anchor: fresh ? null : seen, before };
    const saving = this.outbox.add(act);
    if (remember) {
      this.done.push({ act, item, game, before: moment && { ...moment } });
      this.undone = [];
    }
    if (item && DECIDING.has(action)) this.queue.answer(item);
    if (action !== "sweep") game.guess(act);
    return { act, saving };
  }

  /** One key: what is shown is right; on to the next one. */
  confirm(event = null) {
    if (!this.subject) return this.next();
    if (!this.moment) return this.next();
    const { item, draft } = this.subject;
    let act = null;
    if (item?.blind && !this.answered) {
      if (!draft.label) return notice("Say what it is first: a label's key, / for all of them, or “cannot tell”", "warn");
      act = this.act("relabel", { ...draft }).act;
    } else if (!this.answered && item) {
      if (!this.player.seen && Number.isFinite(this.moment.anchor_s)) notice("Confirmed before its anchor was shown: this is noted", "warn");
      act = this.act("confirm").act;
    }
    if (act) this.watch.begin(act.client_id, event);
    else this.watch.begin(this.done.at(-1)?.act.client_id, event);
    if (!item && this.queue.current) return this.#put(this.queue.current);
    return this.next();
  }

  relabel(label) {
    if (!this.moment) return;
    if (this.subject.item?.blind) this.#draft({ label });
    else if (this.moment.label === label) this.act("confirm");
    else this.act("relabel", { label });
  }

  #draft(values) {
    this.subject.draft = { ...this.subject.draft, ...values };
    this.tell("subject", { fresh: false });
  }

  /** Anchor or edge to the frame on screen. */
  moveTo(field) {
    if (!this.moment) return;
    const at = round(field === "end_s" ? this.player.frames.end(this.player.index) : this.player.time);
    const { anchor_s } = this.moment;
    if (field === "start_s" && at > anchor_s) return notice("The start must not lie after the anchor", "warn");
    if (field === "end_s" && at < anchor_s) return notice("The end must not lie before the anchor", "warn");
    if (this.subject.item?.blind) this.#draft({ [field]: at });
    else this.act("move", { [field]: at });
    if (field === "anchor_s") {
      this.player.setLoop(this.loopOf(this.moment));
      this.player.seen = true;
      this.tell("subject", { fresh: false });
    }
  }

  // ------------------------------------------------------------------ back and forth

  /** Takes the last act back, and shows what it was done to. */
  undo() {
    const entry = this.done.pop();
    if (!entry) return notice("There is nothing to undo");
    if (entry.item) this.queue.reopen(entry.item.queue_id);
    this.undone.push({ ...entry, after: entry.game.moment(entry.madeId ?? entry.act.moment_id) });
    this.#reverse("undo", entry, entry.before ?? { ...entry.game.moment(`new:${entry.act.client_id}`), ...entry.game.moment(entry.madeId), deleted: true });
    return this.#revisit(entry);
  }

  redo() {
    const entry = this.undone.pop();
    if (!entry) return notice("There is nothing to redo");
    if (entry.item && DECIDING.has(entry.act.action)) this.queue.answer(entry.item);
    this.done.push(entry);
    this.#reverse("redo", entry, entry.after ?? entry.before ?? {});
    return this.#revisit(entry);
  }

  #reverse(action, entry, before) {
    const momentId = entry.act.moment_id ?? entry.madeId ?? `new:${entry.act.client_id}`;
    this.act(action, { client_id: entry.act.client_id }, { game: entry.game, momentId, item: null, before, seen: true, remember: false });
  }

  #revisit(entry) {
    if (entry.act.action === "sweep" || this.sweeping) return null;
    if (entry.item && entry.item !== this.queue.current) this.queue.recall(entry.item);
    const same = this.subject?.item === entry.item && (entry.item || this.subject?.momentId === entry.act.moment_id);
    if (same) return this.tell("subject", { fresh: false });
    if (entry.item) return this.#put(entry.item);
    if (entry.act.moment_id && entry.game.moment(entry.act.moment_id)) return this.visit(entry.game.game_id, entry.act.moment_id);
    return null;
  }
}

/** Seconds to a millionth, as the server keeps them. */
export const round = (seconds) => Math.round(seconds * 1e6) / 1e6;
