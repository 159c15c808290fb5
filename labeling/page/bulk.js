// Acts on many moments at once, each of which can be taken back as a whole.

import { gamePath, get, post } from "./api.js";
import { openDialog } from "./dialog.js";
import { clockText, fill, h, uuid } from "./dom.js";
import { notice } from "./notices.js";
import { chooseLabel } from "./palette.js";
import { batchText, takeBack } from "./taking_back.js";

const LISTED = 300;
const LAST = 6;
const PERIODS = [1, 2, 3, 4, 5, 6];

export async function showBulk(app) {
  const gameId = app.bench.subject?.game.game_id ?? app.games.list[0]?.game_id;
  if (!gameId) return;
  const dialog = new BulkDialog(app, await app.games.game(gameId));
  await dialog.read();
  dialog.open();
}

class BulkDialog {
  constructor(app, game) {
    Object.assign(this, { app, game, taxonomy: app.taxonomy, action: "shift", period: 1, by: "", filter: "", label: null, person: "", why: "",
      picked: new Set(), batches: [], body: h("div.form"), list: h("ol.picks"), count: h("span.muted"), clientId: uuid() });
    this.go = h("button.main", { type: "button", onclick: () => this.#send() }, "Do it");
  }

  async read() {
    this.batches = await get(gamePath(this.game.game_id, "/batches")).catch(() => []);
  }

  open() {
    this.#draw();
    const foot = h("footer", {}, h("span.muted", {}, "One act for all; history shows it at each moment."), this.go);
    this.dialog = openDialog("Bulk acts", [this.body, foot], { kind: "wide" });
  }

  /** What is asked for has changed: it is another act than the one that may be on its way. */
  #set(values) {
    Object.assign(this, values, { clientId: uuid() });
  }

  #draw() {
    const tab = (action, text) => h(`button.chip${this.action === action ? ".on" : ""}`, { type: "button", onclick: () => (this.#set({ action }), this.#draw()) }, text);
    const parts = { shift: () => this.#shift(), relabel: () => this.#relabel(), requeue: () => this.#requeue() };
    fill(this.body, h("p.muted", {}, this.game.title ?? this.game.game_id),
      h("div.chips", {}, tab("shift", "Shift a period"), tab("relabel", "Relabel a selection"), tab("requeue", "Ask a person's work again")),
      parts[this.action](), this.#field("why", "Why (kept in the history)"), this.#past());
  }

  #field(name, title, more = {}) {
    return h("label", {}, title, h("input", { name, value: this[name], oninput: ({ target }) => this.#set({ [name]: target.value }), ...more }));
  }

  #shift() {
    const options = PERIODS.map((period) => h("option", { value: String(period), selected: period === this.period }, period <= 4 ? `Quarter ${period}` : `Overtime ${period - 4}`));
    return [h("label", {}, "Period", h("select", { name: "period", onchange: ({ target }) => this.#set({ period: Number(target.value) }) }, options)),
      this.#field("by", "Move all its anchors by, seconds", { type: "number", step: "0.01" })];
  }

  #relabel() {
    const all = () => (this.#listed().forEach((m) => this.picked.add(m.moment_id)), this.#pick());
    const none = () => (this.picked.clear(), this.#pick());
    this.#pick();
    return [h("label", {}, "Find", h("input", { name: "find", value: this.filter, placeholder: "label or team", oninput: ({ target }) => ((this.filter = target.value), this.#pick()) })),
      h("div.row", {}, h("button.chip", { type: "button", onclick: all }, "all listed"), h("button.chip", { type: "button", onclick: none }, "none"), this.count),
      this.list, h("div.row", {}, "New label", h("button.chip", { type: "button", name: "label", onclick: () => this.#chooseLabel() }, this.label ? this.taxonomy.title(this.label) : "choose …"))];
  }

  #listed() {
    const wanted = this.filter.toLowerCase();
    return this.game.between(0, Infinity).filter((m) => !m.moment_id.startsWith("new:") &&
      `${this.taxonomy.title(m.label)} ${m.label} ${m.team ?? ""}`.toLowerCase().includes(wanted)).slice(0, LISTED);
  }

  /** Shows what is listed and chosen. */
  #pick() {
    this.#set({});
    this.count.textContent = `${this.picked.size} chosen`;
    const choose = (id, chosen) => (chosen ? this.picked.add(id) : this.picked.delete(id), this.#set({}), (this.count.textContent = `${this.picked.size} chosen`));
    fill(this.list, this.#listed().map((m) => h("li", { data: { moment: m.moment_id } }, h("label.row", {},
      h("input", { type: "checkbox", checked: this.picked.has(m.moment_id), onchange: ({ target }) => choose(m.moment_id, target.checked) }),
      h("span.mono", {}, clockText(m.anchor_s, 1)), this.taxonomy.title(m.label), h("small.muted", {}, m.team ?? "")))));
  }

  async #chooseLabel() {
    this.dialog.close();
    const label = await chooseLabel(this.taxonomy, "");
    if (label) this.#set({ label });
    this.open();
  }

  #requeue() {
    const people = (this.app.progress?.told?.people ?? []).map(({ name }) => name);
    const options = people.map((name) => h("option", { value: name, selected: name === this.person }, name));
    return [h("label", {}, "Ask again everything answered by", h("select", { name: "person", onchange: ({ target }) => this.#set({ person: target.value }) },
      h("option", { value: "" }, "choose …"), options))];
  }

  #past() {
    if (!this.batches.length) return null;
    return h("ul.acts", {}, this.batches.slice(0, LAST).map((batch) => h("li.row", {}, h("span", {}, `${batchText(batch, this.taxonomy)}, ${batch.changed} moments, ${batch.by}`),
      h("button", { type: "button", disabled: batch.undone, onclick: () => this.#attempt(() => takeBack(batch.batch_id, this.game)) }, batch.undone ? "taken back" : "Take it back"))));
  }

  #send() {
    return this.#attempt(async () => {
      const [select, change] = this.#wanted();
      const done = await post("api/bulk", { client_id: this.clientId, action: this.action, game_id: this.game.game_id, select, change, why: this.why || null });
      notice(`${batchText({ action: this.action, change }, this.taxonomy)}: ${done.changed} moments. It can be taken back.`, "good");
      this.picked.clear();
      this.#set({});
    });
  }

  /** What is chosen, and what is done to it. */
  #wanted() {
    if (this.action === "requeue") {
      if (!this.person) throw new Error("Choose whose work is asked again.");
      return [{}, { person: this.person }];
    }
    if (this.action === "shift") {
      if (!Number(this.by)) throw new Error("Say by how many seconds, such as 0.4 or -1.2.");
      return [{ period: this.period }, { by_s: Number(this.by) }];
    }
    if (!this.label) throw new Error("Choose the new label first.");
    if (!this.picked.size) throw new Error("Choose some moments first.");
    return [{ moment_ids: [...this.picked] }, { label: this.label }];
  }

  /** One at a time: pressed twice it is done once. */
  async #attempt(act) {
    this.go.disabled = true;
    try {
      await act();
      await Promise.all([this.read(), this.game.refresh()]);
      this.#draw();
    } catch (error) {
      notice(error.message, "bad");
    }
    this.go.disabled = false;
  }
}
