"""Whistles, horns, speech and a crowd that rises are told from one another."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from edc.signals.sound import PER_S, RATE, Speech, crowd_scores, features

Samples = NDArray[np.float32]


def crowd(seconds: float, level: float = 0.03, seed: int = 0) -> Samples:
    """Noise with the crowd's colour."""
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    shaped = np.fft.irfft(spectrum / (1 + (frequencies / 900.0) ** 2), count)
    return (shaped / shaped.std() * level).astype(np.float32)


def tones(seconds: float, *hertz: float, level: float = 0.2) -> Samples:
    t = np.arange(round(seconds * RATE)) / RATE
    return (level * sum(np.sin(2 * np.pi * f * t) for f in hertz) / len(hertz)).astype(np.float32)


def column(samples: Samples, name: str) -> NDArray[np.float64]:
    count = len(samples) * PER_S // RATE
    return np.array([row[name] for row in features(samples, np.zeros(count), count)])


def test_a_whistle_is_heard_where_it_is() -> None:
    sound = crowd(20)
    at = slice(8 * RATE, 8 * RATE + RATE // 2)
    trill = 1 + 0.4 * np.sin(2 * np.pi * 25 * np.arange(RATE // 2) / RATE)
    sound[at] += tones(0.5, 3200.0) * trill.astype(np.float32)
    whistle = column(sound, "whistle")
    assert whistle[80:85].max() > 0.8
    assert np.delete(whistle, range(78, 88)).max() < 0.3


def test_a_horn_is_no_whistle_and_a_whistle_no_horn() -> None:
    sound = crowd(20)
    sound[5 * RATE : 7 * RATE] += tones(2.0, 220.0, 277.0, 440.0, 554.0, level=0.5)
    sound[14 * RATE : 14 * RATE + RATE // 2] += tones(0.5, 3400.0)
    horn, whistle = column(sound, "horn"), column(sound, "whistle")
    assert horn[52:68].min() > 0.6
    assert np.delete(horn, range(48, 72)).max() < 0.2
    assert whistle[50:70].max() < 0.3


def test_level_is_in_dbfs() -> None:
    level = column(tones(2.0, 1000.0, level=1.0), "level_db")
    assert level[5:15] == pytest.approx(-3.0, abs=0.2)
    assert column(np.zeros(2 * RATE, np.float32), "level_db").max() < -85


def test_a_crowd_that_rises_stands_out_of_the_minutes_round_it() -> None:
    sound = crowd(120)
    sound[60 * RATE : 64 * RATE] *= 4
    scores = crowd_scores(column(sound, "crowd"))
    assert scores[602:638].min() > 3.0
    assert abs(float(np.median(scores))) < 0.2
    assert np.abs(np.delete(scores, range(590, 650))).max() < 5.0


def test_louder_microphones_are_no_excitement() -> None:
    quiet, loud = crowd(200, 0.02, seed=1), crowd(200, 0.08, seed=2)
    scores = crowd_scores(column(np.concatenate([quiet, loud]), "crowd"))
    assert abs(float(np.median(scores[:1000]))) < 1.0 and abs(float(np.median(scores[-1000:]))) < 1.0


def test_silence_and_nothing_at_all_are_measured() -> None:
    assert features(np.zeros(0, np.float32), np.zeros(0), 0) == []
    assert len(crowd_scores(np.zeros(0))) == 0
    assert np.isfinite(crowd_scores(column(np.zeros(30 * RATE, np.float32), "crowd"))).all()


def test_a_commentator_is_speech_and_a_crowd_is_not() -> None:
    from scipy.signal import resample_poly

    from sample_media.sound.voice import commentator
    from sample_media.sound.waves import RATE as DRAWN_RATE

    speaker = commentator()
    if speaker.name != "espeak-ng":
        pytest.skip("the sample's speaking voice is not installed")
    spoken = speaker.say("He drives to the basket and scores. What a play that was by the young guard!", 0.3)
    voice = resample_poly(spoken, 1, DRAWN_RATE // RATE)
    voice = (voice / np.abs(voice).max() * 0.4).astype(np.float32)
    noise = crowd(len(voice) / RATE + 10, 0.01)
    noise[5 * RATE : 5 * RATE + len(voice)] += voice
    heard = Speech().probabilities(noise)
    assert np.mean(heard[55 : 45 + len(voice) * PER_S // RATE] > 0.5) > 0.7
    assert heard[:45].max() < 0.5


def test_speech_has_a_value_for_each_tenth() -> None:
    assert len(Speech().probabilities(crowd(7.3))) == 73
    assert Speech().probabilities(crowd(10)).mean() < 0.3
