"""Replaces the libraries for films, AVIF and systems of equations that OpenCV is linked to by tiny stubs (ADR 27).

OpenCV's wheel for Linux brings FFmpeg for ``cv2.VideoCapture``, which nothing here uses; FFmpeg brings libvpx, and an
OpenSSL that is no longer maintained: 32 MB. It also brings libavif with libaom, 9 MB, for ``cv2.imdecode``:
pictures are decoded by Pillow, which has its own; and OpenBLAS with the run time of Fortran, 42 MB, for large matrices,
of which nothing here makes any. ``cv2`` is linked to them and does not load without. A stub has the
name and the symbol versions of a library in REPLACED and defines the needed symbols, all at one place in data: on every
CPU a call ends with SIGSEGV. What only the replaced libraries needed is left out. Needs readelf, as and ld
(binutils).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wheel_parts import Component, component

REPLACED = ("libavcodec-", "libavformat-", "libavutil-", "libswscale-", "libavif-", "libopenblas")
"""First letters of the files beside OpenCV that a stub is built for (Pillow has a libavif, NumPy an OpenBLAS, too);
a wheel without them, as those for Windows, is packed unchanged."""

BROUGHT = {"openssl-libs": ("libssl-", "libcrypto-"), "libdrm": ("libdrm-",), "openblas-threads": ("libopenblas",),
           "libgfortran": ("libgfortran-",), "libquadmath": ("libquadmath-",)}
"""The parts that OpenCV's own bill of materials has from its builder's system for what is replaced, and how their
libraries begin."""

MARK = b"stub of MiShao: defines names and does nothing"
"""The bytes by which packaging/licences.py recognises a stub."""

_BESIDE = "opencv_python_headless.libs"
_NEEDED = re.compile(r"\(NEEDED\) .*\[(.*)\]")
_SYMBOL = re.compile(r"^ *\d+: \S+ +\S+ (?P<kind>\w+) +\w+ +\w+ +(?P<where>\w+) (?P<name>[^@\s]+)"
                     r"(?:@{1,2}(?P<version>\w+))?",
                     re.MULTILINE)

Entry = tuple[str, str, str]
"""A file as PyInstaller notes it: its place in the package, its origin (or link target), its kind."""


@dataclass(slots=True)
class _Library:
    """The libraries that a binary needs, and the kind of each symbol that it defines or needs, by name and version."""

    needed: frozenset[str] = frozenset()
    defined: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)


def stubbed(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Return the entries with stubs, built into ``folder``, and without what only the replaced libraries needed."""
    entries = list(entries)
    files = {Path(source) for _, source, kind in entries if kind != "SYMLINK"}
    replaced = {path for path in files if path.parent.name == _BESIDE and path.name.startswith(REPLACED)}
    if not replaced:
        return entries
    read = {path: _read(path) for path in files}
    beside = {path for path in files if path.parent in {one.parent for one in replaced}}
    kept = _reached(files - beside, replaced, read)
    folder.mkdir(parents=True, exist_ok=True)
    asking = {path: [read[one] for one in kept if path.name in read[one].needed] for path in sorted(replaced)}
    stubs = {path.name: _build(folder / path.name, read[path], users) for path, users in asking.items() if users}
    gone = {path.name for path in beside - kept} - set(stubs)
    return [(place, str(stubs.get(Path(source).name, source)) if kind != "SYMLINK" else source, kind)
            for place, source, kind in entries if Path(source).name not in gone]


def _read(path: Path) -> _Library:
    said = subprocess.run(["readelf", "--dynamic", "--dyn-syms", "--wide", str(path)], capture_output=True, text=True,
                          check=True).stdout
    library = _Library(frozenset(_NEEDED.findall(said)))
    for found in _SYMBOL.finditer(said):
        symbol = found["name"], found["version"] or ""
        if found["where"] == "UND":
            library.asked.add(symbol)
        else:
            library.defined[symbol] = found["kind"]
    return library


def _reached(roots: set[Path], never: set[Path], read: Mapping[Path, _Library]) -> set[Path]:
    """Return what the roots need, including themselves, without what is never needed and what that alone needs."""
    reached: set[Path] = set()
    ahead = roots
    while ahead:
        reached |= ahead
        needed = {name for one in ahead for name in read[one].needed}
        ahead = {path for path in read if path.name in needed} - reached - never
    return reached


def _build(stub: Path, real: _Library, users: Iterable[_Library]) -> Path:
    asked = sorted({symbol for user in users for symbol in user.asked if symbol in real.defined})
    if strange := [name for name, version in asked if real.defined[name, version] != "FUNC"]:
        raise SystemExit(f"no stub can stand for {stub.name}: {', '.join(strange)} is no function")
    versions = defaultdict(list)
    for name, version in asked:
        versions[version].append(name)
    labels = "".join(f".globl {name}\n.type {name},%function\n{name}:\n" for name, _ in asked)
    source, script, compiled = (stub.with_name(f"{stub.name}{ending}") for ending in (".s", ".map", ".o"))
    source.write_text(f'.section .note.GNU-stack,"",%progbits\n.data\n{labels}.asciz "{MARK.decode()}"\n', "ascii")
    script.write_text("".join(f"{version} {{ {' '.join(f'{name};' for name in names)} }};\n"
                              for version, names in versions.items()), "ascii")
    subprocess.run(["as", "-o", str(compiled), str(source)], check=True)
    subprocess.run(["ld", "-shared", "-soname", stub.name, "--version-script", str(script), "--build-id=none",
                    "-o", str(stub), str(compiled)], check=True)
    return stub


def linked(entries: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without symbolic links to libraries that are not among these binaries."""
    there = {os.path.normpath(place) for place, _, _ in binaries}
    return [(place, source, kind) for place, source, kind in entries
            if kind != "SYMLINK" or ".so" not in source or os.path.normpath(Path(place).parent / source) in there]


def is_stub(path: str) -> bool:
    """Return whether a file was built here."""
    return Path(path).name.startswith(REPLACED) and MARK in Path(path).read_bytes()


def listed(packed: Iterable[str]) -> Iterator[Component]:
    """Yield the packed stubs, for the bill of materials: they are the program's own."""
    for path in sorted(packed):
        if is_stub(path):
            yield component(Path(path).name, "", "mishao", "Apache-2.0", MARK.decode())


def is_left_out(part: Component, packed: Iterable[str]) -> bool:
    """Return whether a part of OpenCV's own bill of materials belongs to libraries that are not packed."""
    begins = BROUGHT.get(part["name"], ()) if part["bom-ref"].startswith("in opencv-python-headless/") else ()
    # Qt has a libdrm-egl-server.so.
    beside = [file.name for file in map(Path, packed) if file.parent.name == _BESIDE and not is_stub(str(file))]
    return bool(begins) and not any(name.startswith(begins) for name in beside)
