"""Lays out words of XML with unknown elements as a person would see them."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

from guard.reading.documents.xml import Event, Kind

_PIECES = frozenset({"t", "r", "span", "a", "b", "i", "u", "em", "strong", "font", "ins", "del", "delText", "smartTag",
                     "hlink", "文本串", "句"})
_PARAGRAPHS = frozenset({"p", "para", "li", "段落"})
_ROWS = frozenset({"tr", "row", "Row", "行"})
_CELLS = frozenset({"tc", "td", "th", "Cell", "单元格"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n"}
"""Elements by the words that office programs, pages and UOF have for them."""

_NUMBER_OF_UOF = re.compile(r"_[0-9A-F]{4}$")
"""What GB/T 20916 puts after its names."""

_TELLING = re.compile(r"[^\x00-\x7f]|\d{7}|@")
"""In the value of an attribute: something that people wrote, or a number of a person."""

_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{200,}")
"""As the only text of an element: a picture or another file in base64."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended: its own text, whether there were pieces of it, and how many other children had
    any.
    """

    name: str
    own: list[str] = field(default_factory=list)
    said: bool = False
    children: int = 0


class Shown:
    """Lays out text: pieces of a line join, other elements are cells, one that contains several is a line, and so is
    each paragraph and row.

    ``attributes``: values that contain words, one element per line. ``packed``: files in base64.
    """

    def __init__(self) -> None:
        self.attributes: list[str] = []
        self.packed: list[str] = []
        self._parts: list[str] = []
        self._open = [_Open("")]
        self._paragraphs = 0

    def words(self) -> str:
        """Return what was written so far, also in elements that have not ended."""
        whole = "".join([*self._parts, *(piece for element in self._open for piece in element.own)])
        return "\n".join(line.rstrip("\t") for line in whole.split("\n"))

    def take(self, event: Event) -> None:
        """Take the next event of the part."""
        if event.kind is Kind.TEXT:
            self._open[-1].own.append(event.name)
        elif event.kind is Kind.START:
            self._open[-1].said = self._write(self._open[-1]) or self._open[-1].said
            told = [value for value in event.attributes.values() if _TELLING.search(value)]
            if told:
                self.attributes.append("\t".join(told))
            self._open.append(_Open(_NUMBER_OF_UOF.sub("", event.name)))
            self._paragraphs += self._open[-1].name in _PARAGRAPHS
        else:
            self._end(self._open.pop())

    def _end(self, element: _Open) -> None:
        self._paragraphs -= element.name in _PARAGRAPHS
        written = self._write(element)
        around = self._open[-1]
        if not written and not element.said and not element.children:
            # A stop in the settings of a paragraph has the name of the one between its words.
            if around.name != "tabs" and element.name in _BREAKS:
                self._parts.append(_BREAKS[element.name])
        elif not element.children and (element.name in _PIECES or self._goes_on(element, written=written)):
            around.said = True
        else:
            around.children += 1
            self._close(element)

    def _goes_on(self, element: _Open, *, written: bool) -> bool:
        """Tell whether this only is around pieces of a paragraph, as a link or a field is."""
        return self._paragraphs > 0 and not written and element.name not in _PARAGRAPHS | _ROWS | _CELLS

    def _close(self, element: _Open) -> None:
        if element.name in _CELLS and self._parts[-1:] == ["\n"]:
            self._parts[-1] = "\t"
        elif element.name in _PARAGRAPHS or element.name in _ROWS or element.children > 1:
            self._parts.append("\n")
        elif not element.children:
            self._parts.append("\t")

    def _write(self, element: _Open) -> bool:
        """Move an element's own text to the words; return True when there was any besides line ends and indents."""
        own = "".join(element.own)
        element.own.clear()
        if not own.strip() and ("\n" in own or not own):
            return False
        if _PACKED.fullmatch(own):
            self.packed.append(own)
        else:
            self._parts.append(own)
        return True


def unpacked(packed: str) -> bytes:
    """Return the bytes of a file in base64; for anything else the characters themselves."""
    try:
        return binascii.a2b_base64(packed)
    except (binascii.Error, ValueError):
        return packed.encode()
