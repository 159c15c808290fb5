"""Which plays a recap shows: an integer programme, solved exactly.

Comes in: `Option`s (a play, how many frames it takes, what it is worth), the frames there are, what
must be in. Goes out: the best set that keeps the rules, with the solver's bound as proof. Where a
short or filtered request cannot keep all of them, the caps go first, then the story's wishes, then
the plays are cut tighter; the length is never given up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from edc.recap.facts import Fact
from edc.recap.leadcurve import START, LeadCurve
from edc.recap.programme import Programme, Solution

_FREE_BY_PLAYER, _FREE_BY_KIND = 2, 4
"""So many clips of one player or kind cost nothing; each further one costs more than the last."""
_COST_BY_PLAYER, _COST_BY_KIND = 0.06, 0.03
_MOST_OF_PLAYER, _MOST_OF_STAR = 4, 6
_STAR_POINTS = 30
_MOST_OF_TEAM = 0.7
_MOST_DEFENCE = 0.4
"""Two of five clips."""
_ONE_TOO_MANY = 1.0
"""Shares are of whole clips: a recap of two may show one team twice."""
_FULL = 0.85
"""Share of the seconds from which a recap counts as full."""
_WORTH_OF_STORY = 0.15
_WORTH_OF_FACT = 1.2
_WORTH_OF_COURSE = 9.0
"""From a recap in which the lead cannot be followed to one that tells its whole course."""
_BEST_PLAYERS, _CLIPS_OF_BEST, _WORTH_OF_PLAYER = 8, 13.0, 0.35
"""The eight who scored most share about thirteen clips of two minutes, each as many as his points say."""
_HOPELESS, _NEXT, _LONG_ENOUGH = 0.25, 6, 0.75
"""In a recap of about two minutes a step between baskets that loses so much of the course is never worth it; to one of
the next few there is always a step, so that a choice remains whatever else is asked for."""
_FREE_ALIKE, _COST_ALIKE = 1, 0.04
"""Two clips of one player, kind and period are much alike."""
_WORTH_OF_BEING = 0.02
"""A clip of no importance is better than an empty second."""


class Relaxed(IntEnum):
    """How much of the rules had to be given up; each level includes those before."""

    NOTHING = 0
    CAPS = 1
    """Per player, kind and team."""
    COVERAGE = 2
    """A play from each period."""
    TIGHT = 3
    """Plays are cut to the least that can be understood."""
    MUSTS = 4
    """Not everything that must be in fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way of showing one play, or two neighbouring plays in one piece."""

    frames: int
    value: float
    moment_ids: tuple[str, ...]
    first: int
    """First and last frame that it touches in the source: no two chosen options overlap."""
    stop: int
    period: int | None = None
    team: str | None = None
    kind: str = ""
    actors: frozenset[str] = frozenset()
    scorers: frozenset[str] = frozenset()
    """Those of them who scored."""
    defence: bool = False
    story: frozenset[str] = frozenset()
    """Elements of the game's story that it shows."""
    garbage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Must:
    """Something that has to be in: one of the options that show this moment."""

    name: str
    moment_id: str
    weight: float
    """Which one stays where not all fit: the heaviest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    frames: int
    """The most that may be rendered."""
    apart: int
    """Frames that must lie between two clips in the source."""
    musts: tuple[Must, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)
    """By actor: points in the game."""
    curve: LeadCurve | None = None
    """The course of the lead, where it should be told."""
    facts: Sequence[Fact] = ()
    """What a viewer should know."""
    length: float = 1.0
    """In Rapid Recaps of two minutes: a longer one may show a player more often."""
    balance_teams: bool = True
    cover_periods: bool = True
    limit_defence: bool = True
    limit_players: bool = True
    present_players: bool = True
    """Whether those who made the game should be seen, each at least once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    chosen: tuple[int, ...]
    """Indices of options, in the order in which they are seen."""
    objective: float
    bound: float
    gap: float
    """0 where the choice is proven to be the best; else how far at most it may be from it, as a share."""
    relaxed: Relaxed
    missing: tuple[Must, ...] = ()


