"""Lists the folders that are watched for pictures, and why: screenshot folders, those tools save to, and those around.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guard.core.ports import Platform
from guard.folders.watched import Ground, Watched
from guard.util.path_text import path_text
from rules.sentences.sentence import Sentence

_WHOLE = (Ground.PICTURES, Ground.CHOSEN, Ground.TOOL)
"""There every picture counts as a screenshot; elsewhere only what looks like one (guard.folders.landing)."""

_TOP_PARTS = 2
"""Parts of the path of a folder directly below the root, such as /tmp: its content is not the user's alone."""


def watched(platform: Platform, chosen: Sequence[Path], saving: Sequence[tuple[Path, Sentence]]) -> tuple[Watched, ...]:
    """Return what is watched on this desktop, each folder once: among them ``chosen`` by policy and user, and where
    tools save (guard.folders.screenshot_tools.saving_folders).
    """
    found: dict[Path, Watched] = {}
    for ground, folder in _grounds(platform, chosen):
        found.setdefault(folder, Watched(path_text(folder), ground))
    for folder, tool in saving:
        found[folder] = replace(found.get(folder, Watched(path_text(folder), Ground.TOOL)), tool=tool)
    return tuple(found.values())


def screenshot_folders(all_watched: Sequence[Watched]) -> tuple[Path, ...]:
    """Return those in which every picture counts as a screenshot."""
    return tuple(each.folder() for each in all_watched if each.ground in _WHOLE)


def trees(all_watched: Sequence[Watched]) -> tuple[Path, ...]:
    """Return those whose sub-folders are watched, too: never a folder that contains the home, nor the root."""
    home = Path.home()
    folders = (each.folder() for each in all_watched if each.ground is not Ground.HOME)
    return tuple(folder for folder in folders if not home.is_relative_to(folder) and len(folder.parts) > _TOP_PARTS)


def _grounds(platform: Platform, chosen: Sequence[Path]) -> Iterator[tuple[Ground, Path]]:
    home = Path.home()
    for folder in platform.picture_folders():
        yield Ground.PICTURES, folder
    for folder in chosen:
        yield Ground.CHOSEN, folder
    for folder in platform.desktop_folders():
        yield Ground.DESKTOP, folder
    for folder in platform.document_folders():
        if folder != home and not _hidden(folder, home):
            yield Ground.DOCUMENTS, folder
    yield Ground.HOME, home


def _hidden(folder: Path, home: Path) -> bool:
    return folder.is_relative_to(home) and any(part.startswith(".") for part in folder.relative_to(home).parts)
