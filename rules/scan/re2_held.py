"""Says which characters the parts of an expression find in a normalised text, and which they never find."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from rules.scan.expression import compile_expression
from rules.scan.normalise import normalise
from rules.scan.re2_nodes import CharacterSet, Literal, Node, Range, Repeat, Sequence, inner

_PLANES = 4
"""Planes of Unicode with characters: the others are for private use and for selectors, which are deleted."""
_FEW = 0x1000
_FREQUENT = "\n aA0" + chr(0x4E00)
"""Looked at first: nearly every set has one of them."""
_RETURN = ord("\r")
_ASCII = 0x80


def holds_any(item: CharacterSet, characters: str) -> bool:
    """Ask RE2 whether a set matches one of these characters."""
    return _found(item.written, item.any_case, characters)


def canonical(point: int) -> str:
    """Return what a character becomes before any pattern sees it: another one, "" when it is deleted, or itself."""
    return _canonical(chr(point))


def never_found(tree: Sequence) -> Iterator[Literal | CharacterSet | Range]:
    """Yield the parts that no normalised text can match: a character, a set, or an entry of a set.

    A carriage return that may be absent, and control characters beside others in a set, are left alone: everybody
    writes them so, and they cost nothing.
    """
    return _never_found(tree, optional=False)


def _never_found(node: Node, *, optional: bool) -> Iterator[Literal | CharacterSet | Range]:
    if isinstance(node, Literal):
        if not (optional and node.point == _RETURN) and not _possible((node.point, node.point), node.any_case):
            yield node
    elif isinstance(node, CharacterSet):
        yield from _of_set(node)
    for part in node.items if isinstance(node, Sequence) else inner(node):
        yield from _never_found(part, optional=optional or (isinstance(node, Repeat) and node.least == 0))


def _of_set(item: CharacterSet) -> Iterator[CharacterSet | Range]:
    lost = [entry for entry in item.entries if not _possible(entry, item.any_case)]
    if not lost and not item.classes and not item.negated:
        return
    if (item.ranges is None or lost) and not _is_large(item) and not _is_found(item):
        yield item
    else:
        yield from (entry for entry in lost if entry[0] >= _ASCII)


def _is_large(item: CharacterSet) -> bool:
    """Return whether it is plain without RE2 that a set matches something: it leaves out only a few characters."""
    return item.written == "." or (
        item.negated and not item.classes and sum(high - low for low, high in item.entries) < _FEW)


def _is_found(item: CharacterSet) -> bool:
    return holds_any(item, _FREQUENT) or holds_any(item, _prepared())


@lru_cache(4096)
def _possible(entry: Range, any_case: bool) -> bool:
    """Return whether a normalised text can contain a character of a range."""
    return any(_stays(chr(point), any_case) for point in range(entry[0], entry[1] + 1))


def _stays(character: str, any_case: bool) -> bool:
    forms = {character, character.lower(), character.upper()} if any_case else {character}
    return any(len(form) == 1 and _canonical(form) == form for form in forms)


@lru_cache(4096)
def _canonical(character: str) -> str:
    """Return the canonical form of one character. Remembered: the patterns of a pack contain the same few hundred
    characters thousands of times, and this delays a guard's start."""
    return normalise(character).text


@lru_cache(512)
def _found(written: str, any_case: bool, characters: str) -> bool:
    flags = "si" if any_case else "s"
    return compile_expression(f"(?{flags}:{written})").search(characters.encode()) is not None


@cache
def _prepared() -> str:
    """Return all characters that a normalised text can contain. Built for the first set that is defined by a property
    of Unicode."""
    return normalise("".join(map(chr, (*range(0xD800), *range(0xE000, _PLANES << 16))))).text
