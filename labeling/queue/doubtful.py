"""A game's doubtful moments, in the order in which a correction would gain most, as a queue file.

Comes in: a processed game folder. Goes out: `queue.jsonl`, one moment a line, with where to look,
what is believed, what speaks for it, and why it is asked.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from edc.files import read_json, write_text
from edc.gamefolder import GameFolder
from edc.moments import Moment, read_moments

SCHEMA = "edc.queue/1"
SURE = 0.9
"""Moments at least this sure, and precise, are not asked about."""
VAGUE_SD_S = 1.0
LEAD_IN_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the queue."""

    schema: str
    moment_id: str
    revision: int
    label: str
    start_s: float
    anchor_s: float
    end_s: float
    confidence: float
    anchor_sd_s: float | None
    gain: float
    """Chance that it is wrong, weighed by how many would see it."""
    asked_because: str
    in_recap: bool
    evidence: tuple[str, ...]


def doubtful_moments(game: GameFolder) -> list[Question]:
    """The queue, the greatest gain first."""
    plan = game.recap() / "recap.json"
    shown = {i for clip in read_json(plan)["clips"] for i in clip["moment_ids"]} if plan.exists() else set()
    questions = [_question(m, m.moment_id in shown) for m in read_moments(game.moments) if _is_doubtful(m)]
    return sorted(questions, key=lambda q: (-q.gain, q.anchor_s))


def write_queue(game: GameFolder, path: Path) -> int:
    """Writes the queue; gives the number of questions."""
    questions = doubtful_moments(game)
    write_text(path, "".join(json.dumps(asdict(q), ensure_ascii=False) + "\n" for q in questions))
    return len(questions)


def _is_doubtful(moment: Moment) -> bool:
    if moment.status == "retracted" or not moment.placed or any(e.source == "human" for e in moment.evidence):
        return False
    return moment.confidence < SURE or (moment.anchor_sd_s or 0.0) > VAGUE_SD_S


def _question(moment: Moment, in_recap: bool) -> Question:
    anchor = moment.anchor_s or 0.0
    because = f"only {moment.confidence:.0%} sure" if moment.confidence < SURE else (
        f"the instant is known to {moment.anchor_sd_s:.1f} s only"
    )  # fmt: skip
    # A wrong tag in a recap is seen by everyone, any other by who opens the index.
    weight = 1.0 + 2.0 * (moment.importance or 0.0) + (1.0 if in_recap else 0.0)
    return Question(
        schema=SCHEMA, moment_id=moment.moment_id, revision=moment.revision, label=moment.label,
        start_s=moment.start_s if moment.start_s is not None else max(0.0, anchor - LEAD_IN_S), anchor_s=anchor,
        end_s=moment.end_s if moment.end_s is not None else anchor + LEAD_IN_S,
        confidence=round(moment.confidence, 4), anchor_sd_s=moment.anchor_sd_s,
        gain=round((1.0 - moment.confidence) * weight, 4), asked_because=because, in_recap=in_recap,
        evidence=tuple(f"{e.source}: {e.note}" if e.note else e.source for e in moment.evidence),
    )  # fmt: skip
