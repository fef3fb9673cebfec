"""Fits numbers of files into the 64 bits that databases and messages have.

Times of far years and Windows' numbers of files take more.
"""

from __future__ import annotations

WORD = 1 << 64


def signed(number: int) -> int:
    """Return a number as SQLite's integers are, signed. Windows numbers volumes and files with unsigned ones, some of
    128 bits, and Python counts times in as many nanoseconds as it takes.
    """
    low = number % WORD
    return low - WORD if low >= WORD // 2 else low


def nearest(number: int) -> int:
    """Return the number that is nearest to this one of those that a message can carry (msgspec)."""
    return max(-WORD // 2, min(WORD - 1, number))
