"""Writes a sample game: the broadcast with its feed, box score and truth.

In: a kind, a seed, a look. Out: a folder with broadcast.mp4, playbyplay.json, boxscore.json and
truth.json, each whole or not there; of a drill also tracks.npz.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edc.files import write_json
from sample_media.encode import Encoding
from sample_media.render import Progress, Rendering, check, picture_count, render
from sample_media.scorebugs import LOOKS, bug_box

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme
    from sample_media.simulation.windows import ProgrammeKind

SUFFIXES = {"mp4": ".mp4", "mpegts": ".ts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleGame:
    """Where a written sample game lies."""

    broadcast: Path
    playbyplay: Path
    boxscore: Path
    truth: Path
    look: str
    seed: int
    duration_s: float


def write_sample(
    out_dir: Path, kind: ProgrammeKind, seed: int, rendering: Rendering, *, workers: int = 2,
    progress: Progress | None = None, programme: Programme | None = None,
) -> SampleGame:
    """Plays the game of the seed and writes it; a rendering that is stopped leaves nothing."""
    from sample_media.simulation.programme import make_programme

    programme = programme or make_programme(seed, kind=kind)
    game = SampleGame(
        broadcast=out_dir / f"broadcast{SUFFIXES[rendering.encoding.container]}",
        playbyplay=out_dir / "playbyplay.json", boxscore=out_dir / "boxscore.json", truth=out_dir / "truth.json",
        look=rendering.look, seed=seed, duration_s=programme.duration_s,
    )
    check(rendering)
    documents = _documents(game, programme, rendering)
    render(programme, game.broadcast, rendering, workers=workers, progress=progress)
    for path, document in documents.items():
        write_json(path, document)
    if kind == "drill":
        _write_tracks(game, programme, rendering.encoding)
    return game


def _write_tracks(game: SampleGame, programme: Programme, encoding: Encoding) -> None:
    import numpy as np

    from sample_media.tracks import tracks, write_tracks

    media_s = np.arange(picture_count(programme, encoding)) / float(encoding.fps)
    write_tracks(game.truth.with_name("tracks.npz"), tracks(programme, media_s))


def _documents(game: SampleGame, programme: Programme, rendering: Rendering) -> Mapping[Path, Any]:
    from sample_media.simulation.boxscore import box_score
    from sample_media.simulation.playbyplay import feed
    from sample_media.simulation.truth import truth

    facts, rendered = truth(programme), _as_rendered(game, programme, rendering)
    rendered["media"] = {**facts["media"], **rendered["media"]}
    return {
        game.playbyplay: feed(programme.log),
        game.boxscore: box_score(programme.log),
        game.truth: {**facts, **rendered},
    }


def _as_rendered(game: SampleGame, programme: Programme, rendering: Rendering) -> dict[str, Any]:
    """What only the rendering knows: the bug's look and place, the pictures' size and rate."""
    encoding = rendering.encoding
    width, height = encoding.size
    box = bug_box(LOOKS[rendering.look], width, height)
    return {
        "media": {
            "file": game.broadcast.name, "width": width, "height": height, "fps": str(encoding.fps),
            "pictures": picture_count(programme, encoding), "drawn_every": rendering.draw_every,
        },
        "bug": {
            "look": rendering.look,
            "box": [round(v, 6) for v in (box.x / width, box.y / height, box.width / width, box.height / height)],
        },
    }


def encoding_for(size: tuple[int, int], bitrate_kbps: int | None, crf: float | None = None) -> Encoding:
    """An encoding that suits the size: small pictures for training are kept nearly whole."""
    if crf is None:
        crf = 23.0 if size[1] >= 480 else 20.0
    return Encoding(size=size, bitrate_kbps=bitrate_kbps, crf=crf)
