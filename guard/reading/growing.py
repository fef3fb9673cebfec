"""What grows while it is made: a generator yields the text as far as it was read and returns the result."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from rules.text import Text

T = TypeVar("T")


def final(growing: Generator[Text, None, T]) -> T:
    """Return what a growing thing becomes, without looking at what it was on the way."""
    try:
        while True:
            next(growing)
    except StopIteration as ended:
        result: T = ended.value
        return result
