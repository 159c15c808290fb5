"""A video that says where it is: each picture carries its number in blocks, each second begins with a beep."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

NTSC = Fraction(30000, 1001)
WIDTH, HEIGHT, BITS, BLOCK = 256, 144, 16, 16
RATE = 48_000
BEEP_S = 0.02


def picture(number: int) -> np.ndarray:
    luma = np.full((HEIGHT, WIDTH), 90, np.uint8)
    for bit in range(BITS):
        luma[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 220 if number >> bit & 1 else 30
    at = 20 + (number * 3) % 100
    luma[at : at + 20, (number * 5) % 220 : (number * 5) % 220 + 30] = 180
    return luma


def number_in(luma: np.ndarray) -> int:
    blocks = luma[4 : BLOCK - 4, : BITS * BLOCK].reshape(BLOCK - 8, BITS, BLOCK)[:, :, 4:-4].mean(axis=(0, 2))
    return int(sum(1 << bit for bit in range(BITS) if blocks[bit] > 125))


def beeps(seconds: float) -> np.ndarray:
    """A tone of 20 ms that begins with each full second, over a bed too quiet to count."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * 1000 * t) * ((t % 1.0) < BEEP_S) * 0.5
    noise = np.random.default_rng(5).normal(0, 0.002, len(t))
    return np.stack([tone + noise] * 2).astype(np.float32)


def write_video(
    path: Path, *, seconds: float = 30.0, fps: Fraction = NTSC, sound: bool = True, offset_s: Fraction = Fraction(0),
    keep: set[int] | None = None, rate: int = RATE,
) -> Path:  # fmt: skip
    """`keep`: the pictures that exist, for a variable frame rate; `offset_s`: timestamp of the first picture."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "18", "bf": "2", "g": "50"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.time_base = 1 / fps
        audio = out.add_stream("aac", rate=rate, layout="stereo", options={"aac_coder": "fast"}) if sound else None
        shift = round(offset_s * fps)
        for number in range(int(seconds * fps)):
            if keep is not None and number not in keep:
                continue
            planes = np.vstack([picture(number), np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
            frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
            frame.pts, frame.time_base = number + shift, 1 / fps
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            samples = beeps(seconds)
            if rate != RATE:
                from scipy.signal import resample_poly

                samples = resample_poly(samples, rate, RATE, axis=1).astype(np.float32)
            lead = round(shift / fps * rate)
            for at in range(0, samples.shape[1] - 1024, 1024):
                frame = av.AudioFrame.from_ndarray(samples[:, at : at + 1024].copy(), "fltp", "stereo")
                frame.sample_rate, frame.pts, frame.time_base = rate, at + lead, Fraction(1, rate)
                out.mux(audio.encode(frame))
            out.mux(audio.encode(None))
    return path


def numbers(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [number_in(frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]


def beep_starts(mono: np.ndarray) -> list[float]:
    """Seconds at which a beep begins: the instant its 1 kHz envelope passes half of its height."""
    high = _envelope(mono)
    high = high > 0.5 * high.max()
    rising = np.flatnonzero(high[1:] & ~high[:-1]) + 1
    return [float(at) / RATE for at in rising]


def _envelope(mono: np.ndarray) -> np.ndarray:
    """Of the 1 kHz tone, over 96 samples (two of its waves), twenty seconds at a time: ten minutes are long."""
    kernel, found, step = np.ones(96, np.float32) / 96, np.zeros(len(mono), np.float32), 20 * RATE
    turn = np.exp(-2j * np.pi * 1000 * np.arange(step + 192) / RATE).astype(np.complex64)
    for at in range(0, len(mono), step):
        first = max(0, at - 96)
        part = mono[first : at + step + 96]
        envelope = np.abs(np.convolve(part * turn[: len(part)], kernel, mode="same"))
        found[at : at + step] = envelope[at - first : at - first + step]
    return found
