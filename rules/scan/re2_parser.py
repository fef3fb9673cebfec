"""Parses an expression as RE2 reads it, not as Python's ``re`` does, into rules.scan.re2_nodes.

Written from RE2's syntax page (google/re2, doc/syntax.txt). RE2 itself says whether an expression is valid: what is
parsed here has been compiled by it, and tests/rules/test_re2_parser.py compares both. A few valid spellings with
another meaning in other dialects are refused by name (Misreading).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from rules.scan.expression import compile_expression
from rules.scan.re2_nodes import CharacterSet, Edge, Literal, Node, Range, Sequence, branch, repeat, sequence
from rules.scan.re2_sets import ASCII_CLASSES, LAST_POINT, PERL_CLASSES, all_but

DEEPEST = 60
"""Most nested groups."""

_COUNT = re.compile(r"\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}")
_LIKE_A_COUNT = re.compile(r"\{[0-9, ]+\}")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_GROUP = re.compile(r"\((?:\?P?<[^<>]*>)?")
_PROPERTY = re.compile(r"\\[pP](?:\{[^{}]*\}|.)", re.DOTALL)
_ASCII_CLASS = re.compile(r"\[:(\^?)(\w+):\]")
_HEXADECIMAL = re.compile(r"\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})")
_TIMES = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_CONTROLS = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}
_EDGES = frozenset("bBAz")
_NO_FLAGS: frozenset[str] = frozenset()


class Misreading(StrEnum):
    """Why an expression that RE2 accepts is refused."""

    COUNT = "count"  # {,2} and {01} are plain text to RE2
    OCTAL = "octal"  # \12 is a character to RE2
    QUOTE = "quote"  # \Q without its \E takes in all alternatives that follow
    BYTE = "byte"  # \C matches a part of a Chinese character
    DEPTH = "depth"
    MALFORMED = "malformed"


class ParseError(ValueError):
    """The expression cannot be parsed; ``written`` is the part at fault."""

    def __init__(self, why: Misreading, written: str) -> None:
        super().__init__(f"{why}: {written}")
        self.why = why
        self.written = written


def parse(expression: str) -> Sequence:
    """Parse an expression that RE2 compiles with its default syntax. Raises ParseError."""
    return _Parser(expression).whole()


class _Parser:
    """Reads from left to right. Flags apply to the end of their group, across ``|`` too."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> Sequence:
        """Return the whole expression."""
        found = self._alternatives(_NO_FLAGS)
        if self._at < len(self._text):
            raise ParseError(Misreading.MALFORMED, self._text[self._at:])
        return found

    def _alternatives(self, flags: frozenset[str]) -> Sequence:
        text, end = self._text, len(self._text)
        options: list[tuple[Node, ...]] = []
        items: list[Node] = []
        while self._at < end:
            character = text[self._at]
            if character == ")":
                break
            if character == "|":
                options.append(_spliced(items))
                items = []
                self._at += 1
            elif character == "(":
                flags = self._group(flags, items)
            elif character in "*+?{" and self._repeated(items):
                pass
            else:
                items.append(self._one(character, flags))
        options.append(_spliced(items))
        return sequence(options[0]) if len(options) == 1 else _branching(options)

    def _group(self, flags: frozenset[str], items: list[Node]) -> frozenset[str]:
        """Read a group into ``items``, or flags for the rest of this one; return the flags from here on."""
        inside = flags
        found = _FLAGS.match(self._text, self._at)
        if found is not None:
            inside = flags.union(found[1]).difference(found[2] or "")
            self._at = found.end()
            if found[3] == ")":
                return inside
        else:
            self._at = self._matched(_GROUP).end()
        self._depth += 1
        if self._depth > DEEPEST:
            raise ParseError(Misreading.DEPTH, "(")
        items.append(self._alternatives(inside))
        if self._text[self._at:self._at + 1] != ")":
            raise ParseError(Misreading.MALFORMED, "(")
        self._at += 1
        self._depth -= 1
        return flags

    def _repeated(self, items: list[Node]) -> bool:
        """Repeat the last of ``items`` where a repetition is written here."""
        character = self._text[self._at]
        if character != "{":
            least, most = _TIMES[character]
            self._at += 1
        else:
            count = _COUNT.match(self._text, self._at)
            if count is None:
                like = _LIKE_A_COUNT.match(self._text, self._at)
                if like is not None:
                    raise ParseError(Misreading.COUNT, like[0])
                return False
            least = int(count[1])
            most = (int(count[3]) if count[3] else None) if count[2] else least
            self._at = count.end()
        if not items:
            raise ParseError(Misreading.MALFORMED, character)
        if self._text[self._at:self._at + 1] == "?":
            self._at += 1
        last = items[-1]
        items[-1] = repeat(last if isinstance(last, Sequence) else sequence((last,)), least, most)
        return True

    def _one(self, character: str, flags: frozenset[str]) -> Node:
        """Read what matches one character, or an edge."""
        any_case = "i" in flags
        if character == "[":
            return self._set(any_case)
        if character == "\\":
            return self._escaped(any_case, "m" in flags)
        self._at += 1
        if character == ".":
            return CharacterSet(None, "s" in flags, any_case, ".")
        if character in "^$":
            return Edge(character, "m" in flags)
        return _literal(ord(character), any_case)

    def _escaped(self, any_case: bool, by_line: bool) -> Node:
        named = self._named()
        if named is not None:
            return CharacterSet(*named[:2], any_case, named[2], classes=(named[2],))
        following = self._text[self._at + 1:self._at + 2]
        if following in _EDGES:
            self._at += 2
            return Edge(f"\\{following}", by_line)
        if following and following in "<>":
            self._at += 2
            return Literal(ord(following), any_case, edge_elsewhere=True)
        return _literal(self._point(), any_case)

    def _named(self) -> tuple[tuple[Range, ...] | None, bool, str] | None:
        r"""Read \d, \pL and the like; return their ranges, whether they contain a newline, and their spelling."""
        following = self._text[self._at + 1:self._at + 2]
        ranges = PERL_CLASSES.get(following)
        if ranges is not None:
            self._at += 2
            return ranges, _has(ranges, 10), f"\\{following}"
        if following and following in "pP":
            written = self._matched(_PROPERTY)[0]
            self._at += len(written)
            return None, _has_newline(written), written
        return None

    def _point(self) -> int:
        """Read one character, possibly escaped, outside or inside a set."""
        text, start = self._text, self._at
        if text[start] != "\\":
            self._at += 1
            return ord(text[start])
        following = text[start + 1:start + 2]
        if following == "x":
            number = self._matched(_HEXADECIMAL)
            self._at = number.end()
            return int(number[1] or number[2], 16)
        self._at += 2
        if following in _REFUSED:
            raise ParseError(_REFUSED[following], text[start:start + (3 if following.isdigit() else 2)])
        if following in _CONTROLS:
            return _CONTROLS[following]
        if not following or not following.isascii() or following.isalnum():
            raise ParseError(Misreading.MALFORMED, text[start:start + 2])
        return ord(following)

    def _set(self, any_case: bool) -> CharacterSet:
        text, start = self._text, self._at
        self._at += 1
        negated = text.startswith("^", self._at)
        self._at += negated
        first, listed, newline = self._at, True, False
        ranges: list[Range] = []
        entries: list[Range] = []
        classes: list[str] = []
        while self._at == first or not text.startswith("]", self._at):
            if self._at >= len(text):
                raise ParseError(Misreading.MALFORMED, text[start:])
            more, more_newline, named = self._in_set()
            newline |= more_newline
            listed &= more is not None
            ranges += more or ()
            if named:
                classes.append(named)
            else:
                entries += more or ()
        self._at += 1
        known = tuple(ranges) if listed and not negated else None
        return CharacterSet(known, newline != negated, any_case, text[start:self._at], tuple(entries), tuple(classes))

    def _in_set(self) -> tuple[tuple[Range, ...] | None, bool, str]:
        """Read one entry of a set; return its ranges, None where they are not listed, whether it contains a newline,
        and the spelling of a named class, "" for characters."""
        text = self._text
        named = _ASCII_CLASS.match(text, self._at)
        if named is not None and named[2] in ASCII_CLASSES:
            self._at = named.end()
            ranges = ASCII_CLASSES[named[2]]
            ranges = all_but(ranges) if named[1] else ranges
            return ranges, _has(ranges, 10), named[0]
        if text[self._at] == "\\":
            escape = self._named()
            if escape is not None:
                return escape
        low = high = self._point()
        if text.startswith("-", self._at) and not text.startswith("]", self._at + 1) and self._at + 1 < len(text):
            self._at += 1
            high = self._point()
        return ((low, high),), low <= 10 <= high, ""

    def _matched(self, shape: re.Pattern[str]) -> re.Match[str]:
        found = shape.match(self._text, self._at)
        if found is None:
            raise ParseError(Misreading.MALFORMED, self._text[self._at:self._at + 2])
        return found


