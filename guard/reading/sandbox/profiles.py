"""Lists the folders that a reader must be able to read: the program, its libraries with the models, fonts.

The C library is among them. They contain none of the user's files. What the reader gets of the user comes over the
pipe.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

import guard
import rules
from guard.reading.sandbox.model import Profile

_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    "/etc/localtime", "/usr/share/zoneinfo", "/dev/null", "/dev/zero", "/dev/urandom",
    # The hardware of this computer: ONNX Runtime looks for processors and graphics cards.
    "/sys/devices", "/sys/class/drm", "/sys/bus/pci", "/sys/fs/cgroup", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
)

_FONTS = ("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts")
"""Where PDFium looks for the fonts that a PDF names but does not contain; the user's fonts are not included."""

_TESSERACT_DATA = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")

_LIBRARY_FOLDERS = ("site-packages", "dist-packages")

_INTERPRETERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-linux-riscv64-lp64d.so.1",
                 "/lib64/ld-linux-loongarch-lp64d.so.1")
"""Programs name one of these as their loader (ELF PT_INTERP), and the kernel requires the right to execute it too."""


STARTS_PROGRAMS = ("tesseract",)
"""Engines that need the looser profile: they start a program."""


def of(engine: str, tessdata: str = "") -> Profile:
    """Return what the reader with this engine needs; ``tessdata`` is the TESSDATA_PREFIX of the environment.

    Empty where no layer could use it.
    """
    if sys.platform != "linux":
        return Profile(())
    readable = (*_program_folders(), *map(Path, (*_SYSTEM, *_FONTS)))
    if engine not in STARTS_PROGRAMS:
        return Profile(_real(readable))
    data = (*map(Path, _TESSERACT_DATA), *((Path(tessdata),) if tessdata else ()))
    program = shutil.which("tesseract")
    programs = (Path(program), *map(Path, _INTERPRETERS)) if program else ()
    return Profile(_real((*readable, *data)), _real(programs))


def _program_folders() -> tuple[Path, ...]:
    if getattr(sys, "frozen", False):
        return (Path(sys.executable).parent,)
    packages = (Path(folder) for package in (guard, rules) for folder in package.__path__)
    libraries = (Path(entry) for entry in sys.path if Path(entry).name in _LIBRARY_FOLDERS)
    standard = (Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    bases = (Path(base) / "lib" for base in (sys.base_prefix, sys.prefix))
    return (*packages, *libraries, *standard, *bases)


def _real(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return those that exist, each once, with links followed: a rule applies to the target of a path."""
    return tuple(dict.fromkeys(path.resolve() for path in paths if path.exists()))
