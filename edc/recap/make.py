"""Making a recap of a processed game: the one entry for the stage, the command line and the flow.

Comes in: a game folder and a request. Goes out: `recaps/<name>/`, and what its `recap.json` says.
"""

from __future__ import annotations

import os
from typing import Any

from edc.config import RecapConfig
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.cutsource import FrameSpan, require
from edc.media.pool import DamagedClip, Pool
from edc.moments import Moment, read_moments
from edc.progress import Reporter
from edc.recap.card import card_for
from edc.recap.footage import Footage, make_footage
from edc.recap.plan import Plan, make_plan
from edc.recap.poster import bug_areas
from edc.recap.render import Rendering, render
from edc.recap.request import RecapRequest
from edc.recap.sourcefile import read_source
from edc.recap.texts import words_for
from edc.tables import CLOCK, SEGMENTS, SHOTS, SOUND, read_rows

_MOST_DAMAGED = 8


def make_recap(game: GameFolder, request: RecapRequest, config: RecapConfig, reporter: Reporter) -> dict[str, Any]:
    """Plans, encodes what the pool lacks, and writes the recap's folder; gives back its `recap.json`.

    Raises:
        UsageError: the request names a moment or a language that the game does not have.
        InputError: nothing can be shown for it, or the video has gone.
        TransientError: the disk is full; what was encoded is kept.
    """
    moments = read_moments(game.moments)
    words = words_for(request, moments)
    footage = load_footage(game, moments)
    require(footage.source)
    facts = read_json(game.game)
    card = card_for(facts) if request.spoilers == "full" and request.up_to_s is None else None
    plan = _plan(request, moments, footage, Pool(game.pool), card is not None, config.workers, reporter)
    folder = game.recap(request.name)
    making = Rendering(
        folder=folder, pool=Pool(game.pool), footage=footage, words=words, game=facts, card=card,
        bugs=tuple(bug_areas(read_json(game.layout))) if game.layout.exists() else (),
        revision=_revision(folder / "recap.json", plan), config=config,
        source_url=os.path.relpath(footage.source.path.resolve(), folder.resolve()),
    )  # fmt: skip
    return render(plan, making, reporter)


def _plan(
    request: RecapRequest, moments: list[Moment], footage: Footage, pool: Pool, card: bool, workers: int,
    reporter: Reporter,
) -> Plan:  # fmt: skip
    """A plan whose clips are all in the pool: a play in a damaged stretch of the source is replaced by the next best.

    Raises:
        InputError: clip after clip cannot be decoded: that is no damaged stretch, but a damaged file.
    """
    damaged: list[FrameSpan] = []
    while True:
        plan = make_plan(request, moments, footage, card=card, damaged=damaged)
        try:
            pool.fill(
                footage.source, [clip.span for clip in plan.clips], workers=workers,
                done=lambda done, total: reporter.step(0.7 * done / total, f"clip {done} of {total}"),
            )  # fmt: skip
            return plan
        except DamagedClip as error:
            if len(damaged) >= _MOST_DAMAGED:
                raise
            reporter.warn(f"{error} The recap shows the next best play instead.")
            damaged.append(error.span)


def load_footage(game: GameFolder, moments: list[Moment]) -> Footage:
    return make_footage(
        read_source(game), read_rows(game.segments, SEGMENTS), read_rows(game.shots, SHOTS),
        read_rows(game.sound, SOUND), moments, read_rows(game.clock, CLOCK) if game.clock.exists() else (),
    )  # fmt: skip


def _revision(document: Any, plan: Plan) -> int:
    """One more than the recap that is there, where its clips are others."""
    try:
        before = read_json(document)
        clips = [(clip["in_frame"], clip["out_frame"]) for clip in before["clips"]]
    except (OSError, ValueError, KeyError):
        return 1
    same = clips == [(clip.span.first, clip.span.stop) for clip in plan.clips]
    return int(before["revision"]) + (0 if same else 1)
