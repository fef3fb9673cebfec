"""Reads SpreadsheetML (ISO/IEC 29500-1 clause 18): every sheet, hidden or not; name, comments, header, footer.

The page is the number of the sheet; cells of a row are separated by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from guard.reading import limits
from guard.reading.documents import cells, flow, loose_words
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.documents.number_formats import Formats
from guard.reading.documents.ooxml import office, parts
from guard.reading.documents.package import Package
from guard.reading.documents.transcript import Transcript
from guard.reading.documents.xml import Event, Kind
from guard.sentences.catalogue import sentence
from rules.model import Place

_MAIN = "xl/workbook.xml"
_COMMENTS = frozenset({"comments", "threadedComment"})
_SHEETS = frozenset({"worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
_OF_COMMENTS = frozenset({"comment", "threadedComment", "t", "text"})
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_RULES = frozenset({"dataValidation", "cfRule"})
"""Validation and conditional formats of cells: words are in formulas, in quotes (18.3.1.32, 18.3.1.10)."""

_LITERAL = re.compile(r'"([^"]*)"')
_MOST_SHARED = 4 * limits.DOCUMENT_CHARACTERS
"""Characters of shared strings that are kept: a workbook may have more than it shows."""

def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of an xlsx, xlsm or xltx; yields now and then."""
    package = Package(untrusted_bytes, transcript.budget)
    transcript.past_half = package.past_half
    main = package.main() or _MAIN
    strings = _strings(package, main)
    shown_as = Formats(_styles(package, main), _from_1904(package, main))
    sheets = _sheets(package, main)
    for number, sheet in enumerate(sheets, 1):
        transcript.turn(number, Place(sheet=sheet.title), visible=sheet.visible)
        transcript.line(sheet.title)
        yield from _sheet(package, sheet.part, transcript, strings, shown_as)
        with transcript.unseen():
            yield from _beside(package, sheet.part, transcript)
    transcript.turn(None)
    yield from office.part(package, main, transcript)
    _names(package, main, transcript)
    office.properties(package, transcript)
    yield from parts.rest(package, transcript)


class _Sheet(NamedTuple):
    """A sheet: its title, "" where the workbook does not list it, its part, and whether it has a tab that is shown."""

    title: str
    part: str
    visible: bool = False


def _sheets(package: Package, main: str) -> list[_Sheet]:
    """Return each sheet in the order of their tabs, then parts that the workbook does not list."""
    relations = package.relations(main)
    found: dict[str, _Sheet] = {}
    for event in package.events(main):
        if event.kind is Kind.START and event.name == "sheet":
            relation = relations.get(event.attributes.get("id", ""))
            if relation is not None and relation.target in package:
                shown = event.attributes.get("state", "visible") == "visible"
                found[relation.target] = _Sheet(event.attributes.get("name", ""), relation.target, shown)
    others = [relation.target for relation in relations.values()
              if relation.kind in _SHEETS and relation.target in package]
    for name in (*others, *office.named(package, r"xl/(worksheets|chartsheets)/[^/]+\.xml")):
        found.setdefault(name, _Sheet("", name))
    return list(found.values())


def _beside(package: Package, name: str, transcript: Transcript) -> Iterator[None]:
    """Write and note what belongs to a sheet but is in parts of its own."""
    for relation in package.relations(name).values():
        if relation.kind in _COMMENTS and package.waits(relation.target):
            yield from _comments(package, relation.target, transcript)
    yield from parts.related(package, name, transcript, _SHEETS)


def _comments(package: Package, name: str, transcript: Transcript) -> Iterator[None]:
    """Write each comment (18.7.3), also those of a conversation ([MS-XLSX] 2.6.203), with its cell."""
    cell, words, in_text = "", "", False
    try:
        for event in package.events(name, _OF_COMMENTS):
            if event.kind is Kind.TEXT:
                words += event.name if in_text else ""
            elif event.name in {"t", "text"}:
                in_text = event.kind is Kind.START
            elif event.kind is Kind.START:
                cell, words = event.attributes.get("ref", ""), ""
            elif words.strip():
                transcript.write_cells(f"{cells.unescaped(words).strip()}\n", cell if _CELL.fullmatch(cell) else "")
                yield
    except DamagedError:
        transcript.incomplete(sentence("reading.part-damaged"))


