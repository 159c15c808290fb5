"""A reviewer who knows the truth, in the record of the review tool.

Comes in: game folders whose labels are partly wrong, the answers, and an order: the queue's or a random one. Goes out:
the record's exports for training.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.learning_games import LABELS, Answer
from edc.files import write_json


def reviewed(
    folders: Sequence[Path], answers: dict[str, list[Answer]], order: str, share: float, out: Path, seed: int
) -> tuple[list[Path], int, int]:
    """A share of the moments put right in a record of its own; gives its exports, how many were wrong, of how many."""
    from sqlalchemy import select

    from edc.gamefolder import GameFolder
    from labeling.formats.dataset import dataset
    from labeling.queue.filling import Shares, fill
    from labeling.record.database import open_database, reading
    from labeling.record.people import add_person, people
    from labeling.record.processing import take_in
    from labeling.record.tables import QUEUE

    out.mkdir(parents=True, exist_ok=True)
    engine = open_database(f"sqlite:///{out / 'review.db'}")
    with engine.begin() as connection:
        add_person(connection, "Truth", "labeler")
    for folder in folders:
        game = GameFolder(folder)
        fill(engine, game, take_in(engine, game), Shares(random=0.0, second=0.0))
    with reading(engine) as connection:
        person = people(connection)[0]
        query = select(QUEUE.c.game_id, QUEUE.c.moment_id).where(QUEUE.c.kind == "gain")
        asked = [tuple(row) for row in connection.execute(query.order_by(QUEUE.c.gain.desc(), QUEUE.c.queue_id))]
    count = round(share * len(asked))
    chosen = asked[:count] if order == "queue" else random.Random(f"{seed} order").sample(asked, count)
    known = {(name, answer.moment_id): answer for name, told in answers.items() for answer in told}
    for game_id, moment_id in chosen:
        _answer(engine, person, game_id, known[game_id, moment_id])
    paths = []
    for folder in folders:
        paths.append(out / f"{folder.name}.json")
        with reading(engine) as connection:
            write_json(paths[-1], dataset(connection, folder.name, "broadcast.mp4"))
    engine.dispose()
    return paths, sum(not known[key].right for key in chosen), count


def _answer(engine: Any, person: Any, game_id: str, answer: Answer) -> None:
    """As somebody would who knows."""
    from labeling.record.changes import present
    from labeling.record.correct import Wish, correct
    from labeling.record.database import reading

    acts: list[tuple[str, dict[str, Any]]] = []
    if answer.true is None:
        acts = [("delete", {})]
    else:
        (name, at_s), (said, said_s) = answer.true, answer.said
        acts += [("relabel", {"label": LABELS[name]})] if name != said else []
        acts += [("move", {"anchor_s": at_s})] if at_s != said_s else []
    for action, change in acts or [("confirm", {})]:
        with reading(engine) as connection:
            revision = present(connection, game_id, answer.moment_id).revision
        correct(engine, Wish(client_id=str(uuid.uuid4()), game_id=game_id, moment_id=answer.moment_id, action=action,
                             change=change, base_revision=revision), person)  # fmt: skip
