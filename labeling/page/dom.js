// Small tools for the document. Text from outside only ever becomes text: nothing here sets HTML.

/** An element: `h("div.card", {title: "…", onclick: f}, child, "text", …)`; null children are left out. */
export function h(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Media seconds as people say them: 1:02:03.45 */
export function clockText(seconds, digits = 2) {
  if (!Number.isFinite(seconds)) return "–";
  const whole = Math.floor(Math.max(0, seconds) / 60);
  const rest = (Math.max(0, seconds) - whole * 60).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  const hours = Math.floor(whole / 60);
  return hours ? `${hours}:${String(whole % 60).padStart(2, "0")}:${rest}` : `${whole}:${rest}`;
}

/** What the scoreboard would show: Q2 3:41 */
export function gameClock(period, seconds) {
  if (!period) return "";
  const name = period <= 4 ? `Q${period}` : `OT${period - 4}`;
  return Number.isFinite(seconds) ? `${name} ${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}` : name;
}

/** A version-4 UUID, also where the page is not served over a secure connection. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Something that others listen to: `bus.on("name", f)`, `bus.tell("name", value)`. */
export class Bus {
  #listeners = new Map();

  on(name, listener) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
    this.#listeners.get(name).add(listener);
    return () => this.#listeners.get(name).delete(listener);
  }

  tell(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) listener(value);
  }
}
