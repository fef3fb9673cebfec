"""Binds functions that a newer glibc has in a second version to the first, in the binaries that are packed (ADR 66).

    python packaging/older_glibc.py FOLDER LIBRARIES     changes the files in FOLDER, names each; ends with 1 when one
                                                         cannot be changed

A binary linked with glibc 2.29 or newer asks for ``pow@GLIBC_2.29``, and the loader refuses it on an older system.
``pow@GLIBC_2.17``, which every glibc for that CPU has, returns the same numbers. An entry in the table of needed
versions (``.gnu.version_r``) gets the name and the hash of the first version; nothing moves, so that the file keeps its
size, and the loader is never asked for what the system does not have.

Only functions in SAME are bound so, and those in BROUGHT, which the first glibc does not have: a library in LIBRARIES
has them. It is put beside the binary, which is linked to it, and a link to it beside every link to the binary: the
loader searches the folder of the name by which it found the binary. A binary that asks for anything else of a newer
version is an error. Needs readelf (binutils), and patchelf for BROUGHT.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from binaries import PROMISED, Version, binaries

FIRST = {"aarch64": "GLIBC_2.17"}
"""The first version of glibc for each CPU that binaries are changed for."""

SAME = frozenset({"exp", "exp2", "log", "log2", "pow"})
"""Functions whose second version (glibc 2.29) only leaves out the error handling of System V."""

BROUGHT = {"pthread_cond_clockwait": "libmishao-clockwait.so"}
"""Functions that are new in glibc 2.30, and the library beside the binary that has them."""

_VERSIONS, _NEEDS, _SYMBOLS = 0x6FFFFFFF, 0x6FFFFFFE, 11
"""Types of sections (elf.h): SHT_GNU_versym, SHT_GNU_verneed, SHT_DYNSYM."""

_HEADER, _SECTION = struct.Struct("<16xHHIQQQIHHHHHH"), struct.Struct("<IIQQQQIIQQ")
_NEED, _VERSION, _SYMBOL = struct.Struct("<HHIII"), struct.Struct("<IHHII"), struct.Struct("<IBBHQQ")


class NotBoundError(ValueError):
    """A binary asks for something of a newer glibc that no older one has."""


@dataclass(frozen=True, slots=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A needed version: where its entry is in the file, its number in this file, its name."""

    at: int
    number: int
    name: str


class _Elf:
    """The tables of one 64-bit little-endian ELF file that say which versions of symbols it needs."""

    def __init__(self, content: bytes) -> None:
        """Read the table of sections."""
        self._content = content
        *_, table, _flags, _size, _programs, _program, length, number, _names = _HEADER.unpack_from(content)
        self._sections = [self._section(table + index * length) for index in range(number)]

    def _section(self, at: int) -> _Section:
        _name, kind, _flags, _address, offset, size, link, *_rest = _SECTION.unpack_from(self._content, at)
        return _Section(kind, offset, size, link)

    def _one(self, kind: int) -> _Section | None:
        return next((one for one in self._sections if one.kind == kind), None)

    def _text(self, strings: int, place: int) -> str:
        begin = self._sections[strings].offset + place
        return self._content[begin:self._content.index(b"\0", begin)].decode("ascii")

    def wanted(self) -> Iterator[_Wanted]:
        """Yield the needed versions of all libraries."""
        section = self._one(_NEEDS)
        at = section.offset if section else None
        while section and at is not None:
            _, count, _, first, following = _NEED.unpack_from(self._content, at)
            entry = at + first
            for _ in range(count):
                _hash, _flags, number, name, step = _VERSION.unpack_from(self._content, entry)
                yield _Wanted(entry, number, self._text(section.link, name))
                entry += step
            at = at + following if following else None

    def asked(self, number: int) -> Iterator[str]:
        """Yield the names of the symbols that are needed in a version."""
        symbols, versions = self._one(_SYMBOLS), self._one(_VERSIONS)
        assert symbols
        assert versions
        for index in range(versions.size // 2):
            if struct.unpack_from("<H", self._content, versions.offset + index * 2)[0] & 0x7FFF == number:
                yield self._text(symbols.link, _SYMBOL.unpack_from(self._content, symbols.offset + index * 24)[0])

    def place_of(self, name: str) -> int:
        """Return where a name is in the table of strings of the needed versions."""
        section = self._one(_NEEDS)
        assert section
        strings = self._sections[section.link]
        found = self._content.find(b"\0" + name.encode("ascii") + b"\0", strings.offset, strings.offset + strings.size)
        if found < 0:
            raise NotBoundError(f"the name {name} is not in the file")
        return found + 1 - strings.offset


def elf_hash(name: str) -> int:
    """Return the hash of a name as the System V ABI defines it."""
    value = 0
    for byte in name.encode("ascii"):
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high
    return value


def bound(content: bytes, first: str, promised: Version) -> tuple[bytes, set[str]]:
    """Return a binary that needs no newer glibc than promised, and the functions in BROUGHT that it needs."""
    elf = _Elf(content)
    changed, brought = bytearray(content), set[str]()
    for version in elf.wanted():
        if version.name.startswith("GLIBC_2.") and _number(version.name) > promised:
            names = set(elf.asked(version.number))
            if strange := names - SAME - BROUGHT.keys():
                raise NotBoundError(f"{', '.join(sorted(strange))} of {version.name}")
            brought |= names & BROUGHT.keys()
            _hash, flags, number, _name, step = _VERSION.unpack_from(content, version.at)
            _VERSION.pack_into(changed, version.at, elf_hash(first), flags, number, elf.place_of(first), step)
    return bytes(changed), brought


def _number(name: str) -> Version:
    return tuple(map(int, name.removeprefix("GLIBC_").split(".")))


def lay_beside(folder: Path, binary: Path, library: Path) -> None:
    """Put a library where the loader finds it for a binary and for every link to it in ``folder``."""
    beside = Path(shutil.copy(library, binary.parent))
    for link in folder.rglob(binary.name):
        there = link.parent / library.name
        if link.is_symlink() and link.resolve() == binary.resolve() and not there.exists():
            there.symlink_to(os.path.relpath(beside, link.parent))


def main(folder: Path, libraries: Path) -> int:
    """Change every binary that needs a newer glibc than promised; return the exit code."""
    code = 0
    for binary in list(binaries(folder)):
        if binary.cpu in FIRST and binary.glibc > PROMISED[binary.cpu]:
            path = folder / binary.path
            try:
                content, brought = bound(path.read_bytes(), FIRST[binary.cpu], PROMISED[binary.cpu])
            except NotBoundError as error:
                print(f"cannot be bound to an older glibc: {binary.path}: {error}")
                code = 1
                continue
            path.write_bytes(content)
            for name in sorted(brought):
                lay_beside(folder, path, libraries / BROUGHT[name])
                subprocess.run(["patchelf", "--add-needed", BROUGHT[name], str(path)], check=True)
            print(f"bound to an older glibc: {binary.path}")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
