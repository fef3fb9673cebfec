"""Finds the cookie that a display requires in the authority file.

Source: libXau (Xau(3), AuRead.c, AuGetBest.c). An entry is a family of addresses, an address, a display number, a
method and a secret; each but the first is its length (two bytes, highest first) and as many bytes.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

COOKIE = b"MIT-MAGIC-COOKIE-1"

_INTERNET, _INTERNET_6, _LOCAL, _ANY = 0, 6, 256, 65535
_LENGTH = struct.Struct(">H")
_BYTES_LIMIT = 1024 * 1024


def cookie_of(connection: socket.socket, number: int, environment: Mapping[str, str] = os.environ) -> bytes:
    """Return the first cookie that fits a connected display, b"" when there is none or no readable file."""
    family, address = _address(connection)
    for entry_family, entry_address, entry_number, method, secret in _entries(_file(environment)):
        if (method == COOKIE and entry_number in (b"", str(number).encode())
                and (entry_family == _ANY or (entry_family, entry_address) == (family, address))):
            return secret
    return b""


def _file(environment: Mapping[str, str]) -> bytes:
    place = Path(environment.get("XAUTHORITY") or Path(environment.get("HOME", "")) / ".Xauthority")
    try:
        with place.open("rb") as file:
            return file.read(_BYTES_LIMIT)
    except (OSError, ValueError):
        return b""


def _entries(data: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    """Yield the entries up to the end, or up to where one is cut off."""
    at = 0
    try:
        while at < len(data):
            (family,) = _LENGTH.unpack_from(data, at)
            at += 2
            parts = []
            for _ in range(4):
                (length,) = _LENGTH.unpack_from(data, at)
                at += 2 + length
                parts.append(data[at - length:at])
            address, number, method, secret = parts
            yield family, address, number, method, secret
    except struct.error:
        return


def _address(connection: socket.socket) -> tuple[int, bytes]:
    """Return the family and address of a display in the file: this computer is listed by its name."""
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        address = ipaddress.ip_address(connection.getpeername()[0])
        if not address.is_loopback:
            return (_INTERNET if address.version == 4 else _INTERNET_6), address.packed
    return _LOCAL, socket.gethostname().encode()
