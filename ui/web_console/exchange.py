"""Defines what a browser asks and what it is answered, and the headers that every answer has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

LARGEST_FORM = 16 * 1024
"""Bytes of a form at most."""

MOST_FIELDS = 20

HEADERS: Mapping[str, str] = MappingProxyType({
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                               "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Connection": "close",
})
"""Of every answer: nothing is loaded but our style sheet, no script runs, nothing is kept. With no-referrer a browser
would send "Origin: null" with our own forms."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as anybody who reaches the port may have made it. ``path`` is not decoded; header names are in
    lower case, and one that came twice is missing.
    """

    method: str
    untrusted_path: str
    untrusted_query: Mapping[str, str] = field(default_factory=dict)
    untrusted_headers: Mapping[str, str] = field(default_factory=dict)
    untrusted_form: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Return a header, "" when there is none."""
        return self.untrusted_headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. ``to`` is a path of this console where the browser goes next, ``cookie`` a whole Set-Cookie header."""

    status: HTTPStatus = HTTPStatus.OK
    content: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    to: str = ""
    cookie: str = field(default="", repr=False)
