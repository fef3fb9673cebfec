"""The plain part of YAML, read quickly: one entry a line, values and flow collections that end on their line.

This is how packs are written, and a general YAML reader takes twelve seconds for ten thousand rules. What is not plain
is not guessed at: NotPlain is raised and the general reader is asked. Whatever is returned equals what that one
returns: tests/rules/test_yaml_plain.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from rules.pack.yaml_node import Node, TreeError, doubled
from rules.sentences.catalogue import sentence

DEPTH_LIMIT = 12
"""Deepest nesting of collections."""

_MOST_ENTRIES = 1_200_000
_ESCAPED = r"\\(?:[nt\"\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})"
_QUOTED = rf"\"[^\"\\]*(?:{_ESCAPED}[^\"\\]*)*\"|'[^']*(?:''[^']*)*'"
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_KEY = rf"{_FIRST}[^:#'\"\[\]{{}},&*!|>%@`\\]{{0,400}}"
_ENTRY = re.compile(rf"(?P<dash>- +)?(?:(?P<key>{_KEY}):(?: +|$))?(?P<value>.*)")
_IN_QUOTES = re.compile(_QUOTED)
_FIRST_SIGN = re.compile(_FIRST)
_FLOW = re.compile(rf" *(?:([\[\]{{}},]|:(?= ))|({_QUOTED}|{_FIRST}[^,\[\]{{}}:#'\"]*))")
_TAIL = re.compile(r" *(?:(?<= )#.*)?")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(u.{4}|.)")
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_Line = tuple[int, int, str]
_Raw = str | dict[str, Any] | list[Any]
_Wrap = Callable[[int, _Raw], Any]


class NotPlain(Exception):  # noqa: N818 (it is an answer, not an error)
    """The document uses more than the plain part of YAML; ``line`` is the first such line, 1-based."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_plain(text: str) -> Any:
    """Parse one document into strings, dictionaries and lists. Raises NotPlain, or TreeError for a doubled key."""
    return _read(text, lambda _, raw: raw)


def read_nodes(text: str) -> Node:
    """Parse one document into nodes, which know their lines. Raises NotPlain, or TreeError for a doubled key."""
    root: Node = _read(text, _node)
    return root


def _node(number: int, raw: _Raw) -> Node:
    if isinstance(raw, str):
        return Node(number, scalar=raw)
    return Node(number, mapping=raw) if isinstance(raw, dict) else Node(number, sequence=raw)


def _read(text: str, wrap: _Wrap) -> Any:
    text = text.replace("\r\n", "\n")
    if text.count("\n") + text.count(",") > _MOST_ENTRIES:
        raise TreeError(0, sentence("yaml.too-much"))
    odd = _ODD.search(text)
    if odd:
        raise NotPlain(text.count("\n", 0, odd.start()) + 1)
    return _Reader(wrap).document(_lines(text))


def _lines(text: str) -> Iterator[_Line]:
    """Yield (number, indent, words) of each line that is neither empty nor only a comment."""
    for number, line in enumerate(text.split("\n"), 1):
        words = line.lstrip(" ")
        if words and not words.startswith("#"):
            yield number, len(line) - len(words), words


