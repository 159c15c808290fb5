"""Parts of the sample game, small, with their truth, as `edc sample` would leave them."""

from __future__ import annotations

from pathlib import Path

from edc.files import read_json, write_json
from edc.media.ffmpeg import run_ffmpeg
from tests.conftest import SAMPLE

PARTS = {"one": (21.0, 24.0), "two": (121.0, 24.0), "three": (240.0, 24.0)}
"""Stretches of the sample game: media second and length."""


def cut_part(folder: Path, start_s: float, length_s: float, *, seed: int) -> Path:
    """A folder like `edc sample`'s, of a part of the sample game at 398 × 224."""
    folder.mkdir(parents=True)
    run_ffmpeg(
        ["-ss", str(start_s), "-t", str(length_s), "-i", str(SAMPLE / "broadcast.mp4"), "-vf", "scale=398:224",
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-c:a", "aac", str(folder / "broadcast.mp4")],
        doing="cutting a part",
    )  # fmt: skip
    truth = read_json(SAMPLE / "truth.json")
    plays = [
        {**play, "anchor_s": play["anchor_s"] - start_s} for play in truth["plays"]
        if play["on_screen"] and start_s <= play["anchor_s"] < start_s + length_s
    ]  # fmt: skip
    spans = {
        name: [
            {**span, "start_s": max(0.0, span["start_s"] - start_s), "end_s": span["end_s"] - start_s}
            for span in truth[name] if span["end_s"] > start_s and span["start_s"] < start_s + length_s
        ]
        for name in ("replays", "cutaways")
    }  # fmt: skip
    write_json(folder / "truth.json", {**truth, "seed": seed, "kind": "drill", "plays": plays, **spans})
    return folder
