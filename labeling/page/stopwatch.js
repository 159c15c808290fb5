// How long from the key to "saved" and to the next moment playing: the browser's own performance entries ("answered").

const KEPT = 50;

export class Stopwatch {
  constructor(outbox, player) {
    this.outbox = outbox;
    this.open = null;
    this.pace = [];
    outbox.on("acked", ({ act }) => this.#note("saved", act.client_id));
    player.on("frame", ({ now }) => player.playing && this.#note("playing", null, now));
  }

  /** From this key press on; `clientId` names the act that has to be saved (null: nothing has to be). */
  begin(clientId, event) {
    const at = event?.timeStamp ?? performance.now();
    if (this.last) this.pace = [...this.pace.slice(-KEPT), at - this.last];
    this.last = at;
    const waits = clientId && this.outbox.acts.some((act) => act.client_id === clientId);
    this.open = { clientId, at, saved: waits ? null : at, playing: null };
    // nothing on screen counts as the next one before the key was handled
    this.from = performance.now();
  }

  #note(what, clientId, now = performance.now()) {
    const { open } = this;
    if (!open || open[what] !== null || (clientId !== null && clientId !== open.clientId)) return;
    if (what === "playing" && now < this.from) return;
    open[what] = Math.max(now, open.at);
    if (open.saved === null || open.playing === null) return;
    const detail = { saved_ms: open.saved - open.at, playing_ms: open.playing - open.at };
    performance.measure("answered", { start: open.at, end: Math.max(open.saved, open.playing), detail });
    this.open = null;
  }

  /** Median seconds from answer to answer, lately; null before there are any. */
  get secondsEach() {
    const sorted = [...this.pace].sort((one, other) => one - other);
    return sorted.length ? sorted[sorted.length >> 1] / 1000 : null;
  }
}
