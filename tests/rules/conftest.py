"""The built-in pack and its judge, loaded once for all tests of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.definition import Pack
from rules.judge import Judge
from rules.pack import load

BUILTIN = Path(__file__).parents[2] / "rules" / "packs" / "builtin.yaml"


@pytest.fixture(scope="session")
def builtin() -> Pack:
    return load(BUILTIN.read_bytes(), BUILTIN.name)


@pytest.fixture(scope="session")
def judge(builtin: Pack) -> Judge:
    return Judge([builtin])
