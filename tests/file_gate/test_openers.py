"""Tests who a process is taken for at once, and for how long it is remembered."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.file_gate.openers import Openers
from guard.platform import proc
from guard.platform.processes_linux import SANDBOXED
from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.gating import needs_root, program_named
from tests.support.guarding import wait_for

OUTLIVED = """
import ctypes, sys, threading
threading.Thread(target=sys.stdin.read).start()
print(flush=True)
ctypes.CDLL(None).pthread_exit(None)
"""
"""A program whose first thread ends before another one."""

LAST_PID = Path("/proc/sys/kernel/ns_last_pid")


@needs_root
@pytest.mark.skipif(not LAST_PID.exists(), reason="this kernel gives no number that is asked for")
def test_a_process_that_has_ended_is_not_taken_for_the_next_one_with_its_number(tmp_path: Path) -> None:
    policy = load(builtin_policy(), "policy.yaml")
    openers = Openers(lambda _: (policy,), lambda: (), whole_program=False)
    wechat = program_named("wechat", tmp_path / "bin", "/bin/sleep")
    for _ in range(20):
        ended = subprocess.Popen(["true"])
        wait_for(lambda: not proc.called(ended.pid), "its end")  # noqa: B023
        assert not openers.of(ended.pid).chats
        assert not openers.passes(ended.pid)
        ended.wait()
        LAST_PID.write_text(str(ended.pid - 1))
        client = subprocess.Popen([wechat, "60"])
        try:
            if client.pid == ended.pid:
                wait_for(lambda: proc.called(client.pid) == str(wechat), "the client")  # noqa: B023
                assert not openers.passes(client.pid)
                assert openers.of(client.pid).chats
                return
        finally:
            client.kill()
            client.wait()
    pytest.skip("another process always had the number before")


def test_a_sandbox_is_looked_into_by_nobody_at_once_and_is_nothing_to_ask_about_without_a_policy(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.file_gate.openers.executable_of", lambda _: f"{SANDBOXED}/app/client")
    shown: list[str] = []
    monkeypatch.setattr(proc, "shown", lambda _, name: shown.append(name) or b"")
    policies = (load(builtin_policy(), "policy.yaml"),)
    pid = os.getpid()
    guarding = Openers(lambda _: policies, lambda: (), whole_program=False)
    assert guarding.at_once(pid).unsure
    assert not guarding.passes(pid)
    assert shown == []
    guarding.keep(guarding.of(pid))
    assert shown == [".flatpak-info"]
    assert not guarding.at_once(pid).unsure
    others = Openers(lambda _: (), lambda: (), whole_program=False)
    assert not others.at_once(pid).unsure
    assert others.passes(pid)
    for openers in (guarding, others):
        openers.forget()


@needs_root
def test_a_client_whose_first_thread_has_ended_is_known_by_another_one(tmp_path: Path) -> None:
    policy = load(builtin_policy(), "policy.yaml")
    openers = Openers(lambda _: (policy,), lambda: (), whole_program=False)
    client = program_named("linuxqq", tmp_path / "bin", SYSTEM_PYTHON)
    with subprocess.Popen([client, "-c", OUTLIVED], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env={**os.environ, "PYTHONHOME": "/usr"}) as running:
        assert running.stdout is not None
        running.stdout.readline()
        wait_for(lambda: not proc.called(running.pid), "the end of its first thread")
        assert openers.of(running.pid).chats
        assert openers.of(running.pid).executable == str(client)
        openers.forget()
