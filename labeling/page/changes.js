// What an act does to a moment, as the page shows it before the server has answered; and saying it in words.

import { clockText } from "./dom.js";

export const FIELDS = { label: "Label", anchor_s: "Anchor", start_s: "Start", end_s: "End", team: "Team", players: "Players",
  replays: "Replays", deleted: "Deleted", flag: "Flag" };

/** The moment after an act. The server's answer replaces this guess; `before` is what an undo brings back. */
export function changed(moment, { action, change, before = null }) {
  const next = before ? { ...before, revision: moment.revision } : { ...moment };
  if (action === "relabel") next.label = change.label;
  else if (action === "move") Object.assign(next, movedSpan(moment, change));
  else if (action === "set_player") Object.assign(next, { players: change.players }, change.team === undefined ? {} : { team: change.team });
  else if (action === "split") Object.assign(next, { end_s: change.at_s, anchor_s: Math.min(moment.anchor_s, change.at_s) });
  else if (action === "delete") next.deleted = true;
  else if (action === "restore") next.deleted = false;
  else if (action === "attach_replay") next.replays = [...(moment.replays ?? []), { start_s: change.start_s, end_s: change.end_s }];
  else if (action === "flag") next.flag = change.note || "for discussion";
  if (["confirm", "relabel", "move", "set_player", "split", "merge", "restore"].includes(action)) next.human = true;
  if (action === "cannot_tell") next.verdict = "cannot_tell";
  return next;
}

/** A new anchor takes its edges along where nothing is said about them. */
function movedSpan(moment, wanted) {
  const span = { ...wanted };
  if (wanted.anchor_s !== undefined && Number.isFinite(moment.anchor_s)) {
    const shift = wanted.anchor_s - moment.anchor_s;
    for (const edge of ["start_s", "end_s"]) {
      if (span[edge] === undefined && Number.isFinite(moment[edge])) span[edge] = Math.max(0, moment[edge] + shift);
    }
  }
  return span;
}

/** A moment that a person added and the server has not named yet. */
export function freshMoment(clientId, gameId, change, node) {
  return { moment_id: `new:${clientId}`, game_id: gameId, revision: 0, label: change.label, anchor_s: change.anchor_s,
    start_s: change.start_s ?? Math.max(0, change.anchor_s - (node?.lead_in_s ?? 4)),
    end_s: change.end_s ?? change.anchor_s + (node?.lead_out_s ?? 3), team: change.team ?? null,
    players: change.players ?? [], confidence: 0.99, evidence: [], scores: [], status: "confirmed", deleted: false, human: true };
}

export function valueText(field, value, taxonomy) {
  if (value === null || value === undefined || value === "") return "–";
  if (field === "label") return taxonomy.title(value);
  if (field.endsWith("_s")) return clockText(value, 3);
  if (field === "players") return value.map((player) => (player.role ? `${player.name} (${player.role})` : player.name)).join(", ") || "–";
  if (field === "replays") return value.map((span) => clockText(span.start_s)).join(", ") || "–";
  if (field === "deleted") return value ? "yes" : "no";
  return String(value);
}

export const ACTION_WORDS = { confirm: "Confirmed", relabel: "Relabelled", move: "Moved", set_player: "Player set", split: "Split",
  merge: "Merged", delete: "Deleted", restore: "Restored", add: "Added", attach_replay: "Replay attached",
  cannot_tell: "Cannot tell", flag: "Flagged", sweep: "Swept", undo: "Undone", redo: "Redone", process: "Processed",
  adjudicate: "Adjudicated", shift: "Shifted", requeue: "Asked again", import: "Imported", restore_to: "Put back" };

export function actText(action, change, taxonomy) {
  const word = ACTION_WORDS[action] ?? action;
  if (action === "relabel" || action === "add") return `${word}: ${taxonomy.title(change.label)}`;
  if (action === "move") return `${word}: ${Object.entries(change).map(([field, value]) => `${FIELDS[field] ?? field} ${clockText(value, 3)}`).join(", ")}`;
  if (action === "set_player") return `${word}: ${valueText("players", change.players)}`;
  if (action === "sweep") return `${word} ${clockText(change.from_s, 0)} to ${clockText(change.to_s, 0)}`;
  if (action === "flag") return `${word}: ${change.note ?? ""}`;
  return word;
}

/** Which fields two states of a moment differ in. */
export function differing(one, other) {
  return Object.keys(FIELDS).filter((field) => JSON.stringify(plain(one?.[field])) !== JSON.stringify(plain(other?.[field])));
}

function plain(value) {
  if (typeof value === "number") return Math.round(value * 1000) / 1000;
  if (value === undefined || value === false || (Array.isArray(value) && !value.length)) return null;
  return Array.isArray(value) ? value.map(({ start_s, end_s, id, name, role }) => [id, name, role, plain(start_s), plain(end_s)]) : value;
}