class _Reader:
    """Keeps the open block collections on a stack of (indent, collection), and the key that waits for its value."""

    def __init__(self, wrap: _Wrap) -> None:
        self._wrap = wrap
        self._open: list[tuple[int, dict[str, Any] | list[Any]]] = []
        self._waiting: tuple[int, dict[str, Any], str] | None = None

    def document(self, lines: Iterator[_Line]) -> Any:
        """Return the root mapping, wrapped."""
        root: Any = None
        number = 1
        for number, indent, words in lines:
            if root is None:
                if indent:
                    raise NotPlain(number)
                entries: dict[str, Any] = {}
                root = self._wrap(number, entries)
                self._open.append((0, entries))
            entry = _ENTRY.fullmatch(words)
            if entry is None:
                raise NotPlain(number)
            self._take(number, indent, *entry.groups())
        if self._waiting is not None or root is None:
            raise NotPlain(number)
        return root

    def _take(self, number: int, indent: int, dash: str | None, key: str | None, value: str) -> None:
        if dash is None:
            if key is None:
                raise NotPlain(number)
            self._put(self._mapping(number, indent), number, indent, key.rstrip(" "), value)
            return
        sequence = self._sequence(number, indent)
        if key is None:
            if not value:
                raise NotPlain(number)
            sequence.append(self._value(number, value))
            return
        inner: dict[str, Any] = {}
        sequence.append(self._wrap(number, inner))
        self._push(number, indent + len(dash), inner)
        self._put(inner, number, indent + len(dash), key.rstrip(" "), value)

    def _mapping(self, number: int, indent: int) -> dict[str, Any]:
        """Return the mapping that an entry at this indent belongs to."""
        if self._waiting is not None:
            outer, parent, key = self._waiting
            if indent <= outer:
                raise NotPlain(number)
            self._waiting = None
            entries: dict[str, Any] = {}
            parent[key] = self._wrap(number, entries)
            self._push(number, indent, entries)
            return entries
        while self._open[-1][0] > indent or (self._open[-1][0] == indent and isinstance(self._open[-1][1], list)):
            self._pop(number)
        found = self._open[-1]
        if found[0] != indent or not isinstance(found[1], dict):
            raise NotPlain(number)
        return found[1]

    def _sequence(self, number: int, indent: int) -> list[Any]:
        """Return the sequence that an entry at this indent belongs to; it may stand as far left as its key."""
        if self._waiting is not None:
            outer, parent, key = self._waiting
            if indent < outer:
                raise NotPlain(number)
            self._waiting = None
            entries: list[Any] = []
            parent[key] = self._wrap(number, entries)
            self._push(number, indent, entries)
            return entries
        while self._open[-1][0] > indent:
            self._pop(number)
        found = self._open[-1]
        if found[0] != indent or not isinstance(found[1], list):
            raise NotPlain(number)
        return found[1]

    def _put(self, entries: dict[str, Any], number: int, indent: int, key: str, value: str) -> None:
        if key in entries:
            raise doubled(number, key)
        if not value or value.startswith("#"):
            # The place is taken now, so that a second such key is seen and the order is that of the file.
            entries[key] = None
            self._waiting = (indent, entries, key)
        else:
            entries[key] = self._value(number, value)

    def _value(self, number: int, words: str) -> Any:
        """Read a value that ends on its line."""
        if words[0] in "[{":
            return _Flow(number, words, self._wrap).root()
        if words[0] in "\"'":
            quoted = _IN_QUOTES.match(words)
            if quoted is None or _TAIL.fullmatch(words, quoted.end()) is None:
                raise NotPlain(number)
            return self._wrap(number, _scalar(quoted.group()))
        words = words.partition(" #")[0].rstrip(" ")
        if not _FIRST_SIGN.match(words) or ": " in words or words.endswith(":"):
            raise NotPlain(number)
        return self._wrap(number, words)

    def _push(self, number: int, indent: int, collection: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= DEPTH_LIMIT:
            raise NotPlain(number)
        self._open.append((indent, collection))

    def _pop(self, number: int) -> None:
        if len(self._open) == 1:
            raise NotPlain(number)
        self._open.pop()


class _Flow:
    """Reads a collection in brackets or braces that ends on its line."""

    def __init__(self, number: int, words: str, wrap: _Wrap) -> None:
        self._number = number
        self._words = words
        self._wrap = wrap
        self._position = 0

    def root(self) -> Any:
        """Return the collection, wrapped; nothing but a comment may follow it."""
        self._position = 1
        found = self._collection(self._words[0], 1)
        if _TAIL.fullmatch(self._words, self._position) is None:
            raise NotPlain(self._number)
        return found

    def _collection(self, opening: str, depth: int) -> Any:
        if depth > DEPTH_LIMIT:
            raise NotPlain(self._number)
        return self._sequence(depth) if opening == "[" else self._mapping(depth)

    def _sequence(self, depth: int) -> Any:
        entries: list[Any] = []
        sign, scalar = self._token()
        if sign == "]":
            return self._wrap(self._number, entries)
        while True:
            entries.append(self._entry(sign, scalar, depth))
            sign, _ = self._token()
            if sign == "]":
                return self._wrap(self._number, entries)
            if sign != ",":
                raise NotPlain(self._number)
            sign, scalar = self._token()

    def _mapping(self, depth: int) -> Any:
        entries: dict[str, Any] = {}
        sign, key = self._token()
        if sign == "}":
            return self._wrap(self._number, entries)
        while True:
            if key is None or self._token()[0] != ":":
                raise NotPlain(self._number)
            if key in entries:
                raise doubled(self._number, key)
            entries[key] = self._entry(*self._token(), depth)
            sign, _ = self._token()
            if sign == "}":
                return self._wrap(self._number, entries)
            if sign != ",":
                raise NotPlain(self._number)
            sign, key = self._token()

    def _entry(self, sign: str | None, scalar: str | None, depth: int) -> Any:
        if scalar is not None:
            return self._wrap(self._number, scalar)
        if sign is None or sign not in "[{":
            raise NotPlain(self._number)
        return self._collection(sign, depth + 1)

    def _token(self) -> tuple[str | None, str | None]:
        """Return the next sign, or the next scalar."""
        token = _FLOW.match(self._words, self._position)
        if token is None:
            raise NotPlain(self._number)
        self._position = token.end()
        sign, scalar = token.groups()
        return (sign, None) if scalar is None else (None, _scalar(scalar.rstrip(" ")))


def _scalar(words: str) -> str:
    if words[0] == "'":
        return words[1:-1].replace("''", "'")
    if words[0] == '"':
        inner = words[1:-1]
        return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner
    return words


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return _ESCAPES[escape] if len(escape) == 1 else chr(int(escape[1:], 16))


__all__ = ["DEPTH_LIMIT", "NotPlain", "TreeError", "read_nodes", "read_plain"]
