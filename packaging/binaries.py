"""What the shipped programs and libraries need: the CPU and the highest symbol of the C library of each, and the room.

    python packaging/binaries.py FOLDER          the ten largest files, the installed size, last the floor of all
    python packaging/binaries.py FOLDER --all    every binary on a line of its own first
    python packaging/binaries.py FOLDER --glibc  the version of the C library alone

Ends with 1 when the folder is larger than LIMIT or holds binaries of two kinds of CPU. Needs readelf (binutils).
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIMIT = 450
"""Megabytes (of 1,048,576 bytes) that the installed program may take."""

MEGABYTE = 1024 * 1024
CPUS = {8: "mips64", 62: "x86_64", 183: "aarch64", 243: "riscv64", 258: "loongarch64"}
"""e_machine of the ELF header (elf.h), for the CPUs of office PCs."""

_NAMED = 5
_NEEDED = re.compile(r"GLIBC_(\d+(?:\.\d+)+)")

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """One ELF file: its path in the folder, CPU, and the highest version of glibc it asks for; () for none."""

    path: str
    cpu: str
    glibc: Version


def binaries(folder: Path) -> Iterator[Binary]:
    """Yield every ELF file below a folder, by its first bytes and not by its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                header = stream.read(20)
            if header.startswith(b"\x7fELF") and len(header) == 20:
                (machine,) = struct.unpack("<H", header[18:20])
                yield Binary(str(path.relative_to(folder)), CPUS.get(machine, f"machine {machine}"), _glibc(path))


def _glibc(path: Path) -> Version:
    command = ["readelf", "--version-info", "--wide", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    needs = done.stdout.partition("Version needs section")[2]  # its own definitions are not needs
    return max((tuple(map(int, version.split("."))) for version in _NEEDED.findall(needs)), default=())


def words(version: Version) -> str:
    """Return a version as people write it."""
    return "glibc " + ".".join(map(str, version)) if version else "no glibc"


def main(folder: Path, option: str) -> int:
    """Print what was asked for and return the exit code."""
    found = list(binaries(folder))
    floor = max(binary.glibc for binary in found)
    if option == "--glibc":
        print(".".join(map(str, floor)))
        return 0
    if option == "--all":
        for binary in sorted(found, key=lambda one: (one.glibc, one.path), reverse=True):
            print(f"{words(binary.glibc):12} {binary.cpu:12} {binary.path}")
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    for path in sorted(sizes, key=lambda one: sizes[one], reverse=True)[:10]:
        print(f"{sizes[path] / MEGABYTE:6.1f} MB  {path.relative_to(folder)}")
    total = sum(sizes.values()) / MEGABYTE
    cpus = sorted({binary.cpu for binary in found})
    setters = [binary.path for binary in found if binary.glibc == floor]
    print(f"the floor is set by {len(setters)}: {', '.join(setters[:_NAMED])}")
    print(f"{total:.0f} MB installed (at most {LIMIT}), {len(found)} binaries for {' and '.join(cpus)}, "
          f"needs {words(floor)} or newer")
    return 1 if total > LIMIT or len(cpus) > 1 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "".join(sys.argv[2:3])))
