"""XDG autostart (Desktop Application Autostart Specification 0.5): a desktop entry in the user's autostart folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.platform import atomic_file

_NAME = "mishao.desktop"
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")


@dataclass(frozen=True, slots=True)
class XdgAutostart:
    """``machine`` are the folders that only an administrator writes to; an entry of the user's own hides theirs."""

    user: Path
    machine: tuple[Path, ...]

    @classmethod
    def of_user(cls) -> XdgAutostart:
        """Return the folders of this session."""
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        machine = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        return cls(home / "autostart", tuple(Path(folder) / "autostart" for folder in machine.split(":") if folder))

    def imposed(self) -> bool:
        """Return whether the computer's administrator has set that it starts."""
        return any(_starts(folder / _NAME) for folder in self.machine)

    def enabled(self) -> bool:
        """Return whether it starts with the session."""
        own = self.user / _NAME
        return _starts(own) if own.exists() else self.imposed()

    def enable(self, command: Sequence[str]) -> None:
        """Write the user's entry. Raises OSError."""
        self.user.mkdir(parents=True, exist_ok=True)
        words = " ".join(quoted(word) for word in command)
        lines = ["[Desktop Entry]", "Type=Application", "Name=密哨", "Name[en]=MiShao", f"Exec={words}",
                 "Terminal=false", "X-GNOME-Autostart-enabled=true"]
        atomic_file.replace(self.user / _NAME, ("\n".join(lines) + "\n").encode(), mode=atomic_file.PUBLIC)

    def disable(self) -> None:
        """Remove the user's entry. Raises OSError."""
        (self.user / _NAME).unlink(missing_ok=True)


def quoted(word: str) -> str:
    """Return one argument as written in Exec (Desktop Entry Specification, "The Exec key")."""
    word = word.replace("%", "%%")
    if not _RESERVED.intersection(word):
        return word
    inner = "".join(f"\\{character}" if character in '"`$\\' else character for character in word)
    # The value of a key is a string with escapes of its own.
    return '"' + inner.replace("\\", "\\\\") + '"'


def _starts(entry: Path) -> bool:
    try:
        lines = entry.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    off = ("Hidden=true", "X-GNOME-Autostart-enabled=false")
    return not any(line.replace(" ", "").strip() in off for line in lines)
