// Beside the video: what is believed of the moment, why it is asked, and everything that speaks for or against it.

import { ACTION_WORDS, FIELDS, valueText } from "./changes.js";
import { clockText, fill, gameClock, h } from "./dom.js";

const SOURCES = { playbyplay: "Feed", scorebug: "Score bug", spotter: "Model", crowd: "Crowd", whistle: "Whistle", horn: "Horn", human: "Person" };
const KINDS = { gain: "worth a look", random: "random check", conflict: "conflict", requeue: "asked again", second: "second look", gold: "second look", sweep: "sweep" };
const BUG_EVERY_MS = 200;

export class Panel {
  constructor(place, taxonomy) {
    Object.assign(this, { place, taxonomy, drawnAt: 0 });
    this.frameLine = h("div.frame-line");
    this.bug = h("canvas.bug", { width: 640, height: 60, "aria-label": "Score bug" });
  }

  /** Draws the whole panel for what is on the bench. */
  show({ game, moment, item, draft, answered, seen }) {
    this.game = game;
    this.moment = moment;
    this.bug.hidden = !game?.bug;
    if (!moment) return fill(this.place);
    fill(this.place, this.#title(moment, item, draft, answered), this.#facts(moment), this.#times(moment, seen), this.frameLine, this.bug,
      moment.blind ? h("p.muted", {}, "A second look: what others and the model said is not shown. Choose a label, then Enter.") : [
        this.#scores(moment), this.#feed(moment), this.#evidence(moment)]);
  }

  #title(moment, item, draft, answered) {
    const label = draft?.label ?? moment.label;
    const machine = moment.machine?.label && moment.machine.label !== label ? moment.machine.label : null;
    const chips = [
      item ? h("span.chip.why", {}, KINDS[item.kind] ?? "asked") : h("span.chip", {}, "looked up"),
      moment.deleted ? h("span.chip.bad", {}, "deleted") : null,
      moment.verdict === "cannot_tell" ? h("span.chip.warn", {}, "cannot tell") : null,
      moment.human && !moment.deleted ? h("span.chip.good", {}, "checked by a person") : null,
      answered ? h("span.chip.good", {}, "answered") : null,
      (moment.conflict ?? []).length ? h("span.chip.bad", {}, `processing now differs: ${moment.conflict.join(", ")}`) : null,
      moment.flag ? h("span.chip.warn", {}, "flagged") : null,
      label && !this.taxonomy.byLabel.has(label) ? h("span.chip.bad", {}, `no label ${label} any more`) : null,
    ];
    return h("header.moment", {}, h("div.chips", {}, chips),
      h("h1", { id: "label" }, label ? this.taxonomy.title(label) : "What is it?"),
      h("div.muted.path", {}, label ? this.taxonomy.path(label) : "No label is shown"),
      machine ? h("div.muted", {}, `the machine said ${this.taxonomy.title(machine)}`) : null,
      item?.reason ? h("p.reason", {}, item.reason) : null,
      moment.flag ? h("p.note", { id: "note" }, moment.flag) : null,
      Number.isFinite(moment.confidence) && !moment.blind ? meter("sure", moment.confidence) : null);
  }

  #facts(moment) {
    const score = Number.isFinite(moment.home_score) ? `${moment.away_score}–${moment.home_score}` : "";
    return h("dl.facts", {},
      fact("Team", moment.team ?? "–"), fact("Clock", gameClock(moment.period, moment.clock_s) || "–"), fact("Score", score || "–"),
      h("div.players", {}, h("dt", {}, "Players"), h("dd", {}, moment.blind ? "–" : valueText("players", moment.players))),
      moment.replays?.length ? fact("Replays", valueText("replays", moment.replays)) : null);
  }

