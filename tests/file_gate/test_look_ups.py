"""Tests that looking for who is behind an open keeps no other open waiting, and no longer than the policy allows."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pytest

from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.gating import GateUnderTest, needs_root

pytestmark = [needs_root, pytest.mark.skipif(not os.access("/dev/fuse", os.R_OK), reason="/dev/fuse is missing")]

THREADS = 4_000
MANY_THREADS = f"""
import sys, threading
threading.stack_size(64 * 1024)
end = threading.Event()
for _ in range({THREADS}):
    threading.Thread(target=end.wait, daemon=True).start()
print(flush=True)
sys.stdin.read()
"""
SERVER = """
import os, sys
serves = os.open("/dev/fuse", os.O_RDWR)
print(flush=True)
for path in sys.stdin:
    try:
        os.close(os.open(path.rstrip(), os.O_RDONLY))
        print("opened", flush=True)
    except PermissionError:
        print("refused", flush=True)
"""


@contextmanager
def program(text: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python program from its first printed line on, until its input ends."""
    with subprocess.Popen([SYSTEM_PYTHON, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONHOME": "/usr"}) as running:
        try:
            cast(IO[str], running.stdout).readline()
            yield running
        finally:
            cast(IO[str], running.stdin).close()
            running.wait(30)


def ask(server: subprocess.Popen[str], path: Path) -> None:
    stdin = cast(IO[str], server.stdin)
    stdin.write(f"{path}\n")
    stdin.flush()


def answer(server: subprocess.Popen[str]) -> str:
    return cast(IO[str], server.stdout).readline().strip()


@pytest.fixture
def busy() -> Iterator[None]:
    """A process with so many threads that looking at all of them takes a while."""
    with program(MANY_THREADS):
        yield


@pytest.mark.usefixtures("busy")
def test_other_opens_are_answered_while_the_client_behind_a_served_one_is_looked_for(
        gate: GateUnderTest, documents: Path, flagged_document: Path) -> None:
    gate.guard(documents)
    with program(SERVER) as server:
        for _ in range(3):
            ask(server, flagged_document)
            others = 0
            while not select.select([server.stdout], [], [], 0)[0]:
                os.close(os.open(flagged_document, os.O_RDONLY))
                others += 1
            assert answer(server) == "opened"
            assert others > 10


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(("unjudged", "expected"), [("放过", "opened"), ("先留着", "refused")])
def test_a_served_open_gets_what_an_unjudged_file_gets_when_looking_takes_too_long(
        gate: GateUnderTest, documents: Path, flagged_document: Path, unjudged: str, expected: str) -> None:
    guard = gate.guard(documents, "judge", "wait=1", f"unjudged={unjudged}")
    with program(SERVER) as server:
        ask(server, flagged_document)
        assert answer(server) == expected
        said = guard.said()
    assert (said["said"], said["count"], said["refused"]) == ("Unjudged", 1, expected == "refused")
