"""Parses markup of any origin with the standard library: in a time that grows with its length, and without errors.

``html.parser`` retries each beginning without an end from the next one on, raises AssertionError at ``<![`` and
ValueError at a number of thousands of digits. Here what never ends is text, as it was in old browsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

_PART = 1 << 16
_SECTION, _CHARACTER_DATA = "<![", "<![CDATA["
_ENDS = (("<!--", "-->"), (_CHARACTER_DATA, "]]>"), ("<", ">"))
_ENDLESS_NUMBER = re.compile(r"&#[0-9]{1000,};?")


class TagParser(HTMLParser):
    """A parser whose handlers (html.parser.HTMLParser) are the subclass's. It reads one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def read(self, untrusted_markup: str, check: Callable[[], None] = lambda: None) -> None:
        """Call the handlers for a whole page; ``check`` is called between its parts and may raise."""
        markup = _ENDLESS_NUMBER.sub("\ufffd", untrusted_markup)
        for begins, ends in _ENDS:
            markup = _without_endless(markup, begins, ends)
        for start in range(0, len(markup), _PART):
            check()
            self.feed(markup[start:start + _PART])
        self.close()

    def parse_html_declaration(self, i: int) -> int:
        """Return where a declaration that begins with ``<!`` ends, -1 when its end has not come yet
        (html.parser.HTMLParser).
        """
        markup: str = self.rawdata
        if not markup.startswith(_SECTION, i) or _CHARACTER_DATA.startswith(markup[i:i + len(_CHARACTER_DATA)]):
            return super().parse_html_declaration(i)
        end = markup.find(">", i)
        if end < 0:
            return -1
        self.unknown_decl(markup[i + len(_SECTION):end].removesuffix("]"))
        return end + 1


def _without_endless(markup: str, begins: str, ends: str) -> str:
    """Return the markup with every beginning after the last end written as text."""
    finished, last, rest = markup.rpartition(ends)
    return finished + last + rest.replace(begins, f"&lt;{begins[1:]}")
