// Every command of the bench and the sweep, with the key it has until the person chooses another.

import { gamePath, get } from "./api.js";
import { askText, openDialog } from "./dialog.js";
import { clockText } from "./dom.js";
import { notice } from "./notices.js";
import { choose, chooseLabel, choosePlayer } from "./palette.js";
import { historyList } from "./panel.js";
import { round } from "./bench.js";

const MERGE_WITHIN_S = 30;
const LONG_STEP_S = 1;

/** @returns commands as keys.js takes them. `app` gives bench, player, sweep, taxonomy and the view now shown. */
export function commandsOf(app) {
  const { bench, player, sweep, taxonomy } = app;
  const onBench = () => app.view === "queue" && Boolean(bench.subject);
  const queue = () => app.view === "queue";
  const watching = () => onBench() || (app.view === "sweep" && sweep.active);
  const command = (group, id, title, keys, run, when = watching) => ({ group, id, title, keys: [keys].flat(), run, when });
  const label = (row) => command("Labels", `label:${row.label}`, taxonomy.title(row.label), row.key,
    () => (app.view === "sweep" ? sweep.label(row.label) : bench.relabel(row.label)));
  return [
    command("Answer", "confirm", "Right as it stands; next", "Enter", (event) => bench.confirm(event), queue),
    command("Answer", "cannot-tell", "Cannot tell", "q", () => bench.act("cannot_tell"), onBench),
    command("Answer", "delete", "Nothing here: delete", ["x", "Delete"], () => bench.act("delete"), onBench),
    command("Answer", "restore", "Restore what was deleted", "Shift+x", () => restore(bench), onBench),
    command("Answer", "flag", "Flag for discussion, with a note", "v", () => flag(bench), onBench),
    command("Answer", "skip", "Skip: somebody else may answer", "Shift+Enter", () => bench.skip(), onBench),
    command("Answer", "back", "Back to the one before", "Backspace", () => bench.back(), queue),
    command("Answer", "undo", "Undo", ["z", "Ctrl+z"], () => bench.undo(), () => queue() || watching()),
    command("Answer", "redo", "Redo", ["Shift+z", "Ctrl+Shift+z", "Ctrl+y"], () => bench.redo(), () => queue() || watching()),

    command("What", "palette", "Any label, by typing", "/", () => pickLabel(app)),
    command("What", "player", "Who: by jersey number or name", "w", () => pickPlayer(bench), onBench),
    command("What", "add", "Add a moment at this frame", "n", () => addHere(app)),
    command("What", "split", "Split at this frame", "i", () => bench.act("split", { at_s: round(player.time) }), onBench),
    command("What", "merge", "Merge with a neighbour", "m", () => merge(app), onBench),
    command("What", "replay", "Attach a replay", "y", () => attachReplay(app), onBench),
    command("What", "history", "What was done to it", "Shift+h", () => showHistory(app), onBench),

    command("When", "anchor", "Anchor at this frame", "a", () => bench.moveTo("anchor_s"), onBench),
    command("When", "start", "Start at this frame", "[", () => bench.moveTo("start_s"), onBench),
    command("When", "end", "End at this frame", "]", () => bench.moveTo("end_s"), onBench),
    command("When", "go-anchor", "Go to the anchor", "g", () => bench.moment?.anchor_s !== null && player.show(bench.moment.anchor_s), onBench),
    command("When", "go-start", "Go to the loop's start", "Home", () => player.jump(player.frames.times[player.loop.from])),

    command("Watch", "play", "Play or stop", "Space", () => player.toggle()),
    command("Watch", "back-frame", "One frame back", ["ArrowLeft", ","], () => player.step(-1)),
    command("Watch", "next-frame", "One frame on", ["ArrowRight", "."], () => player.step(1)),
    command("Watch", "back-second", "One second back", "Shift+ArrowLeft", () => leap(player, -LONG_STEP_S)),
    command("Watch", "next-second", "One second on", "Shift+ArrowRight", () => leap(player, LONG_STEP_S)),
    command("Watch", "faster", "Faster", "ArrowUp", () => player.faster(1)),
    command("Watch", "slower", "Slower", "ArrowDown", () => player.faster(-1)),
    command("Watch", "usual-speed", "Usual speed", "=", () => player.setRate(1)),
    command("Watch", "whole", "Loop the whole moment, or close to the anchor", "Shift+l", () => bench.setWhole(!bench.whole), onBench),
    command("Watch", "mute", "Sound on or off", "Shift+m", () => player.setMuted(!player.muted)),

    command("Page", "help", "Keys", "?", () => app.showHelp(), () => true),
    command("Page", "queue", "The queue", "Shift+q", () => app.go("queue"), () => true),
    command("Page", "sweep", "Sweep for what was missed", "Shift+s", () => app.go("sweep"), () => true),
    command("Page", "guide", "Guide", "Shift+g", () => app.go("guide"), () => true),
    command("Page", "filters", "Which moments are asked", "Shift+f", () => app.showFilters(), () => true),
    command("Page", "bulk", "Bulk acts", "Shift+b", () => app.showBulk(), () => app.may("adjudicator")),
    command("Page", "conflicts", "What others changed, and what waits", "Shift+c", () => app.showOutbox(), () => true),
    ...taxonomy.frequent.map(label),
  ];
}

