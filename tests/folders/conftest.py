"""What the folder tests share."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait until a condition holds; fail after 15 seconds."""

    def wait(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 15
        while not holds():
            assert time.monotonic() < deadline, "not within 15 seconds"
            time.sleep(0.01)

    return wait


@pytest.fixture
def unwritable() -> Iterator[Callable[[Path], None]]:
    """Make a folder read-only: by its mode, or for root, whom modes do not stop, by a read-only bind mount."""
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
