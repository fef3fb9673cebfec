"""Sends RFC 5424 messages over TCP (RFC 6587, octet counting) or TLS (RFC 5425).

Nothing confirms a message here: when a connection breaks, the caller sends again what was written last.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime

from guard.core.addresses import host_and_port
from guard.core.reporting import NO_ENTERPRISE, MessageForm, Receiver
from guard.journal.severity import syslog_level
from guard.journal.sinks.forms import FORMS
from guard.journal.sinks.port import Reported

_SECONDS = 10.0
_FACILITY = 13  # log audit


class Syslog:
    """guard.journal.sinks.port.Outlet."""

    confirms = False

    def __init__(self, receiver: Receiver) -> None:
        self._connection = _connected(receiver)
        self._form, self._enterprise = receiver.message_form, receiver.enterprise

    def send(self, records: Sequence[Reported]) -> None:
        """Write the messages. Raises OSError."""
        _check_open(self._connection)
        self._connection.sendall(b"".join(
            framed(message(record, self._form, self._enterprise)) for record in records))

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


def message(record: Reported, form: MessageForm = MessageForm.RFC5424, enterprise: int = NO_ENTERPRISE) -> bytes:
    """Return one message of RFC 5424: structured data alone, or none and a text in another form."""
    priority = _FACILITY * 8 + syslog_level(record.severity)
    when = datetime.fromtimestamp(record.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = "".join(character for character in record.device if "!" <= character <= "~")[:255] or "-"
    body = FORMS[form](record, enterprise)
    return f"<{priority}>1 {when} {host} mishao - {record.kind.value} {body}".encode("utf-8", "replace")


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
