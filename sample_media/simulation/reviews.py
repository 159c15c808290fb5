"""Officials at the monitor: baskets taken back, challenges that fail."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.simulation.arena import Arena, actors, weighted_slot
from sample_media.simulation.model import Passage, Play, Shot, other
from sample_media.simulation.stoppage import Control, dead_ball, stop_clock

CHALLENGE_SHARE = 0.022
"""of fouls called; about one every other game, as coaches do"""


def take_back(arena: Arena, passage: Passage, basket: Play, before: tuple[int, int], shot: Shot) -> Control:
    """A basket counted on the floor is looked at and taken back for basket interference."""
    rng, side = arena.rng, passage.offense
    basket.counted, basket.reason, basket.retracted = False, "overturned", True
    arena.score["home"], arena.score["away"] = before
    arena.last_scores.pop()
    basket.home_score, basket.away_score = before
    whistle = shot.rim_s + rng.uniform(1.0, 1.6)
    stop_clock(arena, whistle, ran_on_to=whistle)
    late = 0.0
    if arena.wish.linked and arena.clock > 20 and arena.special("correction"):
        late = round(rng.uniform(1.6, 3.4), 1)
        arena.run_to(whistle + late)
    arena.hold_to(arena.wall + 0.6)
    passage.wall_1 = arena.wall
    arena.play("review", "instantreplay", wall=whistle, clock=arena.clock + late, sub_type="request", possession=side)
    dead_ball(arena, other(side), rng.uniform(18.0, 26.0), setup="idle", may_stop=False)
    ruling = arena.wall
    if late:
        arena.put_back(late)
    arena.whistle(ruling)
    arena.board.append((ruling, *before))
    _explain(arena, side, shot, whistle, ruling)
    dead_ball(arena, other(side), 5.5, setup="idle", may_stop=False)
    slot = weighted_slot(rng, arena.five[other(side)], [0.6, 1, 2, 3, 3])
    return Control(side=other(side), slot=slot, start="baseline", clock_stopped=True)


def _explain(arena: Arena, side: Side, shot: Shot, whistle: float, ruling: float) -> None:
    five = arena.five[side]
    interferer = five[weighted_slot(arena.rng, five, [1, 1, 2, 3, 4], without=shot.slot)]
    arena.play(
        "turnover.off_goaltending", "turnover", wall=whistle, clock=arena.clock, sub_type="offensive goaltending",
        side=side, actors=actors(("player", interferer)), possession=side, officiated=True,
    )  # fmt: skip
    arena.play(
        "review.overturned", "instantreplay", wall=ruling, clock=arena.clock, sub_type="overturned",
        possession=other(side), value=f"Corrected to Offensive Goaltending on {interferer.short_name}",
    )  # fmt: skip


def perhaps_challenge(arena: Arena, side: Side) -> None:
    """The coach of the side that fouled asks for a look; the call holds and the timeout is lost."""
    rng = arena.rng
    if rng.random() >= CHALLENGE_SHARE or arena.timeouts[side] < 2 or f"challenge:{side}" in arena.done:
        return
    arena.done.add(f"challenge:{side}")
    dead_ball(arena, other(side), rng.uniform(3.0, 5.0), setup="idle", may_stop=False)
    arena.timeouts[side] -= 1
    arena.log.timeouts_left.append((arena.wall, side, arena.timeouts[side]))
    arena.whistle(arena.wall)
    arena.play(
        "timeout.challenge", "timeout", sub_type="challenge", qualifiers=("team",), side=side, possession=other(side),
        end=arena.wall + 3.0,
    )  # fmt: skip
    dead_ball(arena, other(side), rng.uniform(24.0, 38.0), setup="idle", may_stop=False)
    stands = rng.random() < 0.4
    arena.play(
        "review.stands" if stands else "review.supported", "instantreplay",
        sub_type="stands" if stands else "supported", possession=other(side), value="Call stands" if stands else "",
    )  # fmt: skip
