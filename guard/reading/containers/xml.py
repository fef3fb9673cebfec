"""XML of any kind, as Word 2003, Excel 2003, UOF and business programs write it: its words as a reader would see them.

What is no sound XML is read as the plain text that it is too.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guard.model import Item, Kind, Unreadable
from guard.reading import limits, text
from guard.reading.containers.members import words
from guard.reading.documents import xml
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, OverBudgetError

_PIECES = frozenset({"t", "r", "span", "a", "b", "i", "u", "em", "strong", "font", "ins", "del", "smartTag", "hlink"})
_PIECES_OF_UOF = ("文本串", "句")
"""Elements that hold a piece of a line; GB/T 20916 puts a number behind its names."""

_TELLING = re.compile(r"[^\x00-\x7f]|\d{7}|@")
"""In the value of an attribute: something that people wrote, or a number of a person."""

_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{200,}")
"""The only text of an element: a picture or another file in base64."""

_ASIDE = re.compile(r"<!--(.*?)-->|<\?(?!xml\s)(.*?)\?>", re.DOTALL)
_CHUNK = 1 << 16


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the words, then those of attributes and comments, then the files inside."""
    if len(untrusted_bytes) > limits.PART_BYTES:
        raise OverBudgetError(f"超过 {limits.PART_BYTES // 2**20} MB")
    found = text.decode(untrusted_bytes)
    shown = _Shown()
    try:
        for number, event in enumerate(xml.events(_chunks(untrusted_bytes))):
            if number % 65536 == 0:
                budget.check_time()
            shown.take(event)
    except DamagedError:
        if isinstance(found, Unreadable):
            raise
        yield words(found.original)
    yield words(shown.words())
    yield words("\n".join(shown.attributes))
    if not isinstance(found, Unreadable):
        yield words("\n".join(comment or instruction for comment, instruction in _ASIDE.findall(found.original)))
    for packed in shown.packed:
        budget.open_part()
        content = _unpacked(packed)
        budget.unpack(len(content), len(content), len(packed))
        yield Item("", Kind.FILES, content)


def _chunks(untrusted_bytes: bytes) -> Iterator[bytes]:
    for start in range(0, len(untrusted_bytes), _CHUNK):
        yield untrusted_bytes[start:start + _CHUNK]


@dataclass(slots=True)
class _Open:
    """An element that has not ended: its own text, and how many of its children had any."""

    name: str
    own: list[str] = field(default_factory=list)
    children: int = 0


class _Shown:
    """Lays out text: pieces of a line join, other elements are cells, one that holds several is a line."""

    def __init__(self) -> None:
        self.attributes: list[str] = []
        self.packed: list[str] = []
        self._parts: list[str] = []
        self._open = [_Open("")]

    def words(self) -> str:
        """Return what was written so far, also in elements that have not ended."""
        whole = "".join([*self._parts, *(piece for element in self._open for piece in element.own)])
        return "\n".join(line.rstrip("\t") for line in whole.split("\n"))

    def take(self, event: xml.Event) -> None:
        """Take the next event of the part."""
        if event.kind is xml.Kind.TEXT:
            self._open[-1].own.append(event.name)
        elif event.kind is xml.Kind.START:
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
        """Move an element's own text to the words; True when there was any but line ends and indents."""
        own = "".join(element.own)
        element.own.clear()
        if not own.strip() and ("\n" in own or not own):
            return False
        if _PACKED.fullmatch(own):
            self.packed.append(own)
        else:
            self._parts.append(own)
        return True


def _unpacked(packed: str) -> bytes:
    try:
        return binascii.a2b_base64(packed)
    except (binascii.Error, ValueError):
        return packed.encode()
