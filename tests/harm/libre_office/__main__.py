"""Runs `make harm-office`: thirty LibreOffice documents × nine actions, with a guard and without.

    .venv/bin/python -m tests.harm.libre_office [--documents NAME,NAME] [--deeds NAME,NAME] [REPORT]

Ends with 1 when a user sees a difference. A difference counts if a second run without a guard does not show it and a
second run with one does. Marked documents are held on purpose: their rows are a table of their own.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.harm.libre_office.comparing import Cell, compare
from tests.harm.libre_office.deeds import DEEDS, Source
from tests.harm.libre_office.sides import side


def main() -> int:
    """Compare and print; return the exit code."""
    given = _arguments()
    found: list[Cell] = []
    began, report = time.monotonic(), ""
    with tempfile.TemporaryDirectory(prefix="mishao-harm-") as name, ExitStack() as stack:
        folder = Path(name)
        documents = folder / "documents"
        documents.mkdir()
        plain = stack.enter_context(side(folder / "without", documents, guarded=False))
        guarded = stack.enter_context(side(folder / "with", documents, guarded=True))
        sources = [Source(*made) for made in plain.office.build(documents, given.documents)]
        for source in sorted(sources, key=lambda source: source.marked):  # held content is recognised by its words
            for deed in given.deeds:
                found.append(compare(plain, guarded, source, deed))
                print(f"{source.program} {source.name} | {deed} | {found[-1]}", file=sys.stderr, flush=True)
            report = "\n".join(_report(found, given.deeds, time.monotonic() - began))
            if given.report:
                given.report.write_text(report + "\n", "utf-8")
    print(report)
    return int(any(cell.differs for cell in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.harm.libre_office")
    parser.add_argument("--documents", type=lambda names: names.split(","), default=[])
    parser.add_argument("--deeds", type=lambda names: names.split(","), default=list(DEEDS))
    parser.add_argument("report", type=Path, nargs="?")
    return parser.parse_args()


def _report(found: Sequence[Cell], deeds: Sequence[str], seconds: float) -> Iterator[str]:
    clean = [cell for cell in found if not cell.source.marked]
    undone, differing = sum(bool(cell.undone) for cell in clean), sum(cell.differs for cell in clean)
    yield from ("# LibreOffice with the guard and without", "")
    yield (f"`make harm-office`, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, Python "
           f"{platform.python_version()}, {seconds / 60:.0f} minutes. {len(clean)} cells of clean documents: "
           f"{len(clean) - undone - differing} the same, {differing} differ, {undone} not done without the guard "
           "either.")
    if pastes := [cell.delays for cell in clean if cell.delays]:
        without, beside = (median(values) for values in zip(*pastes, strict=True))
        yield (f"From Ctrl+V to the content, median of {len(pastes)} pastes: {without:.0f} ms without the guard, "
               f"{beside:.0f} with it.")
    yield from ("", *_table(clean, deeds))
    if held := [cell for cell in found if cell.source.marked]:
        yield from ("", "## Held on purpose", "",
                    "Marked documents are the guard's at once, and what LibreOffice pastes of them comes from it.", "",
                    *_table(held, deeds))


def _table(found: Sequence[Cell], deeds: Sequence[str]) -> Iterator[str]:
    yield f"| document | {' | '.join(deeds)} |"
    yield "|---|" + "---|" * len(deeds)
    for source in dict.fromkeys(cell.source for cell in found):
        words = {cell.deed: str(cell) for cell in found if cell.source == source}
        yield f"| {source.program}: {source.name} | {' | '.join(words[deed] for deed in deeds)} |"


if __name__ == "__main__":
    sys.exit(main())
