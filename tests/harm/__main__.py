"""Runs `make harm`: a table of what the guard changes for the user of each program.

    HARM_PROGRAMS=GIMP HARM_CONTENTS=picture HARM_DEEDS=copy,leave .venv/bin/python -m tests.harm [REPORT]

Ends with 0 when no user would see a difference. The report goes to a file.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.harm.matrix import Cell, cells, wanted
from tests.soak.report import machine


def main(path: Path | None) -> int:
    """Go through the table, print each cell when it is done, and return the exit code."""
    began, found, lines = time.monotonic(), [], []
    for cell in cells(wanted("HARM_PROGRAMS"), wanted("HARM_DEEDS"), wanted("HARM_CONTENTS")):
        found.append(cell)
        lines = _report(found, time.monotonic() - began)
        print(f"{time.monotonic() - began:6.0f} s {_row(cell)}", flush=True)
        if path is not None:  # written each time: the run takes an hour, and may be ended before
            path.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines[4:8]))
    return 0 if all(cell.same or cell.impossible for cell in found) else 1


def _row(cell: Cell) -> str:
    return f"| {cell.program} | {cell.content} | {cell.deed} | {_outcome(cell)} |"


def _outcome(cell: Cell) -> str:
    if cell.impossible:
        return f"not possible here: {cell.impossible}"
    if not cell.found:
        return "same"
    words = "; ".join(f"{entry.kind}: {entry.words}" for entry in cell.found)
    return f"{'same' if cell.same else '**differs**'}; {words}"


def _report(found: list[Cell], seconds: float) -> list[str]:
    differing = [cell for cell in found if not cell.same and not cell.impossible]
    return [
        "# Harm", "", "    make harm", "",
        f"{machine()}. {seconds / 60:.0f} minutes.", "",
        (f"{len(found)} cells, each done twice without a guard and once with it: {sum(cell.same for cell in found)} "
         f"the same, {len(differing)} differ, {sum(bool(cell.impossible) for cell in found)} not possible here."), "",
        ("What two runs without a guard differ in counts for nothing; a delay (more than 50 ms) or another look of "
         "the screen counts when it was seen three times. `outlives`: the copy is still there where it would have gone "
         "with its program."), "",
        "| program | content | deed | with the guard |", "|---|---|---|---|", *map(_row, found),
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
