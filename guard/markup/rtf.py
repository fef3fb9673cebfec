"""Parses Rich Text Format 1.9 of any origin: every word of it, and the digits of its pictures and objects. Pure.

Headers, notes, hidden and deleted text are included. The reader reads files with it, the broker what is copied.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)",
                    re.DOTALL)
_NOT_SHOWN = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator themedata colorschememapping datastore "
    b"latentstyles xmlnstbl filetbl revtbl mmathPr wgrffmtfilter pgptbl blipuid sn".split())
"""Destinations without words of the author."""
_OF_PAGE = frozenset({b"htmltag", b"mhtmltag"})
"""Destinations with the tags of a page, in the RTF of a page alone."""
_APART = frozenset({b"footnote", b"annotation", b"shptxt", b"sv"})
"""Destinations whose words are no part of the line in which they are written."""
_DATA = frozenset({b"pict", b"objdata"})
"""Destinations whose characters are hexadecimal digits of a picture or an embedded object."""
_ABOUT_DATA = frozenset({b"picprop", b"blipuid", b"sp"})
"""Destinations inside those whose characters are not such digits."""
_LINE_ENDS = frozenset({b"par", b"line", b"row", b"page", b"sect", b"column", b"nestrow"})
_CHARACTERS = {b"tab": "\t", b"cell": "\t", b"nestcell": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•",
               b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003"}
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251", 161: "cp1253"}
"""Character sets of fonts (\\fcharset), where they are not the document's own."""
_SIDES = {b"dbch": True, b"loch": False, b"hich": False}
"""Whether the text after it is of the East Asian font."""
_DEPTH = 10_000
_CHECKED_EACH = 65536
"""Tokens between two checks of the deadline."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group changes and its end restores. ``font`` -1: the document's own; ``east``: \\afN names that of what
    follows (\\dbch); ``apart``: how many of the groups around it are;
    ``instead``: a page says it otherwise ([MS-OXRTFEX] 2.1.3.1), only its line ends count.
    """

    shown: bool = True
    data: bool = False
    aside: bool = False
    font: int = -1
    east: bool = False
    skip: int = 1
    apart: int = 0
    instead: bool = False


class RtfError(SaidError):
    """Groups are nested deeper than any program writes them; the message is for people and has no content."""


