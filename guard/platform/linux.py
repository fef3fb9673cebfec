"""Linux: where screenshots, documents and settings are, from the XDG user directories."""

from __future__ import annotations

import os
import re
from pathlib import Path

_SCREENSHOT_NAMES = ("Screenshots", "屏幕截图", "截图")
_DEFAULT_PICTURES = ("Pictures", "图片")
_DEFAULT_DOCUMENTS = ("Documents", "文档")
_DEFAULT_DOWNLOADS = ("Downloads", "下载")
_DEFAULT_DESKTOP = ("Desktop", "桌面")
_ENTRY = r'^\s*XDG_{name}_DIR="(?P<path>(?:[^"\\]|\\.)*)"'


class LinuxPlatform:
    """guard.core.ports.Platform for Linux."""

    def picture_folders(self) -> tuple[Path, ...]:
        """Return the folders where this desktop stores screenshots, whether or not they exist yet.

        The pictures folder itself is one: older GNOME, UKUI and scrot write there.
        """
        home = Path.home()
        bases = [folder for folder in (_user_folder(home, "PICTURES"),) if folder is not None]
        bases += [home / name for name in _DEFAULT_PICTURES if not bases or (home / name).is_dir()]
        folders = [folder for base in bases for folder in (base, *(base / name for name in _SCREENSHOT_NAMES))]
        return tuple(dict.fromkeys(folders))

    def desktop_folders(self) -> tuple[Path, ...]:
        """Return the folders that are shown as the desktop, whether or not they exist yet."""
        home = Path.home()
        named = [folder for folder in (_user_folder(home, "DESKTOP"),) if folder is not None]
        return tuple(dict.fromkeys((*named, *(home / name for name in _DEFAULT_DESKTOP))))

    def download_folders(self) -> tuple[Path, ...]:
        """Return the folders that browsers store files in, whether or not they exist yet."""
        home = Path.home()
        named = [folder for folder in (_user_folder(home, "DOWNLOAD"),) if folder is not None]
        return tuple(dict.fromkeys((*named, *(home / name for name in _DEFAULT_DOWNLOADS))))

    def settings_folder(self) -> Path:
        """Return the folder where the user's programs store their settings."""
        return _settings(Path.home())

    def document_folders(self) -> tuple[Path, ...]:
        """Return the folders where programs store a user's documents, whether or not they exist yet.

        The home itself is one, and so are the documents folders of separate Wine desktops (deepin-wine).
        """
        home = Path.home()
        named = [folder for folder in (_user_folder(home, "DOCUMENTS"),) if folder is not None]
        wine = sorted((home / ".deepinwine").glob("*/drive_c/users/*/*Documents"))
        return tuple(dict.fromkeys((*named, *(home / name for name in _DEFAULT_DOCUMENTS), home, *wine)))


def _user_folder(home: Path, name: str) -> Path | None:
    """Return XDG_…_DIR as xdg-user-dirs wrote it, or None when it is not set or is the home itself."""
    settings = _settings(home) / "user-dirs.dirs"
    try:
        found = re.search(_ENTRY.replace("{name}", name), settings.read_text(encoding="utf-8", errors="replace"),
                          re.MULTILINE)
    except OSError:
        return None
    if found is None:
        return None
    written = re.sub(r"\\(.)", r"\1", found["path"])
    folder = Path(written.replace("$HOME", str(home), 1)) if written.startswith("$HOME") else Path(written)
    return folder if folder.is_absolute() and folder != home else None  # the home itself means "disabled"


def _settings(home: Path) -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
