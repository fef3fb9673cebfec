"""Writes the documents of a package: those that the program refers to, and all that those link to.

    python packaging/documents.py FOLDER      from the checkout, under the same names

Ends with 1, and names them, when links lead to nothing that was written.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST = ("CHANGELOG.md", "docs/command-line.md", "docs/known-limits.md", "docs/rules.zh.md", "docs/admin", "docs/guide",
         "docs/fleet")
"""Documents that the program's messages refer to."""

LINK = re.compile(r"\]\(([^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:")
_CHECKOUT = re.compile(r"\bmake [a-z]|\.venv/bin/|(?<![\w/.])(?:guard|ui|rules|tests|scripts|packaging)/\w|\.py\b")
_NOTE = {
    ".zh.md": "> 安装包里没有源代码：文中的 `make …`、`scripts/`、`tests/` 等要在源代码的文件夹里用。",
    ".md": "> This package brings no source code: `make …`, `.venv/bin/…` and the files below guard, ui, rules, tests, "
           "scripts and packaging are in a checkout of it.",
}
"""Notes for documents that name what no package has, by the end of their name; the first that matches."""


def linked(document: Path) -> Iterator[Path]:
    """Yield the files and folders that a document links to, whether they exist or not."""
    if document.suffix == ".md":
        for target in LINK.findall(document.read_text("utf-8")):
            path = target.partition("#")[0]
            if path and not _ELSEWHERE.match(path):
                yield Path(os.path.normpath(document.parent / path))


def wanted(root: Path, first: tuple[str, ...] = FIRST) -> list[Path]:
    """Return the files that are in ``first``, or in a folder of it, and all below ``root`` that they lead to."""
    found: set[Path] = set()
    waiting = [root / name for name in first]
    while waiting:
        path = waiting.pop()
        if path.is_dir():
            waiting += path.iterdir()
        elif path.is_file() and path not in found and path.is_relative_to(root):
            found.add(path)
            waiting += linked(path)
    return sorted(found)


def told(document: Path) -> str:
    """Return the text of a document; if it names what only a checkout has, a note below its title says so."""
    text = document.read_text("utf-8")
    if not _CHECKOUT.search(text):
        return text
    title, _, rest = text.partition("\n")
    note = next(words for end, words in _NOTE.items() if document.name.endswith(end))
    return f"{title}\n\n{note}\n{rest}"


def write(root: Path, folder: Path) -> None:
    """Write the documents of a checkout into a folder, readable for everybody."""
    for path in wanted(root):
        copy = folder / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            copy.write_text(told(path), "utf-8")
        else:
            shutil.copyfile(path, copy)
        copy.chmod(0o644)


def dead(folder: Path) -> list[str]:
    """Return the links of the documents in a folder that lead to nothing in it."""
    return [f"{document.relative_to(folder)}: {os.path.relpath(target, folder)}"
            for document in sorted(folder.rglob("*.md")) for target in linked(document)
            if not (target.exists() and target.is_relative_to(folder))]


def main(folder: Path) -> int:
    """Write the documents and return the exit code."""
    write(ROOT, folder)
    for complaint in dead(folder):
        sys.stderr.write(f"a link that leads nowhere in the package: {complaint}\n")
    return 1 if dead(folder) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
