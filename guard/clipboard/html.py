"""Finds what a person would see of copied HTML: its text, its embedded pictures, and those it names. Pure."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from guard.markup.tags import TagParser
from rules.deadline import Deadline, OutOfTime

HTML_LIMIT = 8 * 1024 * 1024
"""Characters of markup that are read, not counting embedded pictures."""

_SMALLEST_PICTURE = 512
_UNSEEN = frozenset({"script", "style", "title", "template"})
_BREAKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "input", "li", "ol", "p", "pre", "section", "table", "td", "text", "th", "tr", "ul",
})
_SOURCES = frozenset({"src", "data", "poster", "background"})
_DRAWN_SOURCES = frozenset({"href", "xlink:href"})
"""Attributes of ``image`` in an SVG that name its source; elsewhere they are links."""

_WRITTEN = frozenset({"", "text", "search", "url", "tel", "email", "number", "submit", "reset", "button"})
"""Types of ``input`` that show their value as text."""

_NAMED_IN_STYLE = re.compile(r"url\(\s*['\"]?((?:file|data):[^'\")]{1,4096})", re.IGNORECASE)
_DRAWING = "data:image/svg+xml"
_CHARACTER_DATA = "CDATA["
_NESTED = 4
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|bmp|webp|tiff)[^,\"'>\s]{0,64};base64,([A-Za-z0-9+/=%\s]+)",
                      re.IGNORECASE)


class HtmlError(Exception):
    """The HTML is too large to be read."""


class Shown(NamedTuple):
    """What is seen: text, embedded pictures (``data:`` URIs), and the ``file:`` URIs of others."""

    text: str
    pictures: tuple[bytes, ...] = ()
    linked: tuple[str, ...] = ()


def read_html(untrusted_html: str, deadline: Deadline | None = None) -> Shown:
    """Return what is seen of the markup. Raises HtmlError, also when the deadline passes.

    Pictures under 512 bytes are bullets and spacers and are left out. Of drawings (SVG), which web pages use for many
    icons, the words and the pictures inside count.
    """
    page = _Visible(deadline.check if deadline is not None else lambda: None)
    try:
        page.take(untrusted_html)
    except OutOfTime:
        raise HtmlError(f"{len(untrusted_html)} characters of markup take too long") from None
    return Shown(page.text(), tuple(page.pictures), tuple(dict.fromkeys(page.linked)))


def _decode(untrusted_base64: str) -> bytes:
    data = unquote_to_bytes(untrusted_base64)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


class _Visible(TagParser):
    def __init__(self, check: Callable[[], None], depth: int = 0) -> None:
        super().__init__()
        self.pictures: list[bytes] = []
        self.linked: list[str] = []
        self._check = check
        self._depth = depth
        self._parts: list[str] = []
        self._unseen = 0
        self._hidden: list[str] = []
        """Open elements that are not shown. When one is never closed, programs disagree on what it contains."""

    def take(self, untrusted_markup: str) -> None:
        """Read a whole page or drawing. Raises HtmlError and OutOfTime."""
        markup = _PICTURE.sub(self._embedded, untrusted_markup)
        if len(markup) > HTML_LIMIT or self._depth > _NESTED:
            raise HtmlError(f"{len(markup)} characters of markup")
        self.read(markup, self._check)

    def _embedded(self, found: re.Match[str]) -> str:
        picture = _decode(found.group(1))
        if len(picture) >= _SMALLEST_PICTURE:
            self.pictures.append(picture)
        return ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
            return
        if tag in _BREAKS:
            self._parts.append("\n")
        sources = _SOURCES | _DRAWN_SOURCES if tag == "image" else _SOURCES
        for name, value in attrs:
            if value and name in sources:
                self._named(value.strip())
            elif value and name == "style":
                for address in _NAMED_IN_STYLE.findall(value):
                    self._named(address)
        if tag == "input":
            given = dict(attrs)
            if (given.get("type") or "").lower() in _WRITTEN:
                self._parts.append(given.get("value") or given.get("placeholder") or "")

    def _named(self, address: str) -> None:
        if address[:5].lower() == "file:":
            self.linked.append(address)
        elif address[:len(_DRAWING)].lower() == _DRAWING:
            head, _, body = address.partition(",")
            drawn = _decode(body) if head.lower().endswith(";base64") else unquote_to_bytes(body)
            drawing = _Visible(self._check, self._depth + 1)
            drawing.take(drawn.decode("utf-8", "replace"))
            self.pictures += drawing.pictures
            self.linked += drawing.linked
            self._parts.append(f"\n{drawing.text()}\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
            if not self._unseen:
                self._hidden.clear()
        elif tag in _BREAKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        (self._hidden if self._unseen else self._parts).append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith(_CHARACTER_DATA):
            self.handle_data(data.removeprefix(_CHARACTER_DATA))

    def text(self) -> str:
        lines = "".join((*self._parts, "\n", *self._hidden)).split("\n")
        kept = (" ".join(line.split()) for line in lines)
        return "\n".join(line for line in kept if line)
