"""Drives GNOME's text editor, a program of GTK 4: files are opened by its dialog, or because it is registered for them.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from tests.harm.hands import Hands
from tests.support.guarding import wait_for
from tests.support.messengers.dialog import choose
from tests.support.messengers.gtk4 import prepared
from ui.demo.display import Display, end

PROGRAM = Path("/usr/bin/gnome-text-editor")
_DIALOG = "Pick Files"
_OPENED_WITH = f"[Desktop Entry]\nType=Application\nName=Chat\nExec={PROGRAM} --standalone %f\nMimeType=text/plain;\n"
_DEFAULTS = "[Default Applications]\ntext/plain=chat.desktop\n"


class GnomeTextEditor:
    """One that has an empty window, and that is what texts are opened with."""

    name = "gnome-text-editor"

    def __init__(self, display: Display, folder: Path) -> None:
        self._display = prepared(display, folder)
        applications = folder / ".local" / "share" / "applications"
        applications.mkdir(parents=True)
        (applications / "chat.desktop").write_text(_OPENED_WITH)
        (folder / ".config" / "mimeapps.list").write_text(_DEFAULTS)
        self._said = folder / "said"
        with self._said.open("wb") as said:
            self._process = self._display.start([str(PROGRAM), "--standalone", "--ignore-session"],
                                                stderr=said.fileno())
        self._hands = Hands(display)
        self._window = wait_for(lambda: self._hands.titled("Text Editor"), "the editor's window")

    def choose(self, path: Path) -> None:
        """Open a file with the file dialog."""
        self._hands.activate(self._window)
        choose(self._hands, lambda: self._hands.keys("ctrl+o"), _DIALOG, str(path), "ctrl+l")

    def opened_by_type(self, path: Path) -> None:
        """Open a file as a file manager does: with the program for its type."""
        with self._said.open("ab") as said:
            subprocess.run(["gio", "open", str(path)], env=self._display.environment, stderr=said, check=True)

    def refused(self, path: Path) -> bool:
        """Return whether it said that it may not open this file: on standard error, and in its window as well."""
        return (f"Failed to load file: Error opening file {path}: Operation not permitted"
                in self._said.read_text("utf-8"))

    def shown(self) -> str:
        """Return the titles of its windows, and what it has said, for people."""
        titles = [window.title for window in self._hands.windows()]
        return f"{titles}, {self._said.read_text('utf-8')[-1000:]!r}"

    def copy_all(self, path: Path) -> None:
        """Copy all of the file that is shown."""
        self._hands.activate(wait_for(lambda: self._hands.titled(path.name), f"a window of {path.name}"))
        self._hands.keys("ctrl+a", "ctrl+c")

    def close(self) -> None:
        others = {window.pid for window in self._hands.windows() if self.name in window.classes} - {self._process.pid}
        for pid in others:
            os.kill(pid, signal.SIGTERM)
        end(self._process)
        wait_for(lambda: not any(self.name in window.classes for window in self._hands.windows()), "closed windows")
        self._hands.close()
