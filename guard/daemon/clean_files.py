"""Finds the files of a copied list in which nothing was found: they may be sent without the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guard.clipboard.file_lists import FILE_NAMES, listed
from guard.core.decide import outcome_of
from guard.core.model import Case, Kind, Outcome, Target
from guard.files.items import is_folder, walk
from guard.util.path_text import label, path_text, text_path


def clean_files(case: Case, targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the paths, as text, of the copied files and folders that were read whole and may go.

    There are none when all may go.
    Where the paths of what was judged are not known, a name that was found twice counts as what is worse. Whoever puts
    them on the clipboard makes a new copy, which is judged like every copy.
    """
    if case.kind is not Kind.FILES:
        return ()
    texts = [target.untrusted_bytes.decode("utf-8", "replace") for target in targets if target.name in FILE_NAMES]
    roots = [text_path(item.name) for item in listed(texts) if item.problem is None]
    with_paths = any(item.path for item in case.judged)
    judged = {item.path or item.name for item in case.judged}
    stopped = {item.path or item.name for item in case.judged if outcome_of((item,)) is not Outcome.ALLOW}
    clean = [root for root in roots if _needed(root, with_paths=with_paths) <= judged - stopped]
    return tuple(map(path_text, clean)) if len(clean) < len(roots) else ()


def _needed(root: Path, *, with_paths: bool) -> set[str]:
    """Return the names below which a file, or everything in a folder, was judged, and the paths of its contents."""
    files = [root, *walk(root)]
    contents = (path_text(path) for path in files if with_paths and not is_folder(path))
    return {*map(label, files), *contents}
