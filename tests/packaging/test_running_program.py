"""Tests that the packed program reads its modules from the program that runs, also after an upgrade replaced it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a program that runs is replaced on Linux alone")

IMPORTERS = """import sys
class Archive:
    _filename = sys.executable
    def extract(self):
        with open(self._filename, "rb") as file:
            return file.read()
pyz_archive = Archive()
"""
"""What PyInstaller's own module has: an archive at the end of the program, opened by its path for each module."""

PROGRAM = """import sys
sys.path[:0] = sys.argv[1:]
import running_program
print("runs", flush=True)
sys.stdin.readline()
print(running_program.pyz_archive.extract().endswith(b"module of before"))
"""


def test_a_program_that_is_replaced_while_it_runs_reads_its_own_modules(tmp_path: Path) -> None:
    (tmp_path / "pyimod02_importers.py").write_text(IMPORTERS)
    program, other = tmp_path / "program", tmp_path / "other"
    shutil.copy(Path(sys.executable).resolve(), program)
    with program.open("ab") as file:
        file.write(b"module of before")
    other.write_bytes(b"another version")
    command = [program, "-c", PROGRAM, tmp_path, ROOT / "packaging"]
    with subprocess.Popen(command, env={"PYTHONHOME": sys.base_prefix}, text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "runs\n"
        other.replace(program)
        said, _ = running.communicate("\n", timeout=30)
    assert said == "True\n"
