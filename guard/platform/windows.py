"""Windows: processes by their handles, screenshot folders in the user's profile."""

from __future__ import annotations

from pathlib import Path

_SCREENSHOT_NAMES = ("Screenshots", "屏幕截图")


class WindowsPlatform:
    """guard.ports.Platform for Windows."""

    def executable(self, pid: int) -> str:
        """Return the path of a process's program, or "" when it cannot be known."""
        from guard.clipboard.windows.identity import executable_of

        return executable_of(pid)

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders where Windows stores screenshots, whether or not they exist yet.

        OneDrive moves the pictures into its own folder when it is told to keep them.
        """
        bases = [Path.home() / "Pictures", *(folder / "Pictures" for folder in Path.home().glob("OneDrive*"))]
        return tuple(folder for base in bases for folder in (base, *(base / name for name in _SCREENSHOT_NAMES)))

    def document_folders(self) -> tuple[Path, ...]:
        """Return the folders in which programs keep a user's documents, whether or not they exist yet."""
        return (Path.home() / "Documents", *(folder / "Documents" for folder in Path.home().glob("OneDrive*")))
