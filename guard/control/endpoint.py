"""The local protocol between the guard and its clients, on a connection that only this user can make.

Messages are MessagePack frames. On POSIX the connection is a Unix socket in a 0700 folder whose peer's user id is
checked (SO_PEERCRED), on Windows the loopback with a secret in a file (guard/platform/local_token.py): another user can
neither ask nor answer.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import selectors
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from guard.control.page_requests import FocusFrame
from guard.control.requests import Push, Reply, Request, StatusChanged, StatusReply, Subscribe
from guard.ipc.framing import FrameError, FrameReader, FrameWriter
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.sentences.sentence import SaidError

if sys.platform == "win32":
    from guard.platform.local_token import TokenListener as Listener
    from guard.platform.local_token import connect
else:
    from guard.platform.local_unix import UnixListener as Listener
    from guard.platform.local_unix import connect

log = logging.getLogger(__name__)

REQUEST_LIMIT = 64 * 1024 * 1024
"""Bytes in one request at most: pasted content to be checked needs them; all other requests carry ids and words."""

PUSH_BACKLOG = 256
"""Messages a subscriber may be behind before it is disconnected; it subscribes again and gets the current status."""

_AGAIN_SECONDS = 0.5
"""How long nobody is let in after that failed, as when too many files are open."""

_NO_ANSWER = sentence("control.no-answer")


class ControlError(SaidError):
    """The guard cannot be asked. ``words`` say why and what would help, for people."""


class NotAnsweringError(ControlError):
    """There is a guard, but no answer came in time: it hangs, or has too much to do."""

    def __init__(self) -> None:
        super().__init__(_NO_ANSWER)


def _by(process: int, request: Request) -> Request:
    """Return a request with the process that sent it where it names that: nobody speaks for another."""
    return msgspec.structs.replace(request, host=process) if isinstance(request, FocusFrame) else request


class Server:
    """Answers requests with ``handle`` and sends every message given to ``publish`` to every subscriber."""

    def __init__(self, path: Path, handle: Callable[[Request], Reply]) -> None:
        self._path = path
        self._handle = handle
        self._served = False
        self._subscribers: dict[socket.socket, queue.Queue[Push | None]] = {}
        self._lock = threading.Lock()
        self._listener: Listener | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Listen. Raises ControlError when the socket cannot be made. Call only while holding the guard's lock file."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            listener = Listener(self._path)
        except OSError as error:
            raise ControlError(sentence("control.no-socket", path=self._path, why=why(error))) from error
        self._listener, self._stopping = listener, threading.Event()
        threading.Thread(target=self._accept, args=(listener, self._stopping), name="control", daemon=True).start()

    def stop(self) -> None:
        """Stop listening and end every subscription."""
        self._stopping.set()
        if self._listener is not None:
            self._listener.close()
        with self._lock:
            for connection, backlog in self._subscribers.items():
                try:
                    backlog.put_nowait(None)
                except queue.Full:
                    _cut_off(connection)

    def publish(self, push: Push) -> None:
        """Queue a message for every subscriber; never blocks. A subscriber that is too far behind is disconnected."""
        with self._lock:
            for connection, backlog in list(self._subscribers.items()):
                try:
                    backlog.put_nowait(push)
                except queue.Full:
                    del self._subscribers[connection]
                    _cut_off(connection)

    def subscribed(self) -> bool:
        """Return whether anybody receives what is published; who has hung up is forgotten."""
        with self._lock:
            for connection, backlog in list(self._subscribers.items()):
                if _hung_up(connection):
                    del self._subscribers[connection]
                    with contextlib.suppress(queue.Full):  # then its thread finds out when it writes
                        backlog.put_nowait(None)
            return bool(self._subscribers)

    def has_served(self) -> bool:
        """Return whether anybody has ever received what is published."""
        return self._served

    def can_be_found(self) -> bool:
        """Return whether who connects to the path of this server now would reach it."""
        return self._listener is not None and self._listener.is_at_its_path()

    def _accept(self, listener: Listener, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                connection = listener.accept()
            except OSError as error:
                if not stopping.wait(_AGAIN_SECONDS):
                    log.warning("nobody could connect: %s", why(error))
                continue
            threading.Thread(target=self._admit, args=(listener, connection), name="control-client",
                             daemon=True).start()

    def _admit(self, listener: Listener, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if listener.admits(connection):
                self._serve(connection, listener.process_of(connection))
            else:
                log.warning("refused a connection of another user")

    def _serve(self, connection: socket.socket, process: int) -> None:
        # A client may disconnect at any moment, also while its last answer is being flushed.
        with connection.makefile("rb") as incoming, connection.makefile("wb") as outgoing:
            writer = FrameWriter(cast(BinaryIO, outgoing))
            try:
                self._converse(connection, FrameReader[Request](incoming, Request, REQUEST_LIMIT), writer, process)
            except FrameError as error:
                log.warning("a client of the control socket was cut off: %s", error)
                writer.write(Refused("malformed", sentence("control.not-understood")))

    def _converse(self, connection: socket.socket, reader: FrameReader[Request], writer: FrameWriter,
                  process: int) -> None:
        while (request := reader.read()) is not None:
            if isinstance(request, Subscribe):
                self._feed(connection, writer, request)
                return
            writer.write(self._handle(_by(process, request)))

    def _feed(self, connection: socket.socket, writer: FrameWriter, request: Subscribe) -> None:
        backlog: queue.Queue[Push | None] = queue.Queue(PUSH_BACKLOG)
        with self._lock:
            self._subscribers[connection] = backlog
            self._served = True
        try:
            writer.write(self._handle(request))
            while (push := backlog.get()) is not None:
                writer.write(push)
        finally:
            with self._lock:
                self._subscribers.pop(connection, None)


def _hung_up(connection: socket.socket) -> bool:
    """Return whether the other end is closed: a thread that only writes would not notice until it writes."""
    try:
        selector = selectors.DefaultSelector()
    except OSError:
        return False  # this process has no descriptor left to look with
    with selector as waiting:
        waiting.register(connection, selectors.EVENT_READ)
        try:
            return bool(waiting.select(0)) and not connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


def _cut_off(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Client:
    """A connection to the guard. ``ask`` may be called from several threads; requests go one at a time."""

    def __init__(self, path: Path, connection: socket.socket) -> None:
        self._path = path
        self._connection = connection
        self._incoming = connection.makefile("rb")
        self._reader = FrameReader[Reply](self._incoming, Reply)
        self._outgoing = connection.makefile("wb")
        self._writer = FrameWriter(cast(BinaryIO, self._outgoing))
        self._lock = threading.Lock()

    @classmethod
    def connect(cls, path: Path, timeout: float = 5.0) -> Client:
        """Connect to the guard behind this socket; ``timeout`` in seconds also bounds each answer.

        Raises ControlError.
        """
        try:
            connection = connect(path, timeout)
        except (TimeoutError, BlockingIOError) as error:  # BlockingIOError: nobody accepts the earlier connections
            raise NotAnsweringError from error
        except OSError as error:
            raise ControlError(sentence("control.not-running")) from error
        if connection is None:
            raise ControlError(sentence("control.not-ours"))
        return cls(path, connection)

    def ask(self, request: Request) -> Reply:
        """Send one request and return its answer. Raises ControlError when the guard ends or does not answer."""
        with self._lock:
            try:
                self._writer.write(request)
                reply = self._reader.read()
            except TimeoutError as error:
                raise NotAnsweringError from error
            except (OSError, ValueError, FrameError) as error:  # ValueError: closed meanwhile by ``close``
                raise ControlError(_NO_ANSWER) from error
        if reply is None:
            raise ControlError(sentence("control.ended"))
        return reply

    def subscribe(self) -> Iterator[Push]:
        """Yield what happens, the current status first, until the guard ends or ``close`` is called.

        Uses this connection for good: it can send no further requests.
        """
        first = self.ask(Subscribe())
        if isinstance(first, StatusReply):
            yield StatusChanged(first.status)
        self._connection.settimeout(None)
        while True:
            try:
                push = self._reader.read()
            except (OSError, ValueError, FrameError):
                return
            if push is None:
                return
            if isinstance(push, Push):
                yield push

    def close(self) -> None:
        """End the connection; a blocked ``subscribe`` ends too."""
        _cut_off(self._connection)
        for stream in (self._incoming, self._outgoing):
            # What was still to be written is lost with the connection.
            with contextlib.suppress(OSError):
                stream.close()
        self._connection.close()
