"""Cuts and wipes are found to the frame; pans and flashes are not taken for them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edc.signals.pictures import BORDER, Changes, Pictures, joined, measure
from edc.signals.shots import shots, wipes

FPS = Fraction(30000, 1001)
H, W = 36, 64


def scene(seed: int, frames: int, pan: float = 0.0) -> Pictures:
    """A still or panning view of something with texture."""
    rng = np.random.default_rng(seed)
    wide = np.kron(rng.normal(0, 1, (H // 4, 120)), np.ones((4, 8))) * 35 + rng.uniform(70, 180)
    columns = [np.clip(np.arange(W) + n * pan, 0, wide.shape[1] - 2) for n in range(frames)]
    shown = [wide[:, at.astype(int)] * (1 - at % 1) + wide[:, at.astype(int) + 1] * (at % 1) for at in columns]
    noise = rng.normal(0, 2, (frames, H, W))
    return np.clip(np.stack(shown) + noise, 0, 255).astype(np.uint8)


def found(pictures: Pictures, fps: Fraction = FPS) -> list[int]:
    """The frames at which shots start, without the first."""
    times = np.arange(len(pictures)) / float(fps)
    rows = shots(times, measure(pictures, fps), len(pictures) / float(fps), fps)
    return [round(row["start_s"] * float(fps)) for row in rows[1:]]


def swept(before: Pictures, after: Pictures, frames: int = 24) -> Pictures:
    """A bright plate runs from left to right over the picture, and behind it comes the next one."""
    out = []
    for n in range(frames):
        picture = (before[-1] if n < frames // 2 else after[0]).copy()
        head, tail = round((n + 1) / (frames / 2) * W), round((n - frames / 2) / (frames / 2) * W)
        picture[:, max(0, tail) : max(0, min(W, head))] = 235
        out.append(picture)
    return np.concatenate([before, np.stack(out), after])


@pytest.mark.parametrize("pan", [0.0, 1.3])
def test_a_cut_is_found_at_its_frame(pan: float) -> None:
    pictures = np.concatenate([scene(1, 80, pan), scene(2, 61, pan), scene(3, 70)])
    assert found(pictures) == [80, 141]


def test_a_pan_has_no_cuts() -> None:
    assert found(scene(4, 200, pan=2.0)) == []


@pytest.mark.parametrize("length", [1, 2])
def test_a_camera_flash_is_no_cut(length: int) -> None:
    for pan in (0.0, 0.8):
        pictures = scene(5, 120, pan)
        lit = pictures[60 : 60 + length].astype(np.int16)
        pictures[60 : 60 + length] = np.clip(lit + (np.arange(H) > 12)[None, :, None] * 150, 0, 255).astype(np.uint8)
        assert found(pictures) == []


def test_a_cut_at_double_rate() -> None:
    slow = np.concatenate([scene(1, 50, 0.5), scene(2, 60, 0.5)])
    assert found(np.repeat(slow, 2, axis=0), Fraction(60000, 1001)) == [100]


def test_a_wipe_is_one_boundary_in_its_middle() -> None:
    pictures = swept(scene(6, 100), scene(7, 100))
    likeness = wipes(measure(pictures, FPS), FPS)
    assert likeness[100:124].max() > 0.9
    assert likeness[:90].max() < 0.1 and likeness[134:].max() < 0.1
    boundaries = found(pictures)
    assert len(boundaries) == 1 and abs(boundaries[0] - 112) <= 5


def test_neither_cuts_nor_pans_look_like_wipes() -> None:
    pictures = np.concatenate([scene(1, 80, 2.0), scene(2, 80), scene(3, 80, 1.0)])
    assert wipes(measure(pictures, FPS), FPS).max() < 0.3


@settings(max_examples=15, deadline=None)
@given(seams=st.lists(st.integers(BORDER + 1, 180), min_size=1, max_size=4, unique=True))
def test_measuring_in_stretches_finds_the_same_cuts(seams: list[int]) -> None:
    pictures = np.concatenate([scene(1, 70), scene(2, 60, 1.0), scene(3, 70)])
    edges = [0, *sorted(seams), len(pictures)]
    parts = [pictures[a:b] for a, b in pairwise(edges) if b > a]
    whole = joined([(measure(part, FPS), part[:BORDER], part[-BORDER:]) for part in parts], FPS)
    times = np.arange(len(pictures)) / float(FPS)
    rows = shots(times, whole, len(pictures) / float(FPS), FPS)
    assert [round(row["start_s"] * float(FPS)) for row in rows] == [0, 70, 130]


def test_shots_tile_the_media() -> None:
    pictures = np.concatenate([scene(n, 40) for n in range(5)])
    rows = shots(np.arange(200) / float(FPS), measure(pictures, FPS), 200 / float(FPS), FPS)
    assert rows[0]["start_s"] == 0.0 and rows[-1]["end_s"] == pytest.approx(200 / float(FPS))
    assert all(a["end_s"] == b["start_s"] for a, b in pairwise(rows))


def test_nothing_decoded_is_one_shot() -> None:
    nothing: Changes = measure(np.zeros((0, H, W), np.uint8), FPS)
    assert shots(np.zeros(0), nothing, 12.0, FPS) == [{"start_s": 0.0, "end_s": 12.0, "cut_confidence": 1.0}]