def _names(package: Package, main: str, transcript: Transcript) -> None:
    """Write the words that are defined under names instead of in cells (18.2.5)."""
    inside = False
    for event in package.events(main, frozenset({"definedName"})):
        if event.kind is not Kind.TEXT:
            inside = event.kind is Kind.START
        elif inside:
            for words in filter(loose_words.written, _LITERAL.findall(event.name)):
                transcript.line(words)


def _related(package: Package, main: str, kind: str, pattern: str) -> list[str]:
    """Return the parts of one kind that the workbook names, or those with the usual names."""
    named = [relation.target for relation in package.relations(main).values()
             if relation.kind == kind and relation.target in package]
    return list(dict.fromkeys(named)) or office.named(package, pattern)


def _strings(package: Package, main: str) -> list[str]:
    """Return the shared strings (18.4), runs joined."""
    found: list[str] = []
    length = 0
    for name in _related(package, main, "sharedStrings", r"xl/sharedStrings[^/]*\.xml"):
        runs: list[str] = []
        for event in _without_readings(package.events(name)):
            if event.kind is Kind.TEXT:
                runs.append(event.name)
                length += len(event.name)
                if length > _MOST_SHARED:
                    raise OverBudgetError(sentence("reading.over-characters", limit=_MOST_SHARED))
            elif event.name == "si":
                if event.kind is Kind.END:
                    found.append(cells.unescaped("".join(runs)))
                runs.clear()
    return found


def _without_readings(events: Iterator[Event]) -> Iterator[Event]:
    """Leave out how words are pronounced (18.4.6)."""
    skipped = False
    for event in events:
        if event.name == "rPh" and event.kind is not Kind.TEXT:
            skipped = event.kind is Kind.START
        elif not skipped:
            yield event


def _styles(package: Package, main: str) -> tuple[list[int], dict[int, str]]:
    """Return the number format of each cell style (18.8.10), and the text of formats that are not built in."""
    styles: list[int] = []
    codes: dict[int, str] = {}
    inside = False
    for name in _related(package, main, "styles", r"xl/styles\.xml"):
        for event in package.events(name):
            if event.name == "cellXfs" and event.kind is not Kind.TEXT:
                inside = event.kind is Kind.START
            elif event.kind is not Kind.START:
                continue
            elif event.name == "numFmt":
                codes[_number(event.attributes.get("numFmtId"))] = event.attributes.get("formatCode", "")
            elif event.name == "xf" and inside:
                styles.append(_number(event.attributes.get("numFmtId")))
    return styles, codes


def _from_1904(package: Package, main: str) -> bool:
    return any(event.name == "workbookPr" and event.attributes.get("date1904") in {"1", "true"}
               for event in package.events(main) if event.kind is Kind.START)


def _sheet(package: Package, name: str, transcript: Transcript, strings: list[str],
           shown_as: Formats) -> Iterator[None]:
    """Write the rows of one sheet, then its headers and footers."""
    edges: list[Event] = []
    choices: list[str] = []
    writer = cells.Writer(transcript, strings, shown_as)
    at_edge = in_rule = False
    for number, event in enumerate(_without_readings(package.events(name))):
        if event.name == "headerFooter" and event.kind is not Kind.TEXT:
            at_edge = event.kind is Kind.START
        elif event.name in _RULES and event.kind is not Kind.TEXT:
            in_rule = event.kind is Kind.START
        elif in_rule and event.kind is Kind.TEXT:
            choices += filter(loose_words.written, _LITERAL.findall(event.name))
        if not writer.take(event) and (at_edge or event.name in flow.UNSEEN):
            edges.append(event._replace(name=cells.edge_words(event.name)) if event.kind is Kind.TEXT else event)
        if number % 4096 == 4095:
            yield
    writer.end_row()
    with transcript.unseen():
        yield from flow.write(edges, transcript)
        for words in dict.fromkeys(choices):
            transcript.line(words.replace(",", "\n").strip())


def _number(digits: str | None) -> int:
    return int(digits) if digits is not None and digits.isdecimal() and len(digits) < 10 else 0
