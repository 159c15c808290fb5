// The moments that this person is asked about: the one on the bench, the next ones, and those already answered.

import { post } from "./api.js";
import { Bus, uuid } from "./dom.js";

const AHEAD = 3;
/** Who has not touched anything for so long has gone away: what waits for them goes to others. */
const IDLE_MS = 600_000;
const RENEWALS_A_LEASE = 3;
/** The answer just given goes first; what comes after the next moment can wait this long. */
const LATER_MS = 300;

/**
 * Tells "ahead" when another item can be prepared, "left" when the number left is known anew, "wait" on trouble, "lost"
 * when the item on the bench is nobody's to ask any more: it was answered, or went to somebody else.
 */
export class Queue extends Bus {
  #asking = null;
  #again = false;
  #timer = 0;
  #renewal = 0;
  #touched = Date.now();

  constructor() {
    super();
    this.filters = {};
    this.left = null;
    this.tab = uuid();
    this.clear();
    for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, () => this.#touch(), { passive: true });
    addEventListener("pagehide", () => this.#leave());
  }

  /** Somebody is here; after a long absence it is asked at once what is still theirs. */
  #touch() {
    const away = Date.now() - this.#touched > IDLE_MS;
    this.#touched = Date.now();
    if (away) this.renew();
  }

  #leave() {
    post("api/queue/leave", { tab: this.tab }, {}, { keepalive: true }).catch(() => null);
  }

  /** Keeps what the page holds, as long as somebody is at it. */
  async renew() {
    const holding = [this.current, ...this.ahead].filter((item) => item && !this.answered.has(item.queue_id)).map((item) => item.queue_id);
    if (!holding.length || Date.now() - this.#touched > IDLE_MS) return;
    const told = await post("api/queue/renew", { tab: this.tab, holding }).catch(() => null);
    if (!told) return;
    const lost = new Set(holding.filter((id) => !told.held.includes(id) && !this.answered.has(id)));
    this.ahead = this.ahead.filter((item) => !lost.has(item.queue_id));
    if (this.current && lost.has(this.current.queue_id)) this.tell("lost", this.current);
    if (lost.size) this.refill();
  }

  #renewEvery(leaseS) {
    if (!this.#renewal && leaseS) this.#renewal = setInterval(() => this.renew(), (leaseS * 1000) / RENEWALS_A_LEASE);
  }

  clear() {
    this.ahead = [];
    this.past = [];
    this.current = null;
    this.answered = new Set();
  }

  get upcoming() {
    return this.ahead[0] ?? null;
  }

  /** The next item becomes the current one; null where none is known yet. */
  take() {
    if (!this.ahead.length) return null;
    if (this.current) this.past.push(this.current);
    this.current = this.ahead.shift();
    clearTimeout(this.#timer);
    if (this.ahead.length) this.#timer = setTimeout(() => this.refill(), LATER_MS);
    else this.refill();
    return this.current;
  }

  /** One step back to what was on the bench before. */
  back() {
    if (!this.past.length) return null;
    if (this.current) this.ahead.unshift(this.current);
    this.current = this.past.pop();
    return this.current;
  }

  /** An item that was here before comes back; the present one waits behind it. */
  recall(item) {
    this.past = this.past.filter((other) => other !== item);
    this.ahead = this.ahead.filter((other) => other !== item);
    if (this.current && this.current !== item) this.ahead.unshift(this.current);
    this.current = item;
  }

  answer(item) {
    this.answered.add(item.queue_id);
  }

  async skip(item) {
    this.answered.add(item.queue_id);
    await post(`api/queue/${encodeURIComponent(item.queue_id)}/skip`, {});
  }

  /** An answer was taken back: the question may come again. */
  reopen(queueId) {
    this.answered.delete(queueId);
  }

  /** Asks the server for what comes next, unless enough is known; one question at a time. */
  refill() {
    if (this.#asking) {
      this.#again = true;
      return this.#asking;
    }
    if (this.ahead.length >= AHEAD) return Promise.resolve();
    clearTimeout(this.#timer);
    const before = this.ahead.length;
    this.#asking = this.#ask().finally(() => {
      this.#asking = null;
      const more = this.ahead.length > before && this.ahead.length < AHEAD;
      if (this.#again || more) {
        this.#again = false;
        this.refill();
      }
    });
    return this.#asking;
  }

  async #ask() {
    // what was answered a moment ago may still be open to the server: it is named too, so as not to come again
    const shown = [this.current, ...this.ahead].filter(Boolean).map((item) => item.queue_id);
    const holding = [...shown, ...[...this.answered].slice(-20)];
    try {
      const { item, next, left, lease_s } = await post("api/queue/next", { filters: this.filters, holding, tab: this.tab });
      this.#renewEvery(lease_s);
      this.left = left ?? null;
      for (const found of [item, next]) if (found && this.#isNew(found)) this.ahead.push(found);
      this.tell("left", this.left);
      this.tell("ahead");
    } catch (error) {
      this.tell("wait", error);
      this.#timer = setTimeout(() => this.refill(), 3000);
    }
  }

  #isNew({ queue_id }) {
    const known = [...this.ahead, ...this.past, this.current].some((item) => item?.queue_id === queue_id);
    return !known && !this.answered.has(queue_id);
  }
}
