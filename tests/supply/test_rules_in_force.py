"""Tests what identifies the rules in force: others have another identity, and so have those of another version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guard.core.policy import Policy
from guard.supply import rules_in_force
from guard.supply.rules_in_force import InForce
from rules.sensitivity import Sensitivity
from tests.support.built_in import built_in


@pytest.fixture
def policy() -> Policy:
    return built_in().policy


def test_parts_that_are_the_same_when_joined_are_other_rules(policy: Policy) -> None:
    parts = ((b"ab", b"c"), (b"a", b"bc"), (b"abc",))
    strict = InForce(parts[0], replace(policy, sensitivity=Sensitivity.STRICT))
    found = {each.identity() for each in (*(InForce(packs, policy) for packs in parts), strict)}
    assert len(found) == 4
    assert InForce(parts[0], policy).identity() in found


def test_the_same_rules_in_another_version_of_the_program_are_other_rules(
        policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    before = InForce((b"pack",), policy).identity()
    monkeypatch.setattr(rules_in_force, "VERSION", "9.9.9")
    assert InForce((b"pack",), policy).identity() != before
