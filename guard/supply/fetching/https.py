"""Fetches over http(s): a total deadline for each file, headers included, and a conditional GET for what changes.

Signatures vouch for the content; TLS only hides what is requested. A redirect is an error: captive portals redirect.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import msgspec
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from guard.platform import atomic_file
from guard.supply.bundle import EXACT_ENDING
from guard.supply.trusted_sources import Trust
from guard.util.undecodable import UNDECODABLE

FILE_SECONDS = 60.0
"""Time for one file at most, however slowly it arrives."""

TABLE_SECONDS = 900.0
"""Time for an index of a table of the unit, which has up to 40 MB."""

GAP_SECONDS = 10.0
"""Time without a byte at most."""

_CHUNK = 65536
_CHANGES = "metadata/timestamp.json"
"""The only file whose content changes under its name: all others have a version or a hash in their name."""


class _Remembered(msgspec.Struct, frozen=True):
    """The last answer for the file that changes."""

    url: str
    etag: str
    body: bytes


def takes(address: str) -> bool:
    """Tell whether this is a web server."""
    return address.lower().startswith(("https://", "http://"))


def opened(address: str, trust: Trust, memory: Path) -> AbstractContextManager[FetcherInterface]:
    """Return a fetcher of this server; it connects at the first request."""
    return closing(HttpsFetcher(address, memory / "timestamp.etag", _context(trust.certificates),
                                trust.settings.proxy))


@lru_cache(maxsize=1)  # reading the certificates of the system takes longer than a whole poll
def _context(certificates: str) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=certificates or None)


class HttpsFetcher(FetcherInterface):
    """One connection to one server, kept between files; for one thread."""

    def __init__(self, base: str, memory: Path, context: ssl.SSLContext, proxy: str = "",
                 file_seconds: float = FILE_SECONDS, gap_seconds: float = GAP_SECONDS) -> None:
        self._base = base.rstrip("/") + "/"
        self._memory = memory
        self._seconds = file_seconds
        self._through_proxy = bool(proxy) and not self._base.startswith("https:")
        self._connection = _connection(urlsplit(self._base), urlsplit(proxy) if proxy else None, context,
                                       min(gap_seconds, file_seconds))

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _fetch(self, url: str) -> Iterator[bytes]:
        address = self._base + url
        remembered = self._remembered(address) if url == _CHANGES else None
        late = threading.Event()
        seconds = TABLE_SECONDS if url.endswith(EXACT_ENDING) else self._seconds
        watch = threading.Timer(seconds, self._end, (late,))
        watch.daemon = True
        watch.start()
        try:
            response = self._asked(address, remembered)
            if remembered is not None and response.status == http.client.NOT_MODIFIED:
                self._drain(response)
                yield remembered.body
                return
            if response.status != http.client.OK:
                self._drain(response)
                raise DownloadHTTPError(f"the server answered {response.status} for {url}", response.status)
            yield from self._body(response, address, url == _CHANGES)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            if late.is_set():
                raise SlowRetrievalError(f"{url} took more than {seconds:.0f} s") from error
            raise DownloadError(f"{url}: {type(error).__name__} {getattr(error, 'strerror', '') or ''}") from error
        finally:
            watch.cancel()
        if late.is_set():
            raise SlowRetrievalError(f"{url} took more than {seconds:.0f} s")

    def _asked(self, address: str, remembered: _Remembered | None) -> http.client.HTTPResponse:
        headers = {"Accept-Encoding": "identity", "User-Agent": "mishao"}
        if remembered is not None:
            headers["If-None-Match"] = remembered.etag
        path = address if self._through_proxy else urlsplit(address).path
        self._connection.request("GET", path, headers=headers)
        return self._connection.getresponse()

    def _body(self, response: http.client.HTTPResponse, address: str, changes: bool) -> Iterator[bytes]:
        whole = bytearray()
        while chunk := response.read1(_CHUNK):
            if changes:
                whole += chunk
            yield chunk
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        response.close()  # otherwise the connection does not take the next request
        etag = response.headers.get("ETag")
        if changes and etag:
            self._remember(_Remembered(address, etag, bytes(whole)))

    def _drain(self, response: http.client.HTTPResponse) -> None:
        """Read a short page that nobody needs, so that the connection can be used again.

        One in pieces is not read: an older Python makes room for as much as a piece says it has (CVE-2025-13836).
        """
        if response.length is not None and response.length <= _CHUNK and not response.chunked:
            response.read()
        else:
            self.close()

    def _end(self, late: threading.Event) -> None:
        """Cut the connection from another thread: the one that reads may wait for headers that arrive very slowly."""
        late.set()
        wire = self._connection.sock
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def _remembered(self, address: str) -> _Remembered | None:
        try:
            found = msgspec.msgpack.decode(self._memory.read_bytes(), type=_Remembered)
        except (OSError, *UNDECODABLE):
            return None
        return found if found.url == address else None

    def _remember(self, answer: _Remembered) -> None:
        # Only saves traffic: when it cannot be stored, the file is fetched again.
        with contextlib.suppress(OSError):
            atomic_file.replace(self._memory, msgspec.msgpack.encode(answer), durability=atomic_file.Durability.NONE)


def _connection(server: SplitResult, proxy: SplitResult | None, context: ssl.SSLContext,
                gap: float) -> http.client.HTTPConnection:
    at = proxy or server
    host = at.hostname or ""
    if server.scheme == "http":
        return http.client.HTTPConnection(host, at.port or http.client.HTTP_PORT, timeout=gap)
    secure = http.client.HTTPSConnection(host, at.port or http.client.HTTPS_PORT, timeout=gap, context=context)
    if proxy is not None:
        secure.set_tunnel(server.hostname or "", server.port or http.client.HTTPS_PORT)
    return secure
