"""From moments to what a viewer would call a play.

Comes in: a game's moments. Goes out: `Candidate`s, each one play: a steal and the dunk it leads to,
a miss with its rebound and putback, a block and the break, a basket and the ruling on it. What may not be
shown (waved off, not placed, free throws that decide nothing) is left out here, with its reason where
somebody might ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edc.gameclock import REGULAR_PERIODS
from edc.moments import Moment, Player
from edc.recap.acts import Act, act_of, ruling_of
from edc.recap.story import decisive, last_that_mattered, waved_off

_BREAK_S = 8.0
"""Longest from a steal or a block to the basket that it leads to."""
_PUTBACK_S = 6.0
"""Longest from a miss to the putback."""
_ONE_TRIP_S = 90.0
"""Longest from a foul to the free throws that belong to it."""
_ACTS_TOUCH_S = 8.0
"""Two things of one play that are nearer than this are shown in one piece."""
LARGEST_SD_S = 3.0
"""A play placed more vaguely than this would be a lottery ticket, not a clip."""
_LATE_CLOCK_S = 120.0
_DECISIVE = frozenset({"deciding", "game_winner", "go_ahead_late", "game_tying"})
_TURNS = frozenset({"lead_change", "tie"})
_ACTING = frozenset({"shooter", "assist", "blocker", "stealer", "rebounder", "putback"})
_WORTH_OF_COMPANY = 0.25
"""What the other things of a play add to the worth of its best one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    moments: tuple[Moment, ...]
    lead: Moment
    """What the play is about."""
    acts: tuple[Act, ...]
    kind: str
    """dunk, three, layup, shot, free_throw, block, steal, miss"""
    value: float

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(moment.moment_id for moment in self.moments)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(flag for moment in self.moments for flag in moment.flags)

    @property
    def scoring(self) -> bool:
        return any(moment.points for moment in self.moments) or self.lead.made

    @property
    def acting(self) -> tuple[Player, ...]:
        """The players who did it, not those to whom it was done."""
        return tuple(player for moment in self.moments for player in moment.players if player.role in _ACTING)

    def actors(self) -> frozenset[str]:
        """Ids of the players who did it (names where a feed gives no ids)."""
        return frozenset(player.id or player.name for player in self.acting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """A play worth asking about that cannot be shown, and why."""

    moment: Moment
    reason: str


def kind_of(moment: Moment) -> str:
    parts = moment.label.split(".")
    if moment.made:
        return next((kind for kind in ("dunk", "three", "layup") if kind in parts), "shot")
    if moment.label.startswith("shot.missed"):
        return "miss"
    return parts[0]


def find_candidates(moments: Sequence[Moment]) -> tuple[list[Candidate], list[Unavailable]]:
    """Plays in the order in which they are seen, and what was asked of the game but cannot be shown."""
    shown, final = [m for m in moments if not waved_off(m)], _final_throw(moments)
    gone = [Unavailable(moment=m, reason="it did not count") for m in moments if waved_off(m)]
    gone += [Unavailable(moment=m, reason=_why_unplaced(m)) for m in shown
             if not _usable(m) and (_is_play(m) or m.moment_id == final)]  # fmt: skip
    placed = sorted((m for m in shown if _usable(m)), key=lambda m: (m.anchor_s or 0.0, m.play_number or 0))
    found: list[Candidate] = []
    used: set[str] = set()
    for number, moment in enumerate(placed):
        if moment.made:
            chain = [*_lead_up(placed, number), moment]
            used.update(m.moment_id for m in chain)
            ruling = ruling_of(moment, placed[number + 1 :])
            found.append(_candidate(chain, moment, _bonus_throw(placed, number), ruling))
    found += [_candidate([m], m) for m in placed if m.moment_id not in used and _stands_alone(m)]
    taken = {id_ for candidate in found for id_ in candidate.ids}
    left = [m for m in placed if m.moment_id not in taken]
    found += _trips([m for m in left if _decisive_throw(m) or m.moment_id == final])
    return sorted(found, key=lambda c: c.acts[0].first_s), gone


def _final_throw(moments: Sequence[Moment]) -> str | None:
    """The free throw after which a finished game could not be turned any more, if it was one."""
    last = last_that_mattered(moments) if decisive(moments) is not None else None
    return last.moment_id if last is not None and last.label.startswith("free_throw") else None


def single(moment: Moment) -> Candidate:
    """A moment that somebody asks for by name, whatever it is."""
    return _candidate([moment], moment)


def _usable(moment: Moment) -> bool:
    return moment.anchor_s is not None and (moment.anchor_sd_s or 0.0) <= LARGEST_SD_S


def _why_unplaced(moment: Moment) -> str:
    if moment.anchor_s is None:
        return "it is not in this recording, or could not be placed in it"
    return f"its place in the recording is known only to ±{moment.anchor_sd_s:.0f} s"


def _is_play(moment: Moment) -> bool:
    return moment.made or _stands_alone(moment) or _decisive_throw(moment)


def _stands_alone(moment: Moment) -> bool:
    """Blocks and steals, and the miss on which a close game ended."""
    if moment.label.split(".")[0] in ("block", "steal"):
        return True
    late = (moment.period or 0) >= REGULAR_PERIODS and (moment.clock_s if moment.clock_s is not None else 720.0) <= 10.0
    return moment.label.startswith("shot.missed") and late and (moment.stars or 0) >= 4


def _decisive_throw(moment: Moment) -> bool:
    """A free throw that ties, leads or decides."""
    if not moment.label.startswith("free_throw") or "missed" in moment.label:
        return False
    flags = set(moment.flags)
    late = (moment.period or 0) >= REGULAR_PERIODS and (moment.clock_s or 0.0) <= _LATE_CLOCK_S
    return bool(flags & _DECISIVE) or (late and bool(flags & _TURNS))


def _lead_up(placed: Sequence[Moment], number: int) -> list[Moment]:
    """What came just before a basket and made it: own steal, block, or miss and rebound."""
    basket = placed[number]
    assert basket.anchor_s is not None
    chain: list[Moment] = []
    for before in reversed(placed[:number]):
        assert before.anchor_s is not None
        gap = basket.anchor_s - before.anchor_s
        if gap > _BREAK_S or before.period != basket.period:
            break
        family = before.label.split(".")[0]
        if before.made or (family == "shot" and before.team != basket.team and not _is_blocked(placed, before)):
            break
        if before.team != basket.team:
            continue
        putback = gap <= _PUTBACK_S and (before.label.startswith(("shot.missed", "rebound.offensive")))
        if family in ("steal", "block") or putback:
            chain.append(before)
    return chain[::-1]


def _is_blocked(placed: Sequence[Moment], miss: Moment) -> bool:
    return any(m.label.startswith("block") and abs((m.anchor_s or 0.0) - (miss.anchor_s or 0.0)) <= 2.0 for m in placed)


def _bonus_throw(placed: Sequence[Moment], number: int) -> Moment | None:
    """The free throw of a three-point play, where it matters by itself."""
    basket = placed[number]
    if "and_one" not in basket.flags or basket.anchor_s is None:
        return None
    for after in placed[number + 1 :]:
        if (after.anchor_s or 0.0) - basket.anchor_s > _ONE_TRIP_S or after.period != basket.period:
            return None
        if _decisive_throw(after) and after.team == basket.team and after.clock_s == basket.clock_s:
            return after
    return None


def _trips(throws: Sequence[Moment]) -> list[Candidate]:
    """Decisive free throws, those of one trip to the line together."""
    trips: list[list[Moment]] = []
    for throw in throws:
        last = trips[-1][-1] if trips else None
        if last and (last.team, last.period, last.clock_s) == (throw.team, throw.period, throw.clock_s):
            trips[-1].append(throw)
        else:
            trips.append([throw])
    return [_candidate(trip, max(trip, key=_worth)) for trip in trips]


def _worth(moment: Moment) -> float:
    return float(moment.importance or 0.0)


def _candidate(
    chain: Sequence[Moment], lead: Moment, bonus: Moment | None = None, ruling: Moment | None = None
) -> Candidate:
    after = [moment for moment in (bonus, ruling) if moment is not None]
    others = sum(_worth(m) for m in (*chain, *after) if m is not lead)
    acts = [act_of(chain)] if lead.made or len(chain) == 1 else _separate(chain)
    acts += [act_of([moment], ruling=moment is ruling) for moment in after]
    return Candidate(
        moments=(*chain, *after), lead=lead, kind=kind_of(lead),
        acts=tuple(sorted(acts, key=lambda act: act.first_s)), value=_worth(lead) + _WORTH_OF_COMPANY * others,
    )  # fmt: skip


def _separate(chain: Sequence[Moment]) -> list[Act]:
    groups: list[list[Moment]] = []
    for moment in chain:
        if groups and (moment.anchor_s or 0.0) - (groups[-1][-1].anchor_s or 0.0) <= _ACTS_TOUCH_S:
            groups[-1].append(moment)
        else:
            groups.append([moment])
    return [act_of(group) for group in groups]
