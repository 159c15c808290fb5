// What `?` shows: every key by group, and giving a command another key.

import { openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { keyText } from "./keys.js";
import { notice } from "./notices.js";

const NOT_KEYS = new Set(["Shift", "Control", "Alt", "Meta", "Shift+Shift", "Ctrl+Control", "Alt+Alt", "Ctrl+Meta"]);

export function showHelp(keys) {
  let waiting = null;
  const body = h("div.keys");
  const draw = () => {
    const groups = Map.groupBy(keys.commands.filter((command) => command.title), (command) => command.group);
    fill(body, [...groups].map(([group, commands]) => h("section", {}, h("h3", {}, group), commands.map((command) =>
      h(`button.row${waiting === command.id ? ".waiting" : ""}`, { type: "button", title: "Give it another key", data: { command: command.id },
        onclick: () => ((waiting = command.id), draw()) },
      h("span", {}, command.title),
      h("span.caps", {}, waiting === command.id ? h("em", {}, "press a key") : keys.keysOf(command.id).map((key) => h("kbd", {}, keyText(key)))))))));
  };
  const take = async (name) => {
    const id = waiting;
    waiting = null;
    await keys.rebind(id, name).catch((error) => notice(`The keys could not be kept: ${error.message}`, "bad"));
    draw();
  };
  const onKey = (name) => {
    if (!waiting) return name === "?" && (dialog.close(), true);
    if (!NOT_KEYS.has(name)) take(name);
    return true;
  };
  const reset = h("button.quiet", { type: "button", onclick: () => keys.reset().then(draw, (error) => notice(error.message, "bad")) }, "All as they were");
  const foot = h("footer", {}, h("span.muted", {}, "Click a line, then press the key you want for it. Keys held down count once."), reset);
  draw();
  const dialog = openDialog("Keys", [body, foot], { onKey, kind: "wide" });
}
