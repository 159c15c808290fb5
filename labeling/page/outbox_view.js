// What is on its way: acts that wait for the connection, that others' changes stand against, that were not accepted.

import { actText } from "./changes.js";
import { openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { showMerge } from "./merge.js";

export function showOutbox(app) {
  const { outbox, taxonomy } = app;
  const body = h("div");
  const row = (act) => h("li", { data: { state: act.state } },
    h("b", {}, actText(act.action, act.change, taxonomy)), h("small.muted", {}, ` ${new Date(act.at * 1000).toLocaleTimeString()} `),
    act.state === "refused" ? h("p.note", {}, act.problem.message) : null,
    act.state === "conflict" ? h("button", { type: "button", onclick: () => (dialog.close(), showMerge(act, app)) }, "Compare") : null,
    act.state === "refused" ? h("button.quiet", { type: "button", onclick: () => outbox.resolve(act) }, "Give it up") : null);
  const draw = () => {
    const { acts, state } = outbox;
    fill(body, acts.length ? h("ul.acts", {}, acts.map(row)) : h("p.muted", {}, "Everything is saved."),
      state.offline ? h("p.muted", {}, "The server is out of reach. What you do is kept on this machine and sent when it is back.") : null);
  };
  const stop = outbox.on("state", draw);
  draw();
  const dialog = openDialog("On its way", [body], { onClose: stop });
}
