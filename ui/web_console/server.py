"""Serves the console on this computer's loopback alone: bounded in connections, bytes and seconds, one request each."""

from __future__ import annotations

import errno
import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl

from guard.util import logs
from ui.web_console.exchange import HEADERS, LARGEST_FORM, MOST_FIELDS, Request, Response

MOST_CONNECTIONS = 32
"""Connections at once. With more, the one that has waited longest for the rest of its request is closed."""

REQUEST_SECONDS = 10.0
"""Within which a whole request must be here, however it comes."""

ANSWER_SECONDS = 10.0
"""Within which an answer must have been taken."""

LOOPBACK, LOOPBACK_6 = "127.0.0.1", "::1"
_TURN_SECONDS = 1.0
_TRIES = 20
_NO_IPV6 = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL})
_FORM = "application/x-www-form-urlencoded"

Answer = Callable[[Request], Response]
Malformed = Callable[[HTTPStatus], Response]
"""Returns the page for what is no request that anybody would make by a browser."""


class _RefusedError(Exception):
    """What came is no request; ``status`` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__()
        self.status = status


class Server(ThreadingMixIn, TCPServer):
    """Answers requests on a free port until ``close``."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    allow_reuse_address = False

    def __init__(self, answer: Answer, malformed: Malformed) -> None:
        self.answer, self.malformed = answer, malformed
        self._free = threading.Semaphore(MOST_CONNECTIONS)
        self._lock = threading.Lock()
        self._reading: dict[socket.socket, float] = {}
        self._beside = self._bound()

    def _bound(self) -> socket.socket | None:
        """Bind the port, and take it on the loopback of IPv6, too, where nobody listens: a browser may try that first,
        and no other user of this computer shall answer there. Raises OSError."""
        for _ in range(_TRIES):
            super().__init__((LOOPBACK, 0), _Handler)
            try:
                return _taken(self.port)
            except OSError:
                self.server_close()
        raise OSError("no port is free on both loopbacks")

    @property
    def port(self) -> int:
        """The port."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        threading.Thread(target=self.serve_forever, name="console", daemon=True).start()

    def close(self) -> None:
        """Answer nobody any more."""
        self.shutdown()
        self.server_close()
        if self._beside is not None:
            self._beside.close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, if need be in the place of the one that has waited longest."""
        if not self._free.acquire(blocking=False):
            self._close_oldest()
            if not self._free.acquire(timeout=_TURN_SECONDS):
                self.shutdown_request(request)
                return
        with self._lock:
            self._reading[request] = time.monotonic()
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread can be started
            self._free.release()
            raise

    def _close_oldest(self) -> None:
        with self._lock:
            if self._reading:
                oldest = min(self._reading, key=lambda one: self._reading[one])
                self._reading.pop(oldest)
                _end(oldest)

    def is_read(self, request: socket.socket) -> None:
        """Note that a whole request has arrived: its connection is not closed before it was answered."""
        with self._lock:
            self._reading.pop(request, None)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection, and let another one in."""
        self.is_read(request)
        super().shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what failed, without content; a connection that broke off is nothing to tell."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            logs.crash(error)


def _taken(port: int) -> socket.socket | None:
    """Return a socket that has this port of IPv6 and answers nobody; None on a computer without IPv6. Raises OSError.
    """
    try:
        taken = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    except OSError:
        return None
    try:
        taken.bind((LOOPBACK_6, port))
    except OSError as error:
        taken.close()
        if error.errno in _NO_IPV6:
            return None
        raise
    return taken


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class _Deadline(io.RawIOBase):
    """Reads a connection until a moment: whoever sends a byte now and then does not extend it."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection, self._until = connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    """One request of one connection."""

    server: Server
    server_version = "mishao"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Deadline(self.connection, time.monotonic() + REQUEST_SECONDS))

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what the library refuses as we answer everything."""
        self.request_version = self.protocol_version
        self._send(self.server.malformed(HTTPStatus(code)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """Log nothing: the console has a log of its own."""

    def _handle(self) -> None:
        try:
            request = self._request()
        except _RefusedError as refused:
            self._send(self.server.malformed(refused.status))
            return
        self.server.is_read(self.connection)
        self._send(self.server.answer(request))

    def _request(self) -> Request:
        path, _, query = self.path.partition("?")
        names = [name.lower() for name in self.headers]
        headers = {name: str(self.headers[name]) for name in names if names.count(name) == 1}
        form = self._form(headers) if self.command == "POST" else {}
        return Request(self.command, path, _fields(query), headers, form)

    def _form(self, headers: Mapping[str, str]) -> dict[str, str]:
        length = headers.get("content-length", "")
        if "transfer-encoding" in self.headers or not length.isdecimal():
            raise _RefusedError(HTTPStatus.LENGTH_REQUIRED)
        if len(length) > len(str(LARGEST_FORM)) or int(length) > LARGEST_FORM:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        content = self.rfile.read(int(length))
        if len(content) < int(length):
            raise _RefusedError(HTTPStatus.BAD_REQUEST)
        return _fields(content.decode("ascii", "replace"))

    def _send(self, response: Response) -> None:
        self.connection.settimeout(ANSWER_SECONDS)
        self.send_response_only(HTTPStatus.SEE_OTHER if response.to else response.status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.content)))
        if response.to:
            self.send_header("Location", response.to)
        if response.cookie:
            self.send_header("Set-Cookie", response.cookie)
        self.end_headers()
        self.wfile.write(response.content)


def _fields(written: str) -> dict[str, str]:
    """Return the fields of a form or a query, each once. Raises _RefusedError."""
    try:
        found = parse_qsl(written, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from error
    if len(dict(found)) != len(found):
        raise _RefusedError(HTTPStatus.BAD_REQUEST)
    return dict(found)
