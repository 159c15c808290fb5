"""Which fields together are a score bug.

Comes in: fields (of one picture or of many looks). Goes out: a `Bug`: clock, period, shot clock, two
scores and two team words with how well they fit; None where a clock, two scores, and a period or
two team words do not come together (a backboard's clock, a ticker, a shirt).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edc.scorebug.fields import Field
from edc.scorebug.ocr import Box


@dataclass(frozen=True, kw_only=True)
class Bug:
    """The fields of a score bug; scores and teams in printed order."""

    clock: Field | None
    period: Field | None
    shot_clock: Field | None
    scores: tuple[Field, Field]
    teams: tuple[Field, Field] | None
    fit: float
    """Unbounded; the higher the better."""
    margin: float = 9.0
    """By how much the two scores fit better than any other two numbers."""

    @property
    def box(self) -> Box:
        parts = [*self.scores, *(self.teams or ()), *filter(None, (self.clock, self.period, self.shot_clock))]
        whole: Box = parts[0].box
        for part in parts[1:]:
            whole = whole.union(part.box)
        return whole


def assemble(fields: Sequence[Field], anchor: Field) -> Bug | None:
    """The best bug round an anchor, its clock or (on a card without one) its period."""
    clock = anchor if anchor.share(anchor.clocks) >= 0.5 else None
    near = [field for field in fields if field is not anchor and _near(field, anchor)]
    period = anchor if clock is None else _period(near, anchor)
    best: Bug | None = None
    others: list[float] = []
    numbers = [field for field in near if field is not period and field.share(field.scores) >= 0.5]
    for pair in itertools.combinations(numbers, 2):
        fit = _pair_fit(pair, anchor) - _passed_over(pair, numbers)
        fit -= _lopsided(pair, anchor) + _dwarfed(pair, numbers) + _spoken(pair, near, anchor)
        if fit <= 0:
            continue
        first, second = sorted(pair, key=_across if _in_row(*pair) else _down)
        teams, team_fit = _teams(near, (first, second))
        if period is None and teams is None:
            continue
        fit += team_fit + (0.5 if period is not None else 0.0)
        others.append(fit)
        if best is None or fit > best.fit:
            best = Bug(clock=clock, period=period, shot_clock=None, scores=(first, second), teams=teams, fit=fit)
    if best is None:
        return None
    best = replace(best, margin=best.fit - max(sorted(others)[:-1], default=best.fit - 9.0))
    if clock is None:
        return best
    taken = {id(field) for field in (*best.scores, *(best.teams or ()), period, clock)}
    shot = _shot_clock([field for field in near if id(field) not in taken], clock)
    # a ticker's game has no shot clock, and a bare `:24` is one
    fit = best.fit + (1.3 if shot is not None else 0.0) + clock.full_clocks
    return replace(best, shot_clock=shot, fit=fit)


def _passed_over(pair: tuple[Field, Field], numbers: Sequence[Field]) -> float:
    """What other numbers of that size between the two cost: nothing as large stands between two scores."""
    a, b = pair
    height = min(a.height, b.height)
    between = [field for field in numbers if field is not a and field is not b and field.ink > 0.85 * min(a.ink, b.ink)
               and (_in_row(field, a) or _in_row(field, b) or not _in_row(a, b))
               and min(a.box.cx, b.box.cx) - 0.5 * height < field.box.cx < max(a.box.cx, b.box.cx) + 0.5 * height
               and min(a.box.cy, b.box.cy) - 0.3 * height < field.box.cy < max(a.box.cy, b.box.cy) + 0.3 * height]
    return 1.0 * len(between)


def _dwarfed(pair: tuple[Field, Field], numbers: Sequence[Field]) -> float:
    """What larger numbers in the pair's row cost it: a ticker in the bug's bar prints its scores smaller."""
    ink = max(field.ink for field in pair)
    larger = [field for field in numbers if field.ink > 1.12 * ink and _in_row(field, pair[0]) and field not in pair]
    return 0.7 * min(len(larger), 2)


def _spoken(pair: tuple[Field, Field], near: Sequence[Field], anchor: Field) -> float:
    """What it costs to stand among small words, as the numbers of `GAME 5 - SERIES 3-1` do."""
    cost = 0.0
    for field in pair:
        if field.ink > 0.85 * anchor.ink:
            continue
        h = field.height
        beside = [other for other in near if other is not field and _in_row(other, field)
                  and abs(other.ink - field.ink) < 0.25 * field.ink
                  and max(other.box.x - field.box.right, field.box.x - other.box.right) < 0.8 * h]  # fmt: skip
        cost += 1.5 * (len(beside) > 1)
    return cost


def _lopsided(pair: tuple[Field, Field], clock: Field) -> float:
    """What it costs a pair to stand on both sides of the clock at unlike distances: one is then a shot clock."""
    left, right = sorted(pair, key=_across)
    if not (_in_row(left, right) and _in_row(left, clock) and left.box.right <= clock.box.cx <= right.box.x):
        return 0.0
    to_left, to_right = clock.box.x - left.box.right, right.box.x - clock.box.right
    return 1.5 if abs(to_left - to_right) > 3.0 * clock.height else 0.0


def _across(field: Field) -> float:
    return field.box.x


def _down(field: Field) -> float:
    return field.box.y


def _near(field: Field, anchor: Field) -> bool:
    h = anchor.height
    across = max(field.box.x - anchor.box.right, anchor.box.x - field.box.right)
    return across < 36 * h and abs(field.box.cy - anchor.box.cy) < 6.5 * h and 0.25 < field.height / h < 4


def _distance(a: Field, b: Field) -> float:
    """Between the nearest edges."""
    dx = max(a.box.x - b.box.right, b.box.x - a.box.right, 0.0)
    dy = max(a.box.y - b.box.bottom, b.box.y - a.box.bottom, 0.0)
    return math.hypot(dx, dy)


def _period(near: Sequence[Field], clock: Field) -> Field | None:
    """The nearest word of a period, in the clock's row if there is one; a ticker's words name other games' periods."""
    found = [field for field in near if field.share(field.periods) >= 0.5 and 0.3 < field.height / clock.height < 2
             and field.in_order() >= 0.8]  # fmt: skip

    def remoteness(field: Field) -> float:
        return _distance(field, clock) / clock.height + 4.0 * (1 - field.confidence) + 1.5 * (not _in_row(field, clock))

    return min(found, key=remoteness, default=None)


