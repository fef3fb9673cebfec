"""Reads copied file lists: their targets, the files they name, a text's other words; writes lists of files. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from guard.core.model import Item, Kind, Reason, Target, Unreadable
from guard.sentences.catalogue import sentence
from guard.util.path_text import path_text

_WITH_ACTION = ("x-special/gnome-copied-files", "x-special/mate-copied-files")
_URI_LISTS = ("text/uri-list", "application/x-kde4-urilist")
FILE_NAMES = (*_WITH_ACTION, *_URI_LISTS)
"""Targets that list files by their URIs. A program pastes whichever it knows: all of them are read."""

PORTAL_NAMES = ("application/vnd.portal.filetransfer", "application/vnd.portal.files")
"""Targets with a key by which the document portal delivers files (xdg-desktop-portal, FileTransfer)."""

FILES_LIMIT = 2000
"""Files of one copy that are read individually."""

_ADDRESSES_LIMIT = 4 * FILES_LIMIT
"""Different URIs of one copy that are parsed: several lists may write the URI of one file differently."""

_WEB = ("http://", "https://", "ftp://")
# ``urlsplit`` normalises it, in a time that grows with the square of the number of characters that it reorders.
_ENDLESS_HOST = re.compile(r"[^/?#]*//[^/?#]{512}")
_HERE = type(PurePath())
_DRIVE = re.compile(r"/[A-Za-z]:[/\\]")
_ACTIONS = frozenset({"copy", "cut", "x-special/nautilus-clipboard"})


def listed(texts: Iterable[str]) -> tuple[Item, ...]:
    """Return the files that any of these lists names, each once, in order. What cannot be opened here becomes a
    problem.
    """
    lines = dict.fromkeys(line.strip() for text in texts for line in text.splitlines())
    addresses = [line for line in lines if _is_address(line)]
    files = tuple(dict.fromkeys(map(_item, addresses[:_ADDRESSES_LIMIT])))
    return limited(files, max(0, len(addresses) - _ADDRESSES_LIMIT))


def targets_listing(*paths: Path) -> tuple[Target, ...]:
    """Return the targets of copied files, as file managers offer them, but no text: a chat would paste the paths."""
    addresses = [path.as_uri() for path in paths]
    lists = dict.fromkeys(_WITH_ACTION, "\n".join(("copy", *addresses)))
    lists |= dict.fromkeys(_URI_LISTS, "".join(f"{address}\r\n" for address in addresses))
    return tuple(Target(name, name, 8, words.encode()) for name, words in lists.items())


def limited(files: Sequence[Item], more: int = 0) -> tuple[Item, ...]:
    """Return the first FILES_LIMIT files, and one problem for the rest and for ``more`` files that are not even listed.
    """
    count = len(files) + more
    if count <= FILES_LIMIT:
        return tuple(files)
    rest = Unreadable(Reason.TOO_LARGE, sentence("clipboard.first-files-only", count=count, limit=FILES_LIMIT))
    return (*files[:FILES_LIMIT], Item("其余文件", Kind.FILES, problem=rest))


def local_path(address: str, flavour: type[PurePath] = _HERE) -> str | None:
    """Return the path that a ``file:`` URI names on this system, None when it can name nothing here: a drive where
    there are none, another computer where paths do not reach it.
    """
    if _ENDLESS_HOST.match(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path, here = unquote(parts.path, errors="surrogateescape"), parts.netloc.lower() in {"", "localhost"}
    if not issubclass(flavour, PurePosixPath):
        path = path.removeprefix("/") if here else f"//{parts.netloc}{path}"
    elif not here or _DRIVE.match(path):
        return None
    return path_text(flavour(path)) if "\0" not in path and flavour(path).is_absolute() else None


def in_portal() -> Item:
    """Return a problem item for files that only the document portal can deliver: its key opens them only once."""
    return Item("文件", Kind.FILES, problem=Unreadable(Reason.UNSUPPORTED, sentence("clipboard.file-by-portal")))


def beyond(text: str, files: Sequence[Item]) -> str:
    """Return the text, or "" when it only lists these files by URI, path or name, as file managers offer it."""
    if not files:
        return text
    paths = {item.name for item in files if item.problem is None}
    known = paths | {path.replace("\\", "/").rstrip("/").rpartition("/")[2] for path in paths} | _ACTIONS | {""}
    lines = dict.fromkeys(line.strip().strip("'\"") for line in text.splitlines())
    return "" if all(line in known or _path(line) in paths for line in lines) else text


def _path(line: str) -> str | None:
    """Return the path of a line that is only a URI or path."""
    if not _is_address(line) or "?" in line or "#" in line:
        return None
    item = _item(line)
    return item.name if item.problem is None else None


def _is_address(line: str) -> bool:
    lowered = line.lower()
    return lowered.startswith("file:") or ("://" in line and not lowered.startswith(_WEB))  # RFC 8089: file:/path


def _item(address: str) -> Item:
    malformed = Item("文件", Kind.FILES, problem=Unreadable(Reason.MALFORMED, sentence("clipboard.file-address")))
    if _ENDLESS_HOST.match(address.replace("\t", "")):  # as urlsplit does
        return malformed
    try:
        parts = urlsplit(address)
    except ValueError:
        return malformed
    path = path_text(Path(unquote(parts.path, errors="surrogateescape"))) if parts.path else ""
    name = path.rstrip("/").rpartition("/")[2] or "文件"
    if "\0" in path or not path.startswith("/"):
        return malformed
    if parts.scheme.lower() != "file":
        return Item(name, Kind.FILES, problem=Unreadable(Reason.UNSUPPORTED, sentence("clipboard.file-elsewhere")))
    return Item(path, Kind.FILES)
