"""Tests some of the inputs of `make fuzz`, the same at every run, and that the table of targets is complete."""

from __future__ import annotations

import random

import pytest

from tests.hostile.fuzz.__main__ import fed
from tests.hostile.fuzz.processes import SAMPLES, hostile_brokers, hostile_clients, hostile_readers
from tests.hostile.fuzz.targets import PARTS, Part

INPUTS = 80


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_no_part_fails_on_changed_inputs(part: Part) -> None:
    assert fed(part, 1, INPUTS) == []


def test_rubbish_from_children_and_clients_ends_neither_guard_nor_reader_client() -> None:
    chance = random.Random(1)
    assert hostile_readers(chance, 5) == []
    assert hostile_brokers(chance, 20) == []
    assert hostile_clients(chance, 101) == []


def test_a_million_inputs_of_the_table_are_a_million() -> None:
    assert sum(part.share for part in PARTS) == 1000
    assert all(sample.share > 0 for sample in SAMPLES)
