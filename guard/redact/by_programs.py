"""Finds what programs write and people do not read: addresses of devices, coordinates, and words in escapes.

「%E8%B5%B5」, 「\\u8d75」 and 「&#36213;」 are all 赵: no other finder sees a name in them, so whatever has words in it
is hidden. Positions are of the normalised text (rules.scan.normalise).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found

_HEX = "[0-9A-Fa-f]"
_DEVICE = re.compile(
    rf"(?<![0-9A-Za-z])(?<!{_HEX}[:.\-])(?:{_HEX}{{2}}(?P<by>[:\-]){_HEX}{{2}}(?:(?P=by){_HEX}{{2}}){{4}}"
    rf"|{_HEX}{{4}}\.{_HEX}{{4}}\.{_HEX}{{4}})(?![0-9A-Za-z:\-])")
_LATITUDE, _LONGITUDE = r"(?:[3-9]|[1-4]\d|5[0-4])\.\d{4,15}", r"(?:7[3-9]|[89]\d|1[0-3]\d)\.\d{4,15}"
"""In China. Four decimals are eleven metres: a pair alone must be that exact, one beside its label less."""
_MINUTES = r"\d{1,2}(?:\.\d{1,6})? ?['′分’](?: ?\d{1,2}(?:\.\d{1,6})? ?(?:[\"″秒”]|''))?"
_DEGREES = rf"\d{{1,3}} ?[°度] ?{_MINUTES}"
_BETWEEN = r"[ ,;/|]{1,3}"
_LABEL = r"(?:(?i:(?<![a-z])(?:lat|lng|lon|latitude|longitude)(?![a-z]))|[经纬]度|[东西]经|[南北]纬)"
_COORDINATE = re.compile("|".join((
    rf"(?<![\d.])(?:{_LATITUDE}{_BETWEEN}{_LONGITUDE}|{_LONGITUDE}{_BETWEEN}{_LATITUDE})(?![\d.])",
    rf"{_LABEL}[\"'>]?[ \t]{{0,2}}[:=]?[ \t]{{0,2}}[\"']?(?P<labelled>-?\d{{1,3}}\.\d{{3,15}}°?|{_DEGREES})",
    rf"(?<!\d)(?P<degrees>{_DEGREES}) ?[NSEW](?![A-Za-z])",
)))
_PLAIN = r"[0-9A-Za-z._~+\-]"
_ESCAPED = re.compile("|".join((
    rf"(?P<percent>{_PLAIN}{{0,40}}(?:%{_HEX}{{2}}{_PLAIN}{{0,40}}){{2,400}})",
    rf"(?P<unicode>(?:[0-9A-Za-z ,.·\-]{{0,40}}\\u{_HEX}{{4}}){{1,400}}[0-9A-Za-z ,.·\-]{{0,40}})",
    r"(?P<entity>(?:[0-9A-Za-z ,.·\-]{0,40}&#(?:\d{2,6}|[xX][0-9A-Fa-f]{2,5});){1,400}[0-9A-Za-z ,.·\-]{0,40})",
)))
_UNICODE = re.compile(rf"\\u({_HEX}{{4}})")
_WORDS = re.compile("[\u3400-\u9fff]")


def devices(text: str) -> Iterator[Found]:
    """Yield MAC addresses, which lead to somebody's telephone or home network."""
    yield from ((*match.span(), MaskKind.PRIVATE) for match in _DEVICE.finditer(text))


def coordinates(text: str) -> Iterator[Found]:
    """Yield coordinates that lead to a house: decimals or degrees, a pair or beside its label."""
    for match in _COORDINATE.finditer(text):
        yield *match.span(match.lastgroup or 0), MaskKind.PRIVATE


def escaped_words(text: str) -> Iterator[Found]:
    """Yield escapes that are Chinese words when decoded, with the letters and digits between them."""
    for match in _ESCAPED.finditer(text):
        if _WORDS.search(_decoded(match[0], match.lastgroup or "")) is not None:
            yield *match.span(), MaskKind.PRIVATE


def _decoded(escaped: str, notation: str) -> str:
    if notation == "unicode":
        return _UNICODE.sub(lambda code: chr(int(code[1], 16)), escaped)
    if notation == "entity":
        return html.unescape(escaped)
    untrusted_bytes = unquote_to_bytes(escaped)
    try:
        return untrusted_bytes.decode("utf-8")
    except UnicodeDecodeError:
        return untrusted_bytes.decode("gb18030", "replace")
