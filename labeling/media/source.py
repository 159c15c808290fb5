"""Where a game's video lies, when each of its frames is shown, and where what is made of it is kept.

Comes in: a game folder. Goes out: its `Media` with a path that exists, frame times, cache paths.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.gamefolder import GameFolder, require_game_folder
from edc.media.media import Media, read_media


def located_media(game_folder: Path) -> Media:
    """What is known of the video; its path leads to the file even where folder and video were moved together.

    Raises:
        InputError: the folder knows no video, or the video is gone.
    """
    game = GameFolder(game_folder)
    if not game.media.is_file():
        require_game_folder(game_folder)
        raise InputError(f"{game_folder} knows nothing of its video (no work/media.json): run `edc process` again.")
    media = read_media(game.media)
    copy = game.work / Path(media.path).name
    for place in (Path(media.path), copy, game_folder / media.uri, game_folder.parent / Path(media.uri).name):
        if place.is_file():
            return replace(media, path=str(place.absolute()))
    raise InputError(f"The video {media.path} is gone: put it back where it was, or process the game again.")


def frame_times(game_folder: Path) -> NDArray[np.float64]:
    """Media seconds at which each frame is shown, shape (frames,), rising, the first one 0.

    Raises:
        InputError: the table is missing.
    """
    import pyarrow.parquet as pq

    path = GameFolder(game_folder).frames
    if not path.is_file():
        raise InputError(f"{path} is missing: run `edc process` on the game again.")
    times = pq.read_table(path, columns=["media_s"]).column("media_s").to_numpy()
    # Where two recordings were joined a frame may repeat a time: a player can only show one of them.
    return np.ascontiguousarray(np.unique(times), np.float64)


def cache_path(game_folder: Path, media: Media, kind: str, version: int, suffix: str) -> Path:
    """In `work/review/`; the name changes with the video's content and with how the thing is made."""
    key = hashlib.sha256(f"{media.sha256}/{media.start_s}/{version}".encode()).hexdigest()[:12]
    return GameFolder(game_folder).work / "review" / f"{kind}-{key}{suffix}"
