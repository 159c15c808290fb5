"""A recap as HLS: playlists over the pool's own bytes, nothing encoded, nothing copied.

Comes in: where each clip's pictures and sound lie in the pool, and its caption. Goes out: the text of
a multivariant playlist, of one media playlist a rendition, of one for the sound, and of the captions
(RFC 8216, fragmented MP4 with byte ranges, a discontinuity before each clip, WebVTT a clip).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

from edc.media.cutsound import RATE
from edc.media.cutsource import timescale
from edc.media.fragments import Fragment, read_fragments
from edc.media.pool import ClipRef

MASTER = "recap.m3u8"
_HEAD = ("#EXTM3U", "#EXT-X-VERSION:7")


@dataclass(frozen=True, slots=True, kw_only=True)
class HlsClip:
    pictures: tuple[ClipRef, ...]
    """One a rendition, the largest first."""
    sound: tuple[Path, int, int] | None
    """File, and the samples in it from which and to which it is heard, in whole packets."""
    caption: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    fps: Fraction
    sizes: tuple[tuple[int, int], ...]
    """Of the renditions."""
    language: str


def playlists(clips: Sequence[HlsClip], track: Track, url: Callable[[Path], str]) -> dict[str, str]:
    """File name → text; `recap.m3u8` is the one to open. `url` says where a file of the pool is found."""
    files = {f"video-{number}.m3u8": _pictures(clips, number, track, url) for number in range(len(track.sizes))}
    heard = any(clip.sound for clip in clips)
    if heard:
        files["audio.m3u8"] = _sound(clips, url)
    captions = _captions(clips, track)
    files |= captions
    return {MASTER: _master(clips, track, heard=heard, told=bool(captions)), **files}


def _parts(clip: HlsClip, number: int, track: Track) -> tuple[Fragment, ...]:
    ref, tick = clip.pictures[number], int(timescale(track.fps) / track.fps)
    return read_fragments(ref.path).covering(ref.start * tick, (ref.start + ref.frames) * tick)


def _span(parts: Sequence[Fragment]) -> tuple[int, int]:
    """Offset and length of fragments that lie behind each other."""
    return parts[0].offset, parts[-1].offset + parts[-1].size - parts[0].offset


def _segment(path: Path, parts: Sequence[Fragment], seconds: Fraction, url: Callable[[Path], str]) -> list[str]:
    offset, length = _span(parts)
    init = len(read_fragments(path).init)
    return ["#EXT-X-DISCONTINUITY", f'#EXT-X-MAP:URI="{url(path)}",BYTERANGE="{init}@0"',
            f"#EXTINF:{float(seconds):.6f},", f"#EXT-X-BYTERANGE:{length}@{offset}", url(path)]  # fmt: skip


def _playlist(segments: Sequence[list[str]], longest: Fraction) -> str:
    lines = [*_HEAD, f"#EXT-X-TARGETDURATION:{ceil(longest)}", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-MEDIA-SEQUENCE:0"]
    for number, segment in enumerate(segments):
        lines += segment[1:] if not number and segment[0] == "#EXT-X-DISCONTINUITY" else segment
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


def _seconds(clip: HlsClip, track: Track) -> Fraction:
    return clip.pictures[0].frames / track.fps


def _pictures(clips: Sequence[HlsClip], number: int, track: Track, url: Callable[[Path], str]) -> str:
    segments = [_segment(clip.pictures[number].path, _parts(clip, number, track), _seconds(clip, track), url)
                for clip in clips]  # fmt: skip
    return _playlist(segments, max(_seconds(clip, track) for clip in clips))


def _sound(clips: Sequence[HlsClip], url: Callable[[Path], str]) -> str:
    segments, longest = [], Fraction(0)
    for clip in clips:
        if clip.sound is not None:
            path, start, stop = clip.sound
            longest = max(longest, Fraction(stop - start, RATE))
            parts = read_fragments(path).covering(start, stop)
            segments.append(_segment(path, parts, Fraction(stop - start, RATE), url))
    return _playlist(segments, longest)


def _captions(clips: Sequence[HlsClip], track: Track) -> dict[str, str]:
    """One WebVTT a clip, tied to the timestamps of its pictures, which begin anew at each discontinuity."""
    if not any(clip.caption for clip in clips):
        return {}
    files, segments = {}, []
    for number, clip in enumerate(clips, start=1):
        name, seconds = f"captions-{number:02d}.vtt", _seconds(clip, track)
        stamp = round(clip.pictures[0].start / track.fps * 90_000) % (1 << 33)
        cue = f"00:00.000 --> {_vtt(seconds)}\n{clip.caption}\n" if clip.caption else ""
        files[name] = f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{stamp}\n\n{cue}"
        segments.append(["#EXT-X-DISCONTINUITY", f"#EXTINF:{float(seconds):.6f},", name])
    return {"captions.m3u8": _playlist(segments, max(_seconds(clip, track) for clip in clips)), **files}


def _vtt(seconds: Fraction) -> str:
    thousandths = int(seconds * 1000)
    return f"{thousandths // 60000:02d}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"


def _codec(path: Path) -> str:
    """avc1.PPCCLL out of the decoder's configuration."""
    init = read_fragments(path).init
    at = init.index(b"avcC") + 5
    return f"avc1.{init[at : at + 3].hex().upper()}"


def _master(clips: Sequence[HlsClip], track: Track, *, heard: bool, told: bool) -> str:
    lines = [*_HEAD, "#EXT-X-INDEPENDENT-SEGMENTS"]
    if heard:
        lines.append('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
                     'URI="audio.m3u8"')  # fmt: skip
    if told:
        lines.append(f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="{track.language}",'
                     f'LANGUAGE="{track.language}",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,'
                     'URI="captions.m3u8"')  # fmt: skip
    for number, (width, height) in enumerate(track.sizes):
        peak, mean = _rates(clips, number, track)
        codecs = _codec(clips[0].pictures[number].path) + (",mp4a.40.2" if heard else "")
        groups = (',AUDIO="sound"' if heard else "") + (',SUBTITLES="captions"' if told else "")
        lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={mean},CODECS="{codecs}",'
                  f"RESOLUTION={width}x{height},FRAME-RATE={float(track.fps):.3f}{groups}",
                  f"video-{number}.m3u8"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _rates(clips: Sequence[HlsClip], number: int, track: Track) -> tuple[int, int]:
    """Bits a second of the heaviest clip and of all, sound included."""
    sizes = []
    for clip in clips:
        size = _span(_parts(clip, number, track))[1]
        if clip.sound is not None:
            path, start, stop = clip.sound
            size += _span(read_fragments(path).covering(start, stop))[1]
        sizes.append((size * 8, _seconds(clip, track)))
    return (ceil(max(bits / seconds for bits, seconds in sizes)),
            ceil(sum(bits for bits, _ in sizes) / sum(seconds for _, seconds in sizes)))  # fmt: skip
