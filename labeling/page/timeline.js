// The sound, the moment with its edges, its neighbours and the breaks, on one line under the video.

import { PEAKS_PER_S } from "./games.js";
import { clockText } from "./dom.js";

const HEIGHT = 118;
const FLAG_ROW = 17;
const WAVE_TOP = 56;
const COLOURS = { replay: "#4b3a74", commercial: "#3a3f47", studio: "#3a3f47", halftime: "#3a3f47", intro: "#31363d", outro: "#31363d", dead: "#1c242c" };

/** Draws a stretch of a game; `onSeek(seconds)` and `onVisit(momentId)` tell of clicks. */
export class Timeline {
  constructor(place, taxonomy, { onSeek, onVisit }) {
    Object.assign(this, { place, taxonomy, onSeek, onVisit, game: null, moment: null, span: null, flags: [], zoom: 1 });
    this.canvas = document.createElement("canvas");
    this.head = document.createElement("div");
    this.head.className = "playhead";
    place.append(this.canvas, this.head);
    place.addEventListener("click", (event) => this.#clicked(event));
    place.addEventListener("wheel", (event) => this.#zoomed(event), { passive: false });
    new ResizeObserver(() => this.draw()).observe(place);
  }

  show(game, moment, span) {
    this.game = game;
    this.moment = moment;
    this.span = span;
    this.zoom = 1;
    this.draw();
  }

  /** The playhead alone moves with each frame. */
  at(seconds) {
    if (!this.window) return;
    if ((seconds < this.window.from || seconds > this.window.to) && this.follows) {
      this.span = { ...this.span, from_s: seconds, to_s: seconds + (this.span.to_s - this.span.from_s) };
      this.draw();
    }
    this.head.style.transform = `translateX(${this.#x(seconds).toFixed(1)}px)`;
  }

  #x(seconds) {
    return ((seconds - this.window.from) / (this.window.to - this.window.from)) * this.width;
  }

  draw() {
    if (!this.game || !this.span) return;
    const ratio = devicePixelRatio || 1;
    this.width = this.place.clientWidth;
    this.canvas.width = this.width * ratio;
    this.canvas.height = HEIGHT * ratio;
    Object.assign(this.canvas.style, { width: `${this.width}px`, height: `${HEIGHT}px` });
    this.window = this.#stretch();
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.font = "11px system-ui, sans-serif";
    this.#segments(pen);
    this.#ruler(pen);
    this.#wave(pen);
    this.#own(pen);
    this.#neighbours(pen);
  }

  #stretch() {
    const margin = this.follows ? 2 : 7 / this.zoom;
    const from = this.span.from_s - margin;
    return { from, to: Math.max(this.span.to_s + margin, from + 6) };
  }

