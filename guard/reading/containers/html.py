"""Reads pages and drawings (SVG): what is shown, what is not, and pictures inside.

Not shown are comments, hidden elements, scripts and alternative texts.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from guard.core.model import Item
from guard.markup.tags import TagParser
from guard.reading import limits
from guard.reading.containers import data_uris
from guard.reading.containers.members import words
from guard.reading.containers.names import text_of
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "optgroup", "option", "p", "pre",
    "section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "title", "tr", "ul", "script",
    "style", "template", "noscript", "text", "desc",
})
_NEW_LINE = frozenset({"y", "dy"})
"""Attributes that make a piece of a line in SVG (tspan) begin another line (SVG 2, 11.2)."""

_CELLS = frozenset({"td", "th"})
_SHOWN = frozenset({"alt", "title", "value", "placeholder", "content", "label", "aria-label", "summary", "download"})
_SOURCES = frozenset({"src", "href", "data", "poster", "background", "xlink:href"})
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read(untrusted_bytes: bytes, budget: Budget) -> Iterator[Item]:
    """Yield the page's text, then each picture or document that it contains."""
    if len(untrusted_bytes) > limits.PART_BYTES:
        raise OverBudgetError(sentence("reading.web-page-over-mb", limit=megabytes(limits.PART_BYTES)))
    yield from of_text(_decoded(untrusted_bytes), budget)


def of_text(untrusted_page: str, budget: Budget) -> Iterator[Item]:
    """Yield the same as ``read`` for a page that is text already."""
    page = _Page()
    page.read(untrusted_page, budget.check_time)
    yield words(page.text())
    yield from data_uris.items(page.carried, budget)


def in_utf8(untrusted_bytes: bytes, declared: str) -> bytes:
    """Return a page in UTF-8 where only what is beside it declares its encoding; any other page as it is."""
    if not declared or untrusted_bytes.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return untrusted_bytes
    try:
        untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _CHARSET.search(untrusted_bytes[:4096]):
            return untrusted_bytes
    else:
        return untrusted_bytes
    try:
        return untrusted_bytes.decode(declared).encode()
    except (LookupError, ValueError):
        return untrusted_bytes


class _Page(TagParser):
    """Collects text line by line; everything that contains words counts, whether a browser shows it or not."""

    def __init__(self) -> None:
        super().__init__()
        self.carried: list[data_uris.Carried] = []
        self._parts: list[str] = []
        self._raw = ""
        self._kept = 0

    def text(self) -> str:
        """Return the lines so far, without empty ones."""
        lines = (_SPACE.sub(" ", line.replace("\t", "\0")).replace("\0", "\t").strip()
                 for line in "".join(self._parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _BLOCKS or (tag == "tspan" and any(name in _NEW_LINE for name, _ in attrs)):
            self._parts.append("\n")
        if tag in ("script", "style"):
            self._raw = tag
        self._kept += tag == "pre"
        for name, value in attrs:
            if value and name in _SHOWN:
                self._parts.append(f"\n{value}\n")
            elif value and (name in _SOURCES or name == "style"):
                self._carry(value)
            elif value and name == "srcdoc":
                inner = _Page()
                inner.read(value)
                self._parts.append(f"\n{inner.text()}\n")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _BLOCKS:
            self._parts.append("\n")
        elif tag in _CELLS:
            self._parts.append("\t")
        self._raw = ""
        self._kept -= tag == "pre" and self._kept > 0

    def handle_data(self, data: str) -> None:
        if self._raw:
            self._carry(data)
            if self._raw == "script":
                self._parts.append(_ESCAPED.sub(_character, data_uris.DATA.sub("", data)).replace("\\n", "\n"))
        else:
            self._parts.append(data if self._kept else _SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        self._parts.append(f"\n{data}\n")

    def unknown_decl(self, data: str) -> None:
        self._parts.append(f"\n{data.removeprefix('CDATA[')}\n")

    def _carry(self, value: str) -> None:
        self.carried += data_uris.carried(value)


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return "" if 0xD800 <= code < 0xE000 else chr(code)


def _decoded(untrusted_bytes: bytes) -> str:
    """Decode as a browser does: byte order mark, UTF-8 if valid, the encoding that the page names, GB 18030."""
    if untrusted_bytes.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return untrusted_bytes.decode("utf-16", "replace")
    try:
        return untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(untrusted_bytes[:4096])
    try:
        encoding = named[1].decode("ascii").lower() if named else "gb18030"
        # Pages that declare GB 2312 or GBK use their successors.
        return untrusted_bytes.decode("gb18030" if encoding.startswith("gb") else encoding, "replace")
    except LookupError:
        return text_of(untrusted_bytes)
