"""Gives all tests their fixtures, and puts the tests in an order that suits several processes.

The fixtures are what is left running, a display, a reader, brokers, guards, commands, built-in rules, disks, places
of a test, a receiver of reports, keys that are sealed quickly.

The order (scripts/test.sh): first those that only compute, while others have the processors; then those that wait for
guards; last many short ones, so that none is left alone with a long one.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

_SHARED = ("left", "display", "reader", "broker", "guard", "prepared", "rules", "disk", "places",
           "rsyslog", "sealing")
_AFTER_THOSE_THAT_COMPUTE = ("service", "inspect", "packaging", "file_gate", "contract", "hostile", "cli", "ui")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""As each process of the program (main.py): threads of several workers would only wait for each other."""
gc.disable()
"""Until everything is collected, which makes no garbage: looking for it takes a quarter of that time."""

pytest_plugins = tuple(f"tests.support.{name}_fixtures" for name in _SHARED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests by their folders; those of one file stay together and in their order."""
    items.sort(key=lambda item: _rank(item.path.relative_to(Path(__file__).parent).parts[0]))


def pytest_collection_finish() -> None:
    """Look for garbage again, but not in what was imported and collected: that stays to the end."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Let what was frozen go with its interpreter: libraries in C++ report what does not."""
    gc.unfreeze()


def _rank(folder: str) -> int:
    return 1 + _AFTER_THOSE_THAT_COMPUTE.index(folder) if folder in _AFTER_THOSE_THAT_COMPUTE else 0
