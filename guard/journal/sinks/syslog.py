"""Sends RFC 5424 messages over TCP (RFC 6587, octet counting) or TLS (RFC 5425).

Nothing confirms a message here: when a connection breaks, the caller sends again what was written last.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from guard.core.addresses import host_and_port
from guard.core.events import EventKind
from guard.core.reporting import Receiver
from guard.journal.sinks.port import Reported

_SECONDS = 10.0
_FACILITY = 13  # log audit
_ERROR, _WARNING, _INFORMATIONAL = 3, 4, 6
_SEVERITY: Mapping[EventKind, int] = {EventKind.TROUBLE: _ERROR, EventKind.HELD: _WARNING,
                                      EventKind.PACK_REFUSED: _WARNING}
_ENTERPRISE = "mishao@32473"
"""32473 is the number that RFC 5612 reserves for those who have none of their own."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "]": "\\]", "\n": " ", "\r": " "})


class Syslog:
    """guard.journal.sinks.port.Outlet."""

    confirms = False

    def __init__(self, receiver: Receiver) -> None:
        self._connection = _connected(receiver)

    def send(self, records: Sequence[Reported]) -> None:
        """Write the messages. Raises OSError."""
        _check_open(self._connection)
        self._connection.sendall(b"".join(framed(message(record)) for record in records))

    def close(self) -> None:
        """End the connection."""
        with contextlib.suppress(OSError):
            self._connection.close()


def _connected(receiver: Receiver) -> socket.socket:
    host, port = host_and_port(receiver.address)
    context = ssl.create_default_context(cadata=receiver.certificates or None) if receiver.tls else None
    with contextlib.ExitStack() as undo:
        connection = socket.create_connection((host, port), _SECONDS)
        undo.callback(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if context is not None:
            connection = context.wrap_socket(connection, server_hostname=host)
        undo.pop_all()
    return connection


def message(record: Reported) -> bytes:
    """Return one message of RFC 5424: everything is in its structured data."""
    priority = _FACILITY * 8 + _SEVERITY.get(record.kind, _INFORMATIONAL)
    when = datetime.fromtimestamp(record.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = "".join(character for character in record.device if "!" <= character <= "~")[:255] or "-"
    data = " ".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in record.fields.items())
    return f"<{priority}>1 {when} {host} mishao - {record.kind.value} [{_ENTERPRISE} {data}]".encode("utf-8", "replace")


def framed(content: bytes) -> bytes:
    """Return a message with its length before it, as RFC 6587 counts octets."""
    return b"%d %s" % (len(content), content)


def _check_open(connection: socket.socket) -> None:
    """Raise OSError when the receiver has closed the connection: one write would still seem to succeed."""
    connection.settimeout(0)
    try:
        if connection.recv(1) == b"":
            raise ConnectionResetError("the receiver has closed the connection")
    except (BlockingIOError, ssl.SSLWantReadError):
        pass
    finally:
        connection.settimeout(_SECONDS)