  #times(moment, seen) {
    const cell = (name, value, extra = "") => h("div", {}, h("dt", {}, name), h("dd.mono", {}, clockText(value, 3), extra ? h("small", {}, extra) : null));
    const spread = Number.isFinite(moment.anchor_sd_s) ? `±${moment.anchor_sd_s.toFixed(2)}` : "";
    return h("dl.facts.times", {}, cell("Start", moment.start_s), cell("Anchor", moment.anchor_s, spread), cell("End", moment.end_s),
      h("div", {}, h("dt", {}, "Anchor seen"), h("dd", { id: "seen", data: { seen: seen ? "yes" : "no" } }, seen ? "yes" : "not yet")));
  }

  #scores(moment) {
    const scores = (moment.scores ?? []).slice(0, 5);
    if (!scores.length) return null;
    const where = (at) => (Number.isFinite(at) && Number.isFinite(moment.anchor_s) ? ` ${offsetText(at - moment.anchor_s)}` : "");
    return h("section", {}, h("h3", {}, "Model, within a second"), scores.map(({ title, score, media_s }) => meter(`${title}${where(media_s)}`, score)));
  }

  #feed(moment) {
    const row = moment.feed_row;
    if (!row) return null;
    const when = typeof row.clock === "string" ? row.clock : gameClock(row.period, row.clock_s);
    return h("section", {}, h("h3", {}, "Official play-by-play"),
      h("p.feed", {}, h("span.mono", {}, when ?? ""), " ", row.text ?? row.description ?? row.note ?? ""));
  }

  #evidence(moment) {
    const rows = (moment.evidence ?? []).filter((e) => !(e.source === "playbyplay" && moment.feed_row));
    if (!rows.length) return null;
    return h("section", {}, h("h3", {}, "Evidence"), h("ul.evidence", {}, rows.map((e) => h("li", {}, h(`b.${e.source}`, {}, SOURCES[e.source] ?? e.source),
      h("span", {}, e.note ?? ""), Number.isFinite(e.media_s) ? h("small.mono", {}, offsetText(e.media_s - moment.anchor_s)) : null))));
  }

  /** The line that says which frame is on screen, and the bug as it is in that frame. */
  frame(index, seconds, video, rate, now) {
    const anchor = this.moment?.anchor_s;
    const from = Number.isFinite(anchor) && this.game ? index - this.game.frames.at(anchor) : null;
    this.frameLine.textContent = `frame ${index} · ${clockText(seconds, 3)}${from === null ? "" : ` · ${from > 0 ? "+" : ""}${from} from the anchor`} · ${rate}×`;
    if (now - this.drawnAt > BUG_EVERY_MS || video.paused) this.#drawBug(video, now);
  }

  #drawBug(video, now) {
    const box = this.game?.bug;
    if (!box || !video.videoWidth) return;
    this.drawnAt = now;
    const width = box.w * video.videoWidth;
    const height = box.h * video.videoHeight;
    const tall = Math.round((640 * height) / width);
    if (this.bug.height !== tall) this.bug.height = tall;
    this.bug.getContext("2d").drawImage(video, box.x * video.videoWidth, box.y * video.videoHeight, width, height, 0, 0, 640, tall);
  }
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function meter(name, share) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return h("div.meter", {}, h("span", {}, name), h("i", {}, h("b", { style: { width: `${percent}%` } })), h("span.mono", {}, `${percent} %`));
}

function offsetText(seconds) {
  return Number.isFinite(seconds) ? `${seconds > 0 ? "+" : ""}${seconds.toFixed(1)} s` : "";
}

/** What was done to a moment, newest first: what each act changed, from what to what. */
export function historyList(rows, taxonomy) {
  return h("ol.history", {}, [...rows].reverse().map((row) => h(`li${row.undone ? ".undone" : ""}`, {},
    h("b", {}, row.by ?? "?"), ` ${ACTION_WORDS[row.action] ?? row.action} `,
    h("small.muted", {}, `${new Date((row.at ?? 0) * 1000).toLocaleString()}${row.seen_anchor === false ? ", before the anchor was seen" : ""}`),
    stepsOf(row, taxonomy).map(([field, from, to]) => h("div.step", {}, h("span.muted", {}, field), from ? [h("span", {}, from), " → "] : null, h("b", {}, to))),
    row.why ? h("p.note", {}, row.why) : null)));
}

/** [field in words, before, after] of everything that an act changed. */
function stepsOf({ before, after }, taxonomy) {
  const steps = [];
  for (const [key, value] of Object.entries(after ?? {})) {
    if (key === "machine") steps.push(...machineSteps(before?.machine, value, taxonomy));
    else if (key.startsWith("said.")) {
      const field = key.slice(5);
      const shown = (said) => (said ? valueText(field, said[0], taxonomy) : "as processed");
      steps.push([FIELDS[field] ?? field, shown(before?.[key]), shown(value)]);
    } else if (key === "flag" || key === "deleted") steps.push([FIELDS[key], "", value ? valueText(key, value, taxonomy) : "no"]);
  }
  return steps;
}

/** Of what processing says, the fields that it changed; at first all that a viewer would name. */
function machineSteps(before, after, taxonomy) {
  const named = ["label", "anchor_s", "team"].filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]));
  return named.map((field) => [FIELDS[field], before ? valueText(field, before[field], taxonomy) : "", valueText(field, after?.[field], taxonomy)]);
}