def select(options: Sequence[Option], rules: Rules, *, at_least: Relaxed = Relaxed.NOTHING) -> Choice | None:
    """The best choice at the mildest relaxation that works, up to COVERAGE; None where none does.

    Rules that leave the recap half empty while there are plays do not work. The musts hold.
    What cannot be in at all (no option shows it) is listed as missing.
    """
    shown = {id_ for option in options for id_ in option.moment_ids}
    missing = tuple(must for must in rules.musts if must.moment_id not in shown)
    best: tuple[int, Relaxed, Solution] | None = None
    for level in (Relaxed.NOTHING, Relaxed.CAPS, Relaxed.COVERAGE):
        solution = _solve(options, rules, level, musts_hold=True)
        filled = sum(options[index].frames for index in solution.chosen) if solution is not None else 0
        if solution is not None and filled > (best[0] if best else 0):
            best = filled, level, solution
        if filled >= _FULL * rules.frames:
            break
    return _choice(options, best[2], max(best[1], at_least), missing) if best else None


def select_what_fits(options: Sequence[Option], rules: Rules) -> Choice | None:
    """The last resort: as many of the musts as fit, the heaviest first, then the best of the rest."""
    solution = _solve(options, rules, Relaxed.COVERAGE, musts_hold=False)
    if solution is None or not solution.chosen:
        return None
    chosen = {id_ for index in solution.chosen for id_ in options[index].moment_ids}
    missing = tuple(must for must in rules.musts if must.moment_id not in chosen)
    return _choice(options, solution, Relaxed.MUSTS if missing else Relaxed.TIGHT, missing)


def _choice(options: Sequence[Option], solution: Solution, level: Relaxed, missing: tuple[Must, ...]) -> Choice:
    return Choice(
        chosen=tuple(sorted(solution.chosen, key=lambda index: options[index].first)), objective=solution.objective,
        bound=solution.bound, gap=solution.gap, relaxed=level, missing=missing,
    )  # fmt: skip


def _solve(options: Sequence[Option], rules: Rules, level: Relaxed, *, musts_hold: bool) -> Solution | None:
    programme = Programme([option.value + _WORTH_OF_BEING for option in options])
    programme.at_most([(i, option.frames) for i, option in enumerate(options)], rules.frames)
    for crowd in crowds(options, rules.apart):
        programme.at_most([(index, 1) for index in crowd], 1)
    _musts(programme, options, rules, hold=musts_hold)
    _diminishing(programme, options)
    for _, members in _groups(options, lambda option: option.story):
        programme.reward(members, _WORTH_OF_STORY)
    if rules.curve is not None:
        _follow(programme, options, rules.curve, _HOPELESS if rules.length >= _LONG_ENOUGH else None)
    for fact in rules.facts:
        _tell(programme, options, fact)
    if rules.present_players:
        _present(programme, options, rules)
    if level < Relaxed.CAPS:
        _caps(programme, options, rules)
    if level < Relaxed.COVERAGE and rules.cover_periods:
        for _, members in _groups(options, lambda o: {o.period} if o.period and not o.garbage else frozenset()):
            programme.at_least([(index, 1) for index in members], 1)
    return programme.solve()


def crowds(options: Sequence[Option], apart: int) -> list[list[int]]:
    """Options of which one at most can be shown: they show the same play, or all lie too near to each other.

    The largest such groups, not pairs: of intervals these are as many as there are options, where pairs are their
    square, and the solver's bound is tighter with them.
    """
    found: list[list[int]] = []
    near: list[int] = []
    for index in sorted(range(len(options)), key=lambda index: options[index].first):
        still = [other for other in near if options[index].first < options[other].stop + apart]
        if len(still) < len(near):
            found.append(near)
        near = [*still, index]
    same = [members for _, members in _groups(options, lambda option: option.moment_ids)]
    return [crowd for crowd in (*found, near, *same) if len(crowd) > 1]


def _musts(programme: Programme, options: Sequence[Option], rules: Rules, *, hold: bool) -> None:
    for must in rules.musts:
        members = [index for index, option in enumerate(options) if must.moment_id in option.moment_ids]
        if members and hold:
            programme.at_least([(index, 1) for index in members], 1)
        elif members:
            programme.reward(members, must.weight)


