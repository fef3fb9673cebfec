"""Writes OLE compound files ([MS-CFB]): turns a storage inside a document into a file of its own."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]
"""Names → the bytes of a stream, or another tree, which becomes a storage."""

_MINI, _CUTOFF, _IN_HEADER = 64, 4096, 109
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SMALL, _LARGE = 9, 12
"""Sectors of 512 and of 4,096 bytes, as powers of two: with the first the header has room for 7 MB."""

_LARGE_FROM = 6 * 2**20


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END


@dataclass
class _Chains:
    """Sectors of one size and their order."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append the sectors of one stream; return the first."""
        if not content:
            return _END
        first, count = len(self.table), -(-len(content) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.data += content.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree) -> bytes:
    """Return the bytes of a compound file with these streams."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _spread(tree, entries)
    shift = _LARGE if sum(len(entry.content) for entry in entries) > _LARGE_FROM else _SMALL
    large, small = _Chains(1 << shift), _Chains(_MINI)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.start = (small if len(entry.content) < _CUTOFF else large).add(entry.content)
    entries[0].content = bytes(small.data)
    entries[0].start = large.add(entries[0].content)
    mini_table = large.add(_words(small.table, large.size))
    entries += [_Entry("", 0)] * (-len(entries) % (large.size // 128))
    directory = large.add(b"".join(map(_packed, entries)))
    fat_sectors = 1
    while (len(large.table) + fat_sectors) * 4 > fat_sectors * large.size:
        fat_sectors += 1
    first_fat = len(large.table)
    large.table += [_FAT] * fat_sectors
    large.data += _words(large.table, large.size)
    in_directory = len(entries) * 128 // large.size if shift == _LARGE else 0
    version = 4 if shift == _LARGE else 3
    header = struct.pack("<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, version, 0xFFFE,
                         shift, 6, in_directory, fat_sectors, directory, 0, _CUTOFF, mini_table,
                         -(-len(small.table) * 4 // large.size), _END, 0, first_fat)
    places = [*range(first_fat + 1, first_fat + fat_sectors), *[_FREE] * (_IN_HEADER - fat_sectors)]
    return (header + struct.pack(f"<{len(places)}I", *places)).ljust(large.size, b"\0") + bytes(large.data)


def _spread(tree: Tree, entries: list[_Entry]) -> int:
    """Append the entries of a tree; return the place of the one from which its storage reaches them all."""
    places = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        places.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[places[-1]].child = _spread(content, entries)
    return _balanced(places, entries)


def _balanced(places: Sequence[int], entries: list[_Entry]) -> int:
    """Arrange entries in order as a balanced tree, so that looking one up takes few steps."""
    if not places:
        return _FREE
    middle = len(places) // 2
    entries[places[middle]].left = _balanced(places[:middle], entries)
    entries[places[middle]].right = _balanced(places[middle + 1:], entries)
    return places[middle]


def _packed(entry: _Entry) -> bytes:
    if not entry.kind:
        return struct.pack("<64sHBBIII", b"", 0, 0, 0, _FREE, _FREE, _FREE).ljust(128, b"\0")
    name = entry.name.encode("utf-16-le", "replace")[:62] + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", name, len(name), entry.kind, 1, entry.left, entry.right, entry.child, b"",
                       0, 0, 0, entry.start, len(entry.content))


def _words(table: list[int], sector: int) -> bytes:
    filled = table + [_FREE] * (-len(table) % (sector // 4))
    return struct.pack(f"<{len(filled)}I", *filled)
