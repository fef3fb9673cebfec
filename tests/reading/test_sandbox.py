"""Tests the sandbox from inside a real reader process: what it refuses while each engine still reads."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from guard.core.model import Item, Kind
from guard.ipc.confinement import Confinement
from guard.reading import sandbox
from guard.reading.client import ReaderClient
from guard.reading.ocr import ENGINES
from guard.reading.sandbox import bubblewrap, landlock, profiles, syscalls
from guard.reading.sandbox.model import Profile
from rules.text import Text
from tests.support.pictures import encode, render_document

ROOT = Path(__file__).parents[2]
PAGE = encode(render_document("内部资料，注意保存。", width=1200), "BMP")
"""Uncompressed, so that it goes through the shared memory."""

needs_landlock = pytest.mark.skipif(landlock.version() < 1, reason="this kernel has no landlock")
needs_filter = pytest.mark.skipif(syscalls.here() is None, reason="no system call numbers for this architecture")

PROBING = """
import ctypes, json, os, resource, signal, socket, subprocess, sys, threading
sys.path.insert(0, {root!r})
from guard.reading import process, sandbox
from guard.reading.sandbox import syscalls

def tried(attempt):
    try:
        attempt()
    except OSError as error:
        return error.errno
    return 0

def call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments)) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def named(name, *arguments):
    call(syscalls.here().number(name), *arguments)

NEW_USER, NEW_NET, SIGCHLD = 0x10000000, 0x40000000, 17
SPACE = ctypes.addressof(ctypes.create_string_buffer(4096))

def in_a_thread(attempt):
    found = []
    thread = threading.Thread(target=lambda: found.append(tried(attempt)))
    thread.start()
    thread.join()
    return found[0]

ATTEMPTS = {{
    "read a file of the user": lambda: open({secret!r}),
    "read the list of accounts": lambda: open("/etc/passwd"),
    "read the memory of the guard": lambda: open(f"/proc/{{os.getppid()}}/mem", "rb"),
    "list a folder": lambda: os.listdir({folder!r}),
    "write a file": lambda: open({target!r}, "w"),
    "remove a file": lambda: os.unlink({secret!r}),
    "make a folder": lambda: os.mkdir({target!r}),
    "open a socket": lambda: socket.socket(),
    "open a pair of sockets": lambda: socket.socketpair(),
    "make a file in memory": lambda: os.memfd_create("x"),
    "trace the guard": lambda: call(101 if {x86} else 117, 16, os.getppid(), 0, 0),
    "limit the guard": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),
    "slow the guard": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "start a program beside": lambda: subprocess.run(["/bin/true"], check=True),
    "split in two": lambda: os.fork() or os._exit(0),
    "end the guard": lambda: os.kill(os.getppid(), 0),
    "signal a thread of the guard": lambda: named("tgkill", os.getppid(), os.getppid(), 0),
    "write the memory of the guard": lambda: open(f"/proc/{{os.getppid()}}/mem", "r+b"),
    "look into the descriptors of the guard": lambda: os.listdir(f"/proc/{{os.getppid()}}/fd"),
    "look at the processes": lambda: os.listdir("/proc"),
    "write shared memory": lambda: open("/dev/shm/mishao-escape", "w"),
    "leave a temporary file": lambda: open("/tmp/mishao-escape", "w"),
    "read the list of accounts in /proc": lambda: open("/proc/self/root/etc/passwd"),
    "copy the memory of the guard": lambda: named("process_vm_readv", os.getppid(), SPACE, 1, SPACE, 1, 0),
    "take a descriptor of the guard": lambda: named("pidfd_open", os.getppid(), 0),
    "set up io_uring": lambda: named("io_uring_setup", 8, SPACE),
    "enter namespaces of its own": lambda: named("unshare", NEW_USER | NEW_NET),
    "be born into namespaces of its own": lambda: named("clone", NEW_USER | SIGCHLD, 0, 0, 0, 0),
    "be born by a call without visible flags": lambda: named("clone3", SPACE, 88),
    "open by a call without visible flags": lambda: named("openat2", -100, SPACE, SPACE, 24),
    "mount": lambda: named("mount", SPACE, SPACE, SPACE, 0, 0),
    "change the root": lambda: named("chroot", SPACE),
    "load a program into the kernel": lambda: named("bpf", 0, SPACE, 64),
    "watch the kernel": lambda: named("perf_event_open", SPACE, 0, -1, -1, 0),
    "ask for keys": lambda: named("keyctl", 0, 0, 0, 0, 0),
    "handle faults of memory": lambda: named("userfaultfd", 0),
    "use the call table of x32": lambda: call(0x40000000 | 41, 1, 1, 0),
}}

