"""Making a recap of a processed game: the one entry for the stage, the command line and the flow.

Comes in: a game folder and a request. Goes out: `recaps/<name>/`, and what its `recap.json` says.
"""

from __future__ import annotations

import os
from typing import Any

from edc.config import RecapConfig
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.cutsource import require
from edc.media.pool import Pool
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
from edc.tables import SEGMENTS, SHOTS, SOUND, read_rows


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
    plan = make_plan(request, moments, footage, card=card is not None)
    folder = game.recap(request.name)
    making = Rendering(
        folder=folder, pool=Pool(game.pool), footage=footage, words=words, game=facts, card=card,
        bugs=tuple(bug_areas(read_json(game.layout))) if game.layout.exists() else (),
        revision=_revision(folder / "recap.json", plan), config=config,
        source_url=os.path.relpath(footage.source.path.resolve(), folder.resolve()),
    )  # fmt: skip
    return render(plan, making, reporter)


def load_footage(game: GameFolder, moments: list[Moment]) -> Footage:
    return make_footage(
        read_source(game), read_rows(game.segments, SEGMENTS), read_rows(game.shots, SHOTS),
        read_rows(game.sound, SOUND), moments,
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
