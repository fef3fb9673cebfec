"""Checks the guard's files and folders before anything is opened: their type, their owner and their permissions.

A file where a folder must be, or a folder where a file must be, is renamed. Permissions that are too wide are reduced.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from guard.authorisation import ledger
from guard.journal import FILE_NAME
from guard.journal.state import key_path, start_path
from guard.platform.file_system import OTHERS
from guard.platform.paths import PROGRAM, Paths
from guard.sentences.catalogue import sentence
from guard.supply.release_store import ACTIVE
from guard.util.damaged_files import set_aside
from guard.util.os_errors import why
from guard.vault import store as vault
from rules.sentences.sentence import Sentence

log = logging.getLogger(__name__)


def put_in_order(paths: Paths) -> tuple[Sentence, ...]:
    """Mend what can be mended without losing anything; return what was wrong, in words for people. Never raises."""
    folders, files = (*paths.folders(), paths.vault / vault.BLOBS), _files(paths)
    wrong = [*_misplaced(folders, folder=True), *_misplaced(files, folder=False)]
    if sys.platform != "win32":  # on Windows the user's profile keeps others out, and users have no numbers
        wrong += _foreign((*folders, *files))
        # What is in a folder that others may write to can be moved away, however restrictive its own permissions are.
        above = {folder.parent for folder in folders if folder.parent.name == PROGRAM}
        for folder in filter(_there, (*folders, *above)):
            _close_to_others(folder)
            if folder != paths.key.parent:  # guard/vault/keys.py refuses and reports a key that others could read
                _close_files(folder)
    return tuple(wrong)


def _files(paths: Paths) -> tuple[Path, ...]:
    """Return the files at fixed places that would be in the way if they were folders."""
    journal = paths.journal / FILE_NAME
    return (paths.lock, paths.socket, paths.configuration, paths.own_numbers, paths.feedback, paths.file_index,
            paths.key, paths.receipt_key, paths.vault / vault.INDEX, paths.vault / ledger.FILE_NAME,
            paths.packs / ACTIVE, journal, key_path(journal), start_path(journal))


def _misplaced(places: tuple[Path, ...], *, folder: bool) -> Iterator[Sentence]:
    """Rename what should be a folder and is none, or the reverse. Leave links alone: their target may be away for a
    while.
    """
    for place in places:
        if os.path.islink(place) or not _there(place) or os.path.isdir(place) == folder:  # noqa: PTH112, PTH114
            continue
        try:
            yield sentence("guard.place-cleared", place=place, aside=set_aside(place).name)
        except OSError as error:
            yield sentence("guard.place-taken", place=place, why=why(error))


def _foreign(places: tuple[Path, ...]) -> Iterator[Sentence]:
    for place in places:
        if _there(place) and place.stat().st_uid != os.getuid():
            yield sentence("guard.place-of-another", place=place, user=os.getuid())


def _there(place: Path) -> bool:
    return os.path.exists(place)  # noqa: PTH110 - Path.exists raises where a folder above may not be entered


def _close_to_others(place: Path) -> None:
    try:
        mode = place.stat().st_mode
        if mode & OTHERS:
            place.chmod(stat.S_IMODE(mode) & ~OTHERS)
            log.warning("%s could be entered by others; its rights were taken back", place)
    except OSError as error:
        log.warning("the rights of %s were not checked: %s", place, error.strerror)


def _close_files(folder: Path) -> None:
    """Close what earlier versions left open to others: a copy of the folder may be where everybody may enter."""
    try:
        with os.scandir(folder) as entries:
            files = [Path(entry) for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:
        return  # already reported for the folder
    for file in files:
        _close_to_others(file)
