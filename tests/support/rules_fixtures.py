"""The built-in rules as tests need them: the pack, its judges, and the rules without any settings."""

from __future__ import annotations

import pytest

from guard.config.user_config import Configuration
from guard.pipeline.pipeline import Rules
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from guard.supply.packs_and_policy import active
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.pack.loading import load
from rules.sensitivity import Sensitivity


@pytest.fixture(scope="session")
def builtin() -> Pack:
    """The built-in pack."""
    return load(builtin_pack(), BUILTIN_PACK)


@pytest.fixture(scope="session")
def judge(builtin: Pack) -> Judge:
    """The built-in rules alone."""
    return Judge([builtin])


@pytest.fixture(scope="session")
def weighed(builtin: Pack) -> Judge:
    """The built-in rules with the learnt judge, as in the program."""
    return judge_of([builtin], built_in_weights().content, Sensitivity.STANDARD)


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules in force without any settings."""
    return active(Configuration()).rules()
