"""What a recap costs in processor time beside moviepy, in one run on the same clips of the sample game.

Comes in: nothing; the sample game is processed once into `benchmarks/cache/recap_speed` and kept. Goes out: ratios of
processor seconds (own and of all child processes), the similarity of the pictures to the source, times of personal
playlists, five hundred of them with the encodings they needed, and the loudness as ffmpeg's own meter reads it.
"""

from __future__ import annotations

import itertools
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from edc.config import load_config
from edc.errors import InputError
from edc.gamefolder import GameFolder
from edc.media.cutsource import FrameSpan, Source
from edc.media.ffmpeg import ffmpeg_path
from edc.media.pool import Pool, PoolSettings
from edc.media.stretches import bare, stretches
from edc.progress import Silent
from edc.recap.make import fill_pool, make_recap, plan_for
from edc.recap.playlist import PersonalRecaps
from edc.recap.ready import Ready, open_game
from edc.recap.request import RecapRequest

ROOT = Path(__file__).parent.parent
CACHE = Path(__file__).parent / "cache" / "recap_speed"
SAMPLE = ROOT / "sample_media" / "game"
_COMPARED = 6
"""Pictures of each clip compared with the source."""
Grey = npt.NDArray[np.float64]


def processor_s() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def cost(work: Callable[[], object]) -> float:
    start = processor_s()
    work()
    return processor_s() - start


