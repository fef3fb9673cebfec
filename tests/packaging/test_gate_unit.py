"""Tests the shipped unit of the file gate under a real systemd: the gate works with its remaining rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.file_gate.packets import connect
from tests.packaging.test_unit import BOOTED, SYSTEMD
from tests.support.gate_speaking import Speaker, packed_release
from tests.support.gating import CLEAN, FLAGGED, GateUnderTest, program_named, reads
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.support.publishing import UnitOffice
from tests.support.publishing_fixtures import cheap_keys, office
from ui.demo.display import end

__all__ = ["cheap_keys", "office"]

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="a unit of Linux packages"),
    pytest.mark.skipif(not SYSTEMD.exists() or not shutil.which("unshare") or os.geteuid() != 0,
                       reason="needs systemd, and root for a /run of its own"),
]

UNIT = "mishao-gate.service"

NAMESPACES = ("Protect", "Private")
"""Lines for which a user's systemd creates a user namespace, in which there is no fanotify. The gate in its own mount
namespace is tested in tests/file_gate."""


class Service:
    """The unit with this checkout's gate, run by a systemd started for it."""

    def __init__(self, folder: Path) -> None:
        self._run = folder / "run"
        self._run.mkdir(mode=0o700)
        self._environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(self._run)}
        self._environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        units = folder / ".config/systemd/user"
        units.mkdir(parents=True)
        self.machine = self._run / "mishao-gate"
        gate = f"{sys.executable} {ROOT}/tests/support/managed_main.py --machine {self.machine} --file-gate"
        unit = (ROOT / "packaging/linux" / UNIT).read_text("utf-8")
        unit = unit.replace("/usr/lib/mishao/mishao --file-gate", gate).replace("/usr/lib/mishao/mishao", "/bin/sh")
        self.off = folder / "file-gate.off"
        unit = unit.replace("/etc/mishao/file-gate.off", str(self.off))
        kept = (line for line in unit.splitlines(keepends=True) if not line.startswith(NAMESPACES))
        self.unit = units / UNIT
        self.unit.write_text("".join(kept), "utf-8")
        self._manager = subprocess.Popen(["unshare", "-m", "sh", "-c", BOOTED, str(SYSTEMD)], env=self._environment,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        try:
            wait_for(lambda: self.tell("list-units").returncode == 0, "a systemd of a user", 20)
        except AssertionError:
            pytest.skip("no systemd runs for a user here")
        started = self.tell("start")
        assert started.returncode == 0, started.stderr
        wait_for((self.machine / "gate.sock").exists, "the gate", 60)

    def pid(self) -> int:
        return int(self.tell("show", "-P", "MainPID").stdout.strip() or 0)

    def deny(self, call: str) -> None:
        """Refuse the unit a call of the kernel, as a container does."""
        text = self.unit.read_text("utf-8")
        self.unit.write_text(text.replace("SystemCallFilter=~", f"SystemCallFilter=~{call} "), "utf-8")
        subprocess.run(["systemctl", "--user", "daemon-reload"], env=self._environment, check=True)

    def stop(self) -> None:
        self.tell("stop")
        end(self._manager)

    def tell(self, verb: str, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["systemctl", "--user", verb, *more, UNIT], env=self._environment, capture_output=True,
                              text=True)


@pytest.fixture
def service(office: UnitOffice, tmp_path: Path) -> Iterator[Service]:
    """The unit on a computer that was set up with the root of trust of an office."""
    running = Service(tmp_path)
    office.machine(running.machine)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def test_a_gate_with_the_rights_of_its_unit_holds_and_comes_back_when_it_is_killed(service: Service,
                                                                                   tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, words in (("a.txt", FLAGGED), ("b.txt", CLEAN)):
        (documents / name).write_text(words, "utf-8")
    wechat = program_named("wechat", tmp_path / "bin")
    gate = GateUnderTest(service.machine)
    gate.guard(documents)
    assert reads(wechat, documents / "a.txt") is None
    assert reads(wechat, documents / "b.txt") == CLEAN
    status = Path(f"/proc/{service.pid()}/status").read_text()
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status
    (documents / "新的").mkdir()
    (documents / "新的" / "a.txt").write_text(FLAGGED, "utf-8")
    wait_for(lambda: reads(wechat, documents / "新的" / "a.txt") is None, "the new folder to be marked")
    before = service.pid()
    os.kill(before, 9)
    wait_for(lambda: service.pid() not in (0, before), "the gate to come back", 5)
    wait_for(lambda: takes_guards(service.machine / "gate.sock"), "the gate")  # the killed one left its socket there
    gate.guard(documents)
    assert reads(wechat, documents / "a.txt") is None
    gate.stop()


def test_a_gate_that_the_administrator_switched_off_does_not_start_and_that_is_no_failure(service: Service) -> None:
    service.off.touch()
    assert service.tell("restart").returncode == 0
    assert service.pid() == 0
    service.off.unlink()
    assert service.tell("restart").returncode == 0
    wait_for(service.pid, "the gate")


def test_where_the_kernel_has_nothing_to_answer_the_start_fails_once_and_it_is_given_up(service: Service) -> None:
    service.tell("stop")
    service.deny("fanotify_init")
    assert service.tell("start").returncode != 0, "whoever starts it is told"
    assert service.tell("is-failed").returncode == 0
    assert service.tell("show", "-P", "NRestarts").stdout.strip() == "0"


def takes_guards(path: Path) -> bool:
    try:
        connect(path).close()
    except OSError:
        return False
    return True


def test_a_gate_with_the_rights_of_its_unit_verifies_what_was_signed(service: Service, office: UnitOffice,
                                                                     tmp_path: Path) -> None:
    speaker = Speaker(service.machine / "gate.sock", tmp_path / "documents")
    try:
        speaker.show(*packed_release(office, tmp_path, "没判完的: 先留着"))
        wait_for((service.machine / "signed").exists, "the release to be verified")
    finally:
        speaker.close()