def _in_row(a: Field, b: Field) -> bool:
    return abs(a.box.cy - b.box.cy) < 0.35 * max(a.height, b.height)


_MOST_LEAD = 45
"""Hardly a game is further apart."""


def _pair_fit(pair: tuple[Field, Field], anchor: Field) -> float:
    """How much two numbers look like the two scores: large, alike, in a row or stacked, and never falling."""
    a, b = pair
    mean = (a.height + b.height) / 2
    size, unlike = (a.ink + b.ink) / 2 / anchor.ink, 2 * abs(a.ink - b.ink) / (a.ink + b.ink)
    if size < 0.6 or unlike > 0.4 or a.box.overlap(b.box) > 0.2:
        return 0.0
    if _in_row(a, b):
        skew = abs(a.box.cy - b.box.cy) / mean
        far = max(0.0, abs(a.box.cx - b.box.cx) / mean - 18) * 0.1
    else:
        skew = min(abs(a.box.x - b.box.x), abs(a.box.cx - b.box.cx), abs(a.box.right - b.box.right)) / mean
        far = max(0.0, abs(a.box.cy - b.box.cy) / mean - 2.2) * 0.8
        if skew > 0.8:
            return 0.0
    together = len(a.times & b.times) / max(len(anchor.times), len(a.times | b.times))
    distance = (_remote(a, anchor) + _remote(b, anchor)) / 2
    rising = min(a.rising(), b.rising())
    apart = 1.0 * (abs(a.scores[-1][1] - b.scores[-1][1]) > _MOST_LEAD)
    return (1.4 + 2.0 * min(size, 1.7) - 2.5 * unlike - skew - far - 0.12 * distance
            + min(a.confidence, b.confidence) + together + 0.5 * _growing(pair)
            - apart - 6 * max(0.0, 0.9 - rising) - 0.8 * (1 - min(a.digits, b.digits)))  # fmt: skip


