"""Windows: where screenshots, documents and settings are; the known folders may be moved anywhere."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from guard.platform.known_folders import KnownFolder, place_of

_SCREENSHOT_NAMES = ("Screenshots", "屏幕截图")


class WindowsPlatform:
    """guard.core.ports.Platform for Windows."""

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders where Windows stores screenshots, whether or not they exist yet.

        OneDrive moves the pictures into its own folder when it is configured to store them.
        """
        bases = _places(KnownFolder.PICTURES, "Pictures")
        named = [folder for base in bases for folder in (base, *(base / name for name in _SCREENSHOT_NAMES))]
        with suppress(OSError):
            named.append(place_of(KnownFolder.SCREENSHOTS))
        return tuple(dict.fromkeys(named))

    def desktop_folders(self) -> tuple[Path, ...]:
        """Return the folders that are shown as the desktop, whether or not they exist yet."""
        return _places(KnownFolder.DESKTOP, "Desktop")

    def download_folders(self) -> tuple[Path, ...]:
        """Return the folders that browsers store files in, whether or not they exist yet."""
        return _places(KnownFolder.DOWNLOADS, "Downloads")

    def settings_folder(self) -> Path:
        """Return the folder where the user's programs store their settings."""
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")

    def document_folders(self) -> tuple[Path, ...]:
        """Return the folders where programs store a user's documents, whether or not they exist yet."""
        return _places(KnownFolder.DOCUMENTS, "Documents")


def _places(folder: KnownFolder, name: str) -> tuple[Path, ...]:
    """Return where a folder is, and where programs that do not ask expect it: in the profile, and in OneDrive's."""
    known: list[Path] = []
    with suppress(OSError):
        known.append(place_of(folder))
    home = Path.home()
    return tuple(dict.fromkeys((*known, home / name, *(drive / name for drive in home.glob("OneDrive*")))))
