"""Decides who is let in: the address that the browser was given, a token that is good once, and the session it begins.

Nothing here depends on a secret in a page's script, on a certificate or on what other local programs do: a page of
another site, another user of this computer and another service on a port of it are all refused.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from ui.web_console.exchange import Request

COOKIE = "mishao"
ENTRANCE = "/enter"
CSRF = "csrf"

TOKEN_SECONDS = 180.0
"""How long a link is good that nobody has used."""

IDLE_SECONDS = 30 * 60.0
"""How long a session lasts in which nobody asks for anything."""

MOST_GUESSES = 10
"""Wrong tokens after which a link is good for nothing."""

_BYTES = 32
_LABEL_BYTES = 8
_HOST_ENDING = ".localhost"
_OWN_PAGES = ("", "same-origin", "none")
"""Sec-Fetch-Site of a request that no other site has caused; "" is a browser that does not say it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where this console is. ``label`` is drawn anew at each start: browsers look names that end with .localhost up on
    their own computer (RFC 6761), and a cookie of one name goes to no other name, whatever the port.
    """

    port: int
    label: str = field(default_factory=lambda: secrets.token_hex(_LABEL_BYTES))

    @property
    def host(self) -> str:
        """The only Host that is answered: with another one a foreign name leads here (DNS rebinding)."""
        return f"{self.label}{_HOST_ENDING}:{self.port}"

    @property
    def origin(self) -> str:
        """The Origin of its own forms."""
        return f"http://{self.host}"


@dataclass(slots=True)
class _Session:
    id: str
    secret: bytes
    used_at: float


class Door:
    """One link and one session at a time: a new link ends the earlier one, whoever enters by it the earlier session.

    ``clock`` returns monotonic seconds. For one thread at a time.
    """

    def __init__(self, address: Address, clock: Callable[[], float]) -> None:
        self._address, self._clock = address, clock
        self._token, self._until, self._guesses = "", 0.0, 0
        self._session: _Session | None = None

    def link(self) -> str:
        """Return a new link, good once."""
        self._token, self._guesses = secrets.token_urlsafe(_BYTES), 0
        self._until = self._clock() + TOKEN_SECONDS
        return f"{self._address.origin}{ENTRANCE}?token={self._token}"

    def is_ours(self, request: Request) -> bool:
        """Return whether a request was made by a page of this console, or by the person who typed its address."""
        if request.header("host") != self._address.host:
            return False
        if request.header("sec-fetch-site") not in _OWN_PAGES:
            return False
        return request.method != "POST" or request.header("origin") == self._address.origin

    def enter(self, untrusted_token: str) -> str | None:
        """Spend the token and begin a session; return its Set-Cookie header, None for a wrong, used or old token."""
        token = self._token if self._clock() < self._until else ""
        if not token or not hmac.compare_digest(token.encode(), untrusted_token.encode()):
            self._guesses += 1
            if self._guesses >= MOST_GUESSES:
                self._token = ""
            return None
        self._token = ""
        self._session = _Session(secrets.token_urlsafe(_BYTES), secrets.token_bytes(_BYTES), self._clock())
        return f"{COOKIE}={self._session.id}; HttpOnly; SameSite=Strict; Path=/"

    def knows(self, request: Request) -> bool:
        """Return whether a request belongs to the session, which then goes on."""
        session, now = self._session, self._clock()
        if session is None or now - session.used_at >= IDLE_SECONDS:
            self._session = None
            return False
        if not hmac.compare_digest(session.id.encode(), _cookie(request.header("cookie")).encode()):
            return False
        session.used_at = now
        return True

    def csrf(self, path: str) -> str:
        """Return what the form for a path must send with it; "" without a session."""
        return hmac.digest(self._session.secret, path.encode(), "sha256").hex() if self._session is not None else ""

    def is_of_our_form(self, request: Request) -> bool:
        """Return whether a form was part of a page of this session, for this very path."""
        sent = request.untrusted_form.get(CSRF, "")
        return bool(sent) and hmac.compare_digest(self.csrf(request.untrusted_path).encode(), sent.encode())

    def close(self) -> None:
        """End the session, and the link."""
        self._token, self._session = "", None


def _cookie(untrusted_header: str) -> str:
    """Return our cookie, "" when there is none or more than one."""
    found = [value for name, _, value in (part.strip().partition("=") for part in untrusted_header.split(";"))
             if name == COOKIE]
    return found[0] if len(found) == 1 else ""
