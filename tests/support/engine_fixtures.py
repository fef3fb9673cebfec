"""The engines that recognise text, for tests of what each of them reads."""

from __future__ import annotations

import pytest

from guard.reading.ocr import ENGINES
from guard.reading.ocr.engine import OcrEngine
from tests.support.thorough import thorough_but


@pytest.fixture(scope="session", params=thorough_but(["cascade"], ENGINES))
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    """Each engine in turn, loaded once."""
    engine = ENGINES[request.param]()
    assert engine.unavailable() is None
    return engine
