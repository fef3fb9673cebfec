"""Finds where chat clients put the files they receive, and those they copy before sending.

One line per client and layout.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.core.model import Kind, Origin
from guard.folders.pictures import is_unfinished, passes_by
from guard.folders.watch_spec import Looking


@dataclass(frozen=True, slots=True)
class Layout:
    """A client's folder among the documents, and the path from it to its files: one name pattern per level."""

    program: str
    folder: str
    files: tuple[str, ...]


LAYOUTS = (
    Layout("微信", "WeChat Files", ("*", "FileStorage", "File")),         # 微信 3, also under deepin-wine
    Layout("微信", "xwechat_files", ("*", "msg", "file")),                # 微信 4, Linux and Windows
    Layout("QQ", "Tencent Files", ("*", "FileRecv")),                     # QQ 9 and TIM
    Layout("QQ", "Tencent Files", ("*", "nt_qq", "nt_data", "File")),     # QQ NT
    Layout("企业微信", "WXWork", ("*", "Cache", "File")),
)

MONTHS_DEPTH = 2
"""Levels of folders below the files (2026-11, and a hash or a day in it)."""

_SENT = ("filesend", "sent", "send", "发送")


def chat_folders(documents: Sequence[Path]) -> tuple[Path, ...]:
    """Return the clients' folders under these, whether or not they exist yet."""
    names = dict.fromkeys(layout.folder for layout in LAYOUTS)
    return tuple(folder / name for folder in documents for name in names)


def below(folder: Path) -> Iterator[Path]:
    """Yield a client's folder, those on the way to its files, and those with files: each of them may get new ones."""
    yield folder
    for layout in LAYOUTS:
        if layout.folder != folder.name:
            continue
        level = [folder]
        for pattern in (*layout.files, *("*" for _ in range(MONTHS_DEPTH))):
            level = [child for parent in level for child in _folders(parent)
                     if fnmatch.fnmatchcase(child.name, pattern)]
            yield from level


def program_of(path: Path) -> str:
    """Return the client whose received or sent file this is, "" for any other file in its folders."""
    folders = path.parts[:-1]
    for layout in LAYOUTS:
        for at, name in enumerate(folders):
            way = folders[at + 1:at + 1 + len(layout.files)]
            if name == layout.folder and len(way) == len(layout.files) and all(map(fnmatch.fnmatchcase, way,
                                                                                 layout.files)):
                return layout.program
    return ""


def in_sent_folder(path: Path) -> bool:
    """Return whether a folder's name says that the file was sent. Most clients keep both in one folder."""
    return any(part.lower() in _SENT for part in path.parts[:-1])


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the received files that are in the clients' folders now."""
    for folder in folders:
        for each in below(folder):
            yield from (Path(entry.path) for entry in _entries(each) if entry.is_file(follow_symlinks=False)
                        and wanted(Path(entry.path)))


def wanted(path: Path) -> bool:
    """Return whether a file was received or sent, and has its final name."""
    return not passes_by(path) and not is_unfinished(path) and program_of(path) != ""


RECEIVED_FILES = Looking(Origin.CHAT_FOLDER, Kind.FILES, wanted, below, whole=False)
"""Every received or sent file, by its path."""


def _folders(parent: Path) -> list[Path]:
    return [Path(entry.path) for entry in _entries(parent) if entry.is_dir(follow_symlinks=False)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing when it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
