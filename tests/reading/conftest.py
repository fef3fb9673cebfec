"""The real reader and its engines, for tests of reading."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guard.reading.ocr import ENGINES
from guard.reading.ocr.cascade import Cascade
from guard.reading.ocr.engine import OcrEngine
from tests.support.engine_fixtures import engine

__all__ = ["engine"]

ROOT = Path(__file__).parents[2]
_PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from guard.reading.process import run
sys.exit(run(sys.stdin.buffer, sys.stdout.buffer))
"""


@pytest.fixture(scope="session")
def reader_command() -> list[str]:
    """The command of the real reader process."""
    return [sys.executable, "-c", _PROGRAM]


@pytest.fixture(scope="session")
def cascade() -> OcrEngine:
    """The default engine in this process, loaded once."""
    return ENGINES["cascade"]()


@pytest.fixture(scope="module")
def own_cascade() -> Cascade:
    """The default engine, loaded for the tests of a module, which may change what it remembers."""
    return Cascade()
