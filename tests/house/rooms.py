"""Counts the rooms of the house, circles between them, and sizes of files and functions: make rooms, of ROOT (.).

A room is a folder or a file directly in a package. An arrow is an import, also one inside a function; one that only a
type checker follows is left out. A knot is a set of rooms, or of files, each of which needs every other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

import grimp

PACKAGES = ("guard", "rules", "ui")

Arrows = Mapping[str, frozenset[str]]
"""What each room, or file, imports."""


def arrows(graph: grimp.ImportGraph, package: str, depth: int | None) -> Arrows:
    """Return who imports whom inside a package: rooms for a ``depth`` of 2, files for None."""
    def place(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    modules = graph.find_descendants(package)
    found: dict[str, set[str]] = {place(module): set() for module in modules}
    for module in modules:
        found[place(module)] |= {place(other) for other in graph.find_modules_directly_imported_by(module)
                                 if other in modules} - {place(module)}
    return {each: frozenset(others) for each, others in found.items()}


def knots(imports: Arrows) -> list[frozenset[str]]:
    """Return the sets of two or more in which each reaches every other."""
    reached = {each: frozenset(_reached(imports, each)) for each in imports}
    found = {frozenset(other for other in reached[each] if each in reached[other]) for each in imports}
    return [knot for knot in found if len(knot) > 1]


def _reached(imports: Arrows, start: str) -> Iterator[str]:
    seen, waiting = set(), [start]
    while waiting:
        for other in imports[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
            yield other


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield the name and the number of lines of each function, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def row(root: Path, graph: grimp.ImportGraph, package: str) -> Iterable[object]:
    """Return the figures of one package, in the order of the heading."""
    flat = [path for path in (root / package).glob("*.py") if path.name != "__init__.py"]
    rooms, files = arrows(graph, package, 2), arrows(graph, package, None)
    pairs = sum(one in rooms[other] for one in rooms for other in rooms[one]) // 2
    sources = [path.read_text("utf-8") for path in (root / package).rglob("*.py")]
    lines = sorted(len(source.splitlines()) for source in sources if source.strip())
    lengths = [length for source in sources for _, length in functions(source)]
    return (package, len(rooms), len(flat), pairs, max(map(len, knots(rooms)), default=0), len(knots(files)),
            len(lines), f"{sum(lines):,}", round(median(lines)), lines[-1], f"{len(lengths):,}", max(lengths))


def main() -> int:
    """Count and print."""
    root = Path(sys.argv[1]).resolve()
    sys.path.insert(0, str(root))
    heading = ("package", "rooms", "flat files", "pairs with arrows both ways", "rooms in the largest knot",
               "circles of files", "files", "lines", "median file", "longest file", "functions", "longest function")
    print(f"| {' | '.join(heading)} |\n|{'---|' * len(heading)}")
    for package in PACKAGES:
        graph = grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)
        print(f"| {' | '.join(map(str, row(root, graph, package)))} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
