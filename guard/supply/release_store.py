"""Stores releases on this computer: one folder per release with its proof, one file that names the active one.

A folder is complete before it gets its name, and the file is replaced whole: after a crash there is the old release or
the new one. The store belongs to the user and is protected against accidents; its content is verified at each start
from the root of trust, which the user cannot write.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from guard.platform import atomic_file
from guard.platform.file_system import sync_folder
from guard.supply.bundle import EXACT_ENDING
from guard.util.undecodable import UNDECODABLE

ACTIVE = "active.json"
"""Names the release in force."""

_FLOOR = "floor.json"
_NEW = ".new-"

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class Active(msgspec.Struct, frozen=True):
    """The names of the release in force and of the one before it; "" for the rules of the program itself."""

    slot: str = ""
    previous: str = ""


class Floor(msgspec.Struct, frozen=True, order=True):
    """The newest signatures ever seen. Nothing older is taken, even when the client's cache was deleted."""

    root: int = 0
    targets: int = 0


class Store:
    """The folder ``packs`` of the user. Every method that writes raises OSError when the disk does not take it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def cache(self) -> Path:
        """The folder where the client keeps what it has verified; it may be deleted at any time."""
        return self._folder / "cache"

    def slot(self, name: str) -> Path:
        """Return the folder of a release."""
        return self._folder / "slots" / name

    def active(self) -> Active:
        """Return what is in force; the rules of the program when nothing readable says otherwise."""
        return _read(self._folder / ACTIVE, Active) or Active()

    def forgot(self) -> bool:
        """Tell whether releases are stored but nothing readable says which one is in force."""
        return _read(self._folder / ACTIVE, Active) is None and any(self._folder.glob("slots/[!.]*"))

    def activate(self, name: str) -> None:
        """Put a release in force from the next start on; releases other than it and the one before it are removed."""
        now = self.active()
        if name != now.slot:
            now = Active(name, now.slot)
            _write(self._folder / ACTIVE, msgspec.json.encode(now))
        self._sweep(now)

    def stored(self, file: str) -> list[Path]:
        """Return where a file of this name is in stored releases."""
        return sorted(self._folder.glob(f"slots/[!.]*/{file}"))

    def put(self, name: str, files: Mapping[str, bytes], large: Mapping[str, Path] = MappingProxyType({})) -> None:
        """Store a release under its name, with large files that are elsewhere; an existing one is replaced only when it
        is incomplete. Large files are never written again in place, so that releases may share one.
        """
        slots = self._folder / "slots"
        slots.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (all(_same(slots / name / file, content) for file, content in files.items())
                and all(_as_large(slots / name / file, path) for file, path in large.items())):
            return
        beside = Path(tempfile.mkdtemp(prefix=_NEW, dir=slots))
        try:
            for file, content in files.items():
                (beside / file).parent.mkdir(exist_ok=True)
                atomic_file.replace(beside / file, content)
            for file, path in large.items():
                (beside / file).parent.mkdir(exist_ok=True)
                _link(path, beside / file)
            if (slots / name).exists():
                shutil.rmtree(slots / name)
            beside.replace(slots / name)
            sync_folder(slots)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    def floor(self) -> Floor:
        """Return the newest signatures ever seen."""
        return _read(self._folder / _FLOOR, Floor) or Floor()

    def raise_floor(self, floor: Floor) -> None:
        """Raise the floor when this one is above it."""
        if floor > self.floor():
            _write(self._folder / _FLOOR, msgspec.json.encode(floor))

    def _sweep(self, now: Active) -> None:
        with contextlib.suppress(OSError):
            for found in (self._folder / "slots").iterdir():
                if found.name not in (now.slot, now.previous):
                    shutil.rmtree(found, ignore_errors=True)


def packed(store: Store) -> tuple[str, bytes] | None:
    """Return the name and the packed files of the release in force; None where there is none, or it cannot be read."""
    name = store.active().slot
    if not name:
        return None
    folder = store.slot(name)
    try:
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
                 if path.is_file() and path.suffix != EXACT_ENDING}
    except OSError:
        return None
    return (name, msgspec.msgpack.encode(files)) if files else None


def _read(path: Path, kind: type[_Struct]) -> _Struct | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, *UNDECODABLE):
        return None


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _as_large(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other) or filecmp.cmp(path, other, shallow=False)
    except OSError:
        return False


def _link(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # another file system, or one without hard links
        with path.open("rb") as source, atomic_file.replacing(to) as stream:
            shutil.copyfileobj(source, stream)
    else:
        sync_folder(to.parent)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    atomic_file.replace(path, content)
