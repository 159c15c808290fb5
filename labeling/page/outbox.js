// Acts on their way to the server. Each is written to this machine first, then sent, in order, again and again by
// its client_id until the server has acknowledged it; only then is it forgotten here.
//
// Tells: "state" (counts changed), "acked" {act, answer}, "conflict" {act}, "refused" {act}, "unsafe" (nothing is kept).

import { post, Refused } from "./api.js";
import { Bus, uuid } from "./dom.js";
import { Storage } from "./storage.js";

const ADOPT_MS = 20000;
const MOST_WAIT_MS = 10000;

export class Outbox extends Bus {
  #storage = new Storage();
  #acts = [];
  #person = "";
  #sending = false;
  #failures = 0;
  #timer = 0;
  #channel = new BroadcastChannel("edc-review");
  #order = Date.now() * 1000;
  #opening = true;
  /** Acts that are not on the disk yet. */
  #unkept = new Set();

  async open(person) {
    this.#person = person;
    await this.#storage.open().catch((error) => this.tell("unsafe", error));
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    await this.#adopt(0);
    this.#opening = false;
    this.tell("state", this.state);
    setInterval(() => this.#adopt(ADOPT_MS / 1000), ADOPT_MS);
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.tell("state", this.state));
    this.#pump();
  }

  /**
   * How things stand: acts waiting, in conflict, refused; how many are not on this machine's disk yet; whether what
   * an earlier visit left is still being read, and whether the server was out of reach at the last try.
   */
  get state() {
    const count = (kind) => this.#acts.filter((act) => act.state === kind).length;
    return { waiting: count("waiting"), conflicts: count("conflict"), refused: count("refused"), unkept: this.#unkept.size,
      opening: this.#opening, offline: this.#failures > 0 || navigator.onLine === false };
  }

  get acts() {
    return [...this.#acts];
  }

  pendingFor(momentId) {
    return this.#acts.filter((act) => act.moment_id === momentId && act.state !== "refused");
  }

  /** Keeps an act and begins to send it. Resolves as soon as it is safe on this machine. */
  async add(act) {
    this.#order = Math.max(this.#order + 1, Date.now() * 1000);
    const kept = this.#kept(act, this.#order);
    this.#acts.push(kept);
    const writing = this.#keep(kept);
    this.tell("state", this.state);
    if (this.#failures === 0) this.#pump();
    await writing;
    return kept;
  }

  async #keep(act) {
    this.#unkept.add(act.client_id);
    if (!(await this.#store([act]))) return;
    this.#unkept.delete(act.client_id);
    this.tell("state", this.state);
  }

  /** Whether this machine has it now. Where it has not, an act still goes to the server. */
  async #store(written, removed = []) {
    try {
      await this.#storage.change(written, removed);
      return true;
    } catch (error) {
      this.tell("unsafe", error);
      return false;
    }
  }

  #kept(act, order) {
    return { ...act, client_id: act.client_id ?? uuid(), person: this.#person, order, at: act.at ?? Date.now() / 1000,
      state: "waiting", problem: null };
  }

  /** Ends a conflict or a refusal: the act is given up, and what is said instead (if anything) takes its place. */
  async resolve(act, instead = []) {
    const fresh = instead.map((other, i) => this.#kept(other, act.order + (i + 1) / 1000));
    const followers = this.#acts.filter((other) => other.client_id !== act.client_id && other.moment_id === act.moment_id);
    const revision = instead[0]?.revision ?? null;
    // what was done on top of it stands on what is said instead; where theirs stands, it is asked about too
    if (revision !== null) for (const follower of followers) follower.revision = revision;
    this.#acts = [...this.#acts.filter((other) => other.client_id !== act.client_id), ...fresh]
      .sort((one, other) => one.order - other.order);
    this.tell("state", this.state);
    await this.#store([...fresh, ...followers], [act.client_id]);
    this.#channel.postMessage({ gone: act.client_id });
    this.#pump();
  }

  /** Takes over what another tab, or an earlier visit, left unsent; sending twice does no harm. */
  async #adopt(olderThanS) {
    const known = new Set(this.#acts.map((act) => act.client_id));
    const found = await this.#found();
    const old = found.filter((act) => !known.has(act.client_id) && Date.now() / 1000 - act.at >= olderThanS);
    if (!old.length) return;
    this.#acts = [...this.#acts, ...old].sort((one, other) => one.order - other.order);
    this.#order = Math.max(this.#order, this.#acts.at(-1).order);
    this.tell("state", this.state);
    for (const act of old) if (act.state === "conflict") this.tell("conflict", { act });
    this.#pump();
  }

  /** What lies on this machine and was done by this person; what others left here waits until they sign in again. */
  async #found() {
    const acts = await this.#storage.all().catch((error) => (this.tell("unsafe", error), []));
    return acts.filter((act) => act.person === this.#person);
  }

  /** Another tab of this person says that an act is done with. */
  #heard({ gone, answer, game_id }) {
    const mine = this.#acts.find((act) => act.client_id === gone);
    if (mine) {
      this.#acts = this.#acts.filter((act) => act !== mine);
      if (answer) this.#store(this.#rebased(mine, answer));
      this.tell("state", this.state);
    }
    if (answer) this.tell("elsewhere", { answer, game_id });
  }

  #hurry() {
    clearTimeout(this.#timer);
    this.#failures = Math.min(this.#failures, 1);
    this.#pump();
  }

  /** The first act that may go now: none overtakes another of the same moment. */
  #next() {
    const held = new Set();
    for (const act of this.#acts) {
      if (act.state === "waiting" && !held.has(act.moment_id)) return act;
      if (act.state === "conflict" && act.moment_id) held.add(act.moment_id);
    }
    return null;
  }

  async #pump() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      for (let act = this.#next(); act; act = this.#next()) {
        if (!(await this.#send(act))) break;
      }
    } finally {
      this.#sending = false;
      this.tell("state", this.state);
    }
  }

