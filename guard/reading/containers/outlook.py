"""Reads Outlook messages (.msg, MS-OXMSG): subject, people, bodies and attachments, which may be messages themselves.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile

from guard.core.model import Item, Kind
from guard.reading.containers import html
from guard.reading.containers.compressed_rtf import unpacked
from guard.reading.containers.members import words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.reading.documents.ole.storages import as_file
from guard.sentences.catalogue import sentence

_SHOWN = ("0037", "0C1A", "0042", "0E04", "0E03", "0E02", "0E1D", "1000")
"""Properties (MS-OXPROPS) with words: subject, senders, recipients, the subject without Re:, the plain body."""
_HTML, _RTF = "10130102", "10090102"
_ATTACHMENT = "__attach_version1.0_"
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT, _MESSAGE = "3707", "3704", "3001", "37010102", "3701000D"
_PROPERTIES = "__properties_version1.0"
_DEPTH = 6


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the words of the message, its bodies, and its attachments with their names."""
    with olefile.OleFileIO(io.BytesIO(untrusted_bytes)) as file:
        yield from _Message(file, budget).items([])


class _Message:
    def __init__(self, file: olefile.OleFileIO, budget: Budget) -> None:
        self._file, self._budget = file, budget
        self._streams = file.listdir(streams=True, storages=False)

    def items(self, place: list[str], depth: int = 0) -> Iterator[Item]:
        """Yield the message that is stored at this place."""
        if depth > _DEPTH:
            raise OverBudgetError(sentence("reading.mails-too-deep", limit=_DEPTH))
        yield words("\n".join(dict.fromkeys(text for name in _SHOWN if (text := self._text(place, name)))))
        page = self._bytes(place, _HTML)
        if page:
            yield from html.read(page, self._budget)
        # Outlook often stores the body only in this form, and makes the others from it.
        compressed = self._bytes(place, _RTF)
        if compressed:
            yield Item("", Kind.FILES, unpacked(compressed, self._budget))
        for attachment in self._attachments(place):
            yield from self._attached(attachment, depth)

    def _attached(self, place: list[str], depth: int) -> Iterator[Item]:
        self._budget.open_part()
        names = (self._text(place, name) for name in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
        name = next((name for name in names if name), "")
        inner = [*place, f"__substg1.0_{_MESSAGE}"]
        if self._file.exists([*inner, _PROPERTIES]):
            yield words(name)
            yield from self.items(inner, depth + 1)
        elif self._file.exists(inner):
            yield Item(name, Kind.FILES, self._object(inner))
        else:
            yield Item(name, Kind.FILES, self._bytes(place, _CONTENT))

    def _object(self, place: list[str]) -> bytes:
        """Return an object that was inserted into the message, as the compound file that it is."""
        content = as_file(self._file, place)
        self._budget.unpack(len(content), len(content), len(content))
        return content

    def _attachments(self, place: list[str]) -> list[list[str]]:
        """Return the places of the attachments of the message at this place."""
        depth = len(place)
        found = (stream[:depth + 1] for stream in self._streams
                 if len(stream) > depth + 1 and stream[:depth] == place and stream[depth].startswith(_ATTACHMENT))
        return [list(attachment) for attachment in dict.fromkeys(map(tuple, found))]

    def _text(self, place: list[str], name: str) -> str:
        """Return a property of text, which is stored as UTF-16 (001F) or in the sender's own code page (001E)."""
        wide = self._bytes(place, f"{name}001F")
        text = wide.decode("utf-16-le", "replace") if wide else text_of(self._bytes(place, f"{name}001E"))
        return text.strip("\0")

    def _bytes(self, place: list[str], name: str) -> bytes:
        stream = [*place, f"__substg1.0_{name}"]
        if not self._file.exists(stream):
            return b""
        try:
            content: bytes = self._file.openstream(stream).read()
        except OSError as error:
            raise DamagedError(sentence("reading.mail-damaged")) from error
        self._budget.unpack(len(content), len(content), len(content))
        return content
