"""Represents a pack file as a tree of nodes that know their lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence


class TreeError(Exception):
    """The document is not usable YAML; ``line`` is 1-based, 0 when unknown."""

    def __init__(self, line: int, message: Sentence) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class Node:
    """One node: exactly one of a scalar, an ordered mapping or a sequence. ``line`` is 1-based."""

    line: int
    scalar: str | None = None
    mapping: dict[str, Node] | None = None
    sequence: list[Node] | None = None

    def plain(self) -> object:
        """Return the node's content as strings, dictionaries and lists."""
        if self.mapping is not None:
            return {key: value.plain() for key, value in self.mapping.items()}
        if self.sequence is not None:
            return [entry.plain() for entry in self.sequence]
        return self.scalar

    def at(self, path: tuple[int | str, ...]) -> Node:
        """Return the deepest node that exists on a path of keys and indexes."""
        node = self
        for step in path:
            following: Node | None = None
            if node.mapping is not None and isinstance(step, str):
                following = node.mapping.get(step)
            elif node.sequence is not None and isinstance(step, int) and step < len(node.sequence):
                following = node.sequence[step]
            if following is None:
                return node
            node = following
        return node


class Tree:
    """A document: its plain content, and its nodes with their lines, made only when a line is asked for."""

    def __init__(self, content: object, nodes: Callable[[], Node], text: str) -> None:
        self.content = content
        self._nodes = nodes
        self._root: Node | None = None
        self._text = text

    def at(self, path: tuple[int | str, ...]) -> Node:
        """Return the deepest node that exists on a path of keys and indexes."""
        if self._root is None:
            self._root = self._nodes()
        return self._root.at(path)

    def written(self, path: tuple[int | str, ...]) -> str:
        """Return the line of the file that a path leads to."""
        return self._text.split("\n")[self.at(path).line - 1]


def doubled(line: int, key: str) -> TreeError:
    """Return the message about a key that was written twice."""
    return TreeError(line, sentence("yaml.written-twice", key=key))
