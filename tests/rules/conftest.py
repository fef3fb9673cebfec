"""The built-in pack and its judges, loaded once for all tests of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.supply.learnt import built_in_weights
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.pack.loading import load
from rules.sensitivity import Sensitivity

BUILTIN = Path(__file__).parents[2] / "rules" / "packs" / "builtin.yaml"


@pytest.fixture(scope="session")
def builtin() -> Pack:
    return load(BUILTIN.read_bytes(), BUILTIN.name)


@pytest.fixture(scope="session")
def judge(builtin: Pack) -> Judge:
    """The built-in rules alone."""
    return Judge([builtin])


@pytest.fixture(scope="session")
def weighed(builtin: Pack) -> Judge:
    """The built-in rules with the learnt judge, as the program judges."""
    return judge_of([builtin], built_in_weights().content, Sensitivity.STANDARD)
