"""Finds the folders that the file gate marks: those that people send files from, and mounted removable media."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from guard.channels.chat_folders import LAYOUTS
from guard.core.policy import Policy
from guard.folders.grounds import trees, watched
from guard.folders.tools import saving_folders
from guard.platform.linux import LinuxPlatform
from guard.util.path_text import path_text


def marked_folders(policy: Policy) -> tuple[str, ...]:
    """Return the existing folders of this user to mark, by their real paths."""
    platform = LinuxPlatform()
    chosen = [Path(folder).expanduser() for folder in policy.screenshot_folders]
    grounds = trees(watched(platform, chosen, saving_folders(platform.settings_folder())))
    added = [Path(folder).expanduser() for folder in policy.file_gate.folders]
    wanted = (*grounds, *platform.download_folders(), *added, *media())
    return tuple(dict.fromkeys(path_text(real) for folder in wanted for real in _really(folder)))


def left_out(policy: Policy) -> tuple[str, ...]:
    """Return the folders to leave out: the chat clients' own by name, and those that the policy names by path."""
    named = dict.fromkeys(layout.folder for layout in LAYOUTS)
    chosen = (Path(folder).expanduser() for folder in policy.file_gate.left_out)
    return (*named, *(path_text(real) for folder in chosen for real in _really(folder)))


def media() -> tuple[Path, ...]:
    """Return the media that udisks has mounted for this user."""
    try:
        name = os.environ.get("USER") or Path.home().name
        places = [Path(above) / name for above in ("/media", "/run/media")]
        return tuple(sorted(entry for place in places if place.is_dir() for entry in place.iterdir()
                            if entry.is_mount()))
    except OSError:
        return ()


def _really(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield folder.resolve(strict=True)
