"""Parameters of expensive tests: some for every run, the rest for make test-thorough."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

V = TypeVar("V")


def thorough_but(short: Iterable[V], values: Iterable[V]) -> list[ParameterSet]:
    """Return these values as parameters of a test; those that are not ``short`` are for make test-thorough."""
    kept, every = list(short), list(values)
    assert all(value in every for value in kept), "what is not among the values is not kept"
    return [pytest.param(value, marks=() if value in kept else pytest.mark.thorough) for value in every]