function leap(player, by) {
  if (player.playing) player.jump(player.time + by);
  else player.show(player.time + by);
}

function restore(bench) {
  if (bench.moment?.deleted) bench.act("restore");
  else notice("It is not deleted");
}

async function flag(bench) {
  const note = await askText("Flag for discussion", { value: bench.moment.flag ?? "", hint: "What is unclear?", action: "Flag" });
  if (note !== null) bench.act("flag", note ? { note } : { flag: false });
}

async function pickLabel(app) {
  const near = app.view === "sweep" ? "" : app.bench.moment?.label;
  const label = await chooseLabel(app.taxonomy, near);
  if (label === null) return;
  if (app.view === "sweep") app.sweep.label(label);
  else app.bench.relabel(label);
}

async function pickPlayer(bench) {
  const { game } = bench.subject;
  if (!game.roster.length) return notice("This game came without a roster", "warn");
  const change = await choosePlayer(game, bench.moment);
  if (change) bench.act("set_player", change);
  return null;
}

/** What the machine missed: a moment at the frame on screen. */
async function addHere(app) {
  app.player.pause();
  const anchor_s = round(app.player.time);
  const label = await chooseLabel(app.taxonomy, "", `Add at ${clockText(anchor_s, 3)}: what is it?`);
  if (label === null) return;
  if (app.view === "sweep") app.sweep.label(label);
  else {
    app.bench.act("add", { label, anchor_s }, { item: null });
    notice(`Added: ${app.taxonomy.title(label)}`, "good");
  }
}

async function merge(app) {
  const { game, momentId } = app.bench.subject;
  const { anchor_s } = app.bench.moment;
  const others = game.between(anchor_s - MERGE_WITHIN_S, anchor_s + MERGE_WITHIN_S).filter((other) => other.moment_id !== momentId && !other.moment_id.startsWith("new:"));
  others.sort((one, other) => Math.abs(one.anchor_s - anchor_s) - Math.abs(other.anchor_s - anchor_s));
  const search = (typed) => others.filter((other) => app.taxonomy.title(other.label).toLowerCase().includes(typed.toLowerCase()))
    .map((other) => ({ title: app.taxonomy.title(other.label), value: other.moment_id,
      note: `${other.anchor_s > anchor_s ? "+" : ""}${(other.anchor_s - anchor_s).toFixed(2)} s ${other.team ?? ""}` }));
  const other = await choose("Take which moment into this one?", search, { hint: "the nearest come first" });
  if (other) app.bench.act("merge", { with: other });
}

/** A replay that the broadcast shows, or one marked by hand: `y` where it starts, `y` again where it ends. */
async function attachReplay(app) {
  const { bench, player } = app;
  const { game, momentId, replayFrom } = bench.subject;
  if (replayFrom !== undefined) {
    bench.subject.replayFrom = undefined;
    const [start_s, end_s] = [replayFrom, round(player.time)].sort((one, other) => one - other);
    if (end_s - start_s < 0.1) return notice("The replay would be shorter than a tenth of a second: nothing was attached", "warn");
    return bench.act("attach_replay", { start_s, end_s });
  }
  const known = new Set((bench.moment.replays ?? []).map((span) => span.start_s.toFixed(2)));
  const found = game.replaysAfter(bench.moment.anchor_s ?? player.time).filter((span) => !known.has(span.start_s.toFixed(2)));
  const choices = [...found.map((span) => ({ title: `Replay ${clockText(span.start_s)} to ${clockText(span.end_s)}`, value: span,
    note: `${(span.start_s - bench.moment.anchor_s).toFixed(0)} s later` })),
  { title: "A replay that begins at this frame", note: "press the key again where it ends", value: "here" }];
  const taken = await choose("Which replay shows it again?", (typed) => choices.filter(({ title }) => title.toLowerCase().includes(typed.toLowerCase())));
  if (taken === "here") bench.subject.replayFrom = round(player.time);
  else if (taken && bench.subject.momentId === momentId) bench.act("attach_replay", { start_s: taken.start_s, end_s: taken.end_s });
  return null;
}

async function showHistory(app) {
  const { game, momentId } = app.bench.subject;
  try {
    const rows = await get(gamePath(game.game_id, `/history/${encodeURIComponent(momentId)}`));
    openDialog("What was done to it", [historyList(rows, app.taxonomy)], { kind: "wide" });
  } catch (error) {
    notice(error.message, "warn");
  }
}
