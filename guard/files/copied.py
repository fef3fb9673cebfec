"""Replaces paths copied in a file manager by their files, so that the documents are judged and not the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from guard.core.model import Capture, Item, Judged, Kind, Origin, Reason, Unreadable
from guard.files.items import name_of, named_from, waiting, walk
from guard.files.stamps import marks_of
from guard.sentences.catalogue import sentence
from guard.util.path_text import label, text_path
from rules.model import Action

COPIED_FILES_LIMIT = 200
"""Files of one copy that are opened; more make the copy Unreadable(TOO_LARGE) beside what was opened."""


def files_of(capture: Capture) -> Capture:
    """Return the capture with the listed paths replaced by their files' names (texts to judge too) and the files, or
    without the pictures that copied HTML names and that are gone.

    Names come first, then texts beside the list and small files: the first item that is blocked decides, and should not
    wait for a long scan. A file is opened when its turn to be read comes.
    """
    if capture.kind is not Kind.FILES:
        return _without_what_is_gone(capture)
    beside = [item for item in capture.items if item.untrusted_text is not None]
    rest = [item for item in capture.items if not _is_path(item) and item.untrusted_text is None]
    marks = marks_of(_roots(capture))
    found = _listed(capture)
    wanted = [path for _, path in found[:COPIED_FILES_LIMIT]]
    names = map(name_of, _named(capture, found[:COPIED_FILES_LIMIT]))
    items = [*names, *beside, *map(waiting, sorted(wanted, key=_size))]
    if len(found) > COPIED_FILES_LIMIT:
        items.append(Item("", Kind.FILES, problem=Unreadable(
            Reason.TOO_LARGE, sentence("files.too-many-copied", limit=COPIED_FILES_LIMIT))))
    return replace(capture, items=(*items, *rest), marks=marks)


def _without_what_is_gone(capture: Capture) -> Capture:
    """Leave out pictures that copied HTML names and that no longer exist: no program can show them."""
    if capture.origin is not Origin.CLIPBOARD:
        return capture
    return replace(capture, items=tuple(item for item in capture.items
                                        if item.path is None or text_path(item.path).is_file()))


def flagged_paths(listed: Capture, judged: Sequence[Judged]) -> tuple[Path, ...]:
    """Return the files of a list, or the file of a folder capture, for which some rule warned or blocked.

    They are matched by name, because what was judged has no path: of two files with one name both are returned.
    """
    names = {item.name for item in judged if item.verdict and item.verdict.action.severity >= Action.WARN.severity}
    if listed.path is not None:
        return (text_path(listed.path),)
    if listed.kind is not Kind.FILES:
        return ()
    return tuple(path for root, path in _listed(listed) if names.intersection(map(label, named_from(root, path))))


def _is_path(item: Item) -> bool:
    return item.kind is Kind.FILES and item.problem is None and not item.untrusted_bytes


def _roots(capture: Capture) -> list[Path]:
    return [text_path(item.name) for item in capture.items if _is_path(item)]


def _listed(capture: Capture) -> list[tuple[Path, Path]]:
    """Return each file with the path that it was found below."""
    found = ((root, path) for root in _roots(capture) for path in walk(root))
    return list(islice(found, COPIED_FILES_LIMIT + 1))


def _named(capture: Capture, found: Sequence[tuple[Path, Path]]) -> list[Path]:
    """Return each file and folder once, files first, also an empty folder."""
    files = [path.absolute() for _, path in found]
    below = (path for root, file in found for path in named_from(root, file))
    return list(dict.fromkeys([*files, *map(Path.absolute, _roots(capture)), *below]))


def _size(path: Path) -> int:
    """Return a file's size in bytes, 0 for one that cannot be examined: its problem is known at once."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
