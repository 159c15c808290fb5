"""Clips for training: which stretches of which games, and how they are varied.

Comes in: a dataset. Goes out: batches of planes and targets. Clips are drawn by class, so that a block is learnt from
as often as a rebound that is ten times as common; what is drawn in step n depends on the seed and n alone, which is
what makes a training that was killed go on exactly.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from edc.errors import InputError
from edc.spotter.classes import CLASSES, EVENTS
from edc.spotter.dataset import Game
from edc.spotter.pictures import BLANK, SIZE, planes
from edc.spotter.shown import Shown, unknown
from edc.spotter.targets import Targets, targets_of

_ANYWHERE = 0.2
"""The share of clips that are drawn without looking at what is in them."""
_MIXED, _FLIPPED, _COVERED = 0.25, 0.5, 0.3
"""Shares of clips that are laid over another one (mixup, arXiv 1710.09412), mirrored, or have a box blanked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    inputs: NDArray[np.float32]
    """(B, T, 5, 126, 224) planes, or (B, T, F) features."""
    targets: tuple[Targets, ...]
    """one a clip"""


class Places:
    """Where clips may begin: each class is drawn as often as every other one."""

    def __init__(self, games: Sequence[Game], length: int) -> None:
        self._games, self._length = [game for game in games if len(game) >= length], length
        if not self._games:
            raise InputError(f"No game to learn from is as long as a clip ({length} pictures).")
        self._of: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, game in enumerate(self._games):
            for event in game.events:
                if event.label in EVENTS:
                    self._of[event.label].append((number, int(np.searchsorted(game.times_s, event.at_s))))
            for state in game.states:
                if state.label in CLASSES:
                    middle = (state.start_s + state.end_s) / 2
                    self._of[state.label].append((number, int(np.searchsorted(game.times_s, middle))))
        self._classes = sorted(self._of)

    def draw(self, rng: np.random.Generator) -> tuple[Game, int]:
        """A game and the clip's first picture in it."""
        if rng.random() < _ANYWHERE or not self._classes:
            game = self._games[int(rng.integers(len(self._games)))]
            return game, int(rng.integers(len(game) - self._length + 1))
        places = self._of[self._classes[int(rng.integers(len(self._classes)))]]
        number, at = places[int(rng.integers(len(places)))]
        game, edge = self._games[number], self._length // 6
        first = at - int(rng.integers(edge, self._length - edge))
        return game, int(np.clip(first, 0, len(game) - self._length))


class Clips:
    """Draws clips of `length` pictures from games."""

    def __init__(self, games: Sequence[Game], length: int, seed: int) -> None:
        self._places, self._length, self._seed = Places(games, length), length, seed
        self._targets = {g.name: targets_of(g) for g in games}

    def batch(self, step: int, count: int) -> Batch:
        """The clips of a step: always the same ones."""
        rng = np.random.default_rng([self._seed, step])
        made, wanted = [], []
        for _ in range(count):
            pictures, aims = self._clip(rng)
            if rng.random() < _MIXED:
                other, their = self._clip(rng)
                share = float(rng.beta(0.3, 0.3))
                pictures, aims = _mixed(pictures, aims, other, their, max(share, 1 - share))
            made.append(planes(pictures))
            wanted.append(aims)
        return Batch(inputs=np.stack(made), targets=tuple(wanted))

    def batches(self, steps: Sequence[int], count: int) -> Iterator[Batch]:
        """The steps in order, the next two being made while one is learnt from."""
        with ThreadPoolExecutor(1) as pool:
            waiting = deque(pool.submit(self.batch, step, count) for step in steps[:2])
            for step in [*steps[2:], None, None][: len(steps)]:
                done = waiting.popleft().result()
                if step is not None:
                    waiting.append(pool.submit(self.batch, step, count))
                yield done

    def _clip(self, rng: np.random.Generator) -> tuple[NDArray[np.uint8], Targets]:
        game, first = self._places.draw(rng)
        end = first + self._length
        aims = self._targets[game.name][first:end]
        pictures, shown = varied(game.pictures(first, end), aims.shown, rng)
        return pictures, replace(aims, shown=shown)


def _mixed(a: NDArray[np.uint8], ours: Targets, b: NDArray[np.uint8], theirs: Targets, share: float) -> tuple[
    NDArray[np.uint8], Targets
]:  # fmt: skip
    """Both pictures at once, each class scored by the larger of its shares."""
    pictures = cv2.addWeighted(a.reshape(-1), share, b.reshape(-1), 1 - share, 0).reshape(a.shape)
    return np.asarray(pictures, np.uint8), Targets(
        scores=np.maximum(ours.scores * share, theirs.scores * (1 - share)),
        weights=np.minimum(ours.weights, theirs.weights), displacements=ours.displacements, placed=ours.placed,
        shown=unknown(len(ours.placed)),
    )  # fmt: skip


def varied(
    pictures: NDArray[np.uint8], shown: Shown, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], Shown]:  # fmt: skip
    """The same variation on a whole clip: mirrored, moved, scaled, another light, another camera."""
    turn = _turn(rng)
    moved = np.empty_like(pictures)
    for i, picture in enumerate(pictures):
        cv2.warpAffine(picture, turn, SIZE, dst=moved[i], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    ball = (shown.ball * SIZE) @ turn[:, :2].T + turn[:, 2]
    lit = _lit(moved, rng)
    if rng.random() < _COVERED:
        w, h = int(rng.uniform(0.15, 0.7) * SIZE[0]), int(rng.uniform(0.06, 0.16) * SIZE[1])
        x, y = int(rng.integers(SIZE[0] - w)), int(rng.choice([0.03, 0.8]) * SIZE[1])
        lit[:, y : y + h, x : x + w] = BLANK
    return lit, Shown(flags=shown.flags, ball=(ball / SIZE).astype(np.float32))


def _turn(rng: np.random.Generator) -> NDArray[np.float64]:
    """A similarity of the picture, (2, 3)."""
    scale = float(np.exp(rng.uniform(-0.08, 0.16)))
    mirror = -1.0 if rng.random() < _FLIPPED else 1.0
    centre = np.array(SIZE) / 2
    shift = rng.uniform(-0.06, 0.06, 2) * SIZE
    turn = np.array([[mirror * scale, 0, 0], [0, scale, 0]])
    turn[:, 2] = centre + shift - turn[:, :2] @ centre
    return turn


def _lit(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    gain = rng.uniform(0.75, 1.25) * rng.uniform(0.9, 1.1, 3)
    shift, gamma = rng.uniform(-18, 18), rng.uniform(0.8, 1.25)
    levels = np.arange(256) / 255
    tables = np.clip((levels[:, None] ** gamma) * gain * 255 + shift, 0, 255).astype(np.uint8)
    out = np.stack([tables[pictures[..., channel], channel] for channel in range(3)], -1)
    if rng.random() < 0.3:
        noise = rng.normal(0, rng.uniform(1, 6), (1, *out.shape[1:]))
        rolls = rng.integers(0, SIZE[0], len(out))
        for i, roll in enumerate(rolls):
            out[i] = np.clip(out[i] + np.roll(noise[0], int(roll), 1), 0, 255)
    if rng.random() < 0.2:
        for i in range(len(out)):
            out[i] = cv2.GaussianBlur(out[i], (3, 3), 0)
    return out
