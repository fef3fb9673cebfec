"""Tests the shipped unit under a real user systemd: what it restarts and what it leaves running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.guarding import wait_for
from tests.support.packaged import moved, ours

SYSTEMD = Path("/usr/lib/systemd/systemd")
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="a unit of Linux packages"),
    pytest.mark.skipif(not SYSTEMD.exists() or not shutil.which("unshare") or os.geteuid() != 0,
                       reason="needs systemd, and root for a /run of its own"),
]
BOOTED = """mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec "$0" --user --unit=basic.target"""
"""A user systemd runs only where the machine looks as if systemd had booted it."""

TRAY = """cd {folder}
[ ! -e no-display ] || exit 69
[ ! -e deaf ] || trap '' TERM
echo $$ >>trays
[ -e guard ] || {{ sleep 600 & echo $! >guard; }}
while [ ! -e quit ]; do sleep 0.05; done
"""


class Service:
    """The unit with a tray that starts a guard once, and ends by itself when told to quit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"),
                             "DISPLAY": ":77"}
        self._environment.pop("WAYLAND_DISPLAY", None)
        self._environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        (folder / "tray").write_text(TRAY.format(folder=folder), "utf-8")
        # A program of its own, like the shipped one: scripts that end it identify it by its file.
        shutil.copy("/bin/sh", folder / "mishao")
        units = folder / ".config/systemd/user"
        units.mkdir(parents=True)
        self.unit = units / "mishao.service"
        unit = moved("mishao.service", folder)
        self.unit.write_text(unit.replace(f"ExecStart={folder}/mishao", f"ExecStart={folder}/mishao {folder}/tray"),
                             "utf-8")
        (folder / "run").mkdir(mode=0o700)
        self._manager = subprocess.Popen(["unshare", "-m", "sh", "-c", BOOTED, str(SYSTEMD)], env=self._environment,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        try:
            wait_for(lambda: self._tell("list-units") == 0, "a systemd of a user", 10)
        except AssertionError:
            pytest.skip("no systemd runs for a user here")
        assert self._tell("start") == 0
        wait_for(self.guard, "the guard")

    def _tell(self, verb: str) -> int:
        return subprocess.run(["systemctl", "--user", verb, "mishao.service"], env=self._environment,
                              capture_output=True, check=False).returncode

    def trays(self) -> list[int]:
        """Return the trays that were started, one after the other."""
        return [int(line) for line in (self.folder / "trays").read_text().split()]

    def guard(self) -> int:
        """Return the guard that the first tray started."""
        started = self.folder / "guard"
        return int(started.read_text() or 0) if started.exists() else 0

    def end_tray(self, number: signal.Signals) -> None:
        """End the tray by a signal, and wait for the next one."""
        before = self.trays()
        os.kill(before[-1], number)
        wait_for(lambda: len(self.trays()) > len(before), f"a tray again after {number.name}", 30)

    def quits(self) -> bool:
        """Let the tray end by itself; return whether it stays ended."""
        (self.folder / "quit").touch()
        wait_for(lambda: self._tell("is-active") != 0, "the unit to be over")
        before = self.trays()
        time.sleep(1)  # more than RestartSec
        return self.trays() == before

    def take_off(self) -> None:
        """Do what the package does before its files are removed: nothing of ours runs afterwards."""
        done = subprocess.run(["sh", "-c", moved("before-removal", self.folder)], capture_output=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert not ours(self.folder)

    def upgrade(self) -> None:
        """Do what the package does once another version is in place, and wait for the next tray."""
        (self.folder / "retention.toml").touch()
        before = self.trays()
        subprocess.run(["sh", "-c", moved("after-install", self.folder), "after-install"], check=True,
                       capture_output=True, timeout=60)
        wait_for(lambda: len(self.trays()) > len(before), "the tray of the other version", 5)

    def break_off_the_removal(self) -> None:
        """Do what the .deb does when its removal does not come to its end."""
        (self.folder / "retention.toml").touch()
        script = self.folder / "after-install"
        script.write_text(moved("after-install", self.folder), "utf-8")
        script.chmod(0o755)
        (self.folder / "user").mkdir()
        (self.folder / "user" / "0").symlink_to(self.folder / "run")
        subprocess.run(["sh", "-c", moved("deb/postinst", self.folder), "postinst", "abort-remove"], check=True,
                       capture_output=True, timeout=60)

    def from_the_menu(self, display: str, program: str) -> tuple[int, str]:
        """Start it as the menu does, on this display, where these lines are the program; return the script's process
        and what was said.
        """
        start = self.folder / "start"
        start.write_text(moved("start", self.folder), "utf-8")
        with subprocess.Popen(["sh", str(start)], env={**self._environment, "DISPLAY": display}, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
            said, _ = started.communicate(program, timeout=30)
        return started.pid, said

    def files_are_gone(self) -> None:
        """Remove the program, and do what the .deb does after that."""
        (self.folder / "mishao").unlink()
        subprocess.run(["sh", "-c", moved("deb/postrm", self.folder), "postrm", "remove"], check=True, timeout=60)
        assert not (self.folder / "mishao.removal").exists()

    def is_over(self) -> bool:
        """Return whether the unit neither runs nor will; watches for longer than RestartSec."""
        before = self.trays()
        time.sleep(1.2)
        state = subprocess.run(["systemctl", "--user", "show", "-P", "ActiveState", "mishao.service"],
                               env=self._environment, capture_output=True, text=True, check=True).stdout.strip()
        return self.trays() == before and state == "inactive" and not ours(self.folder)

    def is_given_up(self) -> None:
        """Wait until systemd starts the unit no more."""
        wait_for(lambda: self._tell("is-failed") == 0, "the unit to be given up")

    def close(self) -> None:
        self._tell("stop")
        with suppress(ProcessLookupError):
            os.kill(self.guard() or self._manager.pid, signal.SIGKILL)
        self._manager.terminate()
        self._manager.wait(10)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    running = Service(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_tray_that_is_ended_is_there_again_and_the_guard_never_goes(service: Service, number: signal.Signals) -> None:
    service.end_tray(number)
    os.kill(service.guard(), 0)


def test_a_tray_comes_back_however_often_it_is_killed(service: Service) -> None:
    for _ in range(12):
        service.end_tray(signal.SIGKILL)
    os.kill(service.guard(), 0)


def test_a_tray_that_was_quit_stays_so(service: Service) -> None:
    assert service.quits()


def test_a_removal_ends_the_tray_and_its_unit_when_the_files_go_at_once(service: Service) -> None:
    service.take_off()
    service.files_are_gone()
    assert service.is_over()


def test_a_removal_on_a_slow_disk_lets_no_tray_come_back(service: Service) -> None:
    service.take_off()
    assert service.is_over()
    service.files_are_gone()
    assert service.is_over()


@pytest.mark.thorough
def test_a_removal_ends_a_tray_that_does_not_listen(service: Service) -> None:
    (service.folder / "deaf").touch()
    service.end_tray(signal.SIGKILL)
    service.take_off()
    assert service.is_over()


def test_who_is_logged_in_during_an_upgrade_has_the_unit_of_the_new_version(service: Service) -> None:
    service.unit.write_text(f"{service.unit.read_text('utf-8')}Environment=VERSION=2\n", "utf-8")
    service.upgrade()
    assert b"VERSION=2" in Path(f"/proc/{service.trays()[-1]}/environ").read_bytes()


def test_a_tray_without_a_display_is_given_up_and_starts_again_at_the_next_login(service: Service) -> None:
    (service.folder / "no-display").touch()
    os.kill(service.trays()[-1], signal.SIGKILL)
    service.is_given_up()
    before = service.trays()
    (service.folder / "no-display").unlink()
    service.from_the_menu(":77", "")
    wait_for(lambda: len(service.trays()) > len(before), "the tray of the next session")


def test_a_start_from_the_menu_becomes_the_program_only_where_the_tray_of_the_unit_has_its_window(
        service: Service) -> None:
    process, said = service.from_the_menu(":77", "echo $$\n")
    assert said.split() == [str(process)]
    process, said = service.from_the_menu(":78", "echo $$\n")
    assert said.split() not in ([], [str(process)]), "a program that is started again when it is killed"


def test_a_removal_that_is_broken_off_brings_the_tray_back(service: Service) -> None:
    service.take_off()
    assert service.is_over()
    before = service.trays()
    service.break_off_the_removal()
    wait_for(lambda: len(service.trays()) > len(before), "the tray")
    os.kill(service.trays()[-1], 0)
