"""Making a recap of a processed game: the one entry for the stage, the command line and the flow.

Comes in: a game folder and a request. Goes out: `recaps/<name>/`, and what its `recap.json` says.
"""

from __future__ import annotations

import os
from typing import Any

from edc.captions.recapwords import RecapWords
from edc.config import RecapConfig
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.media.cutsource import FrameSpan, require
from edc.media.pool import DamagedClip
from edc.media.poolsound import fill_sound
from edc.media.stretches import Stretch
from edc.progress import Reporter
from edc.recap.card import fill_card
from edc.recap.dressing import Dressed, dress
from edc.recap.plan import CARD_S, Plan, make_plan
from edc.recap.ready import Ready, open_game
from edc.recap.render import Rendering, render
from edc.recap.request import RecapRequest
from edc.recap.texts import Words, telling, words_for
from edc.recap.wishes import known_feed, known_moments

_MOST_DAMAGED = 8


def make_recap(game: GameFolder, request: RecapRequest, config: RecapConfig, reporter: Reporter) -> dict[str, Any]:
    """Plans, encodes what the pool lacks, and writes the recap's folder; gives back its `recap.json`.

    Raises:
        UsageError: the request names a moment or a language that the game does not have.
        InputError: nothing can be shown for it, or the video has gone.
        TransientError: the disk is full; what was encoded is kept.
    """
    ready = open_game(game, config)
    words = words_for(request, ready.moments, ready.forms)
    require(ready.footage.source)
    plan, dressed = _encoded(request, ready, words, reporter)
    folder = game.recap(request.name)
    making = Rendering(
        folder=folder, ready=ready, dressed=dressed, words=words, told=_told(plan, ready, words),
        closing=ready.closing(request, words.code),
        opening=ready.cards(words.code)[0] if plan.opening_frames else None,
        revision=_revision(folder / "recap.json", plan),
        source_url=os.path.relpath(ready.footage.source.path.resolve(), folder.resolve()),
    )  # fmt: skip
    return render(plan, making, reporter)


def _told(plan: Plan, ready: Ready, words: Words) -> RecapWords:
    request = plan.request
    known = known_moments(request, ready.moments, ready.feed, ready.model)
    return telling(words, request, ready.facts, known, known_feed(request, known, ready.feed),
                   [moment for clip in plan.clips for moment in clip.moments], ready.names)  # fmt: skip


def plan_for(request: RecapRequest, ready: Ready, damaged: list[FrameSpan]) -> Plan:
    return make_plan(request, ready.moments, ready.footage, card=ready.closing(request, "en") is not None,
                     damaged=damaged, feed=ready.feed, model=ready.model)  # fmt: skip


def _encoded(request: RecapRequest, ready: Ready, words: Words, reporter: Reporter) -> tuple[Plan, Dressed]:
    """A plan whose clips are all in the pool: a play in a damaged stretch of the source is replaced by the next best.

    Raises:
        InputError: clip after clip cannot be decoded: that is no damaged stretch, but a damaged file.
    """
    damaged: list[FrameSpan] = []
    torn: set[FrameSpan] = set()
    while True:
        plan = plan_for(request, ready, damaged)
        dressed = dress(plan, ready, words, frozenset(torn))
        try:
            _fill(ready, dressed, reporter)
            return plan, dressed
        except DamagedClip as error:
            if error.span not in {clip.span for clip in plan.clips}:
                torn.add(error.span)  # the damage may lie in the handles alone
                continue
            if len(damaged) >= _MOST_DAMAGED:
                raise
            reporter.warn(f"{error} The recap shows the next best play instead.")
            damaged.append(error.span)


def _fill(ready: Ready, dressed: Dressed, reporter: Reporter) -> None:
    def tell(done: int, total: int) -> None:
        reporter.step(0.65 * done / total, f"clip {done} of {total}")

    for size in ready.sizes():
        ready.pool.fill(dressed.source, dressed.stretches, workers=ready.config.workers, size=size, done=tell)
    sound = ready.pool_sound()
    if sound is not None:
        fill_sound(ready.game.pool, ready.footage.source, dressed.stretches, sound)


def fill_pool(game: GameFolder, config: RecapConfig, reporter: Reporter) -> int:
    """Encodes every play that any recap of the game may show; gives back how many stretches were encoded.

    What is damaged is passed over: its plays are encoded alone, without handles, as far as they can be.
    """
    ready = open_game(game, config)
    source, sound, encoded = ready.footage.source, ready.pool_sound(), 0
    for size in ready.sizes():
        todo = ready.pool.missing(source, ready.laid.stretches, size)
        for number in range(0, len(todo), config.workers):
            encoded += _fill_some(ready, todo[number : number + config.workers], size, config.workers)
            reporter.step(number / len(todo), f"pool: {number} of {len(todo)}")
    cards = dict.fromkeys(card for code in ready.languages for card in ready.cards(code) if card is not None)
    for card in cards:
        fill_card(ready.pool, card, source, ready.backdrop, round(CARD_S * source.fps), sizes=ready.sizes(),
                  sound=sound)  # fmt: skip
    if sound is not None:
        held = [s for s in ready.laid.stretches if ready.pool.path(source, s).exists()]
        fill_sound(game.pool, source, held, sound)
    return encoded


def _fill_some(ready: Ready, some: list[Stretch], size: Any, workers: int) -> int:
    source = ready.footage.source
    try:
        return len(ready.pool.fill(source, some, workers=workers, size=size))
    except DamagedClip:
        sound, filled = ready.pool_sound(), 0
        for span in [span for stretch in some for span in ready.laid.spans if stretch.holds(span)]:
            alone = ready.laid.bare(span)
            try:
                filled += len(ready.pool.fill(source, [alone], workers=1, size=size))
            except DamagedClip:
                continue
            if sound is not None:
                fill_sound(ready.game.pool, source, [alone], sound)
        return filled


def _revision(document: Any, plan: Plan) -> int:
    """One more than the recap that is there, where its clips are others."""
    try:
        before = read_json(document)
        clips = [(clip["in_frame"], clip["out_frame"]) for clip in before["clips"]]
    except (OSError, ValueError, KeyError):
        return 1
    same = clips == [(clip.span.first, clip.span.stop) for clip in plan.clips]
    return int(before["revision"]) + (0 if same else 1)
