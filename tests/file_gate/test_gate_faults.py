"""Tests what may end or hang around the gate: every open is answered within 2.5 s, and nobody else notices."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.file_gate.messages import FromGate, Reached, Terms
from guard.file_gate.packets import Packets, connect
from guard.util import exit_codes
from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.faulty_gate_main import FAULT
from tests.support.gating import (
    CLEAN,
    FLAGGED,
    GateUnderTest,
    SpeakingGuard,
    needs_root,
    program_named,
    reads,
    running_gate,
)

pytestmark = needs_root

HANG_SECONDS = 2.5

STRANGER = 50_001

SANDBOX = ("bwrap", "--unshare-user", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink",
           "usr/lib64", "/lib64", "--proc", "/proc")

MANY = """
import os, sys, threading
opened = []
def many():
    for _ in range(200):
        os.close(os.open(sys.argv[1], os.O_RDONLY))
        opened.append(1)
threads = [threading.Thread(target=many) for _ in range(100)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(opened))
"""

TRIES = """
import os, sys, time
began = time.monotonic()
for _ in range(int(sys.argv[2])):
    try:
        os.close(os.open(sys.argv[1], os.O_RDONLY))
    except PermissionError:
        pass
print(time.monotonic() - began)
"""

CONNECTS = """
import socket, sys
connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
connection.connect(sys.argv[1])
print(connection.recv(10))
"""


def test_who_waits_passes_when_the_gate_is_killed(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    guard = gate.guard(documents, "silent", "wait=1800")
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(reads, wechat, documents / "a.txt")
        assert guard.said()["said"] == "Opened"
        gate.kill()
        assert reading.result(HANG_SECONDS) == CLEAN


def test_who_waits_is_answered_when_the_guard_is_killed(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    guard = gate.guard(documents, "silent", "wait=1800")
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(reads, wechat, documents / "a.txt")
        assert guard.said()["said"] == "Opened"
        began = time.monotonic()
        guard.process.kill()
        assert reading.result(HANG_SECONDS) is None
        assert time.monotonic() - began < 1.5


def test_a_gate_that_hangs_ends_and_everything_passes(tmp_path: Path, documents: Path, wechat: Path) -> None:
    machine = tmp_path / "hanging"
    machine.mkdir()
    with running_gate(machine, "hanging_gate_main.py") as gate:
        (documents / "a.txt").write_text(FLAGGED, "utf-8")
        gate.guard(documents)
        assert reads(wechat, documents / "a.txt") is None
        began = time.monotonic()
        assert reads(program_named("hang-gate", tmp_path / "bin"), documents / "a.txt") == FLAGGED
        assert time.monotonic() - began < HANG_SECONDS
        assert gate.process is not None
        assert gate.process.wait(1) == -signal.SIGALRM


def test_a_gate_whose_thread_that_marks_folders_fails_says_where_and_ends(
        tmp_path: Path, documents: Path, wechat: Path, capfd: pytest.CaptureFixture[str]) -> None:
    machine = tmp_path / "faulty"
    machine.mkdir()
    with running_gate(machine, "faulty_gate_main.py") as gate:
        (documents / "a.txt").write_text(FLAGGED, "utf-8")
        guard = gate.guard(documents)
        assert reads(wechat, documents / "a.txt") is None
        (documents / FAULT).mkdir()
        assert gate.process is not None
        assert gate.process.wait(HANG_SECONDS) == exit_codes.CRASHED
        assert reads(wechat, documents / "a.txt") == FLAGGED
        guard.stop()
        said = capfd.readouterr().err
        assert "unexpected KeyError" in said
        assert "marking.py" in said
        assert FAULT not in said.replace("faulty_gate_main.py", "")
        (documents / FAULT).rmdir()
        gate.start()
        gate.guard(documents)
        assert reads(wechat, documents / "a.txt") is None


def test_a_guard_that_names_folders_that_can_be_none_ends_no_gate(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    stranger: Packets[FromGate] = Packets(connect(gate.socket), FromGate)
    policy = replace(load(builtin_policy(), "policy.yaml"), pages=())
    stranger.send(Terms(policy, ("/a\0b", str(documents)), (), "rules 1"))
    received = stranger.receive()
    assert received is not None
    assert isinstance(received[0], Reached)
    stranger.close()
    gate.guard(documents)
    assert reads(wechat, documents / "a.txt") is None
    assert gate.process is not None
    assert gate.process.poll() is None


def tries(program: Path, file: Path, times: int) -> float:
    """Let a client open a file this often without a pause; return the seconds it took."""
    done = subprocess.run([program, "-c", TRIES, file, str(times)], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYTHONHOME": "/usr"}, check=True)
    return float(done.stdout)


def test_a_guard_hears_once_a_second_of_a_client_that_tries_a_refused_file_without_a_pause(
        gate: GateUnderTest, documents: Path, wechat: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "end.txt"):
        (documents / name).write_text(FLAGGED, "utf-8")
    guard = gate.guard(documents)
    assert reads(wechat, documents / "a.txt") is None
    seconds = tries(program_named("qq", tmp_path / "bin", SYSTEM_PYTHON), documents / "a.txt", 500)
    assert reads(wechat, documents / "end.txt") is None
    heard = 0
    while guard.said().get("path") != str(documents / "end.txt"):
        heard += 1
    assert 2 <= heard <= 3 + seconds


def test_opens_without_a_verdict_are_all_counted_though_the_guard_hears_of_them_once_a_second(
        gate: GateUnderTest, documents: Path, tmp_path: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    guard = gate.guard(documents, "busy")
    seconds = tries(program_named("qq", tmp_path / "bin", SYSTEM_PYTHON), documents / "a.txt", 200)
    counts: list[int] = []
    while sum(counts) < 200:
        said = guard.said()
        if said["said"] == "Unjudged":
            counts.append(cast(int, said["count"]))
    assert sum(counts) == 200
    assert len(counts) <= 3 + seconds


def test_more_opens_than_may_wait_are_answered_as_unjudged(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    for number in range(150):
        (documents / f"{number}.txt").write_text(CLEAN, "utf-8")
    gate.guard(documents, "silent", "wait=1500", "unjudged=放过")
    began = time.monotonic()
    clients = [subprocess.Popen([wechat, documents / f"{number}.txt"], stdout=subprocess.DEVNULL)
               for number in range(150)]
    assert [client.wait(10) for client in clients] == [0] * 150
    assert time.monotonic() - began < 5.0


def test_another_users_guard_neither_has_folders_marked_nor_lets_a_file_pass(wechat: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        machine, documents = Path(place) / "machine", Path(place) / "documents"
        machine.mkdir()
        documents.mkdir()
        (documents / "a.txt").write_text(FLAGGED, "utf-8")
        with running_gate(machine) as gate:
            foreign = SpeakingGuard(gate.socket, documents, "allow", (f"user={STRANGER}",))
            assert foreign.reached() == 0
            assert reads(wechat, documents / "a.txt") == FLAGGED
            gate.guard(documents, "silent", "wait=500")
            assert reads(wechat, documents / "a.txt") is None
            gate.guard(documents)
            assert reads(wechat, documents / "a.txt") is None
            foreign.again()
            assert reads(wechat, documents / "a.txt") is None
            foreign.stop()


def test_what_another_user_leaves_out_stays_marked_for_its_owner(wechat: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        machine, work = Path(place) / "machine", Path(place) / "documents" / "工作"
        machine.mkdir()
        work.mkdir(parents=True)
        (work / "a.txt").write_text(FLAGGED, "utf-8")
        with running_gate(machine) as gate:
            gate.guard(work.parent)
            assert reads(wechat, work / "a.txt") is None
            gate.guard(work.parent, "judge", f"user={STRANGER}", "leaves-out=工作")
            assert reads(wechat, work / "a.txt") is None
            gate.guard(work.parent, "judge", "leaves-out=工作")
            assert reads(wechat, work / "a.txt") == FLAGGED
            gate.guard(work.parent)
            assert reads(wechat, work / "a.txt") is None


def test_a_folder_that_is_not_marked_because_another_user_owns_it_is_named_to_who_asked_for_it(
        gate: GateUnderTest, documents: Path) -> None:
    shared = documents / "shared"
    shared.mkdir()
    os.chown(shared, STRANGER, STRANGER)
    assert gate.guard(documents).reached_last["foreign"] == []
    said = gate.guard(shared).reached_last
    assert (said["marked"], said["foreign"]) == (0, [str(shared)])


def test_a_program_that_is_no_guard_is_cut_off(gate: GateUnderTest) -> None:
    said = subprocess.run([SYSTEM_PYTHON, "-c", CONNECTS, gate.socket], capture_output=True, text=True, timeout=10)
    assert said.stdout == "b''\n"


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bwrap is missing")
@pytest.mark.parametrize("shown", ["a pipe", "a file that the gate is asked about"])
def test_what_a_sandbox_shows_instead_of_its_name_ends_no_gate(wechat: Path, shown: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        machine, documents, pipe = (Path(place) / name for name in ("machine", "documents", "pipe"))
        for folder in (machine, documents):
            folder.mkdir()
        (documents / "a.txt").write_text(CLEAN, "utf-8")
        os.mkfifo(pipe, 0o666)
        os.chown(documents, STRANGER, STRANGER)
        named = pipe if shown == "a pipe" else documents / "a.txt"
        with running_gate(machine) as gate:
            gate.guard(documents, "judge", f"user={STRANGER}")
            done = subprocess.run(
                ("setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups", *SANDBOX, "--ro-bind",
                 documents, "/docs", "--ro-bind", "/bin/cat", "/app/cat", "--ro-bind", named, "/.flatpak-info",
                 "/app/cat", "/docs/a.txt"), capture_output=True, text=True, timeout=20)
            assert (done.stdout, done.stderr) == (CLEAN, "")
            assert gate.process is not None
            with pytest.raises(subprocess.TimeoutExpired):
                gate.process.wait(0.5)


@pytest.mark.thorough
def test_many_opens_at_once_of_another_program_are_all_answered(gate: GateUnderTest, documents: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    gate.guard(documents)
    began = time.monotonic()
    opened = subprocess.run([SYSTEM_PYTHON, "-c", MANY, documents / "a.txt"], capture_output=True, text=True,
                            timeout=60)
    assert opened.stdout == "20000\n"
    assert time.monotonic() - began < 12  # a hundred thousand a minute


def test_a_second_gate_beside_it_disturbs_neither(gate: GateUnderTest, documents: Path, wechat: Path,
                                                  tmp_path: Path) -> None:
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    (documents / "b.txt").write_text(CLEAN, "utf-8")
    machine = tmp_path / "second"
    machine.mkdir()
    with running_gate(machine) as second:
        gate.guard(documents)
        second.guard(documents)
        for _ in range(3):
            assert reads(wechat, documents / "a.txt") is None
            assert reads(wechat, documents / "b.txt") == CLEAN
            assert reads("cat", documents / "a.txt") == FLAGGED


@contextmanager
def mounted(place: Path, owner: int) -> Iterator[None]:
    """Mount an empty file system of this user there."""
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=2m,mode=755,uid={owner}", "tmpfs", place], check=True)
    try:
        yield
    finally:
        # Lazily: programs of other tests that show media (GIO) look at every new one in /media, too.
        subprocess.run(["umount", "-l", place], check=True)
        place.rmdir()


@pytest.mark.parametrize(("below", "owner"), [("media", STRANGER), ("documents", 0)])
def test_a_stick_is_marked_whoever_owns_what_is_on_it_and_a_disk_below_a_marked_folder(
        gate: GateUnderTest, documents: Path, wechat: Path, below: str, owner: int) -> None:
    media = Path("/media") / f"mishao-test-{os.getpid()}"
    disk = (media if below == "media" else documents) / "disk"
    with mounted(disk, owner):
        (disk / "a.txt").write_text(FLAGGED, "utf-8")
        guard = gate.guard(disk if below == "media" else documents)
        assert reads(wechat, disk / "a.txt") is None
        guard.stop()
    if below == "media":
        media.rmdir()
