"""Writes sheets of an OpenDocument spreadsheet (ODF 1.3 part 3, 9): what each cell shows, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guard.reading.documents.number_formats import Formats
from guard.reading.documents.odf.words import gone, until_end
from guard.reading.documents.rows import Rows
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind
from rules.model import Place
from rules.tables import cell_name

_VALUES = ("string-value", "date-value", "value")
"""Attributes that contain a cell's value where it does not show it (19.385, 19.370, 19.384), as programs write them."""

_EXPONENT = re.compile(r"\dE[+-]?\d")
_NUMBERS = Formats(((), {}), from_1904=False)
_OFTEN = 256


def write(words: Iterator[Event], transcript: Transcript) -> Iterator[None]:
    """Write every sheet, hidden or not; the page is its number. ``words``: see words. Yields now and then."""
    number = unseen = 0
    around: list[str] = []
    for event in words:
        unseen += gone(event)
        if event.kind is Kind.START and event.name == "table":
            number += 1
            title = event.attributes.get("name", "")
            transcript.turn(number, Place(sheet=title), visible=not unseen)
            transcript.line(title)
            yield from _Sheet(transcript).write(until_end(words, "table"))
        else:
            around += _shown(event)
    transcript.turn(None)
    transcript.write(_lines("".join(around)))


class _Sheet:
    """Writes one sheet. A row or cell that is repeated (19.675, 19.677) is written once, at its first position."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._rows = Rows(transcript)
        self._beside: list[tuple[str, str]] = []
        self._around: list[str] = []
        self._hidden: list[tuple[int, int]] = []
        self._column = 1

    def write(self, events: Iterator[Event]) -> Iterator[None]:
        row, unseen = 1, 0
        for number, event in enumerate(events):
            unseen += gone(event)
            if event.kind is Kind.START and event.name == "tr":
                self._row(row, until_end(events, "tr"), seen=not unseen)
                row += _repeated(event.attributes, "number-rows-repeated")
            elif event.kind is Kind.START and event.name == "table-column":
                self._next_column(_repeated(event.attributes, "number-columns-repeated"), seen=not unseen)
            else:
                self._around += _shown(event)
            if number % _OFTEN == _OFTEN - 1:
                yield
        with self._transcript.unseen():
            for cell, words in self._beside:
                self._transcript.write_cells(_lines(words), cell)
            self._transcript.write(_lines("".join(self._around)))

    def _next_column(self, count: int, *, seen: bool) -> None:
        if not seen:
            self._hidden.append((self._column, self._column + count - 1))
        self._column += count

    def _row(self, row: int, events: Iterator[Event], *, seen: bool) -> None:
        column = 1
        found: list[tuple[int, str]] = []
        hidden: list[tuple[int, int]] = []
        for event in events:
            if event.kind is Kind.START and event.name == "tc":
                text, beside, in_sight = _cell(until_end(events, "tc"))
                text = _value(text, event.attributes)
                if not in_sight:
                    hidden.append((column, column))
                if text:
                    found.append((column, text))
                self._beside += [(cell_name(column, row), words) for words in beside if words.strip()]
                column += _repeated(event.attributes, "number-columns-repeated")
        if seen:
            self._rows.write(row, found, [*self._hidden, *hidden])
        else:
            with self._transcript.unseen():
                self._rows.write(row, found)


def _cell(events: Iterator[Event]) -> tuple[str, list[str], bool]:
    """Return the words of a cell, those of each comment, box and shape attached to it, and whether people see all of
    its own words.
    """
    unseen, in_sight = 0, True
    own: list[str] = []
    beside: list[str] = []
    boxes: list[list[str]] = []
    for event in events:
        unseen += gone(event)
        in_sight = in_sight and not (unseen and not boxes and event.kind is Kind.TEXT)
        if event.name == "txbxContent" and event.kind is Kind.START:
            boxes.append([])
        elif event.name == "txbxContent" and event.kind is Kind.END and boxes:
            beside.append("".join(boxes.pop()))
        elif event.kind is Kind.START and event.name == "docPr":
            beside += _shown(event)
        else:
            (boxes[-1] if boxes else own).extend(_shown(event))
    return "".join(own).strip("\n"), beside, in_sight


def _shown(event: Event) -> tuple[str, ...]:
    """Return the characters of an event."""
    if event.kind is Kind.TEXT:
        return (event.name,)
    if event.kind is Kind.END:
        return ("\n",) if event.name in {"p", "br"} else ()
    if event.name == "docPr":
        return (event.attributes["title"], "\n")
    return ("\t",) if event.name == "tab" else ()


def _value(shown: str, attributes: Mapping[str, str]) -> str:
    """Return what people see in a cell; numbers that are too long to be shown whole are written out."""
    if not shown:
        return next((attributes[name] for name in _VALUES if attributes.get(name)), "")
    if _EXPONENT.search(shown) and "value" in attributes:
        return _NUMBERS.shown(attributes["value"], None)
    return shown


def _lines(text: str) -> str:
    """Return these lines without empty ones, each with its end."""
    return "".join(f"{line}\n" for line in text.split("\n") if line.strip())


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    digits = attributes.get(name, "1")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 1
