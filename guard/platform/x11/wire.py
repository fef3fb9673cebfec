"""Implements the part of the X11 wire protocol that the clipboard needs: requests, replies, errors and events.

Source: X Window System Protocol, section 1 and appendix B. What python-xlib does with each request, event and reply
takes longer than everything else that the broker does with a copy (ADR 24).
"""

from __future__ import annotations

import select
import struct
from collections import deque

from guard.platform.errors import BrokerError
from guard.platform.x11.events import CORE, Event, Layout, event_of
from guard.platform.x11.setup import connect
from guard.sentences.catalogue import sentence

_READ_BYTES = 64 * 1024
_SEND_SECONDS = 2.0
_ANSWER_SECONDS = 10.0
"""How long a server may send nothing while an answer is awaited; another program may have grabbed it."""

_ERROR, _REPLY, _GENERIC_EVENT = 0, 1, 35
_UNIT_BYTES = 32
_NUMBER = struct.Struct("=2xH")
_SECOND_WORD = struct.Struct("=4xI")
"""Of a reply: how many words follow; of an error: the resource it is about."""
_GONE = sentence("x11.gone")


class RefusedError(Exception):
    """The server answers a request by an error: usually the resource does not exist."""


class Wire:
    """One connection. Not safe for use from several threads."""

    def __init__(self, name: str | None) -> None:
        """Connect to ``name`` or $DISPLAY. Raises BrokerError."""
        self._socket, setup = connect(name)
        self._socket.setblocking(False)
        self.screen, self.root = setup.screen, setup.root
        self.client_mask = 0xFFFFFFFF & ~setup.mask
        self.events: deque[Event] = deque()
        """Events that have arrived and were not taken yet."""
        self.layouts: dict[int, Layout] = dict(CORE)
        """The events that are handled; those of extensions may be added."""
        self.lost: set[int] = set()
        """The resources on which requests without a reply failed."""
        self._base, self._ids = setup.base, setup.mask
        self._last_id = 0
        self._used: set[int] = set()
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        self._unsent = bytearray()
        self._received = bytearray()
        self._number = 0
        """Number of the last request, modulo 65536, as replies and errors carry it."""
        self._awaited = -1
        self._answers: list[bytes] = []

    def fileno(self) -> int:
        """Return the socket to poll for reading."""
        return int(self._socket.fileno())

    def new_id(self) -> int:
        """Return a number for a new resource. A freed one is used again after some two million others."""
        while True:
            self._last_id = self._last_id % self._ids + 1
            resource = self._base | self._last_id
            if resource not in self._used:
                self._used.add(resource)
                return resource

    def free_id(self, resource: int) -> None:
        """Let the number of a resource that is gone be used again."""
        self._used.discard(resource)

    def close(self) -> None:
        """Disconnect, unless a process left behind shares the connection. What has arrived stays unread: it may be an
        answer that the other process waits for.
        """
        self._socket.close()

    # -------------------------------------------------------------- requests
    def post(self, request: bytes) -> None:
        """Queue a request without a reply, in whole four-byte units; it leaves with the next ``flush``."""
        self._unsent += request
        self._number = (self._number + 1) & 0xFFFF

    def ask(self, request: bytes) -> bytes:
        """Send a request with all that is queued and return its reply. Raises RefusedError, and BrokerError, also when
        the server does not answer.
        """
        self.post(request)
        self._awaited = self._number
        self.flush()
        while not self._answers:
            if not self._poll.poll(_ANSWER_SECONDS * 1000):
                raise BrokerError(sentence("x11.no-answer"))
            self.receive()
        answer = self._answers.pop()
        if answer[0] == _ERROR:
            raise RefusedError
        return answer

    def flush(self) -> None:
        """Send what is queued. Raises BrokerError when the server is gone, or takes nothing for two seconds."""
        while self._unsent:
            try:
                sent = self._socket.send(self._unsent)
            except BlockingIOError:
                if not select.select([], [self._socket], [], _SEND_SECONDS)[1]:
                    raise BrokerError(sentence("x11.stuck")) from None
                continue
            except OSError:
                raise BrokerError(_GONE) from None
            del self._unsent[:sent]

    # -------------------------------------------------------------- receiving
    def receive(self) -> None:
        """Read what has arrived, without waiting. Raises BrokerError when the server is gone."""
        try:
            arrived = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            raise BrokerError(_GONE) from None
        if not arrived:
            raise BrokerError(_GONE)
        self._received += arrived
        self._take_apart()

    def _take_apart(self) -> None:
        received, start = self._received, 0
        while len(received) - start >= _UNIT_BYTES:
            size = _UNIT_BYTES
            if received[start] in (_REPLY, _GENERIC_EVENT):
                size += 4 * _SECOND_WORD.unpack_from(received, start)[0]
            if len(received) - start < size:
                break
            self._sort(bytes(memoryview(received)[start:start + size]))
            start += size
        del received[:start]

    def _sort(self, message: bytes) -> None:
        kind = message[0]
        if kind not in (_ERROR, _REPLY):
            event = event_of(message, self.layouts)
            if event is not None:
                self.events.append(event)
        elif _NUMBER.unpack_from(message)[0] == self._awaited:
            self._awaited = -1
            self._answers.append(message)
        elif kind == _ERROR:
            self.lost.add(_SECOND_WORD.unpack_from(message)[0])
