"""Which backbone, at which size: pictures a second of one core, looking and learning.

Comes in: nothing (the weights do not matter for speed). Goes out: a table. "ours" is EfficientNet-Lite0 with folded
batch norms, a second way in for motion and its early layers kept as they are.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from edc.spotter.model import Backbone
from edc.spotter.pictures import PLANES

SIZES = ((126, 224), (224, 398))
_COUNT, _REPEATS = 24, 3


def main() -> None:
    torch.set_num_threads(1)
    headings = ("size", "looks fp32", "bf16", "onnx", "int8", "learns fp32", "bf16")
    print(f"{'backbone':<24}" + "".join(f"{heading:>12}" for heading in headings))
    for name, make in (("RegNetY-200MF", _regnet), ("ours (Lite0)", lambda: Backbone(256))):
        for size in SIZES:
            rates = _rates(make().to(memory_format=torch.channels_last), size)
            print(f"{name:<24}{size[1]:>6} × {size[0]:<3}" + "".join(f"{rate:>12.0f}" for rate in rates), flush=True)


def _rates(model: nn.Module, size: tuple[int, int]) -> list[float]:
    planes = PLANES if isinstance(model, Backbone) else 3
    pictures = torch.randn(_COUNT, planes, *size).contiguous(memory_format=torch.channels_last)
    looks = [_rate(partial(_look, model, pictures, half)) for half in (False, True)]
    learns = [_rate(partial(_learn, model, pictures, half)) for half in (False, True)]
    return [*looks, *_onnx(model, pictures), *learns]


def _regnet() -> nn.Module:
    """As in "Designing network design spaces" (arXiv 2003.13678); torchvision has no weights for it."""
    from torchvision.models.regnet import BlockParams, RegNet

    model = RegNet(BlockParams.from_init_params(depth=13, w_0=24, w_a=36.44, w_m=2.49, group_width=8, se_ratio=0.25))
    model.fc = nn.Identity()
    return model.eval()


def _rate(act: Callable[[], object]) -> float:
    """Pictures a second of processor time."""
    act()
    start = time.process_time()
    for _ in range(_REPEATS):
        act()
    return _COUNT * _REPEATS / (time.process_time() - start)


def _look(model: nn.Module, pictures: torch.Tensor, half: bool) -> None:
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
        model(pictures)


def _learn(model: nn.Module, pictures: torch.Tensor, half: bool) -> None:
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        loss = model(pictures).float().square().mean()
    loss.backward()


def _onnx(model: nn.Module, pictures: torch.Tensor) -> list[float]:
    """In single precision and in int8."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    from edc.spotter.looking import onnx_session

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._left = [{"planes": pictures[:4].contiguous().numpy()}]

        def get_next(self) -> dict[str, np.ndarray] | None:
            return self._left.pop() if self._left else None

    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, ready, small = (Path(name) / f"{part}.onnx" for part in ("plain", "ready", "small"))
        torch.onnx.export(model, (pictures[:1],), str(plain), input_names=["planes"], dynamo=False,
                          dynamic_axes={"planes": {0: "n"}})  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_static(str(ready), str(small), Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)  # fmt: skip
        sessions = [onnx_session(path) for path in (plain, small)]
    values = pictures.contiguous().numpy()
    return [_rate(partial(session.run, None, {"planes": values})) for session in sessions]


if __name__ == "__main__":
    main()
