"""Puts the members of a zip archive in the order of their names: PyInstaller's order differs from build to build.

usage: sorted_archive.py ARCHIVE
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path


def main(path: Path) -> None:
    """Write the archive anew, with the same members."""
    sorted_one = path.with_suffix(".sorted")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(sorted_one, "w", zipfile.ZIP_DEFLATED) as new:
        for member in sorted(old.infolist(), key=lambda member: member.filename):
            new.writestr(member, old.read(member))
    sorted_one.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
