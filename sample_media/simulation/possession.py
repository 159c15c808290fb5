"""One chance of a team with the ball: from gaining control to a shot, a turnover or a whistle."""

from __future__ import annotations

from sample_media.scene import RIMS, Side
from sample_media.simulation import whistles
from sample_media.simulation.arena import Arena, weighted_slot
from sample_media.simulation.model import Passage
from sample_media.simulation.shooting import shoot
from sample_media.simulation.shots import PUTBACKS, pick
from sample_media.simulation.stoppage import Control
from sample_media.simulation.turnovers import turn_over

TURNOVER = 0.110
SHOOTING_FOUL = 0.067
PLAIN_FOUL = 0.058
LOOSE_STOP = 0.030
BRISK = 0.46
"""share of the usual time that a possession takes where the wish asks for a fast game"""


def chance(arena: Arena, control: Control) -> Control | None:
    """Play it out; None when the period has ended."""
    arena.set_possession(control.side)
    passage = _begin(arena, control)
    if arena.expired:
        _horn(arena, passage)
        return None
    if control.start == "continue" and arena.clock > 1.0 and arena.rng.random() < 0.42:
        return shoot(arena, passage, pick(PUTBACKS, arena.rng), after=arena.rng.uniform(0.35, 0.9), putback=True)
    clock, shot_clock = arena.clock, arena.shot_clock_left
    if _intentional(arena, control.side):
        after = min(arena.rng.uniform(0.8, 3.2), clock - 0.2)
        if after > 0.1:
            return whistles.plain_foul(arena, passage, after, take=True)
    horizon = min(shot_clock + 0.5, 9.0) if arena.brisk and arena.period <= 4 else shot_clock + 0.5
    if clock <= horizon or clock < 3.0:
        return _last_of_period(arena, passage)
    planned = min(_planned_s(arena, control), max(1.0, clock - 0.5))
    if planned > shot_clock - 0.3:
        if arena.rng.random() < 0.22:
            return turn_over(arena, passage, shot_clock, kind="shot clock")
        planned = max(0.4, shot_clock - arena.rng.uniform(0.3, 2.5))
    return _act(arena, passage, min(planned, clock - 0.3))


def _begin(arena: Arena, control: Control) -> Passage:
    """The passage with its start; an inbound pass takes its time, and touches off a stopped clock."""
    rng, start = arena.rng, arena.wall
    passage = arena.passage(
        kind="live", wall_0=start, wall_1=start, offense=control.side, start=control.start, slot=control.slot,
        start_spot=control.spot,
    )  # fmt: skip
    if control.start not in ("baseline", "sideline"):
        return passage
    hurry = arena.brisk or (arena.period >= 4 and arena.clock < 30) or arena.clock < 8
    passage.release_s = start + (rng.uniform(0.4, 0.9) if hurry else rng.uniform(0.9, 2.4))
    passage.touch_s = passage.release_s + rng.uniform(0.5, 0.8)
    handlers = [p.passing**2 for p in arena.five[control.side]]
    passage.receiver = weighted_slot(rng, arena.five[control.side], handlers, without=control.slot)
    if control.clock_stopped:
        arena.hold_to(passage.touch_s)
    else:
        arena.run_to(passage.touch_s)
    if control.start == "baseline":
        arena.reset_shot_clock(24.0)
    return passage


def _planned_s(arena: Arena, control: Control) -> float:
    """Seconds from control to the end of the action."""
    rng = arena.rng
    passage = arena.log.passages[-1]
    lead, late = arena.lead(control.side), arena.period >= 4 and arena.clock < 150
    if (control.start == "steal" and rng.random() < 0.5) or (control.start == "rebound" and rng.random() < 0.17):
        passage.fast_break = True
        return min(8.0, max(3.2, rng.gauss(4.8, 1.1)))
    mean = {"baseline": 13.3, "rebound": 12.2, "steal": 10.5, "tip": 13.0, "sideline": 8.6}.get(control.start, 7.0)
    if late and lead < -3:
        mean *= 0.62
    elif late and lead > 0:
        mean *= 1.18
    if arena.brisk:
        mean *= BRISK
    rim_x = RIMS[arena.basket(control.side)][0]
    far = control.start in ("baseline", "rebound", "steal", "tip")
    far = far or (control.spot is not None and abs(control.spot[0] - rim_x) > 45.0)
    floor = (4.3 if arena.brisk else 5.2) if far else 2.2
    return max(floor, rng.gauss(mean, 2.2 if arena.brisk else 4.4))


def _intentional(arena: Arena, side: Side) -> bool:
    """Does the trailing defence foul to stop the clock?"""
    lead = arena.lead(side)
    if arena.period < 4 or not 0 < lead <= 9:
        return False
    if arena.clock > 24.0 + 12.0 * (lead >= 3):
        return False
    return arena.rng.random() < 0.85


def _last_of_period(arena: Arena, passage: Passage) -> Control | None:
    """The game clock is under the shot clock: hold for one shot, or run it out."""
    rng, clock = arena.rng, arena.clock
    lead = arena.lead(passage.offense)
    if arena.period >= 4 and lead > 0:
        _run_out(arena, passage)
        return None
    if arena.period >= 4 and lead < -4 and clock > 6:
        return _act(arena, passage, max(3.4, rng.gauss(6.0, 1.5)))
    if clock < 0.5 or (clock < 1.2 and rng.random() < 0.5):
        _run_out(arena, passage)
        return None
    backcourt = passage.start in ("baseline", "rebound", "steal")
    if backcourt and clock < 3.4:
        return shoot(arena, passage, whistles.HEAVE, after=clock - rng.uniform(0.15, 0.5))
    release = clock - min(rng.uniform(0.4, 4.2), clock * 0.5)
    if arena.period >= 4 and lead < -1 and rng.random() < 0.5:
        release = min(release, rng.uniform(4.0, 8.0))
    if backcourt:
        release = min(max(release, 3.3), clock - 0.15)
    return _act(arena, passage, release, hurried=True)


def _run_out(arena: Arena, passage: Passage) -> None:
    arena.run_to(arena.wall + arena.clock + 0.001)
    _horn(arena, passage)


def _horn(arena: Arena, passage: Passage) -> None:
    passage.finish = "horn"
    passage.finish_s = arena.horn_wall or arena.wall
    arena.hold_to(passage.finish_s + 0.8)
    passage.wall_1 = arena.wall


def _act(arena: Arena, passage: Passage, after: float, *, hurried: bool = False) -> Control | None:
    """What the action is, `after` seconds from now."""
    rng = arena.rng
    draw = rng.random()
    turnover = TURNOVER * (0.7 if hurried or arena.brisk else 1.0)
    flowing = 0.4 if arena.brisk else 1.0
    if draw < turnover:
        return turn_over(arena, passage, after * rng.uniform(0.45, 1.0))
    draw -= turnover
    if draw < SHOOTING_FOUL:
        return whistles.shooting_foul(arena, passage, after)
    draw -= SHOOTING_FOUL
    if draw < PLAIN_FOUL * flowing and after > 2.5:
        return whistles.plain_foul(arena, passage, after * rng.uniform(0.3, 0.95))
    draw -= PLAIN_FOUL * flowing
    if draw < LOOSE_STOP * flowing and after > 2.5:
        return whistles.small_stop(arena, passage, after * rng.uniform(0.4, 0.95))
    draw -= LOOSE_STOP * flowing
    if draw < 0.005:
        return whistles.technical(arena, passage, after * 0.8)
    kind = whistles.choose_shot(arena, passage, hurried=hurried)
    return shoot(arena, passage, kind, after=after)
