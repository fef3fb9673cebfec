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

__all__ = ["SIZE_LIMIT", "Node", "Tree", "TreeError", "read_tree"]

SIZE_LIMIT = 16 * 1024 * 1024
"""Largest document in bytes."""
GENERAL_SIZE_LIMIT = 2 * 1024 * 1024
"""Largest document in bytes that uses more than the plain part of YAML, which takes the slow reader."""
_NODE_LIMIT = 60_000


def read_tree(untrusted_bytes: bytes) -> Tree:
    """Parse one YAML document. Raises TreeError."""
    if len(untrusted_bytes) > SIZE_LIMIT:
        raise TreeError(0, f"文件超过 {SIZE_LIMIT // 1024 // 1024} MB，不是规则包。请拆成几个规则包。")
    try:
        text = untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = untrusted_bytes[:error.start].count(b"\n") + 1
        raise TreeError(line, "文件不是 UTF-8 编码。请在编辑器里“另存为”，编码选 UTF-8。") from error
    try:
        return Tree(read_plain(text), lambda: read_nodes(text), text)
    except NotPlain as unusual:
        if len(untrusted_bytes) > GENERAL_SIZE_LIMIT:
            limit = GENERAL_SIZE_LIMIT // 1024 // 1024
            raise TreeError(unusual.line, f"超过 {limit} MB 的规则包只能用最简单的写法：每项一行，引号和括号不跨行。"
                                          "请改写这一行，或拆成几个规则包。") from unusual
    root = _general(text)
    return Tree(root.plain(), lambda: root, text)


def _general(text: str) -> Node:
    """Parse a document with the general reader."""
    try:
        root = _build(iter(YAML(typ="safe", pure=True).parse(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise TreeError(line, "YAML 写法有误。请检查这一行的缩进、冒号后的空格和引号。") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise TreeError(0, "YAML 写法有误，文件里可能有不可见的控制字符。") from error
    if root is None:
        raise TreeError(0, "文件是空的，里面没有规则。")
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
                raise TreeError(line, "一个文件只能写一个规则包。请删除多余的“---”。")
        if isinstance(event, CollectionEndEvent):
            open_nodes.pop()
        node = _node(event, line)
        if node is None:
            continue
        count += 1
        if count > _NODE_LIMIT or len(open_nodes) >= DEPTH_LIMIT:
            raise TreeError(line, "内容过多或嵌套过深，不是规则包的写法。")
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
        raise TreeError(line, "规则包里不能用 YAML 的引用（*名字）。请把内容直接写出来。")
    if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
        return None
    if event.anchor is not None:
        raise TreeError(line, "规则包里不能用 YAML 的锚点（&名字）。请把内容直接写出来。")
    if event.tag is not None and str(event.tag) not in ("!", "None"):
        raise TreeError(line, "规则包里不能用 YAML 的标签（!名字）。请删除它。")
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
            raise TreeError(node.line, "这里的键要写成普通文字。含有方括号、花括号或 @ 的内容请加引号。")
        if node.scalar in mapping:
            raise doubled(node.line, node.scalar)
        parent.pending_key = node.scalar
        return
    mapping[parent.pending_key] = node
    parent.pending_key = None
