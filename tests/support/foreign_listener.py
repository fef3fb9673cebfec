"""Another product that is asked about each open of a file (fanotify(7)): ``foreign_listener.py FOLDER SECONDS``.

Allows each open after this many seconds; ``never`` instead of seconds answers none. Prints a line when it listens and
one per open.
"""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.file_gate.fanotify import PermissionGroup


def main(folder: str, seconds: str) -> None:
    group = PermissionGroup()
    group.mark(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
    print("listens", flush=True)
    while select.select([group], [], []):
        for descriptor, _ in group.read():
            print("asked", flush=True)
            if seconds != "never":
                time.sleep(float(seconds))
                group.answer(descriptor, allowed=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
