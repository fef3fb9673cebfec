"""Finds the folders that the file gate marks: those that people send files from, and mounted removable media."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from guard.channels.chat_folders import LAYOUTS
from guard.core.policy import Policy
from guard.folders.chosen import chosen
from guard.folders.grounds import trees, watched
from guard.platform.linux import LinuxPlatform
from guard.util.path_text import path_text
from guard.util.written_paths import existing
from rules.sentences.sentence import Sentence


def marked_folders(policy: Policy, saving: Sequence[tuple[Path, Sentence]]) -> tuple[str, ...]:
    """Return the existing folders of this user to mark, by their real paths; ``saving`` is where tools save."""
    platform = LinuxPlatform()
    screenshots = chosen(policy.screenshot_folders).folders
    grounds = trees(watched(platform, screenshots, saving))
    added = chosen(policy.file_gate.folders).folders
    wanted = (*grounds, *platform.download_folders(), *added, *media())
    return tuple(dict.fromkeys(map(path_text, filter(None, map(existing, wanted)))))


def left_out(policy: Policy) -> tuple[str, ...]:
    """Return the folders to leave out: the chat clients' own by name, and those that the policy names by path."""
    named = dict.fromkeys(layout.folder for layout in LAYOUTS)
    left = chosen(policy.file_gate.left_out).folders
    return (*named, *map(path_text, filter(None, map(existing, left))))


def media() -> tuple[Path, ...]:
    """Return the media that udisks has mounted for this user."""
    try:
        name = os.environ.get("USER") or Path.home().name
        places = [Path(above) / name for above in ("/media", "/run/media")]
        return tuple(sorted(entry for place in places if place.is_dir() for entry in place.iterdir()
                            if entry.is_mount()))
    except OSError:
        return ()
