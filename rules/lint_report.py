"""Makes the problems that linting finds, with the line of the file they stand on."""

from __future__ import annotations

from rules.definition import Pack, Problem
from rules.yaml_tree import Tree, read_tree

Path = tuple[int | str, ...]
"""Keys and numbers that lead to a place in the document."""


class Report:
    """Knows where things of a pack stand; the file is read again only when there is a problem to tell."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._tree: Tree | None = None

    def problem(self, path: Path, rule: str, message: str) -> Problem:
        """Return a problem of the place that ``path`` leads to."""
        if not self._pack.written:
            return Problem(self._pack.source, 0, rule, message)
        if self._tree is None:
            self._tree = read_tree(self._pack.written)
        return Problem(self._pack.source, self._tree.at(path).line, rule, message)
