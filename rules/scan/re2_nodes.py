"""Defines the nodes of a parsed RE2 expression, and how many characters each can match."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from typing import TypeAlias

UNBOUNDED = 100_000
"""Number of characters from which a match counts as unlimited."""

Range: TypeAlias = tuple[int, int]
"""First and last code point."""

Width: TypeAlias = tuple[int, int]
"""Fewest and most code points that a part matches, UNBOUNDED where there is no limit."""


@dataclass(frozen=True, slots=True)
class Literal:
    r"""One character; ``any_case`` inside (?i). ``edge_elsewhere``: written ``\<`` or ``\>``, a word edge in other
    dialects."""

    point: int
    any_case: bool
    edge_elsewhere: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class CharacterSet:
    r"""A set of characters of which one matches: ``[…]``, ``\w``, ``\p{…}`` or a dot.

    ``ranges`` is None where the set is known only by what it leaves out or by a property of Unicode. ``written`` is
    its spelling in the expression. ``entries`` are the characters and ranges that are listed one by one between
    brackets, ``classes`` the named classes in it as they are spelled; both also where the set is known by what it
    leaves out.
    """

    ranges: tuple[Range, ...] | None
    newline: bool
    any_case: bool
    written: str
    entries: tuple[Range, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def negated(self) -> bool:
        """True for a set in brackets that lists what it leaves out."""
        return self.written.startswith("[^")


@dataclass(frozen=True, slots=True)
class Edge:
    """A position between characters: a word edge, the beginning or the end. ``by_line`` inside (?m)."""

    written: str
    by_line: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    items: tuple[Node, ...]
    width: Width = field(compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several parts."""

    options: tuple[Sequence, ...]
    width: Width = field(compare=False)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part ``least`` to ``most`` times in a row; ``most`` is None without a limit."""

    item: Sequence
    least: int
    most: int | None
    width: Width = field(compare=False)


Node: TypeAlias = "Literal | CharacterSet | Edge | Sequence | Branch | Repeat"


_ONE, _NONE = (1, 1), (0, 0)


def sequence(items: Items[Node]) -> Sequence:
    """Return several parts in a row as one part."""
    least = most = 0
    for item in items:
        fewest, largest = width(item)
        least += fewest
        most += largest
    return Sequence(tuple(items), (min(least, UNBOUNDED), min(most, UNBOUNDED)))


def branch(options: Items[Sequence]) -> Branch:
    """Return alternatives as one part."""
    widths = [option.width for option in options]
    return Branch(tuple(options), (min(least for least, _ in widths), max(most for _, most in widths)))


def repeat(item: Sequence, least: int, most: int | None) -> Repeat:
    """Return a repetition."""
    fewest, largest = item.width
    times = UNBOUNDED if most is None else most
    return Repeat(item, least, most, (min(fewest * least, UNBOUNDED), min(largest * times, UNBOUNDED)))


def width(node: Node) -> Width:
    """Return how many code points a part matches."""
    if isinstance(node, Literal | CharacterSet):
        return _ONE
    return _NONE if isinstance(node, Edge) else node.width


def inner(node: Node) -> Items[Sequence]:
    """Return the sub-expressions of a part."""
    if isinstance(node, Repeat):
        return (node.item,)
    if isinstance(node, Branch):
        return node.options
    return (node,) if isinstance(node, Sequence) else ()
