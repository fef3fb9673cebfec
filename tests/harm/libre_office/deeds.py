"""What a user does with a copy of LibreOffice, one function per deed, and what is seen of it afterwards."""

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
"""What of a sheet is copied; of the others the corner where everything is."""

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
        """What is selected before the copy, "" for all."""
        return AREAS.get(self.name, _SHEET_AREA) if self.program == "Calc" else ""

    @property
    def marked(self) -> bool:
        """True of what the guard is to hold."""
        return self.name.startswith("marked")


@dataclass(frozen=True, slots=True)
class Seen:
    """``content`` and ``milliseconds`` of the paste (None: nothing came); ``exit_code`` None while it runs. ``failure``
    is said when the deed could not be done.
    """

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
    """Close what was copied from by keys, so long after the copy; then paste."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    side.office.do("unmodified", document)
    time.sleep(milliseconds / 1000)  # the moment is the point here
    side.keys("ctrl+w")
    return _pasted(side, source, target)


def closed_by_a_program(side: Side, source: Source) -> Seen:
    """Have a program close what was copied from, under the pointer; then paste."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    time.sleep(0.2)  # as long as judging takes
    side.office.do("close", document)
    return _pasted(side, source, target)


def undo(side: Side, source: Source) -> Seen:
    """Paste and take it back: what stands there is what stood there before."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    taken = side.paste(target)
    side.keys("ctrl+z")
    return Seen(side.content(target, source.program), taken, titles=side.titles())


def second_copy(side: Side, source: Source) -> Seen:
    """Copy, paste, and at once copy the whole once more from the document that was pasted into; paste that."""
    target, document = _opened(side, source)
    side.copy(document, source.area)
    side.paste(target)
    side.copy(target, source.area)
    return _pasted(side, source, side.office.open(_FACTORIES[source.program]))


def leave(side: Side, source: Source) -> Seen:
    """Copy and leave the program: does it ask something, does it end, is the copy still there?"""
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
    """Do a deed and tidy up. A LibreOffice that died on the way is what was seen; what else failed is said as it is."""
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
