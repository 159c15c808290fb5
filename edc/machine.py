"""What this machine has that EDC needs or can use.

Goes out: a list of findings, each with the remedy where something is missing.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NEEDED_CODECS = ("libx264", "aac")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    what: str
    found: str
    fine: bool
    remedy: str = ""
    optional: bool = False


def examine() -> list[Finding]:
    return [_cores(), _disk(), _ffmpeg(), *_codecs(), *_models(), _gpu(), _voice(), _keys()]


def _cores() -> Finding:
    import psutil

    memory = psutil.virtual_memory().total / 1e9
    return Finding(what="processor, memory", found=f"{os.cpu_count()} cores, {memory:.0f} GB", fine=memory > 3.5,
                   remedy="A game needs 2 GB free.")  # fmt: skip


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    return Finding(what="free disk here", found=f"{free:.0f} GB", fine=free > 2, remedy="A game needs about 2 GB.")


def _ffmpeg() -> Finding:
    from edc.media.ffmpeg import ffmpeg_path

    try:
        path = ffmpeg_path()
        first = subprocess.run([path, "-version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    except (RuntimeError, OSError, subprocess.CalledProcessError):
        return Finding(what="ffmpeg", found="none", fine=False, remedy="pip install imageio-ffmpeg")
    return Finding(what="ffmpeg", found=" ".join(first.split()[:3]) + f" ({path})", fine=True)


def _codecs() -> list[Finding]:
    from edc.media.ffmpeg import ffmpeg_path

    try:
        listed = subprocess.run([ffmpeg_path(), "-hide_banner", "-encoders"], capture_output=True, text=True).stdout
    except (RuntimeError, OSError):
        return []
    return [
        Finding(what=f"encoder {name}", found="yes" if f" {name} " in listed else "no", fine=f" {name} " in listed,
                remedy="Use the ffmpeg of imageio-ffmpeg: take the other one off the PATH.")
        for name in NEEDED_CODECS
    ]  # fmt: skip


def _models() -> list[Finding]:
    return [
        Finding(what=what, found="in the package" if (fine := importlib.util.find_spec(package) is not None) else "no",
                fine=fine, remedy=f"pip install {package}")
        for what, package in (("OCR models (PP-OCR)", "rapidocr"), ("speech model (Silero VAD)", "silero_vad"))
    ]  # fmt: skip


def _gpu() -> Finding:
    # Asked of the driver, not of torch, whose import takes seconds.
    path = shutil.which("nvidia-smi")
    name = ""
    if path:
        asked = subprocess.run([path, "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True)
        name = asked.stdout.strip().split("\n")[0] if asked.returncode == 0 else ""
    return Finding(what="GPU", found=name or "none", fine=bool(name), optional=True, remedy="Not needed.")


def _voice() -> Finding:
    fine = importlib.util.find_spec("espeakng_loader") is not None
    return Finding(what="commentator's voice (edc sample)", found="espeak-ng" if fine else "simple synthesiser",
                   fine=fine, optional=True, remedy="pip install 'edc-moments[sample]'")  # fmt: skip


def _keys() -> Finding:
    fine = bool(os.environ.get("AWS_PROFILE") or os.environ.get("AWS_ACCESS_KEY_ID")) or (
        Path.home() / ".aws" / "credentials"
    ).exists()
    return Finding(what="AWS credentials", found="yes" if fine else "none", fine=fine, optional=True,
                   remedy="Only for s3:// addresses: aws configure")  # fmt: skip