  #segments(pen) {
    pen.fillStyle = "#12181e";
    pen.fillRect(0, WAVE_TOP, this.width, HEIGHT - WAVE_TOP);
    for (const { start_s, end_s, kind } of this.game.segments) {
      if (end_s < this.window.from || start_s > this.window.to || !COLOURS[kind]) continue;
      const from = Math.max(0, this.#x(start_s));
      const width = Math.min(this.width, this.#x(end_s)) - from;
      pen.fillStyle = COLOURS[kind];
      pen.fillRect(from, WAVE_TOP, width, HEIGHT - WAVE_TOP);
      pen.fillStyle = "#9aa7b4";
      if (kind !== "dead" && width > 46) pen.fillText(kind, from + 4, HEIGHT - 4);
    }
  }

  #ruler(pen) {
    const length = this.window.to - this.window.from;
    const step = [0.5, 1, 2, 5, 10, 30, 60].find((every) => (every / length) * this.width > 70) ?? 120;
    pen.fillStyle = "#5d6b78";
    for (let at = Math.ceil(this.window.from / step) * step; at < this.window.to; at += step) {
      if (at < 0) continue;
      pen.fillRect(Math.round(this.#x(at)), WAVE_TOP - 4, 1, 4);
      pen.fillText(clockText(at, step < 1 ? 1 : 0), this.#x(at) + 3, WAVE_TOP + 9);
    }
  }

  #wave(pen) {
    const { peaks } = this.game;
    if (!peaks) return;
    const middle = (WAVE_TOP + 10 + HEIGHT) / 2;
    const half = (HEIGHT - WAVE_TOP - 16) / 2;
    pen.fillStyle = "#5f93b8";
    for (let x = 0; x < this.width; x += 1) {
      const from = this.window.from + (x / this.width) * (this.window.to - this.window.from);
      const to = from + (this.window.to - this.window.from) / this.width;
      let loudest = 0;
      for (let i = Math.floor(from * PEAKS_PER_S); i <= Math.floor(to * PEAKS_PER_S); i += 1) loudest = Math.max(loudest, peaks[i] ?? 0);
      const tall = Math.max(0.5, Math.sqrt(loudest / 255) * half);
      pen.fillRect(x, middle - tall, 1, 2 * tall);
    }
  }

  #own(pen) {
    const moment = this.moment;
    if (!moment || !Number.isFinite(moment.start_s)) return;
    const from = this.#x(moment.start_s);
    const to = this.#x(moment.end_s);
    pen.fillStyle = "rgba(255, 176, 32, 0.13)";
    pen.fillRect(from, WAVE_TOP, to - from, HEIGHT - WAVE_TOP);
    pen.fillStyle = "#ffb020";
    for (const x of [from, to]) pen.fillRect(x - 1, WAVE_TOP, 2, HEIGHT - WAVE_TOP);
    if (Number.isFinite(moment.anchor_s)) {
      const x = this.#x(moment.anchor_s);
      pen.fillRect(x - 0.5, WAVE_TOP - 8, 1.5, HEIGHT);
      pen.beginPath();
      pen.moveTo(x - 5, WAVE_TOP - 8);
      pen.lineTo(x + 5, WAVE_TOP - 8);
      pen.lineTo(x, WAVE_TOP);
      pen.fill();
    }
  }

  #neighbours(pen) {
    const rows = [-Infinity, -Infinity, -Infinity];
    this.flags = [];
    for (const other of this.game.between(this.window.from, this.window.to, { deleted: true })) {
      const own = other.moment_id === this.moment?.moment_id;
      const text = `${own && this.moment.blind ? "?" : this.taxonomy.title(other.label)}${other.team ? ` ${other.team}` : ""}`;
      const x = this.#x(other.anchor_s);
      const width = pen.measureText(text).width + 10;
      const row = rows.findIndex((end) => end < x);
      if (row < 0 || (own && this.moment.blind)) continue;
      rows[row] = x + width + 3;
      const y = row * FLAG_ROW;
      pen.globalAlpha = other.deleted ? 0.4 : 1;
      pen.fillStyle = own ? "#ffb020" : other.human ? "#2f6f4f" : "#2b3540";
      pen.fillRect(x, y, width, FLAG_ROW - 3);
      pen.fillRect(x, y, 1, WAVE_TOP - y);
      pen.fillStyle = own ? "#14181c" : "#d5dde4";
      pen.fillText(text, x + 5, y + 11);
      if (other.deleted) pen.fillRect(x + 4, y + 7, width - 8, 1);
      pen.globalAlpha = 1;
      this.flags.push({ from: x, to: x + width, top: y, momentId: other.moment_id });
    }
  }

  #clicked(event) {
    const box = this.place.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const flag = this.flags.find(({ from, to, top }) => x >= from && x <= to && y >= top && y < top + FLAG_ROW);
    if (flag) this.onVisit(flag.momentId);
    else if (this.window) this.onSeek(this.window.from + (x / this.width) * (this.window.to - this.window.from));
  }

  #zoomed(event) {
    event.preventDefault();
    this.zoom = Math.min(6, Math.max(0.15, this.zoom * (event.deltaY < 0 ? 1.25 : 0.8)));
    this.draw();
  }
}
