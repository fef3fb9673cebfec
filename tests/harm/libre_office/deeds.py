"""Defines what a user does with a copy of LibreOffice, one function per action, and what is seen afterwards."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.harm.libre_office.content import Content
from tests.harm.libre_office.sides import Side

AREAS = {"5,000 rows": "A1:F5000"}
"""The copied part of a sheet; of the others the corner that contains everything."""

_SHEET_AREA = "A1:G30"
_FACTORIES = {"Writer": "swriter", "Calc": "scalc", "Impress": "simpress", "Draw": "sdraw"}
_EXIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Source:
    """A document to copy from: its name in the table, the program it belongs to, its file."""

    name: str
    program: str
    path: Path

    @property
    def area(self) -> str:
        """The selection before the copy, "" for all."""
        return AREAS.get(self.name, _SHEET_AREA) if self.program == "Calc" else ""

    @property
    def marked(self) -> bool:
        """True for what the guard must hold."""
        return self.name.startswith("marked")


@dataclass(frozen=True, slots=True)
class Seen:
    """``content`` and ``milliseconds`` of the paste (None: nothing was pasted); ``exit_code`` None while it runs.
    ``failure`` is the reason when the action could not be done."""

    content: Content | None = None
    milliseconds: float | None = None
    exit_code: int | None = None
    titles: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    failure: str = ""


def _opened(side: Side, source: Source) -> tuple[int, int]:
    target = side.office.open(_FACTORIES[source.program])
    return target, side.office.load(source.path)


def _pasted(side: Side, source: Source, target: int) -> Seen:
    taken = side.paste(target)
    content = side.content(target, source.program) if taken is not None else None
    return Seen(content, taken, titles=side.titles())


def copy(side: Side, source: Source) -> Seen:
    """Copy and paste into another document."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    return _pasted(side, source, target)


def close(side: Side, source: Source, milliseconds: int) -> Seen:
    """Close by keys the document that was copied from, this long after the copy; then paste."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    side.office.do("unmodified", document)
    time.sleep(milliseconds / 1000)  # the moment is what is tested
    side.keys("ctrl+w")
    return _pasted(side, source, target)


def closed_by_a_program(side: Side, source: Source) -> Seen:
    """Make a program close the document that was copied from, under the pointer; then paste."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    time.sleep(0.2)  # as long as judging takes
    side.office.do("close", document)
    return _pasted(side, source, target)


def undo(side: Side, source: Source) -> Seen:
    """Paste and undo it: the content is the same as before."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    taken = side.paste(target)
    side.keys("ctrl+z")
    return Seen(side.content(target, source.program), taken, titles=side.titles())


def second_copy(side: Side, source: Source) -> Seen:
    """Copy, paste, and at once copy everything again from the document pasted into; paste that."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    side.paste(target)
    side.copy(target, source.area)
    return _pasted(side, source, side.office.open(_FACTORIES[source.program]))


def leave(side: Side, source: Source) -> Seen:
    """Copy and quit the program: does it ask something, does it end, is the copy still available?"""
    _, document = _opened(side, source)
    side.copy(document, source.area)
    side.office.do("unmodified", document)
    side.keys("ctrl+q")
    try:
        side.office.process.wait(_EXIT_SECONDS)
    except subprocess.TimeoutExpired:
        return Seen(titles=side.titles())
    return Seen(exit_code=side.office.process.returncode, titles=side.titles(), offered=side.offered())


def seen(side: Side, source: Source, deed: Callable[[Side, Source], Seen]) -> Seen:
    """Do an action and tidy up. A crash of LibreOffice is an observation; any other failure is reported as it is."""
    try:
        result = deed(side, source)
        side.office.close_documents()
    except (json.JSONDecodeError, BrokenPipeError, AssertionError) as failure:
        said = str(failure) if isinstance(failure, AssertionError) else "LibreOffice took no more commands"
        titles = side.titles()
        result = Seen(titles=titles, failure=f"{said}, windows {list(titles)}" if side.alive() else "")
    if not side.alive():
        result = replace(result, exit_code=side.office.process.wait())
    if result.failure or not side.alive():
        side.restart()
    return result


DEEDS: dict[str, Callable[[Side, Source], Seen]] = {
    "paste": copy,
    **{f"closed after {milliseconds} ms": partial(close, milliseconds=milliseconds)
       for milliseconds in (0, 50, 200, 1000)},
    "closed by a program": closed_by_a_program,
    "undo": undo,
    "second copy": second_copy,
    "exit": leave,
}
