"""The file that a browser plays: the video itself, or a proxy of it on the same timeline.

Comes in: a game folder. Goes out: a path. A proxy has every frame of its source at the same media
second, keyframes close together (a step back is then quick), and sound that browsers know.
"""

from __future__ import annotations

from pathlib import Path

from edc.errors import InputError
from edc.media.ffmpeg import PROTOCOLS, run_ffmpeg
from edc.media.media import Media
from labeling.media.source import cache_path, located_media

VERSION = 1
"""Grows when proxies are made in another way: older ones are then not used."""
_PLAYED = ("h264", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "libaom-av1")
"""Decoders' names of what Chromium, Firefox and Safari decode in software, at 8 bits and 4:2:0."""
_PIXELS = ("yuv420p", "yuvj420p")
_HEARD = ("aac", "mp3", "opus", "flac")
_CONTAINERS = ("mov", "mp4", "webm")
_MOST_WIDTH = 1280
_LATE_S = 0.5
_GOP = 12
"""Frames from keyframe to keyframe: what a step back has to decode at most."""


def video_for(game_folder: Path) -> Path:
    """The video as a browser can play it; makes the proxy when there is none yet, about as long as the video plays.

    Raises:
        InputError: the video is gone or cannot be decoded.
    """
    from filelock import FileLock

    media = located_media(game_folder)
    video_plays, sound_plays = _plays(media)
    if video_plays and sound_plays and _starts_early(media):
        return Path(media.path)
    target = _proxy_path(game_folder, media)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_suffix(".lock")):
            if not target.is_file():
                _make(media, target, copy_video=video_plays)
    return target


def video_ready(game_folder: Path) -> bool:
    """Whether `video_for` would answer at once."""
    media = located_media(game_folder)
    return (all(_plays(media)) and _starts_early(media)) or _proxy_path(game_folder, media).is_file()


def _proxy_path(game_folder: Path, media: Media) -> Path:
    return cache_path(game_folder, media, "proxy", VERSION, ".mp4")


def _starts_early(media: Media) -> bool:
    """Browsers count from 0 whatever a file says, and lose their way where its first picture comes late."""
    return media.start_s < _LATE_S


def _plays(media: Media) -> tuple[bool, bool]:
    """Whether a browser plays the pictures, and the sound, of the file at `media.path`."""
    import av

    try:
        with av.open(media.path, options={"protocol_whitelist": PROTOCOLS}) as container:
            names = container.format.name.split(",")
            pixels = str(container.streams.video[0].pix_fmt)
            sound = [stream.codec_context.name for stream in container.streams.audio[:1]]
    except (av.error.FFmpegError, OSError, IndexError) as error:
        raise InputError(f"The video {media.path} cannot be opened ({error}): put it back where it was.") from error
    contained = any(name in _CONTAINERS for name in names) and "matroska" not in names
    shown = media.codec in _PLAYED and pixels in _PIXELS and not media.interlaced
    heard = all(name.startswith(_HEARD) for name in sound)
    return contained and shown, contained and heard


def _make(media: Media, target: Path, *, copy_video: bool) -> None:
    from edc.files import atomic_write

    with atomic_write(target) as temporary:
        run_ffmpeg(
            [*_input(media), *(_copied(media) if copy_video else _encoded(media)), *_sound(media, copy_video),
             "-avoid_negative_ts", "disabled", "-movflags", "+faststart", str(temporary)],
            doing=f"Making a proxy of {media.uri} that a browser plays",
        )  # fmt: skip


def _input(media: Media) -> list[str]:
    return ["-protocol_whitelist", PROTOCOLS, "-copyts", "-noautorotate", "-fflags", "+discardcorrupt",
            "-err_detect", "ignore_err", "-i", media.path, "-map", "0:v:0", "-map", "0:a:0?"]  # fmt: skip


def _copied(media: Media) -> list[str]:
    return ["-c:v", "copy", "-output_ts_offset", f"{-media.start_s:.9f}"]


def _encoded(media: Media) -> list[str]:
    width = min(media.width, _MOST_WIDTH) // 2 * 2
    height = round(media.height * width / media.width) // 2 * 2
    # bwdif makes one whole frame of each interlaced one, at its own time
    woven = ["bwdif=mode=send_frame:deint=all"] if media.interlaced else []
    filters = [*woven, f"setpts=PTS-{media.start_s:.9f}/TB", f"scale={width}:{height}", "setsar=1"]
    return ["-filter:v", ",".join(filters), "-c:v", "libx264", "-preset", "veryfast", "-crf", "23",
            "-pix_fmt", "yuv420p", "-profile:v", "high", "-bf", "0", "-g", str(_GOP), "-fps_mode", "passthrough",
            "-enc_time_base", "demux", "-video_track_timescale", "90000"]  # fmt: skip


def _sound(media: Media, copied_video: bool) -> list[str]:
    if not media.has_audio:
        return []
    # what was heard before the first picture lies before second 0 and is left out
    cut = f"atrim=start={media.start_s:.9f}"
    shift = "" if copied_video else f",asetpts=PTS-{media.start_s:.9f}/TB"
    return ["-filter:a", cut + shift, "-c:a", "aac", "-b:a", "128k", "-ac", "2"]
