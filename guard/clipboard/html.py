"""What a person would see of copied HTML: its text and the pictures embedded in it. Pure."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from guard.tags import TagParser
from rules.deadline import Deadline, OutOfTime

HTML_LIMIT = 8 * 1024 * 1024
"""Characters of markup, embedded pictures not counted, that are looked at."""

_SMALLEST_PICTURE = 512
_UNSEEN = frozenset({"script", "style", "title", "template"})
_BREAKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})
# Vector pictures are left out: web pages are full of them as icons, and their text is markup.
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|bmp|webp|tiff)[^,\"'>\s]{0,64};base64,([A-Za-z0-9+/=%\s]+)",
                      re.IGNORECASE)


class HtmlError(Exception):
    """The HTML is too large to be looked at."""


def read_html(untrusted_html: str, deadline: Deadline | None = None) -> tuple[str, tuple[bytes, ...]]:
    """Return the visible text and the embedded pictures (``data:`` addresses). Raises HtmlError, also when it is not
    done by the deadline.

    Pictures under 512 bytes are bullets and spacers and are left out.
    """
    pictures: list[bytes] = []

    def take(found: re.Match[str]) -> str:
        picture = _decode(found.group(1))
        if len(picture) >= _SMALLEST_PICTURE:
            pictures.append(picture)
        return ""

    markup = _PICTURE.sub(take, untrusted_html)
    if len(markup) > HTML_LIMIT:
        raise HtmlError(f"{len(markup)} characters of markup")
    parser = _Visible()
    try:
        parser.read(markup, deadline.check if deadline is not None else lambda: None)
    except OutOfTime:
        raise HtmlError(f"{len(markup)} characters of markup take too long") from None
    return parser.text(), tuple(pictures)


def _decode(untrusted_base64: str) -> bytes:
    data = unquote_to_bytes(untrusted_base64)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


class _Visible(TagParser):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._unseen = 0
        self._hidden: list[str] = []
        """What stands in elements that are not shown; when one never ends, no two programs agree on what is."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
            if not self._unseen:
                self._hidden.clear()
        elif tag in _BREAKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        (self._hidden if self._unseen else self._parts).append(data)

    def text(self) -> str:
        lines = "".join((*self._parts, "\n", *self._hidden)).split("\n")
        kept = (" ".join(line.split()) for line in lines)
        return "\n".join(line for line in kept if line)
