"""Tests the command line and the whole guard under Wine, with the built-in rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.windows.test_windows_formats import file_list
from tests.windows.wine import CHAT, OFFICE, WindowsClient, environment, program, text_bytes, windows_path
from ui.demo.display import Display, end

MAIN = windows_path(ROOT / "main.py")
MARKED = "绝密★启用前\n关于某项工作的方案"
CLEAN = "今天的值班表：上午开会，下午值班。"
SECONDS = 120.0

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(display: Display, tmp_path: Path) -> Run:
    """Run the command line under Wine with a separate home."""
    def call(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
        command = ["wine", str(program("python.exe")), MAIN, "--home", windows_path(tmp_path / "home"), *arguments]
        return subprocess.run(command, input=stdin.encode(), env=environment(display), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)

    return call


@pytest.fixture
def running_guard(display: Display, tmp_path: Path, run: Run) -> Iterator[None]:
    """A guard that watches."""
    command = ["wine", str(program("python.exe")), MAIN, "--home", windows_path(tmp_path / "home"), "--guard"]
    process = subprocess.Popen(command, env=environment(display), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: b"by-destination" in run("status", "--json").stdout, "the guard's broker", SECONDS)
    yield
    if process.poll() is None:
        end(process)


def test_check_judges_text(run: Run) -> None:
    assert run("check", "-", stdin=MARKED).returncode == 4
    assert run("check", "-", stdin=CLEAN).returncode == 0


def test_check_judges_a_file(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "演练方案.txt"
    document.write_text(MARKED, "utf-8")
    assert run("check", windows_path(document)).returncode == 4


def test_doctor_names_the_broker(run: Run) -> None:
    said = run("doctor", "--json").stdout.decode()
    clipboard = [json.loads(line) for line in said.splitlines() if "剪贴板" in line]
    assert any("windows" in str(entry) for entry in clipboard)


@pytest.mark.parametrize("named", [{}, {"DISPLAY": ":0"}, {"DISPLAY": "localhost:99"}], ids=["none", "one", "another"])
def test_the_desktop_of_windows_is_there_whatever_display_is_named(display: Display, named: dict[str, str]) -> None:
    asked = f"from guard.platform.display import *; print(display_problem({named}), displays_gone({named}))"
    code = f"import sys; sys.path.insert(0, {windows_path(ROOT)!r}); {asked}"
    said = subprocess.run(["wine", str(program("python.exe")), "-c", code], env=environment(display),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=True)
    assert said.stdout.split() == [b"None", b"False"]


def test_a_guarded_copy_reaches_no_chat_client_and_is_kept(running_guard: None, run: Run,
                                                           clients: dict[str, WindowsClient],
                                                           display: Display) -> None:
    for name in ("stranger.exe", CHAT, OFFICE):
        if name not in clients or clients[name].process.poll() is not None:
            clients[name] = WindowsClient(display, name)
    clients["stranger.exe"].copy({"CF_UNICODETEXT": text_bytes(MARKED)})
    wait_for(lambda: clients[CHAT].text() not in ("", MARKED), "the notice in the chat")
    assert "绝密" not in clients[CHAT].text()
    wait_for(lambda: b"BC-01" in run("vault", "list", "--json").stdout, "the case in the vault", SECONDS)
    assert run("stop", "--reason", "测试").returncode == 0
    wait_for(lambda: clients[CHAT].text() == "", "the empty clipboard after the end")


def test_a_chat_client_that_opens_a_file_which_was_flagged_by_a_copy_is_recorded(
        running_guard: None, run: Run, clients: dict[str, WindowsClient], display: Display, tmp_path: Path) -> None:
    document = tmp_path / "演练方案.txt"
    document.write_text(MARKED, "utf-8")
    for name in ("stranger.exe", CHAT):
        if name not in clients or clients[name].process.poll() is not None:
            clients[name] = WindowsClient(display, name)
    clients["stranger.exe"].copy({"CF_HDROP": file_list(windows_path(document))})
    wait_for(lambda: b"BC-01" in run("vault", "list", "--json").stdout, "the case in the vault", SECONDS)
    clients[CHAT].tell("open_file", path=windows_path(document))
    wait_for(lambda: b'"opened"' in run("journal", "export").stdout, "the opening in the journal", SECONDS)
    clients[CHAT].tell("close_files")
