"""Finds plain marks in what is installed, as an inspection that searches for words would.

A plain mark is a level (绝密, 机密, 秘密, 商密) followed by ★, also with blanks between the characters.

    python packaging/plain_marks.py PATH…      names each place and exits with 1; without any, says so and exits with 0

Files are searched as they are on the disk, and so is their compressed content: members of ZIP archives, and every
zlib, gzip, xz and bzip2 stream, wherever it begins; so PyInstaller's archive of compiled modules is open too.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

STAR = chr(0x2605)
_BETWEEN = " \t\r\n\u3000\u200b"
_DEPTH = 4
_SHORTEST = 4
"""Bytes of the shortest mark, in GB 18030."""


def _marks(encoding: str) -> re.Pattern[bytes]:
    level, mark, star = (_any_of(characters, encoding) for characters in ("绝机秘商", "密", STAR))
    gap = _any_of(_BETWEEN, encoding) + b"{0,8}"
    return re.compile(level + gap + mark + gap + star)


def _any_of(characters: str, encoding: str) -> bytes:
    return b"(?:" + b"|".join(re.escape(one.encode(encoding)) for one in characters) + b")"


MARKS = {encoding: _marks(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")}

_CHUNK = 64 * 1024
_Unpacker = Callable[[bytes], bytes]


def _zlib_or_gzip() -> _Unpacker:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress


def _bzip2() -> _Unpacker:
    return bz2.BZ2Decompressor().decompress


def _xz() -> _Unpacker:
    return lzma.LZMADecompressor().decompress


STREAMS: tuple[tuple[re.Pattern[bytes], Callable[[], _Unpacker]], ...] = (
    (re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08"), _zlib_or_gzip),
    (re.compile(rb"BZh[1-9]1AY&SY"), _bzip2),
    (re.compile(rb"\xfd7zXZ\x00"), _xz),
)
"""How compressed streams begin, and what decompresses one, piece by piece."""


def plain_marks(content: bytes, name: str, depth: int = 0) -> Iterator[str]:
    """Yield where in these bytes, or in what is compressed in them, a plain mark is."""
    for encoding, pattern in MARKS.items():
        for found in pattern.finditer(content):
            yield f"{name}: {encoding} at byte {found.start()}"
    if depth < _DEPTH:
        for inner_name, inner in _packed(content):
            yield from plain_marks(inner, f"{name} > {inner_name}", depth + 1)


def _packed(content: bytes) -> Iterator[tuple[str, bytes]]:
    if b"PK\x05\x06" in content:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((member, archive.read(member)) for member in archive.namelist())
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, ValueError):
            pass  # only looks like one
    for beginning, unpacker in STREAMS:
        for found in beginning.finditer(content):
            inner = _unpacked(unpacker(), content, found.start())
            if len(inner) >= _SHORTEST:
                yield f"stream at {found.start()}", inner


def _unpacked(unpack: _Unpacker, content: bytes, begin: int) -> bytes:
    """Return the content of a stream as far as it can be decompressed; nothing when it only begins like one."""
    pieces: list[bytes] = []
    try:
        for position in range(begin, len(content), _CHUNK):
            pieces.append(unpack(content[position:position + _CHUNK]))
            if not pieces[-1] and position > begin + _CHUNK:
                break  # its end
    except (zlib.error, OSError, lzma.LZMAError, EOFError):
        pass
    return b"".join(pieces)


def in_paths(paths: list[Path]) -> Iterator[str]:
    """Yield every plain mark in these files and in all files of these folders, and in their names."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            yield from plain_marks(str(file).encode(), f"name of {file}", _DEPTH)
            if file.is_file() and not file.is_symlink():
                yield from plain_marks(file.read_bytes(), str(file))


def main(paths: list[str]) -> int:
    """Print what was found and return the exit code."""
    found = list(in_paths([Path(path) for path in paths]))
    print("\n".join(found) if found else f"no plain mark in {', '.join(paths)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
