"""Finds the folders of an order on this computer: only the user's own, and behind no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.core.inspection_order import HOME, InspectionOrder, folder_problem, kind_of_folder, parts_of, permitted
from guard.core.ports import Platform
from guard.sentences.catalogue import sentence
from guard.util.path_text import path_text
from rules.sentences.sentence import SaidError

_OF_THE_SYSTEM = ("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/opt", "/proc", "/root", "/run", "/sbin", "/srv",
                  "/sys", "/usr", "/var")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to inspect, and what results call it (guard.core.inspection_order.kind_of_folder)."""

    kind: str
    path: Path


class FolderRefusedError(SaidError):
    """A folder of an order is not inspected, and so nothing of the order is; its words say why."""


def places(order: InspectionOrder, allowed: Sequence[str], platform: Platform) -> tuple[tuple[Place, ...], int]:
    """Return the folders of an order that are there, and how many are not. Raises FolderRefusedError for an order that
    names a folder which ``allowed`` (自查目录) does not contain, or which is not the user's own.
    """
    found: dict[Path, Place] = {}
    missing = 0
    for folder in order.folders:
        if why := folder_problem(folder) or permitted(folder, allowed):
            raise FolderRefusedError(why)
        here = [(root, below) for root, below in _candidates(folder, platform)
                if os.path.lexists(root.joinpath(*below))]
        missing += not here
        for root, below in here:
            real = _checked(folder, root, below)
            found[real] = Place(kind_of_folder(folder), real)
    return tuple(found.values()), missing


def place_of(path: Path, known: Sequence[Place]) -> str:
    """Return what results call the folder that a file is in: of several the innermost."""
    inside = [place for place in known if path.is_relative_to(place.path)]
    return max(inside, key=lambda place: len(place.path.parts)).kind


def written(known: Sequence[Place]) -> tuple[tuple[str, str], ...]:
    """Return folders as a message has them: kinds and paths."""
    return tuple((place.kind, path_text(place.path)) for place in known)


def _candidates(folder: str, platform: Platform) -> list[tuple[Path, tuple[str, ...]]]:
    """Return where a folder of an order may be: a place that is taken as it is, and the parts below it. A desktop has a
    name in each of two languages.
    """
    first, *rest = parts_of(folder)
    if first == HOME:
        return [(Path.home(), tuple(rest))]
    roots = _roots(first, platform)
    if roots is None:
        whole = Path(folder)
        return [(Path(whole.anchor), whole.parts[1:])]
    return [(root, tuple(rest)) for root in dict.fromkeys(roots)]


def _roots(name: str, platform: Platform) -> tuple[Path, ...] | None:
    """Return the folders that people call this, None for a name that is none of WELL_KNOWN."""
    match name:
        case "桌面":
            return platform.desktop_folders()
        case "文档":  # the home itself is one of those that are watched, without what is below it
            return tuple(folder for folder in platform.document_folders() if folder != Path.home())
        case "下载":
            return platform.download_folders()
        case "图片":
            return platform.picture_folders()[:1]
    return None


def _checked(folder: str, root: Path, below: Sequence[str]) -> Path:
    """Return the real path of a folder that may be inspected. Raises FolderRefusedError."""
    path = root
    for part in below:
        path /= part
        if _is_link(path):
            raise FolderRefusedError(sentence("orders.link", folder=folder))
    real = Path(os.path.realpath(path))
    try:
        facts = real.stat()
    except OSError as error:
        raise FolderRefusedError(sentence("orders.not-a-folder", folder=folder)) from error
    if not stat.S_ISDIR(facts.st_mode):
        raise FolderRefusedError(sentence("orders.not-a-folder", folder=folder))
    if not _own(real, facts):
        raise FolderRefusedError(sentence("orders.not-own", folder=folder))
    return real


def _is_link(path: Path) -> bool:
    """Tell whether somebody put a link here; one of the system's own, such as /home on another disk, does not count."""
    try:
        facts = path.lstat()
    except OSError:
        return False
    if bool(getattr(facts, "st_reparse_tag", 0)):
        return True
    return stat.S_ISLNK(facts.st_mode) and not (hasattr(os, "getuid") and facts.st_uid == 0 != os.getuid())


def _own(real: Path, facts: os.stat_result) -> bool:
    """Tell whether a folder is the user's: its owner is the user's account, it contains no home, and it is none of the
    system's. On Windows, where that does not say an owner, the policy alone decides about other paths.
    """
    home = Path(os.path.realpath(Path.home()))
    if real in home.parents or (hasattr(os, "getuid") and facts.st_uid != os.getuid()):
        return False
    return real.is_relative_to(home) or not any(real == place or real.is_relative_to(place) for place in _system())


def _system() -> tuple[Path, ...]:
    """Return the folders of the system itself (Filesystem Hierarchy Standard 3.0)."""
    if os.name == "nt":
        names = ("SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "ProgramData")
        return tuple(Path(os.environ[name]) for name in names if name in os.environ)
    return tuple(map(Path, _OF_THE_SYSTEM))