  async #send(act) {
    try {
      const headers = act.revision === null ? {} : { "If-Match": `"${act.revision}"` };
      const answer = await post("api/corrections", bodyOf(act), headers, { keepalive: true });
      this.#failures = 0;
      await this.#acknowledged(act, answer);
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status !== 401) {
        this.#failures = 0;
        await this.#rejected(act, error);
        return true;
      }
      this.#failures += 1;
      if (error instanceof Refused) this.tell("signed-out", error.message);
      this.#timer = setTimeout(() => this.#pump(), Math.min(MOST_WAIT_MS, 500 * 2 ** Math.min(this.#failures, 6)));
      return false;
    }
  }

  async #acknowledged(act, answer) {
    this.#acts = this.#acts.filter((other) => other.client_id !== act.client_id);
    this.#unkept.delete(act.client_id);
    const followers = this.#rebased(act, answer);
    this.tell("acked", { act, answer });
    this.#channel.postMessage({ gone: act.client_id, answer, game_id: act.game_id });
    this.tell("state", this.state);
    await this.#store(followers, [act.client_id]);
  }

  /** What was done on top of an act, before its answer came, was done on the revision that it made. */
  #rebased(act, answer) {
    const followers = this.#acts.filter((other) => sameMoment(other, act, answer));
    for (const follower of followers) {
      follower.revision = answer.moment?.revision ?? follower.revision;
      follower.moment_id = answer.moment?.moment_id ?? follower.moment_id;
    }
    return followers;
  }

  async #rejected(act, error) {
    act.state = error.status === 412 ? "conflict" : "refused";
    act.problem = { message: error.message, body: error.body };
    await this.#store([act]);
    this.tell("state", this.state);
    this.tell(act.state, { act });
  }
}

function sameMoment(other, act, answer) {
  if (!other.moment_id || other.game_id !== act.game_id) return false;
  return other.moment_id === act.moment_id || other.moment_id === `new:${act.client_id}` ||
    (other.moment_id === answer.moment?.moment_id && act.moment_id === null);
}

function bodyOf(act) {
  const { client_id, game_id, queue_id, moment_id, action, change, why, seen_anchor, at } = act;
  return { client_id, game_id, queue_id: queue_id ?? null, moment_id, action, change: change ?? {}, why: why ?? null,
    seen_anchor: seen_anchor ?? null, at };
}
