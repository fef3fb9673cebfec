"""Judges a picture of a window: read at low priority, decided, and forgotten."""

from __future__ import annotations

from collections.abc import Callable

from guard.core.decide import decide
from guard.core.model import Decision, Item, Kind
from guard.core.ports import Reader
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules


def picture_judge(rules: Callable[[], Rules], reader: Reader) -> Callable[[bytes], Decision]:
    """Return what judges a picture by the rules in force; nothing of it is recorded or remembered."""
    def judge(untrusted: bytes) -> Decision:
        now = rules()
        return decide((read_and_judge(Item("", Kind.PICTURE, untrusted), reader, now.judge),), now.policy)

    return judge
