"""Tests that the demonstration leaves no process, however it is ended: it runs a display, a tray and a guard."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.support.guarding import wait_for
from tests.support.left_processes import MARK, ended, started_by
from tests.support.program import ROOT

HURRIED = ROOT / "tests" / "support" / "hurried_main.py"
START_SECONDS, END_SECONDS = 90.0, 30.0
_ALONE = 'mkdir -p /tmp/.X11-unix && mount -t tmpfs none /tmp/.X11-unix && exec "$@"'
APART = ("unshare", "--mount", "--net", "sh", "-c", _ALONE, "sh")
"""Runs a command where no X server of another test gets the number of the one that has just ended: a guard goes on when
its display comes back. For the same reason the sockets and locks of its guard are below a folder of its own."""

pytestmark = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"),
                                reason="sockets of its own need root and unshare")


@pytest.mark.thorough
@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_demonstration_that_is_ended_in_the_middle_leaves_no_process(
        tmp_path: Path, signalled: signal.Signals) -> None:
    mark = uuid.uuid4().hex
    said, runtime = tmp_path / "said.txt", tmp_path / "run"
    runtime.mkdir(mode=0o700)
    with said.open("wb") as output:
        demo = subprocess.Popen([*APART, sys.executable, str(HURRIED), "demo", "--out", str(tmp_path)],
                                env={**os.environ, MARK: mark, "XDG_RUNTIME_DIR": str(runtime)},
                                stdout=output, stderr=output)

    def broker() -> list[str]:
        assert demo.poll() is None, said.read_text("utf-8")
        return [line for line in started_by(mark).values() if line.endswith("--broker")]

    try:
        wait_for(broker, "its broker", START_SECONDS)
        running = started_by(mark)
        assert [line for line in running.values() if line.startswith("Xvfb")]
        demo.send_signal(signalled)
        demo.wait(END_SECONDS)
        assert ended(running, END_SECONDS), started_by(mark)
        wait_for(lambda: not started_by(mark), "the end of what it started meanwhile", END_SECONDS)
    finally:
        demo.kill()
        demo.wait()
        for pid in started_by(mark):
            os.kill(pid, signal.SIGKILL)
