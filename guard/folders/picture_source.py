"""The source of pictures: screenshot folders and those around, according to the tools' current settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from guard.core.model import Capture
from guard.core.ports import Platform
from guard.folders.following import Following
from guard.folders.grounds import screenshot_folders, trees, watched
from guard.folders.landing import Landing
from guard.folders.screenshot_tools import saving_folders, settings_files
from guard.folders.source import FolderSource
from guard.folders.watched import Watched
from guard.util.written_paths import real
from rules.sentences.sentence import Sentence

Told = Callable[[tuple[Watched, ...], int], None]
"""Called with what is watched, and how many folders below are not because there are too many."""


class PictureSource:
    """guard.core.ports.Source for pictures. Captures of Origin.FOLDER are screenshots; those of Origin.LANDED are not
    held.
    """

    def __init__(self, platform: Platform, chosen: Sequence[Path], closed: Sequence[Path]) -> None:
        """``chosen``: by policy and user. ``closed``: folders that others watch."""
        self._platform = platform
        self._chosen = tuple(chosen)
        self._told: Told = _nobody
        self._watched = self._found(())
        self._landing = Landing(_resolved(self._watched))
        self._source = FolderSource([each.folder() for each in self._watched], looking=self._landing,
                                    trees=trees(self._watched), closed=closed, armed=self._tell)
        self._following = Following(settings_files(platform.settings_folder()), self._read)

    def start(self, submit: Callable[[Capture], None], told: Told) -> None:
        """Start; where tools save to is known a moment later. ``told`` may be called from other threads."""
        self._told = told
        self._source.start(submit)
        self._following.start()
        self._tell()

    def stop(self) -> None:
        """Stop; no capture is submitted after this returns."""
        self._following.stop()
        self._source.stop()

    def let_pass(self, payload: bytes) -> None:
        """Do not capture files with this content; see FolderSource.let_pass."""
        self._source.let_pass(payload)

    def when_closed(self, path: Path) -> None:
        """Capture this file again once it is closed; see FolderSource.when_closed."""
        self._source.when_closed(path)

    def _found(self, saving: Sequence[tuple[Path, Sentence]]) -> tuple[Watched, ...]:
        return watched(self._platform, self._chosen, saving)

    def _read(self) -> None:
        now = self._found(saving_folders(self._platform.settings_folder()))
        if now == self._watched:
            return
        self._watched = now
        self._landing.instead(_resolved(now))
        self._source.watch([each.folder() for each in now], trees(now))
        self._tell()

    def _tell(self) -> None:
        self._told(self._watched, self._source.left_out())


def _nobody(_: tuple[Watched, ...], __: int) -> None:
    """The callback before ``start``."""


def _resolved(all_watched: Sequence[Watched]) -> tuple[Path, ...]:
    return tuple(map(real, screenshot_folders(all_watched)))
