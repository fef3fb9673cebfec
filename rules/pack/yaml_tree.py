"""Reads untrusted YAML bytes into a tree of nodes that know their lines.

Bounded in size, depth and count; no anchors, no tags. In a pack every scalar stays a string: 「是」, 「no」 and
「2026.10」 mean what the administrator wrote. A policy has the types of YAML 1.2, so that a version without quotes is
refused and not taken for another (2026.10 for 2026.1). PyYAML's parser in C gives the events; nothing of PyYAML's own
types or tags is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rules.pack.yaml_node import Node, Tree, TreeError, doubled
from rules.pack.yaml_problems import LOADER, refused
from rules.pack.yaml_values import value_of
from rules.sentences.catalogue import sentence

__all__ = ["SIZE_LIMIT", "Node", "Tree", "TreeError", "read_tree"]

SIZE_LIMIT = 16 * 1024 * 1024
"""Largest document in bytes."""
DEPTH_LIMIT = 12
"""Deepest nesting of collections."""

_MOST_ENTRIES = 1_200_000
# PyYAML breaks lines here, as YAML 1.1 does; YAML 1.2, editors and line numbers do not.
_MARK = "\ufeff"
_NO_LINE_ENDS = "\x85\u2028\u2029"
_NO_LINE_END = re.compile(f"[{_NO_LINE_ENDS}]")

_Raw = str | dict[str, Any] | list[Any]
_Wrap = Callable[[Any, _Raw], Any] | None
"""Makes a node of an event and its content; None where only the plain content is wanted."""


def read_tree(untrusted_bytes: bytes, *, typed: bool = False) -> Tree:
    """Parse one YAML document; ``typed``: what has no quotes is read as rules.pack.yaml_values says. Raises TreeError.
    """
    if len(untrusted_bytes) > SIZE_LIMIT:
        raise TreeError(0, sentence("yaml.over-mb", limit=SIZE_LIMIT // 1024 // 1024))
    try:
        text = untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = untrusted_bytes[:error.start].count(b"\n") + 1
        raise TreeError(line, sentence("yaml.not-utf-8")) from error
    if _MARK in text:  # PyYAML's C part drops one at the beginning of a line, and keeps others
        raise TreeError(text[:text.index(_MARK)].count("\n") + 1, sentence("yaml.byte-order-mark"))
    # Depth is bounded too, so nothing can be written many times over without commas or line ends.
    if text.count("\n") + text.count(",") > _MOST_ENTRIES:
        raise TreeError(0, sentence("yaml.too-much"))
    return Tree(_read(text, _typed if typed else None), lambda: _read(text, _node), text)


def _node(event: Any, raw: _Raw) -> Node:
    line = event.start_mark.line + 1
    if isinstance(raw, str):
        return Node(line, scalar=raw)
    return Node(line, mapping=raw) if isinstance(raw, dict) else Node(line, sequence=raw)


def _typed(event: Any, raw: _Raw) -> Any:
    return value_of(raw) if isinstance(raw, str) and event.implicit[0] else raw


def _read(text: str, wrap: _Wrap) -> Any:
    found = _NO_LINE_END.search(text)
    if found is not None:
        text, wrap = _replaced(text, wrap)
    try:
        root = _Builder(wrap).document(iter(LOADER(text).get_event, None))
    except yaml.YAMLError as error:
        raise refused(error, text) from error
    if root is None:
        raise TreeError(0, sentence("yaml.empty"))
    return root


def _replaced(text: str, wrap: _Wrap) -> tuple[str, _Wrap]:
    """Return a text with other characters for those that PyYAML takes for line ends, and a function that restores
    them."""
    present = set(text)
    unused = (point for point in range(0xF0000, 0xFFFFE) if chr(point) not in present)
    there = {ord(character): next(unused) for character in _NO_LINE_ENDS}
    back = {new: old for old, new in there.items()}

    def put_back(event: Any, raw: _Raw) -> Any:
        written = raw.translate(back) if isinstance(raw, str) else raw
        return written if wrap is None else wrap(event, written)

    return text.translate(there), put_back


class _Builder:
    """Keeps the open collections on a stack, each with the key that waits for its value: nesting needs no recursion."""

    def __init__(self, wrap: _Wrap) -> None:
        self._wrap = wrap
        self._open: list[tuple[_Raw | None, str | None]] = []

    def document(self, events: Iterator[Any]) -> Any:
        """Return the root, wrapped; None for a file with only comments."""
        wrap, root, documents = self._wrap, None, 0
        collection: Any = None
        key: Any = None
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                raw: Any = event.value
            elif kind is MappingStartEvent:
                raw = {}
            elif kind is SequenceStartEvent:
                raw = []
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                collection, key = self._open.pop()
                continue
            else:
                documents = _checked(event, documents)
                continue
            if event.anchor is not None or event.tag is not None:
                _check(event)
            node = raw if wrap is None else wrap(event, raw)
            if type(collection) is dict and key is None:
                key = _key(event, node, collection)
                continue
            if collection is None:
                root = node
            else:
                _add(collection, key, node)
                key = None
            if kind is not ScalarEvent:
                self._push(event, collection, key)
                collection, key = raw, None
        return root

    def _push(self, event: Any, collection: _Raw | None, key: str | None) -> None:
        self._open.append((collection, key))
        if len(self._open) > DEPTH_LIMIT:
            raise TreeError(event.start_mark.line + 1, sentence("yaml.too-deep"))


def _key(event: Any, node: Any, collection: dict[str, Any]) -> str:
    key = node.scalar if isinstance(node, Node) else node
    if not isinstance(key, str):
        raise TreeError(event.start_mark.line + 1, sentence("yaml.keys"))
    if key in collection:
        raise doubled(event.start_mark.line + 1, key)
    return key


def _check(event: Any) -> None:
    """Refuse what a pack may not contain: anchors and tags."""
    if event.anchor is not None:
        raise TreeError(event.start_mark.line + 1, sentence("yaml.anchors"))
    if event.tag is not None and event.tag != "!":
        raise TreeError(event.start_mark.line + 1, sentence("yaml.tags"))


def _checked(event: Any, documents: int) -> int:
    """Refuse references and a second document; return how many documents have begun."""
    if type(event) is AliasEvent:
        raise TreeError(event.start_mark.line + 1, sentence("yaml.aliases"))
    documents += type(event) is DocumentStartEvent
    if documents > 1:
        raise TreeError(event.start_mark.line + 1, sentence("yaml.several"))
    return documents


def _add(collection: Any, key: str | None, node: Any) -> None:
    if type(collection) is dict:
        collection[key] = node
    else:
        collection.append(node)