def _tell(programme: Programme, options: Sequence[Option], fact: Fact) -> None:
    """Paid where a fact is told; one that says the contrary must be followed by one that sets it right."""
    telling = [index for index, option in enumerate(options) if fact.ids & set(option.moment_ids)]
    if not telling:
        return
    told = programme.reward(telling, _WORTH_OF_FACT, least=fact.least)
    for contrary, after in fact.unsaid_by.items():
        right = [index for index in telling if after & set(options[index].moment_ids)]
        for index, option in enumerate(options):
            if contrary in option.moment_ids and index not in right:
                programme.at_most([(told, 1.0), (index, 1.0), *((member, -1.0) for member in right)], 1.0)


def _follow(
    programme: Programme, options: Sequence[Option], curve: LeadCurve, hopeless: float | None
) -> None:
    """What the lead rebuilt from the baskets shown, in lines from one to the next, misses of the true one."""
    knots = {index: found for index, option in enumerate(options) if (found := curve.of(option.moment_ids))}
    order = sorted(knots, key=lambda index: (knots[index][0], knots[index][-1]))
    inside = [sum(curve.missed(a, b) for a, b in pairwise(knots[index])) for index in order]

    place = {index: at for at, index in enumerate(order)}

    def missed(a: int | None, b: int | None) -> float | None:
        first, then = START if a is None else knots[a][-1], None if b is None else knots[b][0]
        if then is not None and then < first:
            return None
        share = curve.missed(first, then)
        steps = (len(order) if b is None else place[b]) - (-1 if a is None else place[a])
        return _WORTH_OF_COURSE * share if hopeless is None or share <= hopeless or steps <= _NEXT else None

    programme.cost_of([(index, _WORTH_OF_COURSE * cost) for index, cost in zip(order, inside, strict=True)])
    programme.path(order, missed)


def _diminishing(programme: Programme, options: Sequence[Option]) -> None:
    for _, members in _groups(options, lambda option: option.actors):
        programme.rising_cost(members, free=_FREE_BY_PLAYER, step=_COST_BY_PLAYER)
    for _, members in _groups(options, lambda option: {option.kind}):
        programme.rising_cost(members, free=_FREE_BY_KIND, step=_COST_BY_KIND)
    for _, members in _groups(options, lambda o: {f"{actor}/{o.kind}/{o.period}" for actor in o.actors}):
        programme.rising_cost(members, free=_FREE_ALIKE, step=_COST_ALIKE)


def _present(programme: Programme, options: Sequence[Option], rules: Rules) -> None:
    """Those who scored most are seen in proportion: each share of the points pays for as many clips."""
    best = sorted(rules.points.items(), key=lambda item: (-item[1], item[0]))[:_BEST_PLAYERS]
    total = sum(points for _, points in best) or 1
    for actor, points in best:
        members = [index for index, option in enumerate(options) if actor in option.scorers]
        share = points / total * _CLIPS_OF_BEST * max(1.0, rules.length)
        programme.falling_reward(members, worth=_WORTH_OF_PLAYER, times=share)


def _caps(programme: Programme, options: Sequence[Option], rules: Rules) -> None:
    everything = range(len(options))
    if rules.limit_players:
        for actor, members in _groups(options, lambda option: option.actors):
            most = _MOST_OF_STAR if rules.points.get(str(actor), 0) >= _STAR_POINTS else _MOST_OF_PLAYER
            programme.at_most([(index, 1) for index in members], most * max(1.0, rules.length))
    teams = _groups(options, lambda option: {option.team} if option.team else frozenset())
    if rules.balance_teams and len(teams) == 2:
        for _, members in teams:
            inside = set(members)
            programme.at_most([(i, (i in inside) - _MOST_OF_TEAM) for i in everything], _ONE_TOO_MANY)
    if rules.limit_defence:
        programme.at_most([(i, options[i].defence - _MOST_DEFENCE) for i in everything], 0)


def _groups(
    options: Sequence[Option], keys: Callable[[Option], Iterable[Hashable]]
) -> list[tuple[Hashable, list[int]]]:
    groups: dict[Hashable, list[int]] = {}
    for index, option in enumerate(options):
        for key in keys(option):
            groups.setdefault(key, []).append(index)
    return sorted(groups.items(), key=lambda item: str(item[0]))
