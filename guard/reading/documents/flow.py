"""Running text of a word processor, a slide or a drawing: paragraphs, tables, text boxes, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guard.reading.documents.draft import Draft
from guard.reading.documents.xml import Event, Kind

_TEXT = frozenset({"t", "delText", "text", "v", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader",
                   "firstFooter"})
"""Elements whose characters people see: of WordprocessingML (17.3.3), DrawingML (21.1.2.3), comments and charts."""

_ENDS_LINE = frozenset({"p", "pt", "cm", "comment", "br", "cr", "oddHeader", "oddFooter", "evenHeader",
                        "evenFooter", "firstHeader", "firstFooter"})
_SKIPPED = frozenset({"Fallback", "rPh", "pgNum"})
"""Fallback repeats its Choice (ISO/IEC 29500-3 10.2); rPh says how Chinese or Japanese is pronounced."""

UNSEEN = {"docPr": ("title", "descr"), "cNvPr": ("title", "descr"),
          "dataValidation": ("promptTitle", "prompt", "errorTitle", "error")}
"""Attributes with words: alternative text of pictures and shapes (20.1.2.2.8), what a cell says when it is entered
(18.3.1.32)."""

_BOX = frozenset({"txbxContent"})

MEANT = frozenset({*_TEXT, *_ENDS_LINE, *_SKIPPED, *UNSEEN, *_BOX, "tab", "tr", "tc", "lastRenderedPageBreak"})
"""Every element that says something of the text; the others say how it looks."""

_BEGINS = frozenset({*_TEXT, *UNSEEN, *_BOX, "tab", "tr", "br", "lastRenderedPageBreak"})
"""Those whose beginning says it already."""

_OFTEN = 256

_MOST_WAITING = 4096
"""Characters from which on paragraphs are handed over; each alone would cost more than writing it."""


class _Lines:
    """Puts tabs and line ends between what is written; never two line ends in a row."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._joint = ""
        self.fresh = True
        self.length = 0

    def write(self, text: str) -> None:
        if self._joint:
            self._parts.append(self._joint)
            self._joint = ""
        self._parts.append(text)
        self.length += len(text)
        self.fresh = False

    def end_line(self) -> None:
        if not self.fresh:
            self._joint = "\n"

    def end_cell(self) -> None:
        self._joint = "\t" if self._joint == "\n" else self._joint + "\t"

    def take(self) -> str:
        """Return what was written since the last time, the line end behind it included."""
        text, self._parts, self.length = "".join(self._parts), [], 0
        if self._joint == "\n":
            text, self._joint, self.fresh = text + "\n", "", True
        return text


def write(events: Iterable[Event], draft: Draft, *, count_pages: bool = False) -> Iterator[None]:
    """Write the text of one part; yields after each chunk of it. ``count_pages``: a page break turns the page."""
    writer = _Writer(draft, count_pages)
    for number, event in enumerate(events):
        writer.take(event)
        if number % _OFTEN == _OFTEN - 1:
            yield
    writer.flush()


class _Writer:
    def __init__(self, draft: Draft, count_pages: bool) -> None:
        self._draft = draft
        self._count_pages = count_pages
        self._flows = [_Lines()]
        self._boxes: list[str] = []
        self._in_text = self._skipped = 0
        self._in_cells = 0
        self._turned_at = draft.length

    def take(self, event: Event) -> None:
        kind, name, _ = event
        if kind is Kind.TEXT:
            if self._in_text and not self._skipped:
                self._flows[-1].write(name)
        elif name in _SKIPPED:
            self._skipped += 1 if kind is Kind.START else -1
        elif self._skipped:
            return
        elif kind is Kind.END:
            self._end(name)
        elif name in _BEGINS:
            self._start(event)

    def flush(self) -> None:
        """Hand over everything: the part ends here."""
        while len(self._flows) > 1:
            self._close_box()
        self._flows[0].end_line()
        self._hand_over()

    def _start(self, event: Event) -> None:
        name = event.name
        if name in _TEXT:
            self._in_text += 1
        elif name == "tab" and not event.attributes:
            self._flows[-1].write("\t")
        elif name == "tr":
            self._in_cells += 1
        elif name in _BOX:
            self._flows.append(_Lines())
        elif name in UNSEEN:
            words = (event.attributes.get(attribute, "").strip() for attribute in UNSEEN[name])
            self._boxes += [f"{one}\n" for one in words if one and f"{one}\n" not in self._boxes]
        elif self._count_pages and len(self._flows) == 1 and _breaks_page(event):
            self._turn_page()

    def _end(self, name: str) -> None:
        if name in _TEXT:
            self._in_text -= 1
        elif name == "tc":
            self._flows[-1].end_cell()
        elif name == "tr":
            self._in_cells -= 1
            self._flows[-1].end_line()
        elif name in _BOX:
            self._close_box()
        if name in _ENDS_LINE:
            self._flows[-1].end_line()
            if name == "p" and len(self._flows) == 1 and not self._in_cells and (
                    self._boxes or self._flows[0].length > _MOST_WAITING):
                self._hand_over()

    def _turn_page(self) -> None:
        draft = self._draft
        draft.write(self._flows[0].take())
        if draft.length > self._turned_at:
            draft.turn((draft.page or 1) + 1)
            self._turned_at = draft.length

    def _close_box(self) -> None:
        if len(self._flows) > 1:
            box = self._flows.pop()
            box.end_line()
            self._boxes.append(box.take())

    def _hand_over(self) -> None:
        text = self._flows[0].take()
        if text:
            self._draft.write(text)
        for box in self._boxes:
            if box:
                self._draft.write(box)
        self._boxes.clear()


def _breaks_page(event: Event) -> bool:
    """A break as the word processor laid it out, or one that the writer set; the two together have no text between."""
    return event.name == "lastRenderedPageBreak" or (event.name == "br" and event.attributes.get("type") == "page")
