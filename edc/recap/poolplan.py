"""Which stretches of a game its pool holds: every play as it may be shown, whatever somebody asks for.

Comes in: moments, footage, the scoreboard. Goes out: a `PoolPlan` that knows for each clip of a recap
the stretch that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from edc.media.cutsource import FrameSpan, Source
from edc.media.pool import Pool
from edc.media.stretches import Stretch, bare, stretches
from edc.moments import Moment
from edc.recap.candidates import find_candidates
from edc.recap.footage import Footage
from edc.recap.overlays import strips_where_unreadable, within
from edc.recap.showing import Shown, show_plays
from edc.recap.standing import Scoreboard
from edc.recap.story import HINDSIGHT, scoring


@dataclass(frozen=True, slots=True)
class PoolPlan:
    source: Source
    board: Scoreboard
    stretches: tuple[Stretch, ...]
    spans: tuple[FrameSpan, ...]
    """Everything that a recap of this game may show without encoding."""

    def stretch_for(self, span: FrameSpan) -> Stretch:
        """The stretch that holds a clip; one of its own, with handles, where nobody thought of it."""
        held = next((stretch for stretch in self.stretches if stretch.holds(span)), None)
        return held or self._dressed(stretches([span], self.source)[0], span)

    def bare(self, span: FrameSpan) -> Stretch:
        """A clip alone, for where the source is damaged around it."""
        return self._dressed(bare(span), span)

    def ready(self, pool: Pool, span: FrameSpan) -> Stretch | None:
        """The stretch that the pool already holds for a clip."""
        for stretch in (self.stretch_for(span), self.bare(span)):
            if pool.path(self.source, stretch).exists():
                return stretch
        return None

    def _dressed(self, stretch: Stretch, span: FrameSpan) -> Stretch:
        strips = strips_where_unreadable([span], self.board, self.source)
        return replace(stretch, overlays=within(strips, stretch.span))


def plan_pool(moments: Sequence[Moment], footage: Footage, board: Scoreboard) -> PoolPlan:
    shown = _showings(moments, footage)
    spans = sorted({cut.span for item in shown for cut in item.cuts})
    strips = strips_where_unreadable(spans, board, footage.source)
    laid = [replace(stretch, overlays=within(strips, stretch.span)) for stretch in stretches(spans, footage.source)]
    return PoolPlan(footage.source, board, tuple(laid), tuple(spans))


def _showings(moments: Sequence[Moment], footage: Footage) -> list[Shown]:
    """Every play whole and cut tight, as known at the end, when it happened, and before officials ruled on it."""
    then = [replace(m, flags=tuple(flag for flag in m.flags if flag not in HINDSIGHT)) for m in moments]
    unruled = [m for m in then if not m.label.startswith("review.")]
    found: list[Shown] = []
    for known in (moments, then, *([unruled] if len(unruled) < len(then) else [])):
        candidates, _ = find_candidates(known)
        scores = [m.anchor_s for m in scoring(known) if m.anchor_s is not None]
        for tight in (False, True):
            found += show_plays(candidates, footage, scores, (), tight=tight)[0]
    return found
