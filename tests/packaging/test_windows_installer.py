"""Tests what the installer for Windows leaves alone and starts again, under Wine, with stand-ins for the program."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from scripts.wine_prefix import make
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.windows.wine import environment, windows_path
from ui.demo.display import Display, private_display

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(os.name == "nt" or not shutil.which("makensis") or not shutil.which("wine"),
                       reason="needs makensis and Wine"),
]

STAND_IN = """Unicode true
OutFile "{file}"
RequestExecutionLevel user
SilentInstall silent
Section
{does}
SectionEnd
"""
REFUSES = "SetErrorLevel 1"
"""As `mishao stop` does where 停止 is locked."""

STAYS = """FileOpen $0 "$EXEDIR\\..\\started" a
FileSeek $0 0 END
FileWrite $0 "x"
FileClose $0
stay:
Sleep 100
Goto stay"""
"""As a tray does; it says that it was started."""

HOLDS = """FileOpen $0 "$EXEDIR\\MiShao\\_internal\\part" r
FileOpen $1 "$EXEDIR\\holding" w
stay:
Sleep 100
Goto stay"""
"""As a program does that has a file of the installed one open; it says when it has."""

UNINSTALL_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\MiShao"

OTHER_FORMS = [b"\xef\xbb\xbfdays = 60\r\n", b"days = 1_000\r\n", b"days\t= 60\r\n", b'"days" = 60\r\n']


def made(script: str, folder: Path, *defined: str) -> None:
    path = folder / "script.nsi"
    path.write_text(script, "utf-8")
    subprocess.run(["makensis", "-V1", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode", *defined, str(path)],
                   check=True, timeout=60)


@dataclass(frozen=True)
class Computer:
    """A fresh Wine prefix, and a setup.exe whose program is two stand-ins."""

    prefix: Path
    setup: Path
    display: Display

    @property
    def days(self) -> Path:
        return self.prefix / "drive_c/ProgramData/mishao/retention.toml"

    @property
    def folder(self) -> Path:
        return self.prefix / "drive_c/Program Files"

    def install(self, *switches: str) -> int:
        """Install without questions, and return the exit code."""
        return self.run(windows_path(self.setup), "/S", *switches)

    def remove(self) -> int:
        """Remove it without questions, and return the exit code."""
        script = self.prefix / "drive_c" / "remove.bat"  # the folder must not be in quotes, into which Wine puts blanks
        script.write_text(r"""@"C:\Program Files\MiShao\uninstall.exe" /S _?=C:\Program Files\MiShao""")
        return self.run("cmd", "/c", windows_path(script))

    def run(self, *command: str) -> int:
        """Run a Windows program to its end, and return its exit code."""
        return subprocess.run(["wine", *command], timeout=120, check=False, stdout=subprocess.DEVNULL,
                              env=environment(self.display, self.prefix), stderr=subprocess.DEVNULL).returncode

    def listed(self) -> bool:
        """Return whether it is among the programs that can be removed."""
        return self.run("reg", "query", UNINSTALL_KEY, "/v", "DisplayVersion") == 0

    def trays(self) -> int:
        """Return how many trays were started."""
        said = self.folder / "started"
        return said.stat().st_size if said.exists() else 0


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    folder = tmp_path_factory.mktemp("computer")
    make(folder / "prefix")
    (folder / "program" / "_internal").mkdir(parents=True)
    (folder / "program" / "_internal" / "part").write_bytes(b"of this version")
    for name, does in (("mishao.exe", REFUSES), ("mishaow.exe", STAYS)):
        made(STAND_IN.format(file=folder / "program" / name, does=does), folder)
    icon = folder / "mishao.ico"
    Image.new("RGBA", (32, 32)).save(icon)
    made((ROOT / "packaging/windows/mishao.nsi").read_text("utf-8"), folder, "-DVERSION=1.2.3",
         f"-DPROGRAM={folder / 'program'}", f"-DICON={icon}", f"-DOUTPUT={folder / 'setup.exe'}")
    with private_display("800x600") as display:
        yield Computer(folder / "prefix", folder / "setup.exe", display)
        for order in ("-k", "-w"):
            subprocess.run(["wineserver", order], env=environment(display, folder / "prefix"), check=False)


@pytest.mark.parametrize("written", OTHER_FORMS)
def test_days_that_an_administrator_wrote_outlast_an_upgrade_in_any_form(computer: Computer, written: bytes) -> None:
    computer.days.parent.mkdir(parents=True, exist_ok=True)
    computer.days.write_bytes(written)
    assert computer.install() == 0
    assert computer.days.read_bytes() == written


def test_days_that_are_given_replace_those_of_before_and_without_any_there_are_thirty(computer: Computer) -> None:
    computer.days.unlink(missing_ok=True)
    assert computer.install() == 0
    assert computer.days.read_bytes() == b"days = 30\r\n"
    assert computer.install("/RETENTION=60") == 0
    assert computer.days.read_bytes() == b"days = 60\r\n"
    assert computer.install("/RETENTION=30") == 0
    assert computer.days.read_bytes() == b"days = 30\r\n"


def test_a_silent_upgrade_starts_the_tray_again_that_ran_though_it_refused_to_stop(computer: Computer) -> None:
    assert computer.install() == 0
    assert computer.trays() == 0, "nobody had started it"
    running = subprocess.Popen(["wine", str(computer.folder / "MiShao" / "mishaow.exe")],
                               env=environment(computer.display, computer.prefix), stderr=subprocess.DEVNULL)
    wait_for(lambda: computer.trays() == 1, "the tray", 60)
    assert computer.install() == 0
    running.wait(60)
    wait_for(lambda: computer.trays() == 2, "the tray of the new version", 60)


def test_a_file_that_is_open_elsewhere_is_told_by_the_exit_code_and_the_next_time_all_is_done(
        computer: Computer, tmp_path: Path) -> None:
    assert computer.install() == 0
    holder = computer.folder / "holder.exe"
    made(STAND_IN.format(file=holder, does=HOLDS), tmp_path)
    holding = subprocess.Popen(["wine", str(holder)], env=environment(computer.display, computer.prefix),
                               stderr=subprocess.DEVNULL)
    wait_for((computer.folder / "holding").exists, "the program that has a file open", 60)
    assert computer.install() == 5
    assert computer.remove() == 5
    assert computer.listed(), "it can be removed another time"
    computer.run("taskkill", "/F", "/IM", "holder.exe")
    holding.wait(60)
    assert computer.install() == 0
    assert computer.remove() == 0
    assert not computer.listed()
    assert not (computer.folder / "MiShao" / "_internal").exists()
