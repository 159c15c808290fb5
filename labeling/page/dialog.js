// Dialogs that hold the keyboard while they are open, and give it back.

import { h } from "./dom.js";
import { nameOf } from "./keys.js";

let keys = null;

export function holdKeysOf(keymap) {
  keys = keymap;
}

/** Opens a dialog. `onKey` gets names as keys.js writes them; Escape closes. Gives {element, close}. */
export function openDialog(title, content, { onKey = null, kind = "", onClose = null } = {}) {
  const before = document.activeElement;
  const resume = keys?.pause() ?? (() => null);
  const element = h(`dialog.sheet${kind ? `.${kind}` : ""}`, { "aria-label": title, tabIndex: -1, autofocus: true },
    title ? h("header", {}, h("h2", {}, title), h("button.quiet", { type: "button", title: "Close (Esc)", onclick: () => close() }, "✕")) : null,
    content);
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    document.removeEventListener("keydown", strayed, true);
    element.close();
    element.remove();
    resume();
    before?.focus?.();
    onClose?.();
  };
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  element.addEventListener("click", (event) => event.target === element && close());
  const heard = (event) => {
    const name = nameOf(event);
    if (name === "Escape") close();
    else if (!event.repeat && onKey?.(name, event)) event.preventDefault();
    event.stopPropagation();
  };
  // a button that is drawn anew loses the focus: keys then go to the document, and are still this dialog's
  const strayed = (event) => element.contains(event.target) || heard(event);
  element.addEventListener("keydown", heard);
  document.addEventListener("keydown", strayed, true);
  document.body.append(element);
  element.showModal();
  return { element, close };
}

/** Asks for a line of text; resolves to it, or null. Enter accepts. */
export function askText(title, { value = "", hint = "", action = "Save" } = {}) {
  return new Promise((resolve) => {
    const field = h("textarea", { rows: 3, maxLength: 2000, placeholder: hint });
    field.value = value;
    let answer = null;
    const accept = () => {
      answer = field.value.trim();
      dialog.close();
    };
    const dialog = openDialog(title, [field, h("footer", {}, h("span.muted", {}, "Enter saves, Shift+Enter begins a new line, Esc leaves"),
      h("button.main", { type: "button", onclick: accept }, action))],
    { onKey: (name) => name === "Enter" && (accept(), true), onClose: () => resolve(answer), kind: "small" });
    field.focus();
  });
}
