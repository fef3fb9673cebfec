"""Lists what the shipped programs and libraries need: the CPU, the highest C library symbol, and their search paths.

    python packaging/binaries.py FOLDER            the ten largest files, last the floor of all
    python packaging/binaries.py FOLDER --all      every binary on a line of its own first
    python packaging/binaries.py FOLDER --glibc    the version of the C library alone
    python packaging/binaries.py FOLDER --foreign  the binaries that look for libraries outside of the folder alone
    python packaging/binaries.py FOLDER --parts    every library with the floor of its binaries, the highest first
    python packaging/binaries.py FOLDER --promised the binaries above the floor that docs/admin/packages.zh.md promises
    python packaging/binaries.py FOLDER --size     what all its files take: of the tree that is installed

Ends with 1 when the folder contains binaries of two kinds of CPU, or one that looks for libraries (RPATH, RUNPATH)
outside of it: libraries of anybody who can create that folder on a computer would be loaded; ``--size`` when it is
larger than LIMIT; ``--promised`` when there are any. Needs readelf (binutils).
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LIMIT = 380
"""Most megabytes of everything installed together, including documents and licences."""

MEGABYTE = 1_000_000
CPUS = {8: "mips64", 62: "x86_64", 183: "aarch64", 243: "riscv64", 258: "loongarch64"}
"""e_machine of the ELF header (elf.h), for the CPUs of office PCs."""

PROMISED = {"x86_64": (2, 28), "aarch64": (2, 28)}
"""The oldest glibc that packages made in the oldest Debian run on, for each CPU that they are made for."""

WHEELS = {"x86_64": (2, 28), "aarch64": (2, 31)}
"""The newest glibc that the names of the wheels taken for them may ask for: those of PySide6 for AArch64 ask for more
than their binaries do."""

_NAMED = 5
_NEEDED = re.compile(r"GLIBC_(\d+(?:\.\d+)+)")
_LOOKS = re.compile(r"^ .*\((?:RPATH|RUNPATH)\) .*?\[(.*)\]$", re.MULTILINE)
_ORIGIN = re.compile(r"\$(?:ORIGIN|\{ORIGIN\})(?=/|$)")

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """One ELF file: its path in the folder, CPU, and the highest version of glibc it asks for; () for none.

    Its search path is ``looks`` (RPATH and RUNPATH), of which the entries ``foreign`` are outside the folder.
    """

    path: str
    cpu: str
    glibc: Version
    looks: tuple[str, ...]
    foreign: tuple[str, ...]


def binaries(folder: Path) -> Iterator[Binary]:
    """Yield every ELF file below a folder, by its first bytes and not by its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                header = stream.read(20)
            if header.startswith(b"\x7fELF") and len(header) == 20:
                (machine,) = struct.unpack("<H", header[18:20])
                inside = path.relative_to(folder)
                glibc, looks = _read(path)
                yield Binary(str(inside), CPUS.get(machine, f"machine {machine}"), glibc, looks,
                             tuple(entry for entry in looks if is_foreign(entry, inside.parent)))


def _read(path: Path) -> tuple[Version, tuple[str, ...]]:
    command = ["readelf", "--dynamic", "--version-info", "--wide", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    needs = said.partition("Version needs section")[2]  # its own definitions are no needs
    glibc = max((tuple(map(int, version.split("."))) for version in _NEEDED.findall(needs)), default=())
    return glibc, tuple(entry for found in _LOOKS.findall(said) for entry in found.split(":"))


def is_foreign(entry: str, parent: Path) -> bool:
    """Return whether a search path of a binary in ``parent`` leaves the folder; a relative one is relative to the
    user's working folder."""
    origin = _ORIGIN.match(entry)
    if origin is None:
        return True
    return os.path.normpath(f"{parent}/{entry[origin.end():]}").startswith("..")


def words(version: Version) -> str:
    """Return a version as people write it."""
    return "glibc " + ".".join(map(str, version)) if version else "no glibc"


def main(folder: Path, option: str) -> int:
    """Print what was asked for and return the exit code."""
    if option == "--size":
        return size(folder)
    found = list(binaries(folder))
    if option == "--glibc":
        print(".".join(map(str, max(binary.glibc for binary in found))))
        return 0
    if option == "--foreign":
        print("".join(f"{one.path}\n" for one in found if one.foreign and one.foreign == one.looks), end="")
        return 0
    if option == "--promised":
        return above(found)
    if option == "--parts":
        for part, floor in sorted(parts(found).items(), key=lambda one: one[1], reverse=True):
            print(f"{words(floor):12} {part}")
    if option == "--all":
        for binary in sorted(found, key=lambda one: (one.glibc, one.path), reverse=True):
            looks = f"  looks in {', '.join(binary.looks)}" if binary.looks else ""
            print(f"{words(binary.glibc):12} {binary.cpu:12} {binary.path}{looks}")
    return summary(folder, found)


def parts(found: Iterable[Binary]) -> dict[str, Version]:
    """Return the floor of each library: all that is in one folder beside the program, or a file there."""
    floors: dict[str, Version] = {}
    for binary in found:
        steps = [step for step in Path(binary.path).parts if step != "_internal"]
        part = steps[0].removesuffix(".libs").removesuffix("_libs")
        floors[part] = max(floors.get(part, ()), binary.glibc)
    return floors


def above(found: Iterable[Binary]) -> int:
    """Print what needs a newer C library than is promised for its CPU; return the exit code."""
    high = [binary for binary in found if binary.glibc > PROMISED.get(binary.cpu, ())]
    for binary in high:
        promised = PROMISED.get(binary.cpu)
        print(f"{binary.path} needs {words(binary.glibc)}; for {binary.cpu} "
              f"{f'{words(promised)} is promised' if promised else 'nothing is promised'}")
    return 1 if high else 0


def _sizes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def size(folder: Path) -> int:
    """Print what the files take together; return the exit code."""
    sizes = _sizes(folder)
    total = sum(sizes.values())
    print(f"{total / MEGABYTE:.1f} MB installed (at most {LIMIT}) in {len(sizes)} files")
    return 1 if total > LIMIT * MEGABYTE else 0


def summary(folder: Path, found: list[Binary]) -> int:
    """Print what is large, which file needs the newest C library, and which search paths are outside; return the exit
    code."""
    sizes = _sizes(folder)
    for path in sorted(sizes, key=lambda one: sizes[one], reverse=True)[:10]:
        print(f"{sizes[path] / MEGABYTE:6.1f} MB  {path.relative_to(folder)}")
    cpus = sorted({binary.cpu for binary in found})
    floor = max(binary.glibc for binary in found)
    setters = [binary.path for binary in found if binary.glibc == floor]
    foreign = [binary for binary in found if binary.foreign]
    for binary in foreign:
        print(f"looks for libraries outside of the package: {binary.path}: {', '.join(map(repr, binary.foreign))}")
    print(f"the floor is set by {len(setters)}: {', '.join(setters[:_NAMED])}")
    print(f"{len(found)} binaries for {' and '.join(cpus)}, {len(foreign)} look outside of the package, "
          f"needs {words(floor)} or newer")
    return 1 if len(cpus) > 1 or foreign else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "".join(sys.argv[2:3])))