def processed() -> Path:
    out = CACHE / "game"
    subprocess.run([sys.executable, "-m", "edc", "process", str(SAMPLE / "broadcast.mp4"), "--playbyplay",
                    str(SAMPLE / "playbyplay.json"), "--out", str(out), "--json"], check=True, cwd=ROOT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How somebody writes the same clips with moviepy."""

    name: str
    options: dict[str, Any]


def writings(settings: PoolSettings) -> tuple[Written, ...]:
    """As it comes; and at the pool's own preset, at the quality that x264 gives with B-frames one step lower."""
    return (
        Written(name="as it comes (medium, crf 23)", options={}),
        Written(name=f"{settings.preset}, crf {settings.crf + 1}", options={
            "preset": settings.preset, "ffmpeg_params": ["-crf", str(settings.crf + 1)]}),
    )  # fmt: skip


def with_moviepy(source: Source, spans: Sequence[FrameSpan], target: Path, options: dict[str, Any]) -> None:
    from moviepy import VideoFileClip, concatenate_videoclips

    film = VideoFileClip(str(source.path))
    clips = [film.subclipped(float(source.seconds(s.first)), float(source.seconds(s.stop))) for s in spans]
    joined = concatenate_videoclips(clips)
    joined.write_videofile(str(target), codec="libx264", audio_codec="aac", logger=None, threads=2, **options)
    film.close()


def similarity(a: Grey, b: Grey) -> float:
    """SSIM of two grey pictures (Wang et al. 2004, Gaussian window of 1.5 pixels)."""
    def blur(x: Grey) -> Grey:
        return np.asarray(cv2.GaussianBlur(x, (11, 11), 1.5))

    ma, mb = blur(a), blur(b)
    va, vb, cab = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float((((2 * ma * mb + c1) * (2 * cab + c2)) / ((ma**2 + mb**2 + c1) * (va + vb + c2))).mean())


def pictures(path: Path, wanted: Sequence[int]) -> dict[int, Grey]:
    """Grey pictures by their count from the file's first."""
    import av

    found, last = {}, max(wanted)
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                found[number] = frame.to_ndarray(format="gray").astype(np.float64)
            if number >= last:
                break
    return found


def compared(span: FrameSpan) -> list[int]:
    """Frames of the source that are compared, counted from the span's first."""
    return [int(number) for number in np.linspace(3, span.length - 4, _COMPARED)]


def quality(spans: Sequence[FrameSpan], film: Path, true: dict[int, Grey]) -> float:
    """Mean SSIM of a film of the spans against the source; a neighbour counts where the film is a frame off."""
    pairs, at = [], 0
    for span in spans:
        pairs += [(span.first + number, at + number) for number in compared(span)]
        at += span.length
    ours = pictures(film, sorted({at + off for _, at in pairs for off in (-1, 0, 1)}))
    return float(np.mean([max(similarity(true[n], ours[at + off]) for off in (-1, 0, 1) if at + off in ours)
                          for n, at in pairs]))  # fmt: skip


def wishes(ready: Ready) -> list[RecapRequest]:
    """Five hundred different ones."""
    teams = (None, ready.facts["home"]["tricode"], ready.facts["away"]["tricode"])
    labels: tuple[tuple[str, ...], ...] = ((), ("shot.made.three",), ("shot.made",))
    lengths = (15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 180, 240, 300)
    ends = (None, 0.5, 0.7, 0.9)
    duration = float(ready.facts["media"]["duration_s"])
    found = [RecapRequest(seconds=float(seconds), team=team, labels=label, spoilers=spoilers,  # type: ignore[arg-type]
                          up_to_s=None if end is None else duration * end)
             for seconds, team, label, end, spoilers in itertools.product(lengths, teams, labels, ends,
                                                                          ("full", "hidden"))]  # fmt: skip
    return found[:700]


def personal(ready: Ready) -> None:
    before = {path.name for path in ready.game.pool.iterdir()}
    recaps, new, cached, empty = PersonalRecaps(ready), [], [], 0
    for wish in wishes(ready):
        start = time.perf_counter()
        try:
            recaps.plan(wish)
        except InputError:
            empty += 1
            continue
        middle = time.perf_counter()
        recaps.playlists(wish, lambda path: f"../pool/{path.name}")
        new.append(middle - start)
        cached.append(time.perf_counter() - middle)
        if len(new) == 500:
            break
    encoded = {path.name for path in ready.game.pool.iterdir()} - before
    print(f"{len(new)} personal requests ({empty} more had nothing to show): {len(encoded)} encodings   (goal 0)")
    print(f"  a new solve, ms: median {np.median(new) * 1e3:.0f}, slowest {max(new) * 1e3:.0f}   (goal under 1000)")
    print(f"  a playlist from a cached plan, ms: median {np.median(cached) * 1e3:.1f}, slowest {max(cached) * 1e3:.1f}"
          "   (goal under 20)")  # fmt: skip


def heard(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak by ffmpeg's own meter."""
    said = subprocess.run([ffmpeg_path(), "-hide_banner", "-nostdin", "-i", str(path), "-af", "ebur128=peak=true", "-f",
                           "null", "-"], capture_output=True, text=True, check=True).stderr  # fmt: skip
    summary = said[said.rindex("Summary:") :]
    lufs, peak = (float(match[1]) for name in ("I", "Peak") if (match := re.search(rf"{name}:\s+(-?[\d.]+)", summary)))
    return lufs, peak


def loudness(path: Path, target: float) -> None:
    lufs, peak = heard(path)
    print(f"loudness {lufs:.1f} LUFS (target {target:g} ± 0.5), true peak {peak:.1f} dBTP (at most -1)")


def pool_against_moviepy(source: Source, spans: Sequence[FrameSpan], settings: PoolSettings) -> float:
    """Prints cost and quality of the pool beside moviepy's; gives back what moviepy's costs at the pool's preset."""
    shown_s = float(sum(source.seconds(span.length) for span in spans))
    true = pictures(source.path, sorted({s.first + number for s in spans for number in compared(s)}))
    with tempfile.TemporaryDirectory() as name:
        folder, theirs = Path(name), []
        for writing in writings(settings):
            film = folder / "moviepy.mp4"
            seconds = cost(lambda: with_moviepy(source, spans, film, writing.options))  # noqa: B023
            theirs.append((writing.name, seconds, quality(spans, film, true), film.stat().st_size))
        pool = Pool(folder / "pool")
        alone = cost(lambda: pool.fill(source, [bare(span) for span in spans], workers=2))
        handles = stretches(spans, source)
        wide = cost(lambda: Pool(folder / "wide").fill(source, handles, workers=2))
        ours = float(np.mean([quality([s], pool.path(source, bare(s)), true) for s in spans]))
        size = sum(path.stat().st_size for path in pool.folder.glob("*.mp4"))
    print(f"{len(spans)} clips, {shown_s:.0f} s of {source.width}×{source.height}; processor seconds")
    print(f"  {'filling the pool with these clips':<46}{alone:>7.1f}   SSIM {ours:.4f}   {size / 1e6:.1f} MB")
    for name, seconds, ssim, size in theirs:
        print(f"  {'moviepy ' + name:<46}{seconds:>7.1f}   SSIM {ssim:.4f}   {size / 1e6:.1f} MB   "
              f"ratio {alone / seconds:.2f} (goal 0.75), SSIM {ours - ssim:+.4f} (goal not lower)")
    wide_s = float(sum(source.seconds(stretch.span.length) for stretch in handles))
    each = wide / wide_s / theirs[-1][1] * shown_s
    print(f"  {f'the pool with 4 s handles ({wide_s:.0f} s)':<46}{wide:>7.1f}   ratio per second of video {each:.2f}")
    return float(theirs[-1][1])


def main() -> None:
    ready = open_game(GameFolder(processed()), load_config().recap)
    plan = plan_for(RecapRequest(), ready, [])
    theirs = pool_against_moviepy(ready.footage.source, [clip.span for clip in plan.clips], PoolSettings())
    fill_pool(ready.game, ready.config, Silent())
    make_recap(ready.game, RecapRequest(), ready.config, Silent())
    shutil.rmtree(ready.game.recap("rapid"))
    again = cost(lambda: make_recap(ready.game, RecapRequest(), ready.config, Silent()))
    print(f"  {'a recap from the filled pool':<46}{again:>7.1f}   ratio {again / theirs:.3f} (goal 0.1)")
    personal(ready)
    loudness(ready.game.recap("rapid") / "recap.mp4", ready.config.loudness_lufs)


if __name__ == "__main__":
    main()
