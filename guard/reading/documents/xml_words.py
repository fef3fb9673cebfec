"""Lays out words of XML with unknown elements as a person would see them."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

from guard.reading.documents.xml import Event, Kind

_PIECES = frozenset({"t", "r", "span", "a", "b", "i", "u", "em", "strong", "font", "ins", "del", "smartTag", "hlink"})
_PIECES_OF_UOF = ("文本串", "句")
"""Elements that contain a piece of a line; GB/T 20916 puts a number after its names."""

_TELLING = re.compile(r"[^\x00-\x7f]|\d{7}|@")
"""In the value of an attribute: something that people wrote, or a number of a person."""

_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{200,}")
"""As the only text of an element: a picture or another file in base64."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended: its own text, and how many of its children had any."""

    name: str
    own: list[str] = field(default_factory=list)
    children: int = 0


class Shown:
    """Lays out text: pieces of a line join, other elements are cells, one that contains several is a line.

    ``attributes``: values that contain words, one element per line. ``packed``: files in base64.
    """

    def __init__(self) -> None:
        self.attributes: list[str] = []
        self.packed: list[str] = []
        self._parts: list[str] = []
        self._open = [_Open("")]

    def words(self) -> str:
        """Return what was written so far, also in elements that have not ended."""
        whole = "".join([*self._parts, *(piece for element in self._open for piece in element.own)])
        return "\n".join(line.rstrip("\t") for line in whole.split("\n"))

    def take(self, event: Event) -> None:
        """Take the next event of the part."""
        if event.kind is Kind.TEXT:
            self._open[-1].own.append(event.name)
        elif event.kind is Kind.START:
            self._write(self._open[-1])
            told = [value for value in event.attributes.values() if _TELLING.search(value)]
            if told:
                self.attributes.append("\t".join(told))
            self._open.append(_Open(event.name))
        else:
            self._end(self._open.pop())

    def _end(self, element: _Open) -> None:
        had = self._write(element) or element.children > 0
        if not had:
            return
        self._open[-1].children += 1
        if element.name in _PIECES or element.name.startswith(_PIECES_OF_UOF):
            return
        if element.children > 1:
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
