"""The committed sample game, and the command that draws more of them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from edc.files import read_json

GAME = Path(__file__).resolve().parents[2] / "sample_media" / "game"
pytestmark = pytest.mark.skipif(not (GAME / "broadcast.mp4").exists(), reason="the sample game is not in this checkout")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    value: dict[str, Any] = read_json(GAME / "truth.json")
    return value


def test_the_broadcast_is_a_short_high_definition_file(truth: dict[str, Any]) -> None:
    import av

    assert (GAME / "broadcast.mp4").stat().st_size < 40_000_000
    with av.open(str(GAME / "broadcast.mp4")) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height) == (1280, 720) == (truth["media"]["width"], truth["media"]["height"])
        assert video.average_rate == Fraction(30000, 1001) == Fraction(truth["media"]["fps"])
        length_s = float(video.duration * video.time_base)
        assert 300 <= length_s <= 360
        assert abs(length_s - truth["media"]["duration_s"]) < 0.05
        assert abs(float(sound.duration * sound.time_base) - length_s) < 0.1
        assert video.frames == truth["media"]["pictures"]


def test_the_truth_is_about_this_feed(truth: dict[str, Any]) -> None:
    actions = {a["actionNumber"]: a for a in read_json(GAME / "playbyplay.json")["game"]["actions"]}
    seen = [play for play in truth["plays"] if play["on_screen"] and play["action_number"] is not None]
    assert len(seen) >= 20
    assert {play["action_number"] for play in seen} <= set(actions)
    assert truth["deciding_action_number"] in {play["action_number"] for play in seen}


def test_the_game_is_close_and_decided_at_the_end(truth: dict[str, Any]) -> None:
    decider = next(p for p in truth["plays"] if p["action_number"] == truth["deciding_action_number"])
    assert decider["clock_s"] < 24
    assert truth["replays"]
    assert abs(truth["game"]["final"]["home"] - truth["game"]["final"]["away"]) <= 5


def test_the_bug_is_where_the_truth_says(truth: dict[str, Any]) -> None:
    """Inside its box the picture hardly changes from one half minute to the next, above it it does."""
    import av
    import numpy as np

    x, y, w, h = (round(v * n) for v, n in zip(truth["bug"]["box"], (1280, 720, 1280, 720), strict=True))
    spans = [span for span in truth["bug_visible"] if span["end_s"] - span["start_s"] > 3]
    inside, above = [], []
    with av.open(str(GAME / "broadcast.mp4")) as container:
        for span in spans[:8]:
            container.seek(int((span["start_s"] + 1.5) * av.time_base))
            grey = next(container.decode(video=0)).to_ndarray(format="gray")
            inside.append(grey[y:y + h, x:x + w])
            above.append(grey[y - 3 * h:y - 2 * h, x:x + w])
    assert np.std(inside, axis=0).mean() < 0.8 * np.std(above, axis=0).mean()


def test_the_same_seed_plays_the_same_game() -> None:
    from sample_media.simulation.programme import make_programme
    from sample_media.simulation.truth import truth as truth_of

    first, second = (json.dumps(truth_of(make_programme(6, kind="bench"))) for _ in range(2))
    assert first == second
