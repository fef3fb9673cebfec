"""Reads drawings in VML that are parts of their own: buttons, boxes, watermarks.

Office programs write them as loosely as HTML pages, so they are read like those.
"""

from __future__ import annotations

from guard.markup.tags import TagParser
from guard.reading.documents.transcript import Transcript

_ATTRIBUTES = frozenset({"string", "alt", "title", "o:title", "href"})
_LINES = frozenset({"div", "p", "br", "textbox"})


def write(untrusted_bytes: bytes, transcript: Transcript) -> None:
    """Write the words of boxes, of text laid along a path, and of alternative texts."""
    codec = "utf-16" if untrusted_bytes.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    reader = _Reader()
    page = untrusted_bytes.decode(codec, "replace")
    reader.read(page, transcript.budget.check_time)
    for line in "".join(reader.parts).split("\n"):
        if line.strip():
            transcript.line(line.strip())


class _Reader(TagParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._boxes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        plain = tag.rpartition(":")[2]
        self._boxes += plain == "textbox"
        if plain in _LINES:
            self.parts.append("\n")
        self.parts += [f"\n{value}\n" for name, value in attrs if value and name in _ATTRIBUTES
                       and not value.startswith("#")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        plain = tag.rpartition(":")[2]
        if plain == "textbox":
            self._boxes = max(0, self._boxes - 1)
        if plain in _LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._boxes:
            self.parts.append(data.replace("\r", "").replace("\n", " "))
