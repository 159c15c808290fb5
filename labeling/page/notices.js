// Saying how things stand: the line that says "saved" or "3 waiting", and short notices.

import { byId, fill, h } from "./dom.js";

const SHOWN_MS = 4200;

/** A short notice; `kind` is "good", "warn" or "bad". */
export function notice(text, kind = "") {
  const place = byId("notices");
  const element = h(`div.notice${kind ? `.${kind}` : ""}`, { role: kind === "bad" ? "alert" : "status" }, text);
  // said twice, shown once
  for (const other of place.children) if (other.textContent === text) other.remove();
  place.append(element);
  while (place.children.length > 4) place.firstElementChild.remove();
  setTimeout(() => element.remove(), kind === "bad" ? 2 * SHOWN_MS : SHOWN_MS);
}

export function saveLine(outbox, open) {
  const place = byId("saved");
  let everSaved = false;
  const draw = ({ waiting, conflicts, refused, unkept, opening, offline }) => {
    const parts = [];
    if (opening) parts.push(["busy", "looking for what is not sent yet"]);
    else if (offline && waiting) parts.push(["warn", `offline: ${waiting} waiting, ${unkept ? `${unkept} not kept here yet` : "kept on this machine"}`]);
    else if (offline) parts.push(["warn", "offline"]);
    else if (waiting) parts.push(["busy", `saving ${waiting}`]);
    else if (everSaved && !conflicts && !refused) parts.push(["good", "saved"]);
    else if (!conflicts && !refused) parts.push(["calm", "nothing to save"]);
    if (conflicts) parts.push(["bad", `${conflicts} changed by others`]);
    if (refused) parts.push(["bad", `${refused} not accepted`]);
    Object.assign(place.dataset, { waiting, unkept });
    place.dataset.state = opening ? "opening" : conflicts ? "conflict" : refused ? "refused" : offline ? "offline" : waiting ? "saving" : "saved";
    fill(place, parts.map(([kind, text]) => h(`span.dot.${kind}`, {}, text)));
  };
  outbox.on("acked", () => (everSaved = true));
  outbox.on("state", draw);
  place.addEventListener("click", open);
  draw(outbox.state);
}
