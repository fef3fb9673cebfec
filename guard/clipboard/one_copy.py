"""What is selected, copied and dragged out of one program in the same words is one copy: one item with one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guard.core.model import Origin

if TYPE_CHECKING:
    from guard.clipboard.holding import Holding
    from guard.clipboard.taken_copy import TakenCopy


@dataclass(frozen=True, slots=True)
class _Stands:
    """A copy that is to be held, and the program that it comes from (a number, 0 when nobody knows)."""

    copy: TakenCopy
    program: int

    def says_what(self, copy: TakenCopy, program: int) -> bool:
        """Tell whether another copy says the same, by the same decision, and does not come from another program."""
        known = bool(self.program and program)
        return (not self.copy.over and not (known and self.program != program) and bool(copy.words)
                and self.copy.words == copy.words and self.copy.holding.decision == copy.holding.decision)


class Standing:
    """The held copies that stand on the selections of one broker; used from the broker's thread only."""

    def __init__(self) -> None:
        self._stands: dict[Origin, _Stands] = {}

    def settled(self, copy: TakenCopy, origin: Origin, program: int = 0) -> None:
        """A copy is to be held. Where another selection holds the same it is that item from now on: it has its number
        and shares its ticket. Not where that was let go or destroyed, nor once anybody was told of this one.
        """
        known = next((holding for holding in self.same(copy, origin, program) if holding.is_fresh), None)
        if known is not None and not copy.holding.was_asked:
            copy.id, copy.holding = known.capture, known
        self._stands[origin] = _Stands(copy, program)

    def brought(self, copy: TakenCopy, origin: Origin) -> None:
        """An item was put on a selection. What stands on another one under its number, or says the same and is known to
        nobody yet, is that item: one ticket opens both.
        """
        for stands in self._stands.values():
            other = stands.copy
            if other.id == copy.id and not other.over:
                copy.holding = other.holding
            elif stands.says_what(copy, 0) and not other.reported and not other.holding.was_asked:
                other.id, other.holding = copy.id, copy.holding
        self._stands[origin] = _Stands(copy, 0)

    def same(self, copy: TakenCopy, origin: Origin, program: int) -> list[Holding]:
        """Return how what says the same on other selections is held."""
        return [stands.copy.holding for other, stands in self._stands.items()
                if other is not origin and stands.says_what(copy, program)]
