"""Tests setup.exe on a computer that never had the program: a fresh Wine prefix (make test-package-windows).

Each fixture is a step that needs the previous one: installed, guarding, pasted, upgraded, removed.
"""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from rules.text import Text
from scripts.wine_prefix import make
from tests.support.brokering import NOTICE
from tests.support.guarding import wait_for
from tests.support.pictures import encode, render_document
from tests.support.program import ROOT
from tests.windows.wine import CHAT, STRANGER, WindowsClient, environment, text_bytes, windows_path
from ui.demo.display import Display, end, private_display

PACKAGES = ROOT / ".build" / "packages"
MARKED = "绝密★启用前\n关于某项工作的方案"
CLEAN = "今天的值班表：上午开会，下午值班。"
SECONDS = 300.0
DAYS = 45
NEWER = "9.9.9"
SETTINGS = '[rules]\npacks = ["教育"]\n'
RUN_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\MiShao"

SETUPS = sorted(PACKAGES.glob("mishao_*_setup.exe"), key=lambda path: path.stat().st_mtime)
pytestmark = [pytest.mark.timeout(1800),
              pytest.mark.skipif(not SETUPS, reason="no setup.exe is built: run make package-windows")]


@dataclass(frozen=True)
class Computer:
    """A Wine prefix with nothing but Wine in it."""

    prefix: Path
    display: Display

    @property
    def program(self) -> Path:
        return self.prefix / "drive_c" / "Program Files" / "MiShao"

    @property
    def machine_layer(self) -> Path:
        return self.prefix / "drive_c" / "ProgramData" / "mishao"

    @property
    def of_user(self) -> Path:
        return next((self.prefix / "drive_c" / "users").glob("[!P]*")) / "AppData" / "Local" / "mishao"

    @property
    def start_menu(self) -> list[Path]:
        return list((self.prefix / "drive_c" / "ProgramData").rglob("密哨.lnk"))

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end."""
        return subprocess.run(["wine", *command], input=stdin.encode(), env=environment(self.display, self.prefix),
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)

    def mishao(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
        """Run a command of the installed program."""
        return self.run(str(self.program / "mishao.exe"), *arguments, stdin=stdin)

    def install(self, setup: Path, *switches: str) -> int:
        """Install without questions, and return the exit code."""
        return self.run(windows_path(setup), "/S", *switches).returncode

    def registry(self, key: str, value: str) -> str:
        """Return a value of the registry, "" when there is none."""
        said = self.run("reg", "query", key, "/v", value).stdout.decode("utf-8", "replace")
        return said.split("REG_SZ", 1)[1].strip() if "REG_SZ" in said else ""

    def guarding(self) -> bool:
        """Return whether a guard watches the clipboard."""
        return b"by-destination" in self.mishao("status", "--json").stdout

    def held(self) -> list[str]:
        """Return the numbers of the held items."""
        return [json.loads(line)["id"] for line in self.mishao("vault", "list", "--json").stdout.splitlines()]


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    prefix = tmp_path_factory.mktemp("computer") / "prefix"
    make(prefix)
    with private_display("1024x768") as display:
        yield Computer(prefix, display)
        for order in ("-k", "-w"):
            subprocess.run(["wineserver", order], env=environment(display, prefix), check=False)


@pytest.fixture(scope="module")
def installed(computer: Computer, tmp_path_factory: pytest.TempPathFactory) -> Computer:
    """Installed by a setup.exe with a file of the unit's settings beside it, and the name of this computer."""
    folder = tmp_path_factory.mktemp("deploy")
    shutil.copy2(SETUPS[-1], folder / "setup.exe")
    (folder / "mishao-provision.toml").write_text('unit = "信息中心"\ndevice = "PC-0"\n', "utf-8")
    assert computer.install(folder / "setup.exe", f"/RETENTION={DAYS}", "/DEVICE=PC 007") == 0
    return computer