def probe(item, *others):
    yield from ()
    from rules.text import Text
    found = {{name: tried(attempt) for name, attempt in ATTEMPTS.items() if name in item.name.split(",")}}
    found |= {{"thread: " + name: in_a_thread(ATTEMPTS[name]) for name in found}}
    return Text(json.dumps(found))

confine = process.confine

def confine_and_listen(profile):
    confinement = confine(profile)
    from guard.reading import items
    reading = items.views
    items.views = lambda item, *others, **named: (
        probe(item, *others) if item.untrusted_bytes == b"probe" else reading(item, *others, **named))
    return confinement

process.confine = confine_and_listen
sys.exit(process.run(sys.stdin.buffer, sys.stdout.buffer))
"""


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("user") / "secret.txt"
    path.write_text("绝密")
    return path


def program(secret: Path) -> list[str]:
    filled = PROBING.format(root=str(ROOT), secret=str(secret), folder=str(secret.parent),
                            target=str(secret.parent / "made"), x86=platform.machine() == "x86_64")
    return [sys.executable, "-c", filled]


def probed(client: ReaderClient, attempts: Sequence[str]) -> Mapping[str, int]:
    reading = client.read(Item(",".join(attempts), Kind.FILES, b"probe"))
    assert isinstance(reading, Text), reading
    found: dict[str, int] = json.loads(reading.original)
    assert len(found) == 2 * len(attempts), "each was tried, in a thread too"
    return found


OF_FILES = ("read a file of the user", "read the list of accounts", "read the memory of the guard", "list a folder")
OF_CALLS = ("write a file", "remove a file", "make a folder", "open a socket", "open a pair of sockets",
            "make a file in memory", "trace the guard", "limit the guard", "slow the guard")
OF_PROGRAMS = ("start a program", "start a program beside", "split in two", "end the guard",
               "signal a thread of the guard", "be born into namespaces of its own")
OF_ESCAPES = ("write the memory of the guard", "write shared memory", "leave a temporary file",
              "copy the memory of the guard", "take a descriptor of the guard", "set up io_uring",
              "enter namespaces of its own", "mount", "change the root", "load a program into the kernel",
              "watch the kernel", "ask for keys", "handle faults of memory", "use the call table of x32")
OF_LOOKS = ("look into the descriptors of the guard", "look at the processes", "read the list of accounts in /proc")
OF_HIDDEN = ("be born by a call without visible flags", "open by a call without visible flags")


@pytest.fixture(scope="module", params=list(ENGINES))
def confined(request: pytest.FixtureRequest, secret: Path) -> Iterator[ReaderClient]:
    client = ReaderClient(program(secret), engine=request.param)
    prepared = client.prepare(request.param)
    assert (prepared.engine, prepared.why) == (request.param, "")
    yield client
    client.close()


@needs_landlock
@needs_filter
def test_every_layer_holds_and_nothing_is_missing(confined: ReaderClient) -> None:
    confinement = confined.prepare(confined.engine).confinement
    assert confinement == Confinement(("rlimits", "landlock", "seccomp"))


def test_each_engine_reads_a_picture_in_the_sandbox(confined: ReaderClient) -> None:
    reading = confined.read(Item("page", Kind.PICTURE, PAGE))
    assert isinstance(reading, Text)
    assert "注意保存" in reading.original


@needs_landlock
def test_files_of_the_user_cannot_be_read_from_any_thread(confined: ReaderClient) -> None:
    found = probed(confined, OF_FILES)
    assert {name: os.strerror(code) for name, code in found.items()} == dict.fromkeys(found, "Permission denied")


@needs_filter
def test_network_and_changes_to_files_are_refused_from_any_thread(confined: ReaderClient, secret: Path) -> None:
    found = probed(confined, OF_CALLS)
    assert {name: os.strerror(code) for name, code in found.items()} == dict.fromkeys(found, "Operation not permitted")
    assert sorted(secret.parent.iterdir()) == [secret]
    assert secret.read_text() == "绝密"


@needs_filter
def test_every_known_way_out_of_a_sandbox_is_refused_from_any_thread(confined: ReaderClient) -> None:
    attempts = OF_ESCAPES if platform.machine() == "x86_64" else OF_ESCAPES[:-1]
    found = probed(confined, attempts)
    assert {name: os.strerror(code) for name, code in found.items()} == dict.fromkeys(found, "Operation not permitted")
    assert not Path("/dev/shm/mishao-escape").exists()
    assert not Path("/tmp/mishao-escape").exists()


@needs_landlock
def test_nothing_is_seen_of_other_processes(confined: ReaderClient) -> None:
    found = probed(confined, OF_LOOKS)
    assert {name: os.strerror(code) for name, code in found.items()} == dict.fromkeys(found, "Permission denied")


@needs_filter
def test_calls_whose_flags_a_filter_cannot_see_are_not_there(confined: ReaderClient) -> None:
    found = probed(confined, OF_HIDDEN)
    assert {name: os.strerror(code) for name, code in found.items()} == dict.fromkeys(found, "Function not implemented")


@needs_filter
@needs_landlock
def test_programs_are_refused_to_every_engine_but_its_own_to_tesseract(confined: ReaderClient) -> None:
    if confined.engine in profiles.STARTS_PROGRAMS:
        refused = probed(confined, ("start a program", "start a program beside"))
        assert {os.strerror(code) for code in refused.values()} == {"Permission denied"}
        return
    refused = probed(confined, OF_PROGRAMS)
    assert {os.strerror(code) for code in refused.values()} == {"Operation not permitted"}


# ------------------------------------------------------------------ the report of a missing layer
def test_kernel_without_landlock_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    monkeypatch.setattr("guard.reading.sandbox.resources.limit", lambda: True)
    monkeypatch.setattr("guard.reading.sandbox.seccomp.restrict", lambda *, programs: True)
    found = sandbox.confine(Profile(()))
    assert found.holds
    assert found.layers == ("rlimits", "seccomp")
    assert "landlock" in found.words.partition("；")[2]


def test_machine_on_which_nothing_holds_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.reading.sandbox.resources.limit", lambda: True)
    monkeypatch.setattr(syscalls, "here", lambda: None)
    found = sandbox.confine(Profile(()))
    assert not found.holds
    assert "landlock" in found.words
    assert "seccomp" in found.words


@needs_landlock
def test_landlock_is_not_claimed_when_a_second_thread_would_stay_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.reading.sandbox.resources.limit", lambda: True)
    monkeypatch.setattr("guard.reading.sandbox.proc.threads", lambda _: [1, 2])
    monkeypatch.setattr("guard.reading.sandbox.seccomp.restrict", lambda *, programs: True)
    assert "landlock" not in sandbox.confine(Profile(())).layers


# ------------------------------------------------------------------ bubblewrap
def bubblewrap_works() -> bool:
    return shutil.which("bwrap") is not None and bubblewrap.around(["true"], profiles.of("cascade")) is not None


needs_bubblewrap = pytest.mark.skipif(not bubblewrap_works(), reason="bubblewrap is not there or may not be used")


@needs_bubblewrap
@pytest.mark.parametrize("engine", list(ENGINES))
def test_kernel_without_landlock_is_made_up_for_by_bubblewrap(
        engine: str, secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    client = ReaderClient(program(secret), engine=engine)
    assert client.prepare(engine).confinement.layers[0] == "bubblewrap"
    reading = client.read(Item("page", Kind.PICTURE, PAGE))
    assert isinstance(reading, Text)
    assert "注意保存" in reading.original
    client.close()


@needs_bubblewrap
def test_bubblewrap_shows_nothing_of_the_user_by_itself(secret: Path) -> None:
    hidden = [str(secret), str(secret.parent), "/etc/passwd", "/home", "/var"]
    looking = f"import os; print([path for path in {hidden!r} if os.path.exists(path)])"
    command = bubblewrap.around([sys.executable, "-c", looking], profiles.of("cascade"))
    assert command is not None
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # The folders of the program itself are shown, wherever they are.
    shown = [path for path in hidden if Path(path) in (ROOT, *ROOT.parents)]
    assert said.strip() == str(shown)


# ------------------------------------------------------------------ numbers of system calls
INCLUDED = Path("/usr/include")
HEADERS = {False: INCLUDED / "x86_64-linux-gnu/asm/unistd_64.h", True: INCLUDED / "asm-generic/unistd.h"}


@pytest.mark.parametrize("generic", [False, True])
def test_numbers_of_system_calls_are_those_of_the_kernels_headers(generic: bool) -> None:
    if not HEADERS[generic].exists():
        pytest.skip(f"{HEADERS[generic]} is not installed (linux-libc-dev)")
    defined = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", HEADERS[generic].read_text()))
    architecture = syscalls.Architecture(0, generic=generic)
    for name in syscalls.ALL:
        number = architecture.number(name)
        assert name not in defined or number == int(defined[name]), name
        assert (number is None) <= (name not in defined), name
