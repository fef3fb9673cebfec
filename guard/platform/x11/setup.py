"""Connects to an X server and reads its setup reply (X Window System Protocol, section 8 and appendix B)."""

from __future__ import annotations

import os
import socket
import struct
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from guard.platform.errors import BrokerError, DisplayGoneError
from guard.platform.x11 import display_name
from guard.platform.x11.authority import COOKIE, cookie_of
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why

_ANSWER_SECONDS = 10.0
_BYTE_ORDER = {"little": b"l", "big": b"B"}[sys.byteorder]
_ACCEPTED = 1
_FULL = b"Maximum number of clients reached"
"""The reason of a server that refuses for the moment (NOROOM in dispatch.h of xserver)."""

_GONE = (FileNotFoundError, ConnectionRefusedError, ConnectionResetError, BrokenPipeError)
_PLACE = "/tmp/.X11-unix/X"  # noqa: S108 - where every X server of this computer listens
_PORT = 6000
_FORMAT_BYTES, _SCREEN_BYTES, _DEPTH_BYTES, _VISUAL_BYTES = 8, 40, 8, 24


@dataclass(frozen=True, slots=True)
class Setup:
    """``root`` is the root window of the ``screen``; new resources are numbered ``base`` with bits of ``mask``."""

    screen: int
    root: int
    base: int
    mask: int


def connect(name: str | None, seconds: float = _ANSWER_SECONDS) -> tuple[socket.socket, Setup]:
    """Connect to ``name`` or $DISPLAY, which may take ``seconds`` for each answer. Raises BrokerError, and
    DisplayGoneError where there is no server, or one that refuses us.
    """
    display = os.environ.get("DISPLAY", "") if name is None else name
    if not display:
        raise _failed(sentence("x11.no-display"))
    try:
        place = display_name.parse(display)
        connection = _open(place.host, place.number, seconds)
    except OSError as problem:
        raise _unreached(problem) from None
    except (ValueError, OverflowError):
        raise _failed(sentence("x11.display-malformed", display=display)) from None
    with ExitStack() as undo:
        undo.callback(connection.close)
        try:
            connection.sendall(_hello(cookie_of(connection, place.number)))
            setup = _read(_reply(connection), place.screen)
        except OSError as problem:
            raise _unreached(problem) from None
        except (struct.error, IndexError):
            raise _failed(sentence("x11.answer-malformed")) from None
        undo.pop_all()
    return connection, setup


def _open(host: str, number: int, seconds: float) -> socket.socket:
    """Connect to a display of this computer, or of ``host``. Raises OSError, ValueError, OverflowError."""
    if host:
        return socket.create_connection((host, _PORT + number), seconds)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(seconds)
    path = f"{_PLACE}{number}"
    try:
        connection.connect(path if Path(path).exists() else f"\0{path}")
    except OSError:
        connection.close()
        raise
    return connection


def _failed(words: str, error: type[BrokerError] = BrokerError) -> BrokerError:
    return error(sentence("x11.not-reached", why=words))


def _unreached(problem: OSError) -> BrokerError:
    return _failed(why(problem), DisplayGoneError if isinstance(problem, _GONE) else BrokerError)


def _hello(secret: bytes) -> bytes:
    method = COOKIE if secret else b""
    head = struct.pack("=cxHHHHxx", _BYTE_ORDER, 11, 0, len(method), len(secret))
    return head + method + bytes(-len(method) % 4) + secret + bytes(-len(secret) % 4)


def _reply(connection: socket.socket) -> bytes:
    head = _exactly(connection, 8)
    accepted, units = struct.unpack("=B5xH", head)
    reply = head + _exactly(connection, 4 * units)
    if accepted != _ACCEPTED:
        raise _failed(sentence("x11.refused"), BrokerError if _FULL in reply else DisplayGoneError)
    return reply


def _exactly(connection: socket.socket, size: int) -> bytes:
    """Return exactly this many bytes. Raises OSError."""
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionResetError
        data += piece
    return data


def _read(reply: bytes, screen: int) -> Setup:
    base, mask, vendor, screens, formats = struct.unpack_from("=12xII4xHxxBB", reply)
    position = 40 + vendor + -vendor % 4 + formats * _FORMAT_BYTES
    screen = min(screen, screens - 1)
    for _ in range(screen):
        position = _behind_screen(reply, position)
    (root,) = struct.unpack_from("=I", reply, position)
    return Setup(screen, root, base, mask)


def _behind_screen(reply: bytes, position: int) -> int:
    depths = reply[position + _SCREEN_BYTES - 1]
    position += _SCREEN_BYTES
    for _ in range(depths):
        (visuals,) = struct.unpack_from("=2xH", reply, position)
        position += _DEPTH_BYTES + visuals * _VISUAL_BYTES
    return position
