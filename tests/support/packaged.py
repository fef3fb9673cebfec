"""Reads files of the Linux packages as if all our files were in one folder, and finds what runs from there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tests.support.program import ROOT

DATABASES = """Config: answers
Templates: templates

Name: answers
Driver: File
Mode: 600
Filename: {folder}/answers.dat

Name: templates
Driver: File
Mode: 644
Filename: {folder}/templates.dat
"""


def moved(name: str, folder: Path) -> str:
    """Return a file of packaging/linux with its paths moved to this folder."""
    text = (ROOT / "packaging/linux" / name).read_text("utf-8")
    for place, here in (("/usr/lib/mishao", ""), ("/run/mishao", "/mishao"), ("/run/user", "/user"),
                        ("/etc/apparmor.d", "/etc"), ("/etc/mishao", "/etc"), ("/usr/share/mishao", ""),
                        ("/var/lib/mishao", "/state"),
                        ("/etc/firefox", "/firefox"), ("/usr/lib*/firefox", "/lib*/firefox"),
                        ("/opt/firefox", "/opt/firefox")):
        text = text.replace(place, f"{folder}{here}")
    return text.replace("systemctl --root=/ ", f"systemctl --root={folder} ")


def debconf(folder: Path) -> dict[str, str]:
    """Return the environment of a debconf that asks nobody and has its databases in this folder (``answers.dat``)."""
    (folder / "debconf.conf").write_text(DATABASES.format(folder=folder))
    return {**os.environ, "DEBCONF_SYSTEMRC": str(folder / "debconf.conf"), "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8"}


def ours(folder: Path) -> list[int]:
    """Return the processes that run from the program in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str((process / "exe").readlink()).startswith(f"{folder}/mishao"):
                found.append(int(process.name))
    return found
