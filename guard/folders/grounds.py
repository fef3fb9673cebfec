"""Which folders are watched for pictures, and why: those of screenshots, those tools save to, and what is around."""

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
"""Of a folder right below the root, such as /tmp: what is in there is not the user's alone."""


def watched(platform: Platform, chosen: Sequence[Path], saving: Sequence[tuple[Path, Sentence]]) -> tuple[Watched, ...]:
    """Return what is watched on this desktop, a folder once: ``chosen`` by policy and user, and to which tools save
    (guard.folders.tools.saving_folders) among it.
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
    """Return those of which the sub-folders are watched, too: never a folder that the home lies in, nor the root."""
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
