"""Files copied in a file manager: opens the listed paths, so that the documents are judged and not the list."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from guard.file_names import text_path
from guard.files import load, name_of, walk
from guard.model import Capture, Item, Kind, Reason, Unreadable

COPIED_FILES_LIMIT = 200
"""Files of one copy that are opened; more make the copy Unreadable(TOO_LARGE) beside what was opened."""


def load_copied(capture: Capture) -> Capture:
    """Return the capture with the listed paths replaced by their files' names (texts to judge too) and their bytes.

    Names come first and then small files: the first that is blocked decides, and should not wait for a long scan.
    """
    if capture.kind is not Kind.FILES:
        return capture
    listed = [item for item in capture.items if item.problem is None and not item.untrusted_bytes]
    rest = [item for item in capture.items if item not in listed]
    found = list(islice((path for item in listed for path in walk(text_path(item.name))), COPIED_FILES_LIMIT + 1))
    opened = found[:COPIED_FILES_LIMIT]
    items = [name_of(path) for path in opened] + sorted(map(load, opened), key=_cost)
    if len(found) > COPIED_FILES_LIMIT:
        items.append(Item("", Kind.FILES, problem=Unreadable(
            Reason.TOO_LARGE, f"一次复制了超过 {COPIED_FILES_LIMIT} 个文件")))
    return replace(capture, items=(*items, *rest))


def _cost(item: Item) -> int:
    return len(item.untrusted_bytes)