def _remote(field: Field, anchor: Field) -> float:
    """How far a number is from the anchor, in text heights; a bar may go all along the picture."""
    distance = _distance(field, anchor) / anchor.height
    return min(distance, 8.0) if _in_row(field, anchor) else distance


def _growing(pair: tuple[Field, Field]) -> float:
    """Whether the numbers were seen to change upwards, as a rank, a record or a channel's number never does: 0..1."""
    return sum(len({value for _, value in field.scores}) > 1 and field.rising() > 0.9 for field in pair) / 2


def _teams(near: Sequence[Field], scores: tuple[Field, Field]) -> tuple[tuple[Field, Field] | None, float]:
    """The two words that stand to the scores in the same or in a mirrored way, and how well."""
    h = (scores[0].height + scores[1].height) / 2
    words = [[field for field in near if field.team[1] >= 0.5 and 0.3 < field.height / h < 2.2
              and _distance(field, score) < 9 * h] for score in scores]  # fmt: skip
    best: tuple[Field, Field] | None = None
    best_fit = 0.0
    for a, b in itertools.product(*words):
        if a is b or a.team[0] == b.team[0]:
            continue
        mismatch = _mismatch((a, b), scores, h) + abs(a.height - b.height) / h * 2
        distance = (_distance(a, scores[0]) + _distance(b, scores[1])) / 2 / h
        # a ticker's words come and go; a team's stay as long as its score
        stays = min(_stays(word, score) for word, score in zip((a, b), scores, strict=True))
        fit = 1.0 - 0.6 * mismatch - 0.08 * distance + 0.4 * min(a.confidence, b.confidence) - 2.5 * (1 - stays)
        if fit > best_fit:
            best, best_fit = (a, b), fit
    return best, best_fit


def _stays(word: Field, score: Field) -> float:
    """Share of the score's looks in which the word was there too, the same."""
    return word.team[1] * len(word.times & score.times) / max(len(score.times), 1)


def _mismatch(words: tuple[Field, Field], scores: tuple[Field, Field], h: float) -> float:
    """How differently two words stand to their scores, in text heights; a mirrored arrangement is alike."""
    (a, b), (p, q) = (word.box for word in words), (score.box for score in scores)
    down = abs((a.cy - p.cy) - (b.cy - q.cy)) + 0.5 * abs(a.cy - p.cy)
    same = min(abs((a.x - p.x) - (b.x - q.x)), abs((a.right - p.x) - (b.right - q.x)),
               abs((a.cx - p.cx) - (b.cx - q.cx)), abs((a.x - p.right) - (b.x - q.right)))  # fmt: skip
    mirrored = min(abs((a.x - p.x) + (b.right - q.right)), abs((a.right - p.x) + (b.x - q.right)),
                   abs((a.cx - p.cx) + (b.cx - q.cx)))  # fmt: skip
    return (down + min(same, mirrored)) / h


def _shot_clock(near: Sequence[Field], clock: Field) -> Field | None:
    h = clock.height
    found = [field for field in near if field.share(field.shot_clocks) >= 0.5
             and 0.45 < field.height / h < 1.4 and _distance(field, clock) < 5 * h]  # fmt: skip
    running = [field for field in found if field.follows(clock) >= 0.4]

    def likeness(field: Field) -> float:
        marked = sum(item.text.startswith(":") for _, item in field.seen) / len(field.seen)
        unlike = abs(field.ink - clock.ink) / clock.ink
        return (4 * field.follows(clock) + field.confidence + 2 * marked - 3 * unlike
                - 0.6 * _distance(field, clock) / h + 0.5 * _in_row(field, clock))  # fmt: skip

    return max(running, key=likeness, default=None)
