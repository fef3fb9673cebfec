"""Makes ICU's data small: what Qt asks of it, for Chinese and English (ADR 86).

The wheel of Qt for Linux brings ICU with the data of all languages, 32 MB of names, currencies, units and converters.
Qt writes dates and numbers by tables of its own and asks ICU for the order of words, as in a file dialog. The reduced
library has the name and the one symbol of the whole one; for what is missing ICU answers as for a language that it does
not know. Needs readelf, as and ld (binutils).

Source: ICU's ``ucmndata.h`` (common data with a table of contents, "ToCP"), little endian as on all CPUs that are built
for.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterable
from pathlib import Path

NAME = "libicudata.so"
"""First letters of the file that is reduced."""

LANGUAGES = ("zh", "en")
FOLDERS = ("", "coll")
"""Of the folders in the data, that of everything common, and the orders of words."""

CONVERTERS = ("gb18030.cnv", "windows-936-2000.cnv")
"""The character sets that a Chinese computer may be set to, beside those that need no table."""

UNUSED = ("unames.icu", "confusables.cfu")
"""The English names of all characters, and which look like others."""

_MAGIC = b"\xda\x27"
_FORMAT = b"CmnD"
_ALIGNED = 16
_LOCALE = re.compile(r"([a-z]{2,3})(?:_\w+)?\.res")
_SYMBOL = re.compile(r"^ *\d+: (?P<at>[0-9a-f]+) +(?P<size>\w+) OBJECT .* (?P<name>icudt\d+_dat)$", re.MULTILINE)

Entry = tuple[str, str, str]
"""A file as PyInstaller notes it: its place in the package, its origin (or link target), its kind."""


def reduced(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Return the entries with a reduced library, built into ``folder``, in the place of each whole one."""
    return [(place, str(_build(folder, Path(source))), kind)
            if Path(source).name.startswith(NAME) and kind != "SYMLINK" else (place, source, kind)
            for place, source, kind in entries]


def is_kept(name: str) -> bool:
    """Return whether a file of the data is of use, by its name in the data: ``zh.res``, ``coll/zh.res``."""
    *folders, file = name.split("/")
    if "/".join(folders) not in FOLDERS or file in UNUSED:
        return False
    if file.endswith((".cnv", ".spp")):
        return file in CONVERTERS
    locale = _LOCALE.fullmatch(file)
    return locale is None or locale[1] in LANGUAGES


def files(data: bytes) -> dict[str, bytes]:
    """Return the files of common data by their names, in order. Raises SystemExit for another format."""
    size, magic, form = struct.unpack_from("<H2s8x4s", data)
    if (magic, form) != (_MAGIC, _FORMAT):
        raise SystemExit("these are no common data of ICU in little endian: how Qt is linked to ICU has changed")
    base = data[size:]
    number = struct.unpack_from("<I", base)[0]
    table = list(struct.iter_unpack("<II", base[4:4 + 8 * number]))
    ends = [*(at for _, at in table[1:]), len(base)]
    return {base[name:base.index(b"\0", name)].decode("ascii"): base[at:end]
            for (name, at), end in zip(table, ends, strict=True)}


def packed(header: bytes, kept: dict[str, bytes]) -> bytes:
    """Return common data of these files, which are in order of their names."""
    names = [name.encode("ascii") + b"\0" for name in kept]
    at = 4 + 8 * len(kept)
    table, after = [], _aligned(at + sum(map(len, names)))
    for name, content in zip(names, kept.values(), strict=True):
        table.append(struct.pack("<II", at, after))
        at, after = at + len(name), after + _aligned(len(content))
    listed = struct.pack("<I", len(kept)) + b"".join(table) + b"".join(names)
    return header + b"".join(map(_padded, (listed, *kept.values())))


def _build(folder: Path, whole: Path) -> Path:
    symbol, data = _data(whole)
    header = data[:struct.unpack_from("<H", data)[0]]
    start = next(iter(files(data))).partition("/")[0] + "/"
    kept = {name: content for name, content in files(data).items() if is_kept(name.removeprefix(start))}
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / whole.name
    source, raw, compiled = (library.with_name(f"{library.name}{ending}") for ending in (".s", ".dat", ".o"))
    raw.write_bytes(packed(header, kept))
    source.write_text(f'.section .note.GNU-stack,"",%progbits\n.section .rodata\n.balign {_ALIGNED}\n'
                      f".globl {symbol}\n.type {symbol},%object\n.size {symbol},{raw.stat().st_size}\n"
                      f'{symbol}:\n.incbin "{raw.name}"\n', "ascii")
    subprocess.run(["as", "-o", compiled.name, source.name], cwd=folder, check=True)
    subprocess.run(["ld", "-shared", "-soname", library.name, "--build-id=none", "-o", library.name, compiled.name],
                   cwd=folder, check=True)
    return library


def _data(library: Path) -> tuple[str, bytes]:
    """Return the one symbol of the library and what it names. The place in the file is the address in memory, as in
    every library of nothing but data; the format is checked.
    """
    said = subprocess.run(["readelf", "--dyn-syms", "--wide", str(library)], capture_output=True, text=True,
                          check=True).stdout
    found = _SYMBOL.search(said)
    if found is None:
        raise SystemExit(f"{library} defines no data of ICU: how Qt is linked to ICU has changed")
    at, size = int(found["at"], 16), int(found["size"], 0)
    return found["name"], library.read_bytes()[at:at + size]


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _padded(content: bytes) -> bytes:
    return content.ljust(_aligned(len(content)), b"\xaa")
