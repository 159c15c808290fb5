"""What the commentator fills quiet seconds with.

In: a programme and the sentences he wants to say about plays. Out: more of them, where there is room.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sample_media.simulation.model import Passage

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme

Wanted = tuple[float, float, float, str]
"""From when, at the latest when, how excited, what."""

_ROOM_S = 3.6
_LEVEL = 0.25
_ATTACKING = (
    "{p} brings it up.",
    "{p} with the ball.",
    "{p} looks things over.",
    "Here come the {t}. {p} on the dribble.",
    "The {t} set it up, {p} on top.",
    "{p} calls for a screen.",
)
_WAITING = (
    "The {t} have to take better care of the ball.",
    "{p} has been busy tonight.",
    "They are into it here tonight.",
    "{p} is talking to the bench about that one.",
    "The {t} want to play faster, that is plain to see.",
    "We will see who comes in for the {t}.",
    "{p} takes a breath.",
)


def small_talk(programme: Programme, said: list[Wanted]) -> list[Wanted]:
    rng = Random(programme.seed * 227 + 7)
    starts = sorted(start for start, *_ in said)
    talk: list[Wanted] = []
    for passage in programme.log.passages:
        if passage.kind == "break" or passage.setup == "tip":
            continue
        wall = (passage.touch_s or passage.wall_0) + rng.uniform(0.6, 2.0)
        while wall < passage.wall_1 - 1.0:
            at, line = programme.walls.media(wall), _line(programme, passage, rng)
            if at is not None and all(start < at - 2.0 or start > at + _ROOM_S for start in starts):
                talk.append((at, at + 0.3, _LEVEL, line))
            wall += rng.uniform(4.5, 7.5)
    return talk


def _line(programme: Programme, passage: Passage, rng: Random) -> str:
    live = passage.kind == "live"
    slot = passage.receiver if passage.receiver is not None else passage.slot
    name = passage.fives[passage.offense][slot if live else rng.randrange(5)].family_name
    nickname = programme.log.team(passage.offense).look.nickname
    return rng.choice(_ATTACKING if live else _WAITING).format(p=name, t=nickname)
