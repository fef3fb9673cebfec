"""Untrusted YAML bytes → a tree of nodes that know their lines. Bounded in size, depth and count; no anchors, no tags.

Every scalar stays a string: 「是」, 「no」 and 「2026.10」 mean what the administrator wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from rules.pack.yaml_node import Node, Tree, TreeError, doubled
from rules.pack.yaml_plain import DEPTH_LIMIT, NotPlain, read_nodes, read_plain
from rules.sentences.catalogue import sentence

__all__ = ["SIZE_LIMIT", "Node", "Tree", "TreeError", "read_tree"]

SIZE_LIMIT = 16 * 1024 * 1024
"""Largest document in bytes."""
GENERAL_SIZE_LIMIT = 2 * 1024 * 1024
"""Largest document in bytes that uses more than the plain part of YAML, which takes the slow reader."""
_NODE_LIMIT = 60_000


def read_tree(untrusted_bytes: bytes) -> Tree:
    """Parse one YAML document. Raises TreeError."""
    if len(untrusted_bytes) > SIZE_LIMIT:
        raise TreeError(0, sentence("yaml.over-mb", limit=SIZE_LIMIT // 1024 // 1024))
    try:
        text = untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = untrusted_bytes[:error.start].count(b"\n") + 1
        raise TreeError(line, sentence("yaml.not-utf-8")) from error
    try:
        return Tree(read_plain(text), lambda: read_nodes(text), text)
    except NotPlain as unusual:
        if len(untrusted_bytes) > GENERAL_SIZE_LIMIT:
            limit = GENERAL_SIZE_LIMIT // 1024 // 1024
            raise TreeError(unusual.line, sentence("yaml.only-plain", limit=limit)) from unusual
    root = _general(text)
    return Tree(root.plain(), lambda: root, text)


def _general(text: str) -> Node:
    """Parse a document with the general reader."""
    try:
        root = _build(iter(YAML(typ="safe", pure=True).parse(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise TreeError(line, sentence("yaml.mistake")) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise TreeError(0, sentence("yaml.control-characters")) from error
    if root is None:
        raise TreeError(0, sentence("yaml.empty"))
    return root


def _build(events: Iterator[Event]) -> Node | None:
    """Assemble the tree with a stack of open collections, so that depth costs no recursion."""
    root: Node | None = None
    open_nodes: list[Node] = []
    count = 0
    documents = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise TreeError(line, sentence("yaml.several"))
        if isinstance(event, CollectionEndEvent):
            open_nodes.pop()
        node = _node(event, line)
        if node is None:
            continue
        count += 1
        if count > _NODE_LIMIT or len(open_nodes) >= DEPTH_LIMIT:
            raise TreeError(line, sentence("yaml.too-deep"))
        if open_nodes:
            _attach(open_nodes[-1], node)
        else:
            root = node
        if node.scalar is None:
            open_nodes.append(node)
    return root


def _node(event: Event, line: int) -> Node | None:
    """Return the node an event begins, or None when it begins none."""
    if isinstance(event, AliasEvent):
        raise TreeError(line, sentence("yaml.aliases"))
    if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
        return None
    if event.anchor is not None:
        raise TreeError(line, sentence("yaml.anchors"))
    if event.tag is not None and str(event.tag) not in ("!", "None"):
        raise TreeError(line, sentence("yaml.tags"))
    if isinstance(event, ScalarEvent):
        return Node(line, scalar=str(event.value))
    return Node(line, mapping={}) if isinstance(event, MappingStartEvent) else Node(line, sequence=[])


def _attach(parent: Node, node: Node) -> None:
    if parent.sequence is not None:
        parent.sequence.append(node)
        return
    mapping = parent.mapping
    if mapping is None:
        return
    if parent.pending_key is None:
        if node.scalar is None:
            raise TreeError(node.line, sentence("yaml.keys"))
        if node.scalar in mapping:
            raise doubled(node.line, node.scalar)
        parent.pending_key = node.scalar
        return
    mapping[parent.pending_key] = node
    parent.pending_key = None
