"""Finds what may be next to each part of an expression, through groups, alternatives and repetitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import TypeAlias

from rules.scan.re2_nodes import Branch, CharacterSet, Edge, Literal, Node, Repeat, Sequence, width

Leaf: TypeAlias = Literal | CharacterSet
"""A part that matches one character."""

Leaves: TypeAlias = tuple[Leaf | None, ...]
"""What may be next to a part on one side; None for whatever is outside of the expression."""

_OUTSIDE: Leaves = (None,)


@dataclass(frozen=True, slots=True)
class Place:
    """One character or edge of an expression and what may be on both sides. ``alone`` where it is all of one of
    several alternatives."""

    part: Leaf | Edge
    before: Leaves
    behind: Leaves
    alone: bool


def places(tree: Sequence, skipped: Callable[[Leaf], bool] = lambda _: False) -> Iterator[Place]:
    """Yield every character and edge of an expression with its neighbours; those that are ``skipped`` are looked
    past."""
    yield from _Walk(skipped).inside(tree, _OUTSIDE, _OUTSIDE, alone=False)


class _Walk:
    def __init__(self, skipped: Callable[[Leaf], bool]) -> None:
        self._skipped = skipped

    def inside(self, part: Sequence, before: Leaves, behind: Leaves, *, alone: bool) -> Iterator[Place]:
        """Yield the places of a part whose own neighbours are given."""
        items = part.items
        for number, item in enumerate(items):
            left = self._near(items[:number][::-1], before, -1)
            right = self._near(items[number + 1:], behind, 1)
            yield from self._of_item(item, left, right, alone and len(items) == 1)

    def _of_item(self, item: Node, before: Leaves, behind: Leaves, alone: bool) -> Iterator[Place]:
        if isinstance(item, Branch):
            for option in item.options:
                yield from self.inside(option, before, behind, alone=True)
        elif isinstance(item, Repeat):
            again = item.most is None or item.most > 1
            last = self._near(item.item.items[::-1], (), -1) if again else ()
            first = self._near(item.item.items, (), 1) if again else ()
            yield from self.inside(item.item, _each_once(before + last), _each_once(behind + first), alone=False)
        elif isinstance(item, Sequence):
            yield from self.inside(item, before, behind, alone=alone)
        else:
            yield Place(item, before, behind, alone)

    def _near(self, items: Items[Node], beyond: Leaves, step: int) -> Leaves:
        """Return what may be the first character of parts that are given in the order in which they are passed, going
        right (``step`` 1) or left (-1), and what is ``beyond`` where all of them may be absent."""
        found: list[Leaf | None] = []
        for item in items:
            leaves, passed = self._ends(item, step)
            found += leaves
            if not passed:
                return _each_once(tuple(found))
        return _each_once((*found, *beyond))

    def _ends(self, item: Node, step: int) -> tuple[Leaves, bool]:
        """Return the first characters of a part, and whether what follows it may be next to what precedes it."""
        if isinstance(item, Edge):
            return (), True
        if isinstance(item, Literal | CharacterSet):
            return ((), True) if self._skipped(item) else ((item,), False)
        if isinstance(item, Branch):
            ends = [self._ends(option, step) for option in item.options]
            return tuple(leaf for leaves, _ in ends for leaf in leaves), any(passed for _, passed in ends)
        inner = item.item if isinstance(item, Repeat) else item
        leaves = self._near(inner.items[::step], _OUTSIDE, step)
        passed = None in leaves or width(item)[0] == 0
        return tuple(leaf for leaf in leaves if leaf is not None), passed


def _each_once(leaves: Leaves) -> Leaves:
    return tuple(dict.fromkeys(leaves))
