"""What there is to hear, cue by cue, on the media timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_media.scene import SoundCue, SoundKind
from sample_media.simulation.atmosphere import reaction

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme


def sound_cues(programme: Programme) -> list[SoundCue]:
    cues: list[SoundCue] = []
    _officials(programme, cues)
    _shots(programme, cues)
    _fillers(programme, cues)
    cues.sort(key=lambda c: (c.at_s, c.kind.value))
    return cues


def _put(programme: Programme, cues: list[SoundCue], wall: float, kind: SoundKind, level: float = 1.0) -> None:
    at = programme.walls.media(wall)
    if at is not None and at < programme.duration_s:
        cues.append(SoundCue(at_s=at, kind=kind, level=level))


def _officials(programme: Programme, cues: list[SoundCue]) -> None:
    for wall in programme.log.whistles:
        _put(programme, cues, wall, SoundKind.WHISTLE)
    for wall in programme.log.horns:
        _put(programme, cues, wall, SoundKind.HORN)
    for wall in programme.log.buzzers:
        _put(programme, cues, wall, SoundKind.SHOT_CLOCK_BUZZER)


def _shots(programme: Programme, cues: list[SoundCue]) -> None:
    for play in programme.log.plays:
        if (play.label.startswith(("shot.made", "free_throw")) and play.points) or not play.counted:
            _put(programme, cues, play.wall_s, SoundKind.SWISH)
        elif play.label.startswith(("shot.missed", "free_throw")):
            _put(programme, cues, play.wall_s, SoundKind.RIM)
        size = reaction(play)
        if size >= 0.3 and play.side is not None:
            kind = SoundKind.CHEER if play.side == "home" else SoundKind.GROAN
            _put(programme, cues, play.wall_s + 0.15, kind, size)


def _fillers(programme: Programme, cues: list[SoundCue]) -> None:
    cues.extend(
        SoundCue(at_s=cut.media_0, kind=SoundKind.MUSIC, duration_s=cut.media_1 - cut.media_0, level=0.7)
        for cut in programme.reel.cuts
        if cut.filling in ("commercial", "studio", "intro", "outro", "halftime")
    )
