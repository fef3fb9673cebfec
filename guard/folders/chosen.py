"""The folders that policy and user have chosen: those that can be watched, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guard.util.written_paths import UnusablePathError, reachable, unusable
from rules.sentences.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Chosen:
    """``folders`` may not exist yet. ``troubles``: one for each that this computer cannot watch."""

    folders: tuple[Path, ...]
    troubles: tuple[Sentence, ...] = ()


def chosen(written: Iterable[str]) -> Chosen:
    """Return the folders of a setting as this computer has them."""
    folders: list[Path] = []
    troubles: list[Sentence] = []
    for folder in dict.fromkeys(written):
        try:
            folders.append(reachable(folder))
        except UnusablePathError as error:
            troubles.append(unusable(folder, error))
    return Chosen(tuple(folders), tuple(troubles))
