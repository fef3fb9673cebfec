"""Makes a Wine prefix whose C runtime has what Wine 10 lacks and numpy needs when it is imported.

    python3 scripts/wine_prefix.py PREFIX

Wine's ucrtbase has stubs for crealf, cimagf and cimag that end the process. The prefix gets a copy with code in their
place; it is used with ``WINEDLLOVERRIDES=ucrtbase=n``. On Windows nothing is missing, so nothing of this is shipped.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

REPLACEMENTS = {b"crealf": "660f6ec1c3", b"cimagf": "48c1e920660f6ec1c3", b"cimag": "f20f104108c3"}
"""Machine code for x86-64 (a structure of two floats is passed in rcx, one of two doubles by its address)."""

STUB = bytes.fromhex("4883ec28")
"""How Wine's stubs begin."""

BUILT_IN = b"Wine builtin DLL"
"""With this mark Wine would load its own copy instead."""


def offsets(library: bytes, wanted: set[bytes]) -> dict[bytes, int]:
    """Return where in the file the functions of these names begin (PE format, "The .edata Section")."""
    header = struct.unpack_from("<I", library, 0x3C)[0]
    sections, optional = struct.unpack_from("<H", library, header + 6)[0], header + 24
    table = optional + struct.unpack_from("<H", library, header + 20)[0]
    places = [struct.unpack_from("<4I", library, table + 40 * number + 8) for number in range(sections)]

    def at(address: int) -> int:
        return next(address - start + raw for size, start, _, raw in places if start <= address < start + size)

    exports = at(struct.unpack_from("<I", library, optional + 112)[0])
    count, functions, names, ordinals = struct.unpack_from("<4I", library, exports + 24)
    found = {}
    for number in range(count):
        name_at = at(struct.unpack_from("<I", library, at(names) + 4 * number)[0])
        name = library[name_at:library.index(b"\0", name_at)]
        if name in wanted:
            ordinal = struct.unpack_from("<H", library, at(ordinals) + 2 * number)[0]
            found[name] = at(struct.unpack_from("<I", library, at(functions) + 4 * ordinal)[0])
    return found


def make(prefix: Path) -> None:
    """Make a prefix and wait until Wine has ended. Needs no display. Raises CalledProcessError."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all",
                   "WINEDLLOVERRIDES": "mscoree=d;mshtml=d"}
    environment.pop("DISPLAY", None)
    for command in (["wineboot", "-i"], ["wineserver", "-w"]):
        subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=True)
    mend(prefix)


def mend(prefix: Path) -> None:
    """Replace the stubs by code, and make Wine use the copy instead of its own."""
    path = prefix / "drive_c" / "windows" / "system32" / "ucrtbase.dll"
    library = bytearray(path.read_bytes())
    for name, offset in offsets(bytes(library), set(REPLACEMENTS)).items():
        code = bytes.fromhex(REPLACEMENTS[name])
        if library[offset:offset + len(STUB)] == STUB:
            library[offset:offset + len(code)] = code
    mark = library.find(BUILT_IN, 0, 0x100)
    if mark >= 0:
        library[mark:mark + len(BUILT_IN)] = bytes(len(BUILT_IN))
    path.write_bytes(library)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
