"""Counts the files, functions and lines of the program that an item passes through: make journeys.

A real guard with its broker and readers is started under a profiler. A text, a screenshot and a document that must be
held are then taken, and a signed release of rules. What the same processes also enter while nothing happens is left
out. Each item is taken twice, and the second time counts: the first one also builds what is kept.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from docx import Document

from guard.control.requests import Update
from tests.support.guarding import GuardUnderTest, managed_guard, wait_for, whole
from tests.support.pictures import render_document
from tests.support.program import ROOT
from tests.support.publishing import UnitOffice
from ui.demo.display import private_display

_DRAFT = "关于做好防汛工作的通知（讨论稿）\n内部材料，未经批准不得外传。编号 {number}\n请各科室今晚前反馈意见。"
_QUIET_SECONDS = 15.0
"""Seconds, longer than the time between two periodic tasks of an idle guard."""

Call = tuple[str, str, str]
"""File, first line and number of lines of a function."""


class Steps:
    """The steps of a measurement, in a folder into which the profiled processes write (traced/sitecustomize.py)."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._last = folder, 0
        (folder / "step").write_bytes(b"\0")

    def entered(self, what: Callable[[], None]) -> set[Call]:
        """Return what any process enters during an action."""
        self._last += 1
        self._write(self._last)
        what()
        self._write(0)
        found = set()
        for path in self._folder.glob("*.calls"):
            for line in path.read_text("utf-8").splitlines():
                step, file, first, lines = line.split("\t")
                if int(step) == self._last and not file.startswith(("tests/", "ui/demo/")):
                    found.add((file, first, lines))
        return found

    def _write(self, step: int) -> None:
        with (self._folder / "step").open("r+b") as file:
            file.write(bytes([step]))


class Items:
    """The items that a guard takes, each with a different number in it: nothing is judged from memory."""

    def __init__(self, guard: GuardUnderTest, office: UnitOffice, folder: Path) -> None:
        self._guard, self._office, self._folder, self._numbers = guard, office, folder, count(1)
        self._known: set[str] = set()

    def text(self) -> None:
        """Copy a text."""
        self._guard.copy(self._draft())
        self._opened()

    def screenshot(self) -> None:
        """Save a picture in the watched folder, as a screenshot program does."""
        draft = self._draft()
        part = self._folder / "part.png"
        render_document(draft).save(part)
        part.rename(self._guard.screens / f"{next(self._numbers)}.png")
        self._opened()

    def document(self) -> None:
        """Copy a file in the file manager."""
        document, content = Document(), io.BytesIO()
        document.add_paragraph(self._draft())
        document.save(content)
        path = self._folder / f"{next(self._numbers)}.docx"
        path.write_bytes(content.getvalue())
        self._guard.copy(f"{path.as_uri()}\r\n", "text/uri-list")
        self._opened()

    def rules(self) -> None:
        """Release rules and let the guard fetch them."""
        label = f"青松{next(self._numbers)}号"
        self._office.release(label)
        self._guard.ask(Update(""))
        wait_for(lambda: label in self._guard.status().pack, f"a broker that judges by {label}")

    def _opened(self) -> None:
        """Wait for an item that was not there before: of one that was, more is told later."""
        self._known.add(self._guard.opened(lambda push: push.case.id not in self._known).case.id)

    def _draft(self) -> str:
        return _DRAFT.format(number=next(self._numbers))


def _rest(guard: GuardUnderTest) -> None:
    """Ask for the status, as a tray and the measurement do, and nothing else."""
    guard.status()
    time.sleep(_QUIET_SECONDS)


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name, private_display() as display:
        folder = Path(name)
        steps = Steps(folder)
        traced = display.environment | {
            "PYTHONPATH": str(Path(__file__).with_name("traced")), "MISHAO_JOURNEY": name,
            "MISHAO_JOURNEY_ROOT": f"{ROOT}{os.sep}"}
        office = UnitOffice.opened(folder / "office")
        office.release("白杨")
        managed = contextmanager(managed_guard)
        # whole: a fork of a process that runs already is not traced
        with managed(replace(display, environment=traced), folder, office.machine(folder / "machine"), whole) as guard:
            items = Items(guard, office, folder)
            journeys = {"a text": items.text, "a screenshot": items.screenshot, "a copied docx": items.document,
                        "a rule update": items.rules}
            for take in journeys.values():
                take()
            quiet = steps.entered(lambda: _rest(guard))
            print("| what | files | functions | lines of these functions |\n|---|---|---|---|")
            for what, take in journeys.items():
                entered = steps.entered(take) - quiet
                print(f"| {what} | {len({file for file, _, _ in entered})} | {len(entered)} | "
                      f"{sum(int(lines) for _, _, lines in entered):,} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
