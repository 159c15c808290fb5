"""The sound of a game as a line that can be drawn.

Comes in: a game folder. Goes out: the loudest sample of each fiftieth of a second, on the media timeline.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.files import atomic_write
from edc.media.ffmpeg import PROTOCOLS, ffmpeg_path
from edc.media.media import Media
from labeling.media.source import cache_path, located_media

PEAKS_PER_S = 50
VERSION = 1
_RATE = 8000
_SAMPLES = _RATE // PEAKS_PER_S
_BLOCK = _SAMPLES * 2 * PEAKS_PER_S * 60


def waveform(game_folder: Path) -> bytes:
    """One byte a peak, 0 (silence) to 255 (full scale), `PEAKS_PER_S` a second from media second 0; kept once made.

    Raises:
        InputError: the video is gone, or its sound cannot be decoded at all.
    """
    media = located_media(game_folder)
    path = cache_path(game_folder, media, "waveform", VERSION, ".u8")
    if path.is_file():
        return path.read_bytes()
    peaks = _fitted(np.concatenate([*_peaks(media), np.zeros(0, np.uint8)]), media)
    with atomic_write(path) as temporary:
        temporary.write_bytes(peaks.tobytes())
    return peaks.tobytes()


def _fitted(peaks: NDArray[np.uint8], media: Media) -> NDArray[np.uint8]:
    count = int(np.ceil(media.duration_s * PEAKS_PER_S))
    return np.pad(peaks[:count], (0, max(0, count - len(peaks))))


def _peaks(media: Media) -> Iterator[NDArray[np.uint8]]:
    """Decoded in blocks of a minute: a whole game's sound is never held at once."""
    if not media.has_audio:
        return
    command = [
        ffmpeg_path(), "-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", PROTOCOLS,
        "-threads", "1", "-copyts", "-fflags", "+discardcorrupt", "-err_detect", "ignore_err", "-vn", "-i", media.path,
        "-map", "0:a:0", "-filter:a", f"asetpts=PTS-{media.start_s:.9f}/TB,aresample={_RATE}:async=1:first_pts=0",
        "-ac", "1", "-f", "s16le", "pipe:1",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        heard = False
        while block := process.stdout.read(_BLOCK):
            heard = True
            yield _loudest(np.frombuffer(block[: len(block) // 2 * 2], np.int16))
    if not heard:
        raise InputError(f"The sound of {media.uri} cannot be decoded.")


def _loudest(samples: NDArray[np.int16]) -> NDArray[np.uint8]:
    whole = np.pad(samples, (0, -len(samples) % _SAMPLES)).reshape(-1, _SAMPLES).astype(np.int32)
    peaks: NDArray[np.uint8] = np.minimum(np.abs(whole).max(axis=1) >> 7, 255).astype(np.uint8)
    return peaks
