"""Writes OLE compound files ([MS-CFB]) for tests: a tree of streams, all that a reader needs and no more."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Tree = Mapping[str, "bytes | Tree"]
"""Names → the bytes of a stream, or another tree, which becomes a storage."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    right: int = _FREE
    child: int = _FREE
    start: int = _END


@dataclass
class _Chains:
    """Sectors of one size and what follows which."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        if not content:
            return _END
        first, count = len(self.table), -(-len(content) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.data += content.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file with these streams."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _spread(tree, entries)
    large, small = _Chains(_SECTOR), _Chains(_MINI)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.start = (small if len(entry.content) < _CUTOFF else large).add(entry.content)
    entries[0].content = bytes(small.data)
    entries[0].start = large.add(entries[0].content)
    mini_table = large.add(_words(small.table))
    directory = large.add(b"".join(map(_packed, entries)).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    fat_sectors = 1
    while (len(large.table) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(large.table)
    large.table += [_FAT] * fat_sectors
    large.data += _words(large.table)
    header = struct.pack("<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
                         0, fat_sectors, directory, 0, _CUTOFF, mini_table, -(-len(small.table) * 4 // _SECTOR),
                         _END, 0, first_fat)
    difat = [*range(first_fat + 1, first_fat + fat_sectors), *[_FREE] * (109 - fat_sectors)]
    return header + struct.pack(f"<{len(difat)}I", *difat) + bytes(large.data)


def _spread(tree: Tree, entries: list[_Entry]) -> int:
    """Append the entries of a tree, each the right neighbour of the one before; return the place of the first."""
    places = []
    for name, content in tree.items():
        places.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[places[-1]].child = _spread(content, entries)
    for left, right in pairwise(places):
        entries[left].right = right
    return places[0] if places else _FREE


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", name, len(name), entry.kind, 1, _FREE, entry.right, entry.child, b"",
                       0, 0, 0, entry.start, len(entry.content))


def _words(table: list[int]) -> bytes:
    filled = table + [_FREE] * (-len(table) % (_SECTOR // 4))
    return struct.pack(f"<{len(filled)}I", *filled)
