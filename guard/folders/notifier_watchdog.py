"""Folders through watchdog, where there is no inotify: on Windows ReadDirectoryChangesW."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from watchdog.events import (
    DirAttribEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedNoWriteEvent,
    FileDeletedEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from guard.folders.folder_news import Heard, News

_NOTHING_NEW = (FileOpenedEvent, FileClosedNoWriteEvent, FileDeletedEvent, DirModifiedEvent, DirAttribEvent)


class WatchdogNotifier:
    """guard.folders.folder_news.Notifier with watchdog. A change of attributes is reported as new content."""

    deep = True
    exact = False

    def __init__(self) -> None:
        self._observer: BaseObserver = Observer()

    def start(self) -> None:
        """Start."""
        self._observer.start()

    def stop(self) -> None:
        """Stop."""
        self._observer.stop()
        self._observer.join()

    def add(self, folder: Path, heard: Heard, *, deep: bool = False) -> ObservedWatch:
        """Watch a folder, with all below it when ``deep``."""
        return self._observer.schedule(_Handler(heard), str(folder), recursive=deep)

    def remove(self, watch: object) -> None:
        """Stop watching."""
        self._observer.unschedule(cast(ObservedWatch, watch))


class _Handler(FileSystemEventHandler):
    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, _NOTHING_NEW):
            return
        path = Path(os.fsdecode(event.dest_path or event.src_path))
        if not event.is_directory:
            self._heard(News.FILE, path)
            return
        if isinstance(event, DirDeletedEvent | DirMovedEvent):
            self._heard(News.FOLDER_LEFT, Path(os.fsdecode(event.src_path)))
        if not isinstance(event, DirDeletedEvent):
            self._heard(News.FOLDER_CAME, path)
