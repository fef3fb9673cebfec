"""Computes how far reading a page is from what the processor allows: operations of the networks ÷ its measured peak.

The operations are counted from the shapes ONNX Runtime's profiler reports for each node, two for a multiplication and
an addition, and are proportional to the input's pixels: the networks are convolutional.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from guard.reading.model import Pixels
from guard.reading.ocr import crops, models
from guard.reading.ocr.detect import Detector
from guard.reading.ocr.models import ModelFile
from guard.reading.ocr.recognise import input_width


def operations(page: Pixels) -> float:
    """Return the floating-point operations of reading a page of at most 1920 pixels: detection, and tiny once per
    line.

    What the engine reads twice (seams of bands, doubtful characters) is not included: it counts as distance to the
    floor.
    """
    regions = [region for found in Detector(1).search(page) for region in found]
    columns = sum(input_width(crops.cut(page, region)) for region in regions)
    detection = _operations(models.TINY_DETECTION, (320, 640)) / (320 * 640)
    recognition = _operations(models.TINY_RECOGNITION, (48, 640)) / 640
    return detection * page.shape[0] * page.shape[1] + recognition * columns


def peak() -> float:
    """Return operations per second of a single-precision matrix product with all threads, the best of ten."""
    left, right = (np.random.default_rng(number).random((1536, 1536), np.float32) for number in (1, 2))
    best = math.inf
    for _ in range(10):
        begun = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - begun)
    return 2 * 1536**3 / best


def _operations(file: ModelFile, size: tuple[int, int]) -> float:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(file.load(), options, providers=["CPUExecutionProvider"])
        session.run(None, {session.get_inputs()[0].name: np.zeros((1, 3, *size), np.float32)})
        events = json.loads(Path(session.end_profiling()).read_text())
    return sum(_of_node(event["args"]) for event in events if "input_type_shape" in event.get("args", {}))


def _of_node(node: dict[str, object]) -> float:
    ins, outs = (_shapes(node[side]) for side in ("input_type_shape", "output_type_shape"))
    kind = node["op_name"]
    if kind in {"Conv", "FusedConv"}:
        return 2.0 * math.prod(outs[0]) * math.prod(ins[1][1:])
    if kind == "ConvTranspose":  # kernel and stride are both two: each output pixel depends on one input pixel
        return 2.0 * math.prod(outs[0]) * ins[0][1]
    if kind in {"MatMul", "FusedMatMul", "Gemm"}:
        return 2.0 * math.prod(outs[0]) * ins[0][-1]
    return float(math.prod(outs[0])) if outs else 0.0


def _shapes(described: object) -> Sequence[Sequence[int]]:
    assert isinstance(described, list)
    return [shape for entry in described for shape in entry.values()]
