"""Drives Wine's notepad in a prefix that is named after a chat client, as distributions name theirs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.harm.hands import Hands
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from ui.demo.display import Display, end

PROGRAM = Path("/usr/bin/wine")
_PREFIX = "Deepin-WeChat"
_TEXT = (0.2, 0.5)
"""Where its window takes files that are dropped."""
_DIALOG, _ERROR = "Open", "ERROR"
_START_SECONDS = 120.0


class WineNotepad:
    """One that has an empty window."""

    name = "WeChat"

    def __init__(self, display: Display, folder: Path) -> None:
        self._display = Display(display.name, {
            **display.environment, "HOME": str(folder), "WINEPREFIX": str(folder / _PREFIX), "LC_ALL": "C.UTF-8",
            "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "winedbg.exe=d;mscoree=d;mshtml=d"})
        folder.mkdir()
        self._process = self._display.start([str(PROGRAM), "notepad"], stderr=subprocess.DEVNULL)
        self._hands = Hands(display)
        self._window = wait_for(lambda: self._hands.titled("Untitled - Notepad"), "Notepad's window", _START_SECONDS)

    def choose(self, path: Path) -> None:
        """Open a file with the file dialog."""
        self._hands.activate(self._window)
        choose(self._hands, lambda: self._hands.keys("ctrl+o"), _DIALOG, "Z:" + str(path).replace("/", "\\"))

    def take(self, drag: Callable[[int, int], None]) -> None:
        """Have a file dragged onto its text, which opens it."""
        drag(*self._hands.place(self._window, *_TEXT))

    def refused(self, _: Path) -> bool:
        """Return whether it shows an error, and close that: it says that the file could not be found."""
        error = self._hands.titled(_ERROR)
        if error is None:
            return False
        self._hands.activate(error)
        self._hands.keys("Return")
        wait_for(lambda: self._hands.titled(_ERROR) is None, "the error to close")
        return True

    def shown(self) -> str:
        """Return the titles of the windows, for people."""
        return f"{[window.title for window in self._hands.windows()]}"

    def shows(self, path: Path) -> bool:
        """Return whether a window shows this file."""
        return self._hands.titled(path.name) is not None

    def copy_all(self, path: Path) -> None:
        """Copy all of the file that is shown."""
        self._hands.activate(wait_for(lambda: self._hands.titled(path.name), f"a window of {path.name}"))
        self._hands.keys("ctrl+a", "ctrl+c")

    def close(self) -> None:
        subprocess.run(["wineserver", "--kill", "--wait"], env=self._display.environment, check=False)
        end(self._process)
        self._hands.close()
