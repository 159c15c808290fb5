// One key, one act: which key does what, the person's own choices, and hearing them. Key repeat is ignored.

import { put } from "./api.js";
import { Bus } from "./dom.js";

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]";

/** How a key press is written: "a", "Shift+a", "Ctrl+z", "?", "ArrowLeft", "Enter". */
export function nameOf(event) {
  const letter = event.key.length === 1;
  const key = event.key === " " ? "Space" : letter ? event.key.toLowerCase() : event.key;
  const cased = !letter || /\p{L}/u.test(event.key);
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey && cased ? "Shift" : ""];
  return [...held.filter(Boolean), key].join("+");
}

const SIGNS = { Enter: "↵", Space: "␣", Backspace: "⌫", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓",
  Delete: "Del", Escape: "Esc", Tab: "⇥" };

export function keyText(name) {
  return (name ?? "").split("+").map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ")
    .replace("Shift", "⇧").replace("Ctrl", "Ctrl");
}

/** The keymap. Tells "changed" when the person rebinds. */
export class Keys extends Bus {
  #commands = new Map();
  #chosen = {};
  #byKey = new Map();
  #paused = 0;

  listen(target = document) {
    target.addEventListener("keydown", (event) => this.#heard(event));
  }

  /** @param {{id: string, title: string, group: string, keys: string[], run: (event: KeyboardEvent) => void, when?: () => boolean}[]} commands */
  register(commands) {
    for (const command of commands) this.#commands.set(command.id, command);
    this.#rebuild();
  }

  /** The person's own keys: {command id: [key, …]}. */
  choose(chosen) {
    this.#chosen = chosen && typeof chosen === "object" ? { ...chosen } : {};
    this.#rebuild();
    this.tell("changed");
  }

  get commands() {
    return [...this.#commands.values()];
  }

  keysOf(id) {
    const own = this.#chosen[id];
    return Array.isArray(own) ? own : typeof own === "string" ? [own] : (this.#commands.get(id)?.keys ?? []);
  }

  holder(key) {
    return this.#byKey.get(key)?.[0] ?? null;
  }

  /** Gives a command another key; who had it loses it. Kept on the server with the person. */
  async rebind(id, key) {
    for (const holder of this.#byKey.get(key) ?? []) {
      if (holder.id !== id && !(holder.when && this.#commands.get(id)?.when)) {
        this.#chosen[holder.id] = this.keysOf(holder.id).filter((other) => other !== key);
      }
    }
    this.#chosen[id] = [key];
    this.choose(this.#chosen);
    await put("api/me/keys", this.#chosen);
  }

  async reset() {
    this.choose({});
    await put("api/me/keys", {});
  }

  /** While something else reads keys (a dialog); call what it returns to go on. */
  pause() {
    this.#paused += 1;
    let over = false;
    return () => {
      if (!over) this.#paused -= 1;
      over = true;
    };
  }

  #rebuild() {
    this.#byKey.clear();
    for (const command of this.#commands.values()) {
      for (const key of this.keysOf(command.id)) {
        if (!this.#byKey.has(key)) this.#byKey.set(key, []);
        this.#byKey.get(key).push(command);
      }
    }
  }

  #heard(event) {
    if (this.#paused || event.isComposing || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    const command = (this.#byKey.get(nameOf(event)) ?? []).find(({ when }) => !when || when());
    if (!command) return;
    event.preventDefault();
    if (!event.repeat) command.run(event);
  }
}
