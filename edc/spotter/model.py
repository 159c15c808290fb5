"""The network: a 2D backbone on each picture, then convolutions over time.

Of the E2E-Spot (arXiv 2207.10213) and T-DEED (arXiv 2404.05392) families: per-frame features, temporal mixing, dense
class scores with a displacement for each event class. Unlike theirs, the backbone sees time only through its two
motion planes (`edc.spotter.pictures`), so that features of a picture are computed once, in any batch, and kept.

Shapes: B clips, T pictures, C classes, E event classes, F features, H values heard (`edc.spotter.heard`; 0 for a head
that hears nothing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from edc.spotter.classes import CLASSES, EVENTS
from edc.spotter.pictures import PLANES
from edc.spotter.shown import FLAGS

_STAGES = ((1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4),
           (6, 3, 1, 320, 1))  # fmt: skip
"""EfficientNet-Lite0: expansion, kernel, stride, channels out, repeats."""
_STEM, _TOP = 32, 1280
_EARLY, _JOINED = 5, 40
"""The stem and four blocks; what they hand on has 40 channels of 28 × 16."""
_MOTION_PLANES = 2
_MIDDLE, _MAPPED = 12, 112
"""Up to here the map is fine enough to say where the ball is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a checkpoint must agree in with the code that loads it."""

    features: int = 256
    heard: int = 0
    """Values of the sound that the head takes beside the features: none, or all of `HEARD`."""
    width: int = 192
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 1, 2, 4, 8, 16)
    dropout: float = 0.2

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "dilations": list(self.dilations)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Shape:
        return cls(**{**value, "dilations": tuple(value["dilations"])})


def _conv(into: int, out: int, kernel: int, stride: int = 1, groups: int = 1, *, act: bool = True) -> nn.Sequential:
    """Batch norms are folded into the weights that we start from: batches of like pictures would spoil them."""
    layers: list[nn.Module] = [nn.Conv2d(into, out, kernel, stride, kernel // 2, groups=groups)]
    return nn.Sequential(*layers, nn.ReLU6(inplace=True)) if act else nn.Sequential(*layers)


class InvertedResidual(nn.Module):
    def __init__(self, into: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = into * expansion
        layers = [_conv(into, wide, 1)] if expansion > 1 else []
        self.layers = nn.Sequential(
            *layers, _conv(wide, wide, kernel, stride, wide), _conv(wide, out, 1, act=False)
        )  # fmt: skip
        self.residual = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.layers(x)
        return x + y if self.residual else y


class Backbone(nn.Module):
    """(N, 5, 126, 224) → (N, F). EfficientNet-Lite0 (arXiv 1905.11946, without squeeze and excitation) with a second,
    narrow way in for the two motion planes.

    The early layers keep their ImageNet weights: their backward pass would cost more than all others together.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [_conv(PLANES - _MOTION_PLANES, _STEM, 3, 2)]
        into = _STEM
        for expansion, kernel, stride, out, repeats in _STAGES:
            for number in range(repeats):
                layers.append(InvertedResidual(into, out, kernel, stride if number == 0 else 1, expansion))
                into = out
        self.early = nn.Sequential(*layers[:_EARLY]).requires_grad_(False)
        self.motion = nn.Sequential(
            _conv(_MOTION_PLANES, 16, 5, 2), _conv(16, 32, 3, 2), _conv(32, _JOINED, 3, 2, act=False)
        )  # fmt: skip
        self.middle = nn.Sequential(*layers[_EARLY:_MIDDLE])
        self.late = nn.Sequential(*layers[_MIDDLE:], _conv(into, _TOP, 1))
        self.project = nn.Linear(_TOP, features)

    def forward(self, x: Tensor) -> Tensor:
        return self.mapped(x)[0]

    def mapped(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Features, and the map (N, 112, 8, 14) on the way to them."""
        colours, motion = x[:, :-_MOTION_PLANES], x[:, -_MOTION_PLANES:]
        middle: Tensor = self.middle(self.early(colours) + self.motion(motion))
        features: Tensor = self.project(self.late(middle).mean((2, 3)))
        return features, middle


class Telling(nn.Module):
    """What a picture itself shows, told from its features and its map: only training asks for it.

    (N, F), (N, 112, 8, 14) → logits of the flags (N, A), and of the ball's cell (N, 112).
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.flags = nn.Linear(features, len(FLAGS))
        self.ball = nn.Conv2d(_MAPPED, 1, 1)

    def forward(self, features: Tensor, middle: Tensor) -> tuple[Tensor, Tensor]:
        return self.flags(features), self.ball(middle).flatten(1)


class ChannelNorm(nn.LayerNorm):
    """Normalises each instant by itself, so that a window's length changes nothing: (B, W, T) → (B, W, T)."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class Mixing(nn.Module):
    """One residual step over time: (B, W, T) → (B, W, T)."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = ChannelNorm(width)
        self.near = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.out = nn.Conv1d(width, width, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        mixed: Tensor = self.out(torch.relu(self.near(self.norm(x))))
        return x + self.drop(mixed)


class Head(nn.Module):
    """(B, T, F + H) → logits (B, T, C) and displacements (B, T, E), in pictures, from a picture to the event."""

    mean: Tensor
    spread: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.reach = sum(shape.dilations)
        """Pictures on each side that an output depends on."""
        self.heard = shape.heard
        taken = shape.features + shape.heard
        # of what it learns from: features lie far from zero, and some hardly move
        self.register_buffer("mean", torch.zeros(taken))
        self.register_buffer("spread", torch.ones(taken))
        self.into = nn.Conv1d(taken, shape.width, 1)
        self.mixing = nn.Sequential(*(Mixing(shape.width, dilation, shape.dropout) for dilation in shape.dilations))
        self.norm = ChannelNorm(shape.width)
        self.scores = nn.Conv1d(shape.width, len(CLASSES), 1)
        self.displacements = nn.Conv1d(shape.width, len(EVENTS), 1)
        nn.init.constant_(self.scores.bias, -4.0)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        even = (features - self.mean) / self.spread
        x = self.norm(self.mixing(self.into(even.transpose(1, 2))))
        return self.scores(x).transpose(1, 2), self.displacements(x).transpose(1, 2)


class Spotter(nn.Module):
    """(B, T, 5, 126, 224) → logits (B, T, C), displacements (B, T, E): from pictures alone, as of a silent game."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.backbone = Backbone(self.shape.features)
        self.head = Head(self.shape)
        self.telling = Telling(self.shape.features)

    def forward(self, clips: Tensor, learnt: Tensor | None = None) -> tuple[Tensor, ...]:
        """`learnt` (B, T) bool: the pictures through which the backbone learns. The others pass it without a gradient,
        at a fifth of the cost (stochastic backpropagation, arXiv 2203.16755). With it the answer holds two more
        tensors: what those pictures show."""
        b, t = clips.shape[:2]
        pictures = clips.flatten(0, 1)
        if learnt is None:
            logits, displacements = self.head(self._silent(self._features(pictures).view(b, t, -1)))
            return logits, displacements
        chosen = learnt.flatten()
        features = clips.new_empty(b * t, self.shape.features)
        if not bool(chosen.all()):
            with torch.no_grad(), torch.autocast(clips.device.type, torch.bfloat16):
                features[~chosen] = self._features(pictures[~chosen]).to(features.dtype)
        mine, middle = self.backbone.mapped(pictures[chosen].contiguous(memory_format=torch.channels_last))
        features[chosen] = mine.to(features.dtype)
        logits, displacements = self.head(self._silent(features.view(b, t, -1)))
        return (logits, displacements, *self.telling(mine, middle))

    def _silent(self, features: Tensor) -> Tensor:
        return functional.pad(features, (0, self.shape.heard))

    def _features(self, pictures: Tensor) -> Tensor:
        features: Tensor = self.backbone(pictures.contiguous(memory_format=torch.channels_last))
        return features
