"""Makes the problems that linting finds, with their lines in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.definition import Pack
from rules.pack.word_lists import Path, place_of
from rules.pack.yaml_tree import Tree, read_tree
from rules.schema.problem import Problem
from rules.sentences.sentence import Sentence


class Report:
    """Finds the lines of a pack's entries; the file is read again only when there is a problem to report."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._tree: Tree | None = None

    def problem(self, path: Path, rule: str, message: Sentence) -> Problem:
        """Return a problem with the line of the place at ``path``."""
        line = self._read().at(path).line if self._pack.written else 0
        return Problem(self._pack.source, line, rule, message, path)

    def word(self, name: str, word: str) -> Path:
        """Return the place of the entry of a list that a word comes from."""
        return place_of(self.content(), name, word)

    def content(self) -> Mapping[str, object]:
        """Return the written content, as strings, dictionaries and lists."""
        written = self._read().content if self._pack.written else {}
        return written if isinstance(written, dict) else {}

    def length(self, path: Path) -> int:
        """Return how many entries a place has: none where nothing is written, one for a value that is no list."""
        step: Any = self.content()
        try:
            for key in path:
                step = step[key]
        except (KeyError, IndexError, TypeError):
            return 0
        return len(step) if isinstance(step, list) else 1

    def _read(self) -> Tree:
        if self._tree is None:
            self._tree = read_tree(self._pack.written)
        return self._tree
