// Puts the page together: who one is, the views, the keys, and what happens between them.

import { get, setCsrf, Unreachable } from "./api.js";
import { Bench } from "./bench.js";
import { Board } from "./board.js";
import { showBulk } from "./bulk.js";
import { commandsOf } from "./commands.js";
import { holdKeysOf } from "./dialog.js";
import { byId, fill, h } from "./dom.js";
import { showFilters } from "./filters.js";
import { Games } from "./games.js";
import { drawGuide } from "./guide.js";
import { showHelp } from "./help.js";
import { Keys } from "./keys.js";
import { showMerge } from "./merge.js";
import { notice, saveLine } from "./notices.js";
import { Outbox } from "./outbox.js";
import { showOutbox } from "./outbox_view.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";
import { ProgressLine } from "./progress.js";
import { Queue } from "./queue.js";
import { drawAdjudication } from "./adjudicate.js";
import { drawProject } from "./project.js";
import { Sweep } from "./sweep.js";
import { Taxonomy } from "./taxonomy.js";
import { Timeline } from "./timeline.js";

const VIEWS = [["queue", "Queue"], ["sweep", "Sweep"], ["adjudicate", "Adjudicate", "adjudicator"], ["project", "Project"], ["guide", "Guide"]];
const ROLES = ["labeler", "adjudicator", "admin"];
const PAGES = { guide: drawGuide, adjudicate: drawAdjudication, project: drawProject };
const RETRY_MS = 3000;

class App {
  async start() {
    this.me = await signedIn();
    setCsrf(this.me.csrf);
    fill(byId("person"), this.me.name, h("small", {}, this.me.role));
    this.taxonomy = await Taxonomy.load();
    this.outbox = new Outbox();
    this.games = new Games(this.outbox, this.taxonomy);
    this.queue = new Queue();
    this.player = new Player(byId("screen"));
    this.bench = new Bench(this);
    this.keys = new Keys();
    holdKeysOf(this.keys);
    this.panel = new Panel(byId("panel"), this.taxonomy);
    this.timeline = new Timeline(byId("timeline"), this.taxonomy, { onSeek: (s) => this.#seek(s),
      onVisit: (id) => this.view === "queue" && this.bench.visit(this.bench.subject.game.game_id, id) });
    this.sweep = new Sweep(this);
    this.keys.register(commandsOf(this));
    this.keys.choose(this.me.keys);
    this.board = new Board(byId("board"), this.taxonomy, this.keys, (label) => (this.view === "sweep" ? this.sweep.label(label) : this.bench.relabel(label)));
    this.#listen();
    await this.outbox.open(this.me.person_id ?? this.me.name);
    await this.games.refresh();
    this.progress = new ProgressLine(byId("progress"), this);
    this.keys.listen();
    this.#drawNav();
    this.go(location.hash.slice(2) || "queue");
  }