@pytest.fixture(scope="module")
def guarding(installed: Computer) -> Iterator[Computer]:
    """The tray was started as at login, and its user has settings."""
    installed.of_user.mkdir(parents=True, exist_ok=True)
    (installed.of_user / "mishao.toml").write_text(SETTINGS, "utf-8")
    command = installed.registry(RUN_KEY, "MiShao").strip('"')
    tray = subprocess.Popen(["wine", command], env=environment(installed.display, installed.prefix),
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(installed.guarding, "the guard", SECONDS)
    yield installed
    end(tray)


@pytest.fixture(scope="module")
def pasted(guarding: Computer) -> str:
    """What a chat client got of a copied secret."""
    stranger, chat = (WindowsClient(guarding.display, name, guarding.prefix) for name in (STRANGER, CHAT))
    stranger.copy({"CF_UNICODETEXT": text_bytes(MARKED)})
    wait_for(guarding.held, "the case in the vault", SECONDS)
    given = chat.text()
    for client in (stranger, chat):
        client.close()
    return given


@pytest.fixture(scope="module")
def upgraded(guarding: Computer, pasted: str, tmp_path_factory: pytest.TempPathFactory) -> Computer:
    """A newer version was installed over the running one, which had a file that the newer lacks."""
    folder = tmp_path_factory.mktemp("newer")
    shutil.copytree(PACKAGES / "windows" / "mishao", folder / "mishao")
    (folder / "mishao" / "_internal" / "newer").touch()
    (guarding.program / "_internal" / "older").touch()
    subprocess.run(["makensis", "-V1", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode", "-XSetCompress off",
                    f"-DVERSION={NEWER}", f"-DPROGRAM={folder / 'mishao'}", f"-DOUTPUT={folder / 'setup.exe'}",
                    f"-DICON={ROOT / '.build' / 'work' / 'mishao.ico'}",
                    str(ROOT / "packaging" / "windows" / "mishao.nsi")], timeout=SECONDS, check=True)
    assert guarding.install(folder / "setup.exe") == 0
    wait_for(guarding.guarding, "the guard of the newer version", SECONDS)
    return guarding


@pytest.fixture(scope="module")
def removed(upgraded: Computer) -> Computer:
    assert upgraded.run(str(upgraded.program / "uninstall.exe"), "/S").returncode == 0
    wait_for(lambda: not upgraded.program.exists(), "the end of the copy that the uninstaller makes of itself", SECONDS)
    wait_for(lambda: not upgraded.registry(UNINSTALL_KEY, "DisplayVersion"), "its last step", SECONDS)
    return upgraded


@pytest.mark.parametrize("days", ["0", "3651", "x", "-1", ""])
def test_days_that_cannot_be_meant_install_nothing(computer: Computer, days: str) -> None:
    assert computer.install(SETUPS[-1], f"/RETENTION={days}") == 2
    assert not computer.program.exists()


def test_it_starts_with_every_session_and_is_in_the_start_menu(installed: Computer) -> None:
    assert installed.registry(RUN_KEY, "MiShao") == r'"C:\Program Files\MiShao\mishaow.exe"'
    assert installed.start_menu


def test_the_chosen_days_are_in_the_machine_layer(installed: Computer) -> None:
    assert (installed.machine_layer / "retention.toml").read_text("ascii").strip() == f"days = {DAYS}"


def test_the_settings_of_the_unit_and_the_name_of_the_computer_are_in_the_machine_layer(installed: Computer) -> None:
    report = (installed.machine_layer / "report.toml").read_text("utf-8")
    assert 'unit = "信息中心"\ndevice = "PC 007"\n' in report


def test_settings_that_are_wrong_are_an_exit_code_and_a_line_of_the_log_and_none_is_written(
        installed: Computer) -> None:
    assert installed.install(SETUPS[-1], "/SERVER=ftp://rules.invalid", "/UNIT=other", "/REPLACE") == 6
    assert "ftp" not in "".join(path.read_text("utf-8") for path in installed.machine_layer.glob("*.toml"))
    assert "没有布置" in (installed.machine_layer / "provision.log").read_text("utf-8").splitlines()[-1]
    assert (installed.program / "mishao.exe").exists()


def test_the_templates_of_group_policy_are_beside_the_program(installed: Computer) -> None:
    assert {path.name for path in (installed.program / "policies").rglob("*.ad*")} == {"mishao.admx", "mishao.adml"}


def test_the_machine_layer_is_closed_to_plain_users(installed: Computer) -> None:
    """Wine stores an access list as the mode of the file, and no owner: whether it is an administrator is not visible
    here."""
    for path in (installed.machine_layer, installed.machine_layer / "retention.toml"):
        assert path.stat().st_mode & stat.S_IRWXO == 0
    assert installed.machine_layer.parent.stat().st_mode & stat.S_IRWXO != 0


def test_a_text_with_a_mark_is_stopped_and_another_is_not(installed: Computer) -> None:
    assert installed.mishao("check", "-", stdin=MARKED).returncode == 4
    assert installed.mishao("check", "-", stdin=CLEAN).returncode == 0


def test_doctor_finds_broker_key_and_models(installed: Computer) -> None:
    found = {line["name"]: line for line in map(json.loads, installed.mishao("doctor", "--json").stdout.splitlines())}
    assert "windows" in found["剪贴板"]["words"]
    assert found["暂存库"]["works"]
    assert "模型" in found["识别引擎 cascade"]["words"]


def test_the_packed_reader_reads_a_picture_with_the_packed_models(installed: Computer) -> None:
    reader = ReaderClient(["wine", str(installed.program / "mishao.exe"), "--reader"], read_unconfined=True,
                          read_seconds=SECONDS, prepare_seconds=SECONDS,
                          environment=environment(installed.display, installed.prefix))
    try:
        reading = reader.read(Item("值班表.png", Kind.PICTURE, encode(render_document(CLEAN))))
        assert isinstance(reading, Text)
        assert "值班表" in reading.original
    finally:
        reader.close()


def test_a_guarded_copy_reaches_no_chat_client(pasted: str) -> None:
    assert pasted == NOTICE


def test_an_upgrade_replaces_the_program_and_guards_on(upgraded: Computer) -> None:
    assert upgraded.registry(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert (upgraded.program / "_internal" / "newer").exists()
    assert not (upgraded.program / "_internal" / "older").exists()
    assert upgraded.guarding()


def test_an_upgrade_keeps_what_is_held_and_the_settings(upgraded: Computer) -> None:
    [case] = upgraded.held()
    assert json.loads(upgraded.mishao("vault", "show", case, "--json").stdout)["text"] == [MARKED]
    assert (upgraded.of_user / "mishao.toml").read_text("utf-8") == SETTINGS
    assert (upgraded.machine_layer / "retention.toml").read_text("ascii").strip() == f"days = {DAYS}"


def test_removal_leaves_nothing_of_the_program_and_all_of_the_users(removed: Computer) -> None:
    assert not removed.program.exists()
    assert not removed.start_menu
    assert not removed.registry(RUN_KEY, "MiShao")
    assert (removed.of_user / "mishao.toml").read_text("utf-8") == SETTINGS
    assert any((removed.of_user / "vault").iterdir())
