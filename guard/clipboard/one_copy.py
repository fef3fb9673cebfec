"""Joins what is selected, copied and dragged out of one program with the same words into one item with one answer."""

from __future__ import annotations

from dataclasses import dataclass

from guard.clipboard.holding import Holding
from guard.clipboard.taken_copy import TakenCopy
from guard.core.model import Origin


@dataclass(frozen=True, slots=True)
class _HeldCopy:
    """A copy to be held, and the program that it comes from (a number, 0 when unknown)."""

    copy: TakenCopy
    program: int

    def says_what(self, copy: TakenCopy, program: int) -> bool:
        """Tell whether another copy says the same, with the same decision, and does not come from another program."""
        known = bool(self.program and program)
        return (not self.copy.over and not (known and self.program != program) and bool(copy.words)
                and self.copy.words == copy.words and self.copy.holding.decision == copy.holding.decision)


class HeldCopies:
    """The held copies on the selections of one broker; used from the broker's thread only."""

    def __init__(self) -> None:
        self._held: dict[Origin, _HeldCopy] = {}

    def settled(self, copy: TakenCopy, origin: Origin, program: int = 0) -> None:
        """Note a copy to be held. When another selection holds the same, this copy becomes that item: it gets its
        number and shares its ticket. Not when that item was released or destroyed, nor once anybody was told of this
        one.
        """
        known = next((holding for holding in self.same(copy, origin, program) if holding.is_fresh), None)
        if known is not None and not copy.holding.was_asked:
            copy.id, copy.holding = known.capture, known
        self._held[origin] = _HeldCopy(copy, program)

    def brought(self, copy: TakenCopy, origin: Origin) -> None:
        """Note that an item was put on a selection. A copy on another selection with its number, or with the same words
        and not reported yet, becomes that item: one ticket opens both.
        """
        for held in self._held.values():
            other = held.copy
            if other.id == copy.id and not other.over:
                copy.holding = other.holding
            elif held.says_what(copy, 0) and not other.reported and not other.holding.was_asked:
                other.id, other.holding = copy.id, copy.holding
        self._held[origin] = _HeldCopy(copy, 0)

    def same(self, copy: TakenCopy, origin: Origin, program: int) -> list[Holding]:
        """Return the holdings of copies with the same words on other selections."""
        return [held.copy.holding for other, held in self._held.items()
                if other is not origin and held.says_what(copy, program)]
