"""Tests that a packed program on Windows reads its modules from its own file, whatever somebody puts on the drive."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.program import ROOT
from tests.windows.wine import environment, program, windows_path
from ui.demo.display import Display

IMPORTERS = "class pyz_archive:\n    _filename = 'mishao.exe'\n"
PROGRAM = "import sys; sys.path[:0] = sys.argv[1:]; import running_program as one; print(one.pyz_archive._filename)"


def test_a_proc_folder_on_the_current_drive_is_not_read(display: Display, tmp_path: Path) -> None:
    (tmp_path / "pyimod02_importers.py").write_text(IMPORTERS)
    done = subprocess.run(
        ["wine", str(program("python.exe")), "-c", PROGRAM, windows_path(tmp_path), windows_path(ROOT / "packaging")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env=environment(display), check=False)
    assert done.stdout.split() == [b"mishao.exe"]
