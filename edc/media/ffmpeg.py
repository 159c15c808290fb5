"""Where ffmpeg is, and running it safely.

Comes in: an argument list (never a shell line). Goes out: its standard output, or an `InputError`
that quotes what ffmpeg said last.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Sequence

from edc.errors import InputError, TransientError

PROTOCOLS = "file,crypto,data,pipe,fd"
"""What ffmpeg may open: no network, whatever a playlist or a file's header asks for."""


@functools.cache
def ffmpeg_path() -> str:
    """`ffmpeg` on the PATH, else the binary that the wheel `imageio-ffmpeg` ships."""
    on_path = shutil.which("ffmpeg")
    if on_path:
        return on_path
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run_ffmpeg(arguments: Sequence[str], *, doing: str, stdin: bytes | None = None) -> bytes:
    """Runs ffmpeg to its end and gives back its standard output.

    Raises:
        TransientError: the disk is full.
        InputError: ffmpeg failed; the message says at what (`doing`) and why.
    """
    return hear_ffmpeg(arguments, doing=doing, stdin=stdin)[0]


def hear_ffmpeg(
    arguments: Sequence[str], *, doing: str, stdin: bytes | None = None
) -> tuple[bytes, list[str]]:
    """The same, and what it complained of although it went on."""
    command = [ffmpeg_path(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    if done.returncode != 0:
        last = said[-1] if said else f"exit code {done.returncode}"
        if "No space left on device" in "\n".join(said):
            raise TransientError(f"{doing}: no space left on the disk.")
        raise InputError(f"{doing}: ffmpeg failed: {last}")
    return done.stdout, said
