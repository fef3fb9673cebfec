"""Makes folders and disks that cannot be written to, and fills disks."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path

import pytest


def fill(path: Path) -> None:
    """Write to a file until its disk is full."""
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        file.writelines(repeat(bytes(4096)))


@pytest.fixture
def unwritable() -> Iterator[Callable[[Path], None]]:
    """Make a folder read-only: by its mode, or for root, who ignores modes, by a read-only bind mount."""
    undo: list[Callable[[], object]] = []

    def make(folder: Path) -> None:
        if os.geteuid() != 0:
            folder.chmod(0o500)
            undo.append(lambda: folder.chmod(0o700))
            return
        if subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode:
            pytest.skip("root without the right to mount: nothing stops it from writing here")
        undo.append(lambda: subprocess.run(["umount", folder], check=True))
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)

    yield make
    for each in reversed(undo):
        each()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)
