"""Results that grow: a generator yields the text read so far and returns the final result."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from rules.text import Text

T = TypeVar("T")


def final(growing: Generator[Text, None, T]) -> T:
    """Return the final result of a generator, ignoring what it yields."""
    try:
        while True:
            next(growing)
    except StopIteration as ended:
        result: T = ended.value
        return result
