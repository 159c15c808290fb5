"""Draws and encodes a programme: the pictures in short pieces by several processes, the sound by one.

In: a programme and the looks. Out: a video file, written whole or not at all. The programme and the
style travel to the worker processes by pickling.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import shutil
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from edc.errors import EdcError, InvariantError, UsageError
from edc.files import TEMPORARY_MARK, atomic_write
from sample_media.encode import Encoding, VideoPiece, encode_sound, join
from sample_media.scorebugs import LOOKS

if TYPE_CHECKING:
    from sample_media.drawing import Style
    from sample_media.scene import Broadcast

_LONGEST_PIECE_S, _SHORTEST_PIECE_S = 60.0, 6.0
_PIECES_A_WORKER = 4
_POLL_S = 0.2
_NEWS_EVERY = 30

Made = TypeVar("Made")

Progress = Callable[[int, int], None]
"""Called with the pictures drawn so far and in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How a programme becomes a file."""

    look: str
    encoding: Encoding = field(default_factory=Encoding)
    grain: float = 0.0
    draw_every: int = 1  # 2: every second picture is drawn and shown twice
    style: Style | None = None  # None: the programme's own
    sound: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    number: int
    first: int
    end: int


def picture_count(programme: Broadcast, encoding: Encoding) -> int:
    return int(programme.duration_s * encoding.fps)


def render(
    programme: Broadcast, out: Path, rendering: Rendering, *, workers: int = 2, progress: Progress | None = None
) -> None:
    """Writes the whole programme to `out`.

    Raises:
        UsageError: no such look, or a size that H.264 cannot hold.
    """
    check(rendering)
    out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(out) as temporary:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.stem}{TEMPORARY_MARK}", dir=out.parent))
        try:
            pieces = _pieces(picture_count(programme, rendering.encoding), rendering.encoding, workers)
            _work(programme, rendering, pieces, folder, workers, progress)
            video = [(_piece_path(folder, piece.number), piece.first) for piece in pieces]
            join(video, _sound_path(folder) if rendering.sound else None, temporary, rendering.encoding)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def check(rendering: Rendering) -> None:
    """Refuses what cannot be rendered, before anything is written."""
    if rendering.look not in LOOKS:
        raise UsageError(f"No score bug is called {rendering.look!r}. Choose one of: {', '.join(LOOKS)}.")
    if rendering.draw_every < 1:
        raise UsageError(f"draw_every is {rendering.draw_every}; it must be at least 1.")
    width, height = rendering.encoding.size
    if width % 2 or height % 2 or min(width, height) < 64:
        raise UsageError(f"A picture of {width}x{height} cannot be encoded: both sides must be even and at least 64.")


def _pieces(count: int, encoding: Encoding, workers: int) -> list[_Piece]:
    """Runs of whole GOPs, several for each worker so that all end at about the same time."""
    wanted = count / (workers * _PIECES_A_WORKER)
    length = min(max(wanted, _SHORTEST_PIECE_S * encoding.fps), _LONGEST_PIECE_S * encoding.fps)
    step = max(1, round(length / encoding.gop)) * encoding.gop
    return [_Piece(number, first, min(count, first + step)) for number, first in enumerate(range(0, count, step))]


def _piece_path(folder: Path, number: int) -> Path:
    return folder / f"picture_{number:05d}.mp4"


def _sound_path(folder: Path) -> Path:
    return folder / "sound.m4a"


def _work(
    programme: Broadcast, rendering: Rendering, pieces: list[_Piece], folder: Path, workers: int,
    progress: Progress | None,
) -> None:
    """Lets the worker processes take the pieces one after another; ends them all if anything goes wrong."""
    context = multiprocessing.get_context("spawn")
    jobs, news = context.Queue(), context.Queue()
    for job in ([None] if rendering.sound else []) + list(pieces):
        jobs.put(job)
    crew = [
        context.Process(target=_worker, args=(programme, rendering, folder, jobs, news, os.getpid()), daemon=True)
        for _ in range(max(1, min(workers, len(pieces) + 1)))
    ]
    try:
        for member in crew:
            jobs.put("end")
            member.start()
        _wait(crew, news, pieces[-1].end if pieces else 0, len(pieces) + rendering.sound, progress)
    finally:
        for member in crew:
            member.terminate()
        for member in crew:
            member.join(5)
        for line in (jobs, news):
            line.cancel_join_thread()


def _wait(crew: Sequence[BaseProcess], news: Any, count: int, jobs: int, progress: Progress | None) -> None:
    drawn = finished = 0
    while finished < jobs:
        try:
            word = news.get(timeout=_POLL_S)
        except queue.Empty:
            if not any(member.is_alive() for member in crew):
                raise InvariantError("A process that draws the broadcast ended without a word.") from None
            continue
        if isinstance(word, EdcError):
            raise word
        if isinstance(word, str):
            raise InvariantError(f"Drawing the broadcast failed:\n{word}")
        if word is None:
            finished += 1
            continue
        drawn += word
        if progress is not None:
            progress(drawn, count)


def _worker(programme: Broadcast, rendering: Rendering, folder: Path, jobs: Any, news: Any, parent: int) -> None:
    import cv2

    cv2.setNumThreads(1)
    artist: _Artist | None = None
    try:
        while (job := jobs.get()) != "end":
            if job is None:
                _write_sound(programme, rendering.encoding, _sound_path(folder), parent)
            else:
                artist = artist or _Artist(programme, rendering)
                _draw_piece(artist, job, _piece_path(folder, job.number), news, parent)
            news.put(None)
    except EdcError as error:
        news.put(error)
    except KeyboardInterrupt:
        pass
    except BaseException:
        news.put(traceback.format_exc())


def _write_sound(programme: Broadcast, encoding: Encoding, path: Path, parent: int) -> None:
    from sample_media.sound import CHANNELS, RATE, soundtrack

    end_s = float(picture_count(programme, encoding) / encoding.fps)
    blocks = (_while_wanted(block, path, parent) for block in soundtrack(programme, end_s=end_s))
    encode_sound(blocks, path, rate=RATE, channels=CHANNELS, kbps=encoding.audio_kbps)


def _while_wanted(made: Made, path: Path, parent: int) -> Made:
    """What was made, unless the process that asked for it is gone: then its folder goes, and we do."""
    if os.getppid() != parent:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise SystemExit
    return made


class _Artist:
    """Draws any picture of a programme, with its score bug."""

    def __init__(self, programme: Broadcast, rendering: Rendering) -> None:
        from sample_media.drawing import Painter

        self.programme, self.rendering = programme, rendering
        self._look = LOOKS[rendering.look]
        self._painter = Painter(
            rendering.encoding.size, programme.home, programme.away, programme.seed, rendering.grain, rendering.style
        )

    def picture(self, media_s: float) -> Any:
        from sample_media.scorebugs import draw_bug

        programme = self.programme
        scene = programme.scene_at(media_s)
        picture = self._painter.paint(scene)
        if scene.bug is not None:
            draw_bug(picture, self._look, scene.bug, programme.home, programme.away, programme.series_text)
        return picture


def _draw_piece(artist: _Artist, piece: _Piece, path: Path, news: Any, parent: int) -> None:
    encoding, every = artist.rendering.encoding, artist.rendering.draw_every
    with VideoPiece(path, encoding) as target:
        picture = None
        for number in range(piece.first, piece.end):
            if picture is None or number % every == 0:
                picture = artist.picture(float((number - number % every) / encoding.fps))
            target.write(picture)
            done = number + 1 - piece.first
            if done % _NEWS_EVERY == 0 or number + 1 == piece.end:
                news.put((done - 1) % _NEWS_EVERY + 1)
                _while_wanted(None, path, parent)
