"""Defines the input and output of features. Positions are code points of the normalised text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from rules.deadline import Deadline
from rules.text import Piece, Trait


class Hit(NamedTuple):
    """One find. ``value`` identifies it among others of its kind; ``score`` is the feature's certainty, 0 to 100.

    ``fixed`` is True for a mark in its regular position: no exemption lowers it. ``trait`` is what was seen in the
    pixels, for a hit that is not text; such a hit may be empty.
    """

    start: int
    end: int
    value: str
    kinds: frozenset[str] = frozenset()
    score: int = 100
    fixed: bool = False
    trait: Trait | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The input of a feature: the normalised text, where its pages begin, where its gates are, its deadline.

    ``pieces`` are the recognised lines of a picture in positions of the normalised text, in ascending order, none for
    a copied text; ``traits`` are what else was seen in the pixels.
    """

    text: str
    page_starts: tuple[int, ...]
    gate: Callable[[str], Sequence[int]]
    deadline: Deadline
    pieces: tuple[Piece, ...] = ()
    traits: tuple[Trait, ...] = ()

    def lines_with(self, gates: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each line that contains a gate, in order, without the line feed."""
        find = self.gate
        by_gate = [places for gate in gates if (places := find(gate))]
        positions = by_gate[0] if len(by_gate) == 1 else sorted({place for places in by_gate for place in places})
        end = -1
        for count, position in enumerate(positions):
            if position <= end:
                continue
            if count % 64 == 0:
                self.deadline.check()
            start, end = self.line(position)
            yield start, end

    def line(self, position: int) -> tuple[int, int]:
        """Return (start, end) of the line around a position."""
        end = self.text.find("\n", position)
        return self.text.rfind("\n", 0, position) + 1, len(self.text) if end < 0 else end

    def page_start(self, position: int) -> int:
        """Return where the page around a position begins."""
        index = bisect_right(self.page_starts, position)
        return self.page_starts[index - 1] if index else 0


def trait_gate(kind: str) -> str:
    """Return the gate that is open when a text has a trait of this kind; its character is in no normalised text."""
    return f"\0{kind}"


class Feature(Protocol):
    """A finder of what no pattern can express."""

    @property
    def name(self) -> str:
        """The name that a pack writes after 检测器."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds its hits may have, which a pack may write after 种类 and 不含."""

    @property
    def gates(self) -> tuple[str, ...]:
        """Folded literals, or trait gates: a text that contains none of them has no hit."""

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return every hit in order of position. Raises OutOfTime."""
