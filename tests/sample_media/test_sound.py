"""The sound of a sample broadcast: what a listener hears, when, and that nothing clips or drifts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sample_media.scene import SoundCue, SoundKind
from sample_media.sound import CHANNELS, RATE, commentator, soundtrack
from sample_media.sound.voice import BabblingCommentator


class Evening:
    """Twenty seconds of a quiet hall with the given cues."""

    seed = 5
    series_text = ""

    def __init__(self, *cues: SoundCue, duration_s: float = 20.0, mood: float = 0.2) -> None:
        self._cues, self.duration_s, self._mood = cues, duration_s, mood

    def sounds(self) -> Sequence[SoundCue]:
        return self._cues

    def crowd_level(self, media_s: float) -> float:
        return self._mood


def heard(*cues: SoundCue, **options: float) -> np.ndarray:
    blocks = soundtrack(Evening(*cues, **options), voice=BabblingCommentator())  # type: ignore[arg-type]
    return np.concatenate(list(blocks))


def level_db(sound: np.ndarray, start_s: float, end_s: float) -> float:
    part = sound[int(start_s * RATE):int(end_s * RATE)].astype(np.float64) / 32768
    return float(20 * np.log10(np.sqrt(np.mean(part**2)) + 1e-9))


def test_a_soundtrack_lasts_exactly_as_long_as_its_programme() -> None:
    sound = heard(duration_s=7.3)
    assert sound.shape == (round(7.3 * RATE), CHANNELS)
    assert sound.dtype == np.int16


def test_the_same_seed_sounds_the_same() -> None:
    cues = (SoundCue(at_s=1, kind=SoundKind.WHISTLE), SoundCue(at_s=2.5, kind=SoundKind.MUSIC, duration_s=2))
    assert (heard(*cues, duration_s=5.0) == heard(*cues, duration_s=5.0)).all()


@pytest.mark.parametrize("kind", [k for k in SoundKind if k not in (SoundKind.SPEECH, SoundKind.GROAN)])
def test_every_cue_is_heard_where_it_is(kind: SoundKind) -> None:
    quiet, sound = heard(mood=0.05, duration_s=12.0), heard(SoundCue(at_s=4.0, kind=kind), mood=0.05, duration_s=12.0)
    assert (quiet[: int(3.99 * RATE)] == sound[: int(3.99 * RATE)]).all()
    difference = sound[int(4.0 * RATE):int(5.0 * RATE)].astype(int) - quiet[int(4.0 * RATE):int(5.0 * RATE)]
    assert np.abs(difference).max() > 300


def test_the_crowd_swells_at_a_basket_and_settles_again() -> None:
    sound = heard(SoundCue(at_s=5.0, kind=SoundKind.CHEER, level=1.0, duration_s=3.0))
    before, during, after = level_db(sound, 3, 5), level_db(sound, 5.3, 6.3), level_db(sound, 16, 20)
    assert during > before + 8
    assert abs(after - before) < 3


def test_a_whistle_rings_high_and_a_bounce_low() -> None:
    def centre_hz(kind: SoundKind) -> float:
        sound = heard(SoundCue(at_s=1.0, kind=kind), mood=0.0, duration_s=2.0)[RATE:int(1.4 * RATE), 0]
        power = np.abs(np.fft.rfft(sound.astype(float))) ** 2
        return float((np.fft.rfftfreq(len(sound), 1 / RATE) * power).sum() / power.sum())

    assert centre_hz(SoundKind.WHISTLE) > 2000
    assert centre_hz(SoundKind.BOUNCE) < 700


def test_nothing_clips_when_everything_sounds_at_once() -> None:
    cues = [SoundCue(at_s=2.0, kind=kind, text="Unbelievable finish tonight") for kind in SoundKind]
    assert np.abs(heard(*cues, mood=1.0, duration_s=6.0).astype(int)).max() < 32767


def test_the_crowd_makes_room_for_the_commentator() -> None:
    from sample_media.sound.mixing import _ducking

    gain = _ducking(np.r_[np.zeros(RATE, bool), np.ones(RATE, bool)])
    assert gain[0] == 1.0
    assert gain[-1] < 0.7
    assert np.abs(np.diff(gain)).max() < 0.01


def test_the_commentator_speaks_and_hurries_when_told_to() -> None:
    voice = commentator()
    calm = voice.say("Marlow brings it up the floor and looks for a cutter on the left side.", 0.2)
    hurried = voice.say("Marlow brings it up the floor and looks for a cutter on the left side.", 0.2, 2.5)
    assert 2.0 < len(calm) / RATE < 9.0
    assert len(hurried) < len(calm)
    assert 0.05 < float(np.sqrt(np.mean(calm**2))) < 0.3