  #listen() {
    const { bench, outbox, player, queue, sweep } = this;
    saveLine(outbox, () => this.showOutbox());
    byId("keys").addEventListener("click", () => this.showHelp());
    addEventListener("hashchange", () => this.go(location.hash.slice(2) || "queue"));
    addEventListener("beforeunload", (event) => outbox.state.waiting && event.preventDefault());
    bench.on("subject", ({ fresh }) => this.#draw(fresh));
    bench.on("empty", () => this.#empty());
    bench.on("sweep", (item) => this.#sweepItem(item));
    player.on("frame", ({ index, time, now }) => this.#frame(index, time, now));
    player.on("seen", () => this.view === "queue" && this.#seen());
    player.on("state", () => this.#overlay());
    sweep.on("changed", () => this.view === "sweep" && this.#drawSweep());
    sweep.on("over", () => this.view === "sweep" && this.#swept());
    queue.on("wait", (error) => bench.waiting && this.#quiet(`${error.message} Trying again.`));
    queue.on("lost", () => notice("Somebody else has answered this one in the meantime, or is at it: what you say still counts.", "warn"));
    queue.on("left", () => bench.waiting && !queue.ahead.length && this.#empty());
    outbox.on("conflict", ({ act }) => showMerge(act, { ...this, onSettled: () => this.#draw(false) }));
    let signedOut = false;
    outbox.on("signed-out", (message) => {
      signedOut = true;
      notice(`Not signed in any more. ${message} What you do is kept on this machine.`, "bad");
    });
    outbox.on("acked", () => {
      if (signedOut) bench.again();
      signedOut = false;
    });
    outbox.on("unsafe", () => notice("This browser could not keep a copy of your act: do not close the page before it says saved.", "bad"));
    outbox.on("acked", ({ act, answer }) => (answer.warnings ?? []).forEach((text) => act.action !== "confirm" && notice(text, "warn")));
  }

  // ------------------------------------------------------------------ views

  /** Whether this person has a role or one above it. */
  may(role) {
    return ROLES.indexOf(this.me.role) >= ROLES.indexOf(role);
  }

  get views() {
    return VIEWS.filter(([, , role]) => !role || this.may(role));
  }

  async go(view) {
    const known = this.views.some(([name]) => name === view) ? view : "queue";
    if (known === this.view) return;
    if (this.view === "sweep") this.sweep.stop();
    this.player.pause();
    this.view = known;
    if (location.hash.slice(2) !== known) history.replaceState(null, "", `#/${known}`);
    this.#drawNav();
    const watching = known === "queue" || known === "sweep";
    byId("bench").hidden = !watching;
    byId("page").hidden = watching;
    this.#quiet(null);
    if (known === "queue") await this.bench.resume();
    else if (known === "sweep") await this.#startSweep();
    else await this.redraw().then(() => (byId("page").scrollTop = 0));
  }

  /** Draws the page of the present view anew. */
  redraw() {
    const draw = PAGES[this.view];
    return draw ? draw(byId("page"), this).catch((error) => fill(byId("page"), h("p.empty", {}, error.message))) : Promise.resolve();
  }

  #drawNav() {
    fill(byId("views"), this.views.map(([name, title]) => h(`a${this.view === name ? ".on" : ""}`, { href: `#/${name}` }, title)));
  }

  showHelp() {
    showHelp(this.keys);
  }

  showFilters() {
    showFilters(this);
  }

  showBulk() {
    showBulk(this);
  }

  showOutbox() {
    showOutbox(this);
  }

  // ------------------------------------------------------------------ drawing the bench

  #draw(fresh) {
    const { bench, player } = this;
    const { moment, subject } = bench;
    if (this.view !== "queue" || !moment) return;
    this.#quiet(null);
    this.panel.show({ game: subject.game, moment, item: subject.item, draft: subject.draft, answered: bench.answered, seen: player.seen });
    this.board.show(subject.draft?.label ?? moment.label, moment.machine?.label);
    const span = { from_s: moment.start_s ?? player.loop?.from_s ?? 0, to_s: moment.end_s ?? 10, anchor_s: moment.anchor_s };
    if (fresh || this.drawn !== subject.momentId) this.timeline.show(subject.game, moment, span);
    else {
      this.timeline.moment = moment;
      this.timeline.draw();
    }
    this.drawn = subject.momentId;
    if (!fresh && player.frames) this.#frame(player.index, player.time, performance.now());
    this.#overlay();
  }

  #frame(index, time, now) {
    this.timeline.at(time);
    if (this.view === "queue") this.panel.frame(index, time, this.player.front.video, this.player.rate, now);
  }

  #seen() {
    const cell = byId("seen");
    if (cell) Object.assign(cell, { textContent: "yes" }).dataset.seen = "yes";
  }

  #overlay() {
    const { player, view, bench, games } = this;
    const game = view === "sweep" ? this.sweep.game : bench.subject?.game;
    fill(byId("overlay"), game ? h("span", {}, game.title ?? games.title(game.game_id)) : null,
      h("span.right", {}, player.playing ? null : h("b", {}, "❚❚"), player.rate === 1 ? null : h("b", {}, `${player.rate}×`), player.muted ? h("b", {}, "muted") : null));
  }

  #quiet(text, ...more) {
    byId("quiet").hidden = text === null;
    if (text !== null) fill(byId("quiet"), h("p", {}, text), more);
  }

  #empty() {
    if (this.view !== "queue") return;
    this.player.pause();
    this.panel.show({ moment: null });
    if (this.queue.left === null) return this.#quiet("Looking for the next moment …");
    this.#quiet("Nothing more is asked of you here. New questions appear by themselves.",
      h("p", {}, h("a", { href: "#/sweep" }, "Sweep for what was missed"), " or ", h("button.link", { type: "button", onclick: () => this.showFilters() }, "change the filters")));
    clearTimeout(this.emptyTimer);
    this.emptyTimer = setTimeout(() => this.bench.waiting && this.queue.refill(), RETRY_MS * 3);
  }

  #seek(seconds) {
    if (this.player.playing) this.player.jump(seconds);
    else this.player.show(seconds);
  }

  // ------------------------------------------------------------------ sweeping

  async #startSweep() {
    const gameId = this.sweepItem?.game_id ?? this.queue.filters.game ?? this.bench.subject?.game.game_id ?? this.games.list[0]?.game_id;
    if (!gameId) return;
    const game = await this.games.game(gameId);
    await this.sweep.start(game, this.sweepItem ?? null, this.sweepItem ?? null);
    this.#drawSweep();
  }

  #sweepItem(item) {
    this.sweepItem = item;
    notice(item.reason ?? "A stretch to sweep");
    this.go("sweep");
  }

  #drawSweep() {
    this.sweep.draw(byId("panel"));
    this.board.show(null);
    this.#overlay();
  }

  #swept() {
    const item = this.sweepItem;
    this.sweepItem = null;
    if (!item) return;
    this.queue.answer(item);
    this.bench.subject = null;
    this.go("queue");
  }
}

async function signedIn() {
  for (;;) {
    try {
      return await get("api/me");
    } catch (error) {
      document.body.dataset.trouble = "yes";
      notice(error.message, "bad");
      if (!(error instanceof Unreachable)) throw error;
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

const app = new App();
window.edcReview = app;
app.start().then(() => (document.body.dataset.ready = "yes"), (error) => notice(error.message, "bad"));
