// The line at the top: how many are done and left, how fast this person is, and how often others agree.

import { get } from "./api.js";
import { fill, h } from "./dom.js";

const EVERY_MS = 20000;

export class ProgressLine {
  constructor(place, { queue, bench, me, outbox }) {
    Object.assign(this, { place, queue, bench, me, answered: 0, told: null });
    queue.on("left", () => this.draw());
    outbox.on("acked", ({ act }) => {
      if (["undo", "redo", "sweep"].includes(act.action)) return;
      this.answered += 1;
      this.draw();
    });
    this.ask();
    setInterval(() => document.hidden || this.ask(), EVERY_MS);
  }

  async ask() {
    try {
      this.told = await get("api/progress");
      this.asked = this.answered;
      this.draw();
    } catch {
      // the save line says that the server is away
    }
  }

  draw() {
    const { told } = this;
    if (!told) return;
    const left = this.queue.left ?? told.left;
    const done = told.done + this.answered - (this.asked ?? 0);
    const mine = told.people?.find(({ name }) => name === this.me.name);
    const each = this.bench.watch.secondsEach ?? (mine?.per_hour ? 3600 / mine.per_hour : null);
    const share = done + left ? done / (done + left) : 0;
    fill(this.place, h("i.bar", { title: `${done} done, ${left} left` }, h("b", { style: { width: `${share * 100}%` } })),
      h("span", {}, h("b", { id: "so-far" }, String(done)), " done"), h("span", {}, h("b", { id: "still-left" }, String(left)), " left"),
      each ? h("span", {}, h("b", {}, each < 10 ? each.toFixed(1) : String(Math.round(each))), " s each") : null,
      Number.isFinite(mine?.agreed) ? h("span", { title: "How often others who saw the same moment say the same" }, h("b", {}, `${Math.round(mine.agreed * 100)} %`), " agreed") : null);
  }
}
