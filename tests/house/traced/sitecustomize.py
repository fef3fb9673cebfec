"""Records each function of the program that a Python process enters; loaded by PYTHONPATH (tests.house.journeys).

A process writes into a file of its own in the folder MISHAO_JOURNEY. The first byte of the file ``step`` there counts
the steps of the measurement: in each step a function is written once.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

_FOLDER = os.environ.get("MISHAO_JOURNEY", "")


def _install(folder: Path) -> None:
    with (folder / "step").open("rb") as file:
        step = mmap.mmap(file.fileno(), 1, access=mmap.ACCESS_READ)
    written = os.open(folder / f"{os.getpid()}.calls", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    root = os.environ["MISHAO_JOURNEY_ROOT"]
    seen: set[tuple[int, CodeType]] = set()

    def entered(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        now = step[0]
        if event != "call" or not code.co_flags & CO_OPTIMIZED or (now, code) in seen:  # modules and classes are not
            return
        seen.add((now, code))
        if code.co_filename.startswith(root):
            lines = len({line for _, _, line in code.co_lines() if line})
            os.write(written, f"{now}\t{code.co_filename[len(root):]}\t{code.co_firstlineno}\t{lines}\n".encode())

    sys.setprofile(entered)
    threading.setprofile(entered)


if _FOLDER:
    _install(Path(_FOLDER))
