"""Windows: where screenshots, documents and settings are, in the user's profile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SCREENSHOT_NAMES = ("Screenshots", "屏幕截图")
_SCREENSHOTS_ID = "{B7BEDE81-DF94-4682-A7D8-57A52620B86F}"  # FOLDERID_Screenshots (KNOWNFOLDERID)
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


class WindowsPlatform:
    """guard.core.ports.Platform for Windows."""

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders where Windows stores screenshots, whether or not they exist yet.

        OneDrive moves the pictures into its own folder when it is configured to store them.
        """
        bases = _in_profile("Pictures")
        moved = _moved(_SCREENSHOTS_ID)
        named = tuple(folder for base in bases for folder in (base, *(base / name for name in _SCREENSHOT_NAMES)))
        return (*named, *((moved,) if moved is not None else ()))

    def desktop_folders(self) -> tuple[Path, ...]:
        """Return the folders that are shown as the desktop, whether or not they exist yet."""
        return _in_profile("Desktop")

    def download_folders(self) -> tuple[Path, ...]:
        """Return the folders that browsers store files in, whether or not they exist yet."""
        return _in_profile("Downloads")

    def settings_folder(self) -> Path:
        """Return the folder where the user's programs store their settings."""
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")

    def document_folders(self) -> tuple[Path, ...]:
        """Return the folders where programs store a user's documents, whether or not they exist yet."""
        return _in_profile("Documents")


def _in_profile(name: str) -> tuple[Path, ...]:
    """Return a folder of the profile, and the one that OneDrive uses in its place."""
    return (Path.home() / name, *(folder / name for folder in Path.home().glob("OneDrive*")))


def _moved(identifier: str) -> Path | None:
    """Return the path that a known folder was moved to, None when nobody moved it."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _SHELL_FOLDERS) as key:
                folder = Path(os.path.expandvars(str(winreg.QueryValueEx(key, identifier)[0])))
        except OSError:
            return None
        return folder if folder.is_absolute() else None
    return None
