"""Tests that files and functions of the program stay short enough to be read at once, as `make rooms` counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.rooms import PACKAGES, functions
from tests.support.program import ROOT

FILE_LINES = 400
FUNCTION_LINES = 40


@pytest.fixture(scope="module")
def sources() -> dict[Path, str]:
    """The program's files, without those of its root."""
    return {path.relative_to(ROOT): path.read_text("utf-8")
            for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def test_no_file_has_more_lines_than_a_file_may_have(sources: dict[Path, str]) -> None:
    lines = {path: len(source.splitlines()) for path, source in sources.items()}
    assert lines
    assert not {str(path): count for path, count in lines.items() if count > FILE_LINES}


def test_no_function_has_more_lines_than_a_function_may_have(sources: dict[Path, str]) -> None:
    assert not {f"{path}: {name}": count for path, source in sources.items() for name, count in functions(source)
                if count > FUNCTION_LINES}
