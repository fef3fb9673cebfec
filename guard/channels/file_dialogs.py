"""Finds the flagged files that can be chosen in a chat client's file dialog.

It names those of the folder that the dialog shows or, when the folder is unknown, those that were flagged last.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from itertools import islice

from guard.channels.file_dialog_folder import among, watched
from guard.channels.file_index import Flagged
from guard.channels.notices import NAMED, Channel, DialogLeft, DialogSeen, FileDialog
from guard.channels.outputs import Ends
from guard.channels.screen import SOON_SECONDS, Screen
from guard.core.events import Event, EventKind
from guard.core.model import DestinationKind
from guard.util.path_text import label

_GTK_ROLE = "GtkFileChooserDialog"
_EXACTLY = frozenset({"打开", "选择", "选取", "浏览", "open", "select", "choose", "browse"})
_OPENING = re.compile("文件|文档|附件|图片|照片|上传|file|document|attach|picture|image|photo|upload", re.IGNORECASE)
_SAVING = re.compile("保存|另存|下载|导出|save|download|export", re.IGNORECASE)


class FileDialogs:
    """Reports the file dialogs of chat clients as long as they are open."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._told: dict[int, FileDialog] = {}

    def look(self, screen: Screen | None) -> float | None:
        """Report what has changed since the last look; look again soon while a dialog is open, which may show another
        folder.
        """
        open_dialogs = tuple(file_dialogs(screen)) if screen is not None and self._ends.watching() else ()
        found = (self._said_of(screen, *dialog) for dialog in open_dialogs) if screen is not None else ()
        now = {dialog.window: dialog for dialog in found if dialog is not None}
        for number in self._told.keys() - now.keys():
            self._ends.tell(DialogLeft(number))
        for number, dialog in now.items():
            if self._told.get(number) != dialog:
                self._ends.tell(DialogSeen(dialog))
            if number not in self._told:
                self._ends.record(Event(EventKind.SIGHTED, time.time(), count=len(dialog.files) + dialog.more,
                                        destination=dialog.program, reason=Channel.CHOOSING.value))
        self._told = now
        return SOON_SECONDS if open_dialogs else None

    def _said_of(self, screen: Screen, window: int, program: str) -> FileDialog | None:
        """Return what to report of a dialog, None when nothing."""
        flagged = self._ends.flagged()
        watching = watched(screen.program(window).pid)
        if watching:
            folders = among({file.path.parent for file in flagged}, watching)
            files = list(self._names(file for file in flagged if file.path.parent in folders))
        else:  # a program that watches nothing does not reveal which folder its dialog shows
            files = list(islice(self._names(flagged), NAMED))
        if not files:
            return None
        return FileDialog(window, program, tuple(files[:NAMED]), max(0, len(files) - NAMED), bool(watching),
                          screen.place(window))

    def _names(self, files: Iterable[Flagged]) -> Iterator[str]:
        """Yield the names of those that are still where they were."""
        return (label(file.path) for file in files if self._ends.is_there(file))


def file_dialogs(screen: Screen) -> Iterator[tuple[int, str]]:
    """Yield each dialog in which a chat client's user chooses a file to open, and that client's name.

    A desktop's portal opens it in a process of its own, for a window of the client.
    """
    for window in screen.windows():
        if screen.is_dialog(window) and _is_to_open_files(screen, window) and screen.is_seen(window):
            concerned = filter(None, (window, screen.owner(window)))
            programs = (screen.program(each) for each in concerned)
            chat = next((program for program in programs if program.kind is DestinationKind.CHAT), None)
            if chat is not None:
                yield window, chat.program


def _is_to_open_files(screen: Screen, window: int) -> bool:
    title = screen.untrusted_title(window).strip()
    if _SAVING.search(title):
        return False
    return (title.casefold() in _EXACTLY or _OPENING.search(title) is not None
            or screen.untrusted_role(window) == _GTK_ROLE)
