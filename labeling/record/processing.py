"""What processing says, taken into the record: new moments, changed ones, and those that went.

Comes in: a processed game folder. Goes out: one act by "machine" with an effect for each moment that
changed. Human values stay; where processing now says otherwise than when a person decided, the
moment gets a `conflict` and is asked about again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, and_, insert, select, update

from edc.files import read_json
from edc.fusion.corrections import ADDED
from edc.fusion.ledger import Entry, read_ledger
from edc.gamefolder import GameFolder
from edc.moments import Moment, read_moments
from labeling.record.changes import Act, Present, all_present, write_act
from labeling.record.queue_rows import ask_again
from labeling.record.state import Patch, machine_patch, machine_values, rounded
from labeling.record.tables import GAME, MOMENT

MACHINE = "machine"
Said = dict[str, tuple[dict[str, Any] | None, dict[str, Any]]]


def take_in(engine: Engine, game: GameFolder) -> str:
    """Brings the record up to what the game folder says; gives the game's id. Nothing changed, nothing written."""
    facts = read_json(game.game)
    ledger = {entry.moment_id: entry for entry in read_ledger(game.ids)}
    moments = read_moments(game.moments)
    said: Said = {m.moment_id: _said(m, ledger.get(m.moment_id)) for m in moments}
    with engine.begin() as connection:
        game_id = _write_game(connection, game, facts, moments)
        known = all_present(connection, game_id, lock=True)
        _write_asides(connection, game_id, known, said)
        _write_patches(connection, game_id, known, said)
    return game_id


def _said(moment: Moment, entry: Entry | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The machine's own values, without what corrections made of them; None where only a person knows of it."""
    values, aside = machine_values(moment)
    if not any(e.source == "human" for e in moment.evidence):
        return values, aside
    aside["evidence"] = [e for e in aside["evidence"] if e["source"] != "human"]
    own = rounded(dict(entry.own or {})) if entry is not None else {}
    if moment.model_version == ADDED:
        return None, aside
    aside |= {name: own[name] for name in ("confidence", "anchor_sd_s") if name in own}
    return values | {name: value for name, value in own.items() if name in values}, aside


def _write_game(
    connection: Connection, game: GameFolder, facts: Mapping[str, Any], moments: list[Moment]
) -> str:
    game_id = str(facts["game_id"])
    sides = [facts[side].get("tricode") or side for side in ("away", "home")]
    feed = facts.get("playbyplay") or {}
    title = " ".join([sides[0], "at", sides[1], facts.get("date") or ""]).strip()
    values = {
        "folder": str(game.root.resolve()), "title": title,
        "duration_s": float(facts["media"]["duration_s"]), "fps": str(facts["media"]["fps"]),
        "model_version": next((m.model_version for m in moments if m.model_version), None),
        "feed_revision": feed.get("revision"),
    }  # fmt: skip
    here = connection.execute(select(GAME).where(GAME.c.game_id == game_id)).mappings().first()
    if here is None:
        connection.execute(insert(GAME).values(game_id=game_id, **values))
    elif any(here[name] != value for name, value in values.items()):
        connection.execute(update(GAME).where(GAME.c.game_id == game_id).values(**values))
    return game_id


def _write_asides(connection: Connection, game_id: str, known: dict[str, Present], said: Said) -> None:
    for id_, old in known.items():
        aside = said[id_][1] if id_ in said else old.aside
        if aside != old.aside:
            here = and_(MOMENT.c.game_id == game_id, MOMENT.c.moment_id == id_)
            connection.execute(update(MOMENT).where(here).values(aside=dict(aside)))
            known[id_] = replace(old, aside=aside)


def _write_patches(connection: Connection, game_id: str, known: dict[str, Present], said: Said) -> None:
    patches = _patches(known, said)
    if not patches:
        return
    for id_ in patches:
        aside = said[id_][1] if id_ in said else {}
        known.setdefault(id_, Present(moment_id=id_, revision=0, state={}, aside=aside))
    act = Act(game_id=game_id, action="process", person_id=MACHINE, name=MACHINE, at=time.time())
    write_act(connection, act, patches, known, lambda after: {"moments": len(after)})
    for id_, patch in patches.items():
        if patch.get("conflict"):
            fields = ", ".join(patch["conflict"])
            ask_again(connection, game_id, id_, "conflict", f"processing changed {fields} after a person had decided")


def _patches(known: Mapping[str, Present], said: Said) -> dict[str, Patch]:
    patches = {}
    for id_, (values, _aside) in said.items():
        state = known[id_].state if id_ in known else {}
        if values is not None and (patch := machine_patch(state, values)):
            patches[id_] = patch
    for id_, old in known.items():
        machine = old.state.get("machine")
        if id_ not in said and machine is not None and machine["status"] != "retracted":
            patches[id_] = machine_patch(old.state, {**machine, "status": "retracted"})
    return patches
