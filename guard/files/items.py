"""Opens paths as items to read, and walks folders. Bounded, and never raises for a path that cannot be opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.files.attributes import declared_by
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import label, path_text, text_path
from guard.util.sizes import megabytes
from rules.sentences.sentence import NOTHING, Sentence

FILE_LIMIT = 256 * 1024 * 1024
"""Bytes of one file that are read; a larger one is Unreadable(TOO_LARGE)."""


def name_of(path: Path) -> Item:
    """Return the file's name as an item of its own: it is text to judge, too, with what its attributes declare."""
    return Item(label(path), Kind.TEXT, untrusted_text="\n".join((label(path), *declared_by(path))))


def names_of(path: Path, root: Path) -> Item:
    """Return as one item the names of a file and its folders up to ``root``, its own name first, and what the file's
    attributes declare."""
    names = map(label, reversed(named_from(root, path)))
    return Item(label(path), Kind.TEXT, untrusted_text="\n".join((*names, *declared_by(path))))


def named_from(root: Path, path: Path) -> list[Path]:
    """Return ``root``, the folders below it and the path itself: all whose names describe a file found there."""
    root, path = (Path(os.path.abspath(one)) for one in (root, path))  # noqa: PTH100 - resolve() would follow links
    below = path.relative_to(root).parts
    return [root.joinpath(*below[:depth]) for depth in range(len(below) + 1)]


def load(path: Path) -> Item:
    """Return the file's bytes as an item; when they cannot be read, an item whose ``problem`` says why."""
    try:
        # Non-blocking, so that a named pipe without a writer does not hang the caller.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return _failed(path, *_refusal(error))
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            return _failed(path, Reason.UNSUPPORTED, sentence("files.not-regular"))
        if facts.st_size > FILE_LIMIT:
            return _failed(path, Reason.TOO_LARGE, Sentence(f"{megabytes(facts.st_size)} MB"))
        with os.fdopen(handle, "rb", closefd=False) as stream:
            untrusted_bytes = stream.read(FILE_LIMIT + 1)
        if _written(os.fstat(handle)) != _written(facts):
            return _failed(path, Reason.DAMAGED, sentence("files.changed-meanwhile"))
        return Item(label(path), Kind.FILES, untrusted_bytes=untrusted_bytes)
    except OSError as error:
        return _failed(path, *_refusal(error))
    finally:
        os.close(handle)


def waiting(path: Path) -> Item:
    """Return the file as an item whose bytes stay on the disk until ``opened``."""
    return Item(label(path), Kind.FILES, path=path_text(path))


def opened(item: Item) -> Item:
    """Return an item with its bytes, or with the problem that prevented reading them; never raises."""
    return item if item.path is None else load(text_path(item.read_at or item.path))


def is_folder(path: Path) -> bool:
    """Tell whether this is a folder that can be examined: ``Path.is_dir`` raises for a name that is too long."""
    return os.path.isdir(path)  # noqa: PTH112


def walk(path: Path) -> Iterator[Path]:
    """Yield the path itself, or every file under a folder in name order.

    A folder that cannot be entered and a link to a folder, which is not followed, are yielded themselves: ``load`` then
    says why they were not read.
    """
    if not is_folder(path):
        yield path
        return
    closed: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        folders.sort()
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted((*names, *links)):
            yield Path(folder) / name
    yield from closed


def _written(facts: os.stat_result) -> tuple[int, int]:
    return facts.st_size, facts.st_mtime_ns


def _refusal(error: OSError) -> tuple[Reason, Sentence]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Reason.NOT_FOUND, NOTHING
    if isinstance(error, PermissionError):
        return Reason.DENIED, NOTHING
    return Reason.DAMAGED, sentence("files.not-given", why=why(error))


def _failed(path: Path, reason: Reason, detail: Sentence = NOTHING) -> Item:
    return Item(label(path), Kind.FILES, problem=Unreadable(reason, detail))