class RichText:
    """What RTF says. ``data``: the hexadecimal digits of each picture and object. Destinations named in ``unseen`` have
    no words, in addition to those that never have any.
    """

    def __init__(self, unseen: frozenset[bytes] = frozenset()) -> None:
        self.data: list[bytes] = []
        self._unseen = _NOT_SHOWN | unseen
        self._parts: list[str] = []
        self._waiting = bytearray()
        self._codec = self._waiting_codec = "gb18030"
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._states = [_State()]
        self._skipping = 0
        self._binary_until = 0
        self._digits = bytearray()
        self._of_page = self._line_ended = False

    def text(self) -> str:
        """Return what was written."""
        self._flush()
        joined = "".join(self._parts)
        # \\uN gives half of a pair for characters beyond the first plane.
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def close(self) -> None:
        """Finish what the end of a damaged file has left open."""
        if self._digits:
            self.data.append(bytes(self._digits))

    @property
    def unfinished(self) -> bool:
        """True when the file ends within a group."""
        return len(self._states) > 1

    def read(self, untrusted_bytes: bytes, check: Callable[[], None] = lambda: None) -> None:
        """Parse a whole file; ``check`` is called now and then and may raise. Raises RtfError."""
        for number, token in enumerate(_TOKEN.finditer(untrusted_bytes)):
            if number % _CHECKED_EACH == 0:
                check()
            self._take(token)

    def _take(self, token: re.Match[bytes]) -> None:
        word, number, escaped, symbol, brace, plain = token.groups()
        if token.start() < self._binary_until:
            return
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, int(number) if number else None)
            if word == b"bin" and number:
                self._binary(token.string[token.end():token.end() + max(0, int(number))], token.end())
        elif escaped:
            self._bytes(bytes((int(escaped, 16),)))
        elif symbol:
            self._symbol(symbol)
        elif plain:
            self._bytes(plain)

    def _brace(self, brace: bytes) -> None:
        self._skipping = 0
        if brace == b"{":
            if len(self._states) >= _DEPTH:
                raise RtfError(sentence("reading.too-deep", limit=_DEPTH))
            self._states.append(self._states[-1])
        elif len(self._states) > 1:
            ended = self._states[-1]
            if ended.apart > self._states[-2].apart:
                self._end_line()
            self._states.pop()
            if ended.data and not self._states[-1].data and self._digits:
                self.data.append(bytes(self._digits))
                self._digits.clear()

    def _binary(self, untrusted_bytes: bytes, start: int) -> None:
        self._binary_until = start + len(untrusted_bytes)
        if self._states[-1].data:
            self._digits += binascii.hexlify(untrusted_bytes)

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._states[-1]
        if state.data and word in _ABOUT_DATA:
            self._states[-1] = replace(state, shown=False, aside=True)
        elif word in self._unseen or word in _DATA or (self._of_page and word in _OF_PAGE):
            self._flush()
            self._states[-1] = replace(state, shown=False, data=word in _DATA)
            if word == b"fonttbl":
                self._fonts.clear()
        elif word == b"u" and number is not None:
            self._write(chr(number % 65536))
            self._skipping = state.skip
        elif word == b"uc":
            self._states[-1] = replace(state, skip=max(0, number or 0))
        elif word in _LINE_ENDS:
            self._write("\n")
        elif word in _APART:
            self._end_line()
            self._states[-1] = replace(state, apart=state.apart + 1)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        else:
            self._encoding(word, number)

    def _encoding(self, word: bytes, number: int | None) -> None:
        if word == b"ansicpg" and number:
            self._codec = {936: "gb18030", 65001: "utf-8"}.get(number, f"cp{number}")
        elif number is not None and (word == b"f" or (word == b"af" and self._states[-1].east)):
            self._states[-1] = replace(self._states[-1], font=number)
        elif word in _SIDES:
            self._states[-1] = replace(self._states[-1], east=_SIDES[word])
        elif word == b"plain":
            self._states[-1] = replace(self._states[-1], font=-1, east=False)
        elif word == b"fromhtml":
            self._of_page = number != 0
        elif word == b"htmlrtf" and self._of_page:
            self._states[-1] = replace(self._states[-1], instead=number != 0)
        elif word == b"deff" and number is not None:
            self._default_font = number
        elif word == b"fcharset" and number in _CHARSETS:
            self._fonts[self._states[-1].font] = _CHARSETS[number]

    def _symbol(self, symbol: bytes) -> None:
        if symbol in b"\\{}":
            self._bytes(symbol)
        elif symbol in (b"\r", b"\n"):
            self._write("\n")
        elif symbol == b"~":
            self._write(" ")

    def _bytes(self, untrusted_bytes: bytes) -> None:
        skipped = min(self._skipping, len(untrusted_bytes))
        self._skipping -= skipped
        untrusted_bytes = untrusted_bytes[skipped:]
        state = self._states[-1]
        if state.data and not state.aside:
            self._digits += bytes(byte for byte in untrusted_bytes if byte in b"0123456789abcdefABCDEF")
        elif state.shown and not state.instead and untrusted_bytes:
            codec = self._fonts.get(state.font if state.font >= 0 else self._default_font, self._codec)
            if codec != self._waiting_codec:
                self._flush()
                self._waiting_codec = codec
            self._waiting += untrusted_bytes

    def _write(self, text: str) -> None:
        state = self._states[-1]
        if state.shown and (text == "\n" or not state.instead):
            self._flush()
            self._append(text)

    def _append(self, text: str) -> None:
        if self._line_ended and self._parts and not self._parts[-1].endswith("\n") and not text.startswith("\n"):
            self._parts.append("\n")
        self._line_ended = False
        self._parts.append(text)

    def _end_line(self) -> None:
        """Let what comes begin a line."""
        self._flush()
        self._line_ended = True

    def _flush(self) -> None:
        """Decode what was collected: two bytes of a character can come as two tokens."""
        if self._waiting:
            try:
                words = self._waiting.decode(self._waiting_codec, "replace")
            except LookupError:
                words = self._waiting.decode("gb18030", "replace")
            self._append(words)
            self._waiting.clear()
