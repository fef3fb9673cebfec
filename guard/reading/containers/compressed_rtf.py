"""Unpacks the RTF body of an Outlook message (MS-OXRTFCP): a dictionary of 4096 bytes that begins with frequent words.
"""

from __future__ import annotations

import struct

from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError
from guard.sentences.catalogue import sentence

_START = (b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
          b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
          b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
"""Initial content of the dictionary (MS-OXRTFCP 2.1.2.1)."""

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_SIZE = 4096


def unpacked(untrusted_bytes: bytes, budget: Budget) -> bytes:
    """Return the RTF; raises DamagedError, OverBudgetError."""
    if len(untrusted_bytes) < 16:
        raise DamagedError(sentence("reading.mail-body-incomplete"))
    _, raw_size, kind, _ = struct.unpack("<II4sI", untrusted_bytes[:16])
    if kind == _PLAIN:
        return untrusted_bytes[16:16 + raw_size]
    if kind != _COMPRESSED:
        raise DamagedError(sentence("reading.mail-body-compression"))
    return _decompressed(untrusted_bytes, budget)


def _decompressed(untrusted_bytes: bytes, budget: Budget) -> bytes:
    dictionary = bytearray(_START.ljust(_SIZE, b"\0"))
    write = len(_START)
    result = bytearray()
    place = 16
    while place < len(untrusted_bytes):
        budget.unpack(0, len(result), len(untrusted_bytes))
        control, place = untrusted_bytes[place], place + 1
        for bit in range(8):
            if not control >> bit & 1:
                run = untrusted_bytes[place:place + 1]
                place += 1
            else:
                if place + 2 > len(untrusted_bytes):
                    return bytes(result)
                reference = int.from_bytes(untrusted_bytes[place:place + 2], "big")
                place += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(result)
                run = _copied(dictionary, offset, length, write)
            for byte in run:
                dictionary[write] = byte
                write = (write + 1) % _SIZE
            result += run
    return bytes(result)


def _copied(dictionary: bytearray, offset: int, length: int, write: int) -> bytes:
    """Return a run that occurred before; one that overlaps the write position repeats itself."""
    distance = (write - offset) % _SIZE
    return bytes(dictionary[(offset + index % distance) % _SIZE] for index in range(length))