_REFUSED = {"Q": Misreading.QUOTE, "C": Misreading.BYTE, **dict.fromkeys("01234567", Misreading.OCTAL)}


@lru_cache(4096)
def _literal(point: int, any_case: bool) -> Literal:
    """Return a literal. Remembered: the expressions of a pack hold the same few hundred characters thousands of times.
    """
    if point > LAST_POINT:
        raise ParseError(Misreading.MALFORMED, hex(point))
    return Literal(point, any_case)


@lru_cache(512)
def _has_newline(written: str) -> bool:
    """Ask RE2 whether a property of Unicode includes the newline."""
    return compile_expression(written).fullmatch(b"\n") is not None


def _has(ranges: tuple[Range, ...], point: int) -> bool:
    return any(low <= point <= high for low, high in ranges)


def _spliced(items: list[Node]) -> tuple[Node, ...]:
    """Return the parts; groups that are not repeated are replaced by their parts."""
    if not any(isinstance(item, Sequence) for item in items):
        return tuple(items)
    return tuple(part for item in items for part in (item.items if isinstance(item, Sequence) else (item,)))


def _branching(options: list[tuple[Node, ...]]) -> Sequence:
    """Return the alternatives with their common beginning factored out."""
    shared = 0
    shortest = min(map(len, options))
    while shared < shortest and all(option[shared] == options[0][shared] for option in options):
        shared += 1
    return sequence((*options[0][:shared], branch([sequence(option[shared:]) for option in options])))
