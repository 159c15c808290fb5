"""The network for processors: ONNX, the backbone in int8.

Comes in: weights and a dataset whose pictures show what usual activations are. Goes out: `spotter-backbone.onnx` and
`spotter-head.onnx`. Static quantisation, weights per channel: on the processors tried twice as fast as single
precision. The head costs nothing and stays in single precision.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from edc.errors import UsageError
from edc.files import atomic_write
from edc.spotter.dataset import Game
from edc.spotter.model import Spotter
from edc.spotter.pictures import PLANES, SIZE, planes

_CALIBRATED_ON = 24
"""Batches of pictures, spread over the games."""
_BATCH = 8


def export(model: Spotter, games: Sequence[Game], backbone: Path, head: Path, *, present: Path | None = None) -> None:
    """`present`: the backbone in use, where the network's is the same one; features of games that were scanned stand.

    Raises:
        UsageError: the package `onnx` is not installed.
    """
    try:
        from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
        from onnxruntime.quantization.shape_inference import quant_pre_process
    except ImportError as error:
        raise UsageError(f"Exporting needs a package ({error}): pip install 'edc-moments[train]'.") from error
    model = model.eval().cpu()
    taken = torch.zeros(1, 64, model.shape.features + model.shape.heard)
    with atomic_write(head) as temporary:
        _write(model.head, taken, temporary, "features", ["logits", "displacements"], {0: "b", 1: "t"})
    if present is not None:
        backbone.write_bytes(present.read_bytes())
        return
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        pictures = torch.zeros(2, PLANES, SIZE[1], SIZE[0])
        _write(model.backbone, pictures, plain, "planes", ["features"], {0: "n"})
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        with atomic_write(backbone) as temporary:
            quantize_static(
                str(ready), str(temporary), _Reader(games), quant_format=QuantFormat.QDQ, per_channel=True,
                activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            )  # fmt: skip


def _write(
    part: torch.nn.Module, example: torch.Tensor, path: Path, into: str, out: list[str], free: dict[int, str]
) -> None:  # fmt: skip
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        # the newer exporter needs one more package and a minute, for the same graph
        torch.onnx.export(part, (example,), str(path), input_names=[into], output_names=out, dynamo=False,
                          dynamic_axes=dict.fromkeys([into, *out], free))  # fmt: skip


class _Reader:
    """Batches for the quantiser, as it asks for them."""

    def __init__(self, games: Sequence[Game]) -> None:
        self._batches = self._drawn(games)

    def _drawn(self, games: Sequence[Game]) -> Iterator[dict[str, NDArray[np.float32]]]:
        rng = np.random.default_rng(0)
        for number in range(_CALIBRATED_ON):
            game = games[number % len(games)]
            first = int(rng.integers(max(1, len(game) - _BATCH)))
            yield {"planes": planes(game.pictures(first, min(len(game), first + _BATCH)))}

    def get_next(self) -> Any:
        return next(self._batches, None)
