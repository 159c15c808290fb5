"""Text on a picture: finding it and reading it, with the PP-OCR models of the rapidocr wheel.

Comes in: BGR pictures. Goes out: boxes of text lines, and for each line the recogniser's
probabilities over what a score bug prints at each time step (a `Line`), from which fields are decoded
with an alphabet of their own. Letters of scripts that no field's alphabet holds are kept for team
names. The models run through onnxruntime directly, because rapidocr's own decoder drops the
probabilities and the places of the characters.
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

PERIOD_SIGNS = "第節节一二三四加时時延長半场終了"
"""What Chinese and Japanese bugs print their periods with."""
ALPHABET = " 0123456789:.-/'&#|ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + PERIOD_SIGNS
"""What a score bug prints; column 0 of a `Line` is the CTC blank, the last one everything else."""

INDEX = {character: position + 1 for position, character in enumerate(ALPHABET)}

_HEIGHT = 48
"""The recogniser's input height."""
_STRIDE = 8
"""Input columns per time step of the recogniser."""
_SHAPES = {"：": ":", "．": ".", "。": ".", "·": ".", "•": ".", "，": ".", ",": ".", "–": "-", "—": "-", "一": "-",
           "−": "-", "’": "'", "‘": "'", "○": "O", "〇": "O", "丨": "|", "Ⅰ": "I", ";": ":"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in pixels or in fractions of a picture; the unit is its owner's."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def scaled(self, sx: float, sy: float, dx: float = 0.0, dy: float = 0.0) -> Box:
        """Multiplied, then moved."""
        return Box(x=self.x * sx + dx, y=self.y * sy + dy, w=self.w * sx, h=self.h * sy)

    def grown(self, dx: float, dy: float) -> Box:
        return Box(x=self.x - dx, y=self.y - dy, w=self.w + 2 * dx, h=self.h + 2 * dy)

    def union(self, other: Box) -> Box:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x=x, y=y, w=max(self.right, other.right) - x, h=max(self.bottom, other.bottom) - y)

    def overlap(self, other: Box) -> float:
        """Area in common as a share of the smaller box."""
        w = min(self.right, other.right) - max(self.x, other.x)
        h = min(self.bottom, other.bottom) - max(self.y, other.y)
        smaller = min(self.w * self.h, other.w * other.h)
        return w * h / smaller if w > 0 and h > 0 and smaller > 0 else 0.0

    def crop(self, picture: Picture) -> Picture:
        """The part of a picture under this box (in its pixels); at least one pixel."""
        height, width = picture.shape[:2]
        x0 = min(max(int(np.floor(self.x)), 0), width - 1)
        y0 = min(max(int(np.floor(self.y)), 0), height - 1)
        x1 = min(max(int(np.ceil(self.right)), x0 + 1), width)
        y1 = min(max(int(np.ceil(self.bottom)), y0 + 1), height)
        return picture[y0:y1, x0:x1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the recogniser saw in one crop."""

    probabilities: Floats
    """Time steps × (blank, `ALPHABET`, everything else)."""
    step: float
    """Pixels of the crop per time step."""
    foreign: Mapping[int, str] = field(default_factory=dict)
    """Time step → the letter seen there, where it is in no bug's alphabet."""

    def greedy(self) -> tuple[str, NDArray[np.float64], NDArray[np.float64]]:
        """Text, and for each character its middle in pixels of the crop and its probability."""
        best = self.probabilities.argmax(1)
        text, middles, sure = [], [], []
        start = 0
        for step in range(1, len(best) + 1):
            if step < len(best) and best[step] == best[start]:
                continue
            symbol = int(best[start])
            if symbol != 0:
                text.append(ALPHABET[symbol - 1] if symbol <= len(ALPHABET) else self._foreign(start, step))
                column = self.probabilities[start:step, symbol]
                middles.append((start + (np.arange(len(column)) * column).sum() / column.sum() + 0.5) * self.step)
                sure.append(column.max())
            start = step
        return "".join(text), np.asarray(middles, np.float64), np.asarray(sure, np.float64)

    def _foreign(self, start: int, end: int) -> str:
        return next((self.foreign[step] for step in range(start, end) if step in self.foreign), "?")


def _model(name: str) -> Path:
    found = importlib.util.find_spec("rapidocr")
    folder = Path(str(found.submodule_search_locations[0])) if found and found.submodule_search_locations else None
    models = sorted((folder / "models").glob(f"*_{name}_*.onnx")) if folder else []
    if not models:
        raise InputError(f"The text {name} model of rapidocr is missing: install rapidocr>=3.4 again.")
    return models[-1]


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # threads that wait by spinning cost a fifth more processor time and save none of a busy machine's
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class TextReader:
    """Both models, loaded once a process (about 120 MB)."""

    def __init__(self, threads: int = 1) -> None:
        self._detector = _session(_model("det"), threads)
        self._recogniser = _session(_model("rec"), threads)
        characters = self._recogniser.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._columns, self._targets, self._firsts = _projection(["", *characters])
        known = set(self._columns.tolist())
        self._letters = {place: letter for place, letter in enumerate(["", *characters])
                         if place not in known and len(letter) == 1 and letter.isalpha()}  # fmt: skip

    def find(self, picture: Picture, scale: float = 1.0, threshold: float = 0.3, least: float = 0.45) -> list[Box]:
        """Boxes of text lines, in pixels of `picture`, which is resized by `scale` for the detector."""
        height, width = picture.shape[:2]
        rows, columns = (max(32, round(side * scale / 32) * 32) for side in (height, width))
        resized = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        image = (resized.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        heat = self._detector.run(None, {"x": image})[0][0, 0]
        return [box.scaled(width / columns, height / rows) for box in _boxes(heat, threshold, least)]

    def recognise(self, crops: Sequence[Picture]) -> list[Line]:
        """One line per crop, in order; crops of like width share a run."""
        lines: list[Line | None] = [None] * len(crops)
        widths = [max(16, round(_HEIGHT * crop.shape[1] / crop.shape[0])) for crop in crops]
        order = sorted(range(len(crops)), key=widths.__getitem__)
        while order:
            limit = max(widths[order[0]] * 1.3, 96)
            batch = [i for i in order[:16] if widths[i] <= limit]
            order = order[len(batch) :]
            for i, line in zip(batch, self._run([crops[i] for i in batch], [widths[i] for i in batch]), strict=True):
                lines[i] = line
        return [line for line in lines if line is not None]

    def _run(self, crops: list[Picture], widths: list[int]) -> list[Line]:
        # the recogniser was trained on lines padded with grey at the right
        total = -(-(max(widths) + 16) // 32) * 32
        batch = np.zeros((len(crops), 3, _HEIGHT, total), np.float32)
        for row, crop, width in zip(batch, crops, widths, strict=True):
            method = cv2.INTER_AREA if crop.shape[0] > _HEIGHT else cv2.INTER_CUBIC
            resized = cv2.resize(crop, (width, _HEIGHT), interpolation=method)
            row[:, :, :width] = (resized.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)
        raw = self._recogniser.run(None, {"x": batch})[0]
        lines = []
        for probabilities, crop, width in zip(raw, crops, widths, strict=True):
            steps = min(len(probabilities), -(-width // _STRIDE) + 1)
            # sums, not a product: a BLAS thread that waits for the next small product spins, and that cost most here
            known = np.zeros((steps, len(ALPHABET) + 1), np.float32)
            known[:, self._targets] = np.add.reduceat(probabilities[:steps, self._columns], self._firsts, axis=1)
            rest = np.clip(1.0 - known.sum(1, keepdims=True), 0.0, 1.0)
            table = np.concatenate([known, rest], 1).astype(np.float32)
            best = probabilities[:steps].argmax(1).tolist()
            foreign = {step: self._letters[place] for step, place in enumerate(best) if place in self._letters}
            lines.append(Line(probabilities=table, step=_STRIDE * crop.shape[1] / width, foreign=foreign))
        return lines


@functools.lru_cache(maxsize=2)
def text_reader(threads: int = 1) -> TextReader:
    """The process's models."""
    return TextReader(threads)


def _projection(characters: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The model's classes that are (or look like) our characters, in our order; which characters these are, and where
    each one's classes begin."""
    pairs = [(0, 0)]
    for position, character in enumerate(characters):
        plain = _SHAPES.get(character) or unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and plain.isalpha() and plain not in INDEX:
            plain = unicodedata.normalize("NFD", plain)[0]  # an accent changes no team's name
        if plain in INDEX and position:
            pairs.append((INDEX[plain], position))
    columns = sorted([*pairs, (INDEX[" "], len(characters))])
    targets, firsts = np.unique([target for target, _ in columns], return_index=True)
    return np.array([column for _, column in columns]), targets, firsts


def _boxes(heat: Floats, threshold: float, least: float) -> list[Box]:
    """Upright boxes round the detector's islands, widened as its training shrank them."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((heat > threshold).astype(np.uint8))
    boxes = []
    for label in range(1, count):
        x, y, w, h = (int(v) for v in stats[label][:4])
        if w < 3 or h < 3:
            continue
        part = heat[y : y + h, x : x + w]
        if float(part[labels[y : y + h, x : x + w] == label].mean()) < least:
            continue
        grow = w * h * 1.6 / (2 * (w + h))
        boxes.append(Box(x=float(x), y=float(y), w=float(w), h=float(h)).grown(grow, grow))
    return boxes
