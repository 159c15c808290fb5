"""What there is to hear, cue by cue, on the media timeline."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from sample_media.scene import SoundCue, SoundKind
from sample_media.simulation.atmosphere import reaction
from sample_media.simulation.choreography.ball import DRIBBLE_HZ, Bouncing, Held, bounce_times
from sample_media.simulation.choreography.stretch import Stretch
from sample_media.simulation.choreography.tracks import PLAYERS, STEP_S
from sample_media.simulation.commentary import speech_cues
from sample_media.simulation.model import Play

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme

SQUEAK_ACCELERATION = 24.0
"""ft/s2: a hard stop or turn"""
SQUEAK_SHARE = 0.1


def sound_cues(programme: Programme) -> list[SoundCue]:
    cues: list[SoundCue] = []
    _officials(programme, cues)
    for play in programme.log.plays:
        _play(programme, cues, play)
    _floor(programme, cues)
    _organ(programme, cues)
    _fillers(programme, cues)
    cues.extend(speech_cues(programme))
    cues.sort(key=lambda c: (c.at_s, c.kind.value))
    return cues


def _put(
    programme: Programme, cues: list[SoundCue], wall: float, kind: SoundKind, level: float = 1.0, length: float = 0.0
) -> None:
    at = programme.walls.media(wall)
    if at is not None and at < programme.duration_s:
        cues.append(SoundCue(at_s=round(at, 4), kind=kind, level=round(level, 3), duration_s=round(length, 3)))


def _officials(programme: Programme, cues: list[SoundCue]) -> None:
    for wall in programme.log.whistles:
        _put(programme, cues, wall, SoundKind.WHISTLE)
    for wall in programme.log.horns:
        _put(programme, cues, wall, SoundKind.HORN)
    for wall in programme.log.buzzers:
        _put(programme, cues, wall, SoundKind.SHOT_CLOCK_BUZZER)


def _play(programme: Programme, cues: list[SoundCue], play: Play) -> None:
    """The ball at the rim, and what the stands make of it."""
    if play.label.startswith(("shot", "free_throw")) and play.actor("blocker") is None:
        if play.points or not play.counted:
            _put(programme, cues, play.wall_s, SoundKind.SWISH)
            if play.label.startswith("shot.made.dunk"):
                _put(programme, cues, play.wall_s + 0.05, SoundKind.RIM, 0.9)
        else:
            _put(programme, cues, play.wall_s, SoundKind.RIM)
        if (play.descriptor and "bank" in play.descriptor) or ("layup" in play.label and play.index % 2):
            _put(programme, cues, play.wall_s - 0.12, SoundKind.BACKBOARD, 0.6)
    size = reaction(play)
    if size >= 0.3 and play.side is not None:
        glad = (play.side == "home") != play.label.startswith("foul")
        _put(programme, cues, play.wall_s + 0.15, SoundKind.CHEER if glad else SoundKind.GROAN, size)


def _floor(programme: Programme, cues: list[SoundCue]) -> None:
    """Bounces and squeaks of every stretch that is heard."""
    rng = Random(programme.seed * 307 + 8)
    heard: set[float] = set()
    for wall_0, wall_1, _ in programme.walls.spans:
        wall = wall_0
        while wall < wall_1:
            stretch = programme.stage.stretch_at(wall)
            if stretch.wall_0 not in heard:
                heard.add(stretch.wall_0)
                _bounces(programme, cues, stretch)
                _squeaks(programme, cues, stretch, rng)
            wall = max(stretch.wall_1, wall) + 0.5


def _bounces(programme: Programme, cues: list[SoundCue], stretch: Stretch) -> None:
    for piece in stretch.pieces:
        if isinstance(piece, Held) and piece.mode == "dribble":
            first = math.ceil(piece.t0 * DRIBBLE_HZ - 0.5)
            last = math.floor(piece.t1 * DRIBBLE_HZ - 0.5)
            for beat in range(first, last + 1):
                _put(programme, cues, (beat + 0.5) / DRIBBLE_HZ, SoundKind.BOUNCE, 0.5)
        elif isinstance(piece, Bouncing):
            for at in bounce_times(piece):
                _put(programme, cues, at, SoundKind.BOUNCE, 0.6)


def _squeaks(programme: Programme, cues: list[SoundCue], stretch: Stretch, rng: Random) -> None:
    change = np.diff(stretch.velocities[:, :PLAYERS], axis=0) / STEP_S
    hard = np.argwhere(np.sqrt((change**2).sum(axis=2)) > SQUEAK_ACCELERATION)
    for step, _ in hard.tolist():
        if rng.random() < SQUEAK_SHARE:
            at = stretch.wall_0 + STEP_S * (step + rng.random())
            _put(programme, cues, at, SoundKind.SQUEAK, rng.uniform(0.4, 1.0))


def _organ(programme: Programme, cues: list[SoundCue]) -> None:
    rng = Random(programme.seed * 311 + 4)
    for passage in programme.log.passages:
        length = passage.wall_1 - passage.wall_0
        if passage.kind == "dead" and length > 7.0 and rng.random() < 0.4:
            _put(programme, cues, passage.wall_0 + 2.0, SoundKind.ORGAN, 0.6, min(5.0, length - 3.0))


def _fillers(programme: Programme, cues: list[SoundCue]) -> None:
    cues.extend(
        SoundCue(at_s=cut.media_0, kind=SoundKind.MUSIC, duration_s=cut.media_1 - cut.media_0, level=0.7)
        for cut in programme.reel.cuts
        if cut.filling in ("commercial", "studio", "intro", "outro", "halftime")
    )
