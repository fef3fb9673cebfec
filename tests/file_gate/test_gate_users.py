"""Tests that nothing that one user does makes the gate pass, or refuse, what another user opens."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard.file_gate.gate import WAITING_LIMIT
from guard.file_gate.guards import GUARDS_LIMIT
from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.gating import CLEAN, FLAGGED, GateUnderTest, needs_root, program_named, reads, running_gate
from tests.support.guarding import wait_for

pytestmark = needs_root

STRANGER = 50_001
HANG_SECONDS = 2.5
DEVICE = Path("/dev/fuse")
DETACH = 2
"""MNT_DETACH of umount2(2)."""

LEASES = """
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, signal.SIG_IGN)
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print(flush=True)
sys.stdin.read()
"""

CONNECTS = """
import os, select, socket, sys
os.setresuid(*[int(sys.argv[2])] * 3)
connections = []
for _ in range(int(sys.argv[3])):
    connections.append(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
    connections[-1].connect(sys.argv[1])
while len(connections) > int(sys.argv[4]):
    for ended in select.select(connections, (), ())[0]:
        assert ended.recv(1) == b""
        connections.remove(ended)
print(len(connections), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user can enter, with a folder of the user of these tests and one of another user."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        for name in ("machine", "mine", "theirs"):
            (place / name).mkdir()
        os.chown(place / "theirs", STRANGER, STRANGER)
        yield place


@pytest.fixture
def gate(place: Path) -> Iterator[GateUnderTest]:
    with running_gate(place / "machine") as running:
        yield running


@pytest.fixture
def mine(place: Path, gate: GateUnderTest, wechat: Path) -> Path:
    """My folder, with a flagged file that is refused to a chat client; what is not judged in time passes."""
    folder = place / "mine"
    gate.guard(folder, "judge", "unjudged=放过")
    assert reads(wechat, written(folder / "通知.txt", FLAGGED)) is None
    return folder


@pytest.fixture
def theirs(place: Path) -> Path:
    return place / "theirs"


@pytest.fixture
def wechat(place: Path) -> Path:
    return program_named("wechat", place / "bin")


def written(path: Path, words: str) -> Path:
    path.write_text(words, "utf-8")
    owner = path.parent.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    return path


def runs_on(gate: GateUnderTest, wechat: Path, mine: Path) -> bool:
    """Return whether the gate is the same process still, and holds my files."""
    assert gate.process is not None
    new = written(mine / f"{time.monotonic_ns()}.txt", FLAGGED)
    return gate.process.poll() is None and reads(wechat, mine / "通知.txt") is None and reads(wechat, new) is None


@contextmanager
def unanswering(folder: Path) -> Iterator[None]:
    """Mount a file system at a folder whose program answers nothing, not even the first message (fuse(4))."""
    device = os.open(DEVICE, os.O_RDWR)
    library = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    if library.mount(b"unanswering", bytes(folder), b"fuse", 0, options.encode()) < 0:
        os.close(device)
        pytest.skip(f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")
    try:
        yield
    finally:
        os.close(device)  # whoever waits is told that nobody answers
        library.umount2(bytes(folder), DETACH)


def test_a_lease_on_a_file_ends_no_gate_and_keeps_nobody_waiting(
        gate: GateUnderTest, mine: Path, theirs: Path, wechat: Path) -> None:
    gate.guard(theirs, "judge", f"user={STRANGER}")
    leased = written(theirs / "leased.txt", CLEAN)
    holder = subprocess.Popen([SYSTEM_PYTHON, "-c", LEASES, leased], user=STRANGER, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"\n"
        began = time.monotonic()
        assert reads("cat", leased) is None
        assert time.monotonic() - began < HANG_SECONDS
        assert runs_on(gate, wechat, mine)
    assert reads("cat", leased) == CLEAN


def test_a_guard_whose_policy_lets_opens_wait_for_a_minute_ends_no_gate(
        gate: GateUnderTest, mine: Path, theirs: Path, wechat: Path) -> None:
    gate.guard(theirs, "silent", f"user={STRANGER}", "wait=60000")
    began = time.monotonic()
    done = subprocess.run([wechat, written(theirs / "a.txt", CLEAN)], user=STRANGER, capture_output=True, timeout=20)
    assert (done.returncode, done.stdout) == (1, b"")
    assert time.monotonic() - began < HANG_SECONDS
    assert runs_on(gate, wechat, mine)


def test_opens_of_one_user_that_nobody_judges_leave_those_of_another_to_be_judged(
        gate: GateUnderTest, mine: Path, theirs: Path, wechat: Path) -> None:
    silent = gate.guard(theirs, "silent", f"user={STRANGER}")
    files = [written(theirs / f"{number}.txt", CLEAN) for number in range(WAITING_LIMIT + 20)]
    at_once = ["sh", "-c", 'for file; do "$0" "$file" & done; wait', wechat, *files]  # to fork us costs far more
    with subprocess.Popen(at_once, user=STRANGER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as clients:
        for _ in range(WAITING_LIMIT):
            while silent.said()["said"] != "Opened":
                pass
        assert runs_on(gate, wechat, mine)
        clients.wait(10)
    assert runs_on(gate, wechat, mine)


def test_connections_that_say_nothing_are_bounded_for_each_user(
        gate: GateUnderTest, mine: Path, wechat: Path) -> None:
    command = [sys.executable, "-c", CONNECTS, gate.socket, str(STRANGER), str(3 * GUARDS_LIMIT), str(GUARDS_LIMIT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as connecting:
        assert connecting.stdout is not None
        assert connecting.stdout.readline() == f"{GUARDS_LIMIT}\n"
        assert runs_on(gate, wechat, mine)
        gate.guard(mine)


@pytest.mark.skipif(not DEVICE.exists(), reason="no file systems of programs here")
def test_folders_are_marked_while_a_file_system_below_another_users_folder_does_not_answer(
        gate: GateUnderTest, mine: Path, theirs: Path, wechat: Path) -> None:
    share = theirs / "share"
    share.mkdir()
    with unanswering(share):
        gate.guard(theirs, "judge", f"user={STRANGER}")
        (mine / "new").mkdir()
        late = written(mine / "new" / "通知.txt", FLAGGED)
        wait_for(lambda: reads(wechat, late) is None, "the new folder to be marked")
        assert runs_on(gate, wechat, mine)


@pytest.mark.skipif(not DEVICE.exists(), reason="no file systems of programs here")
def test_a_folder_that_does_not_answer_is_not_looked_at_though_it_is_wished_for(
        gate: GateUnderTest, mine: Path, theirs: Path, wechat: Path) -> None:
    with unanswering(theirs):
        assert gate.guard(theirs, "judge", f"user={STRANGER}").reached_last["marked"] == 1
        assert runs_on(gate, wechat, mine)
