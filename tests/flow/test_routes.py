"""Ways without a paste, with a real guard: files a client stores, its own file chooser, a drop into its window."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

import pytest
from Xlib import X
from Xlib.display import Display as Connection
from Xlib.ext import xtest

from guard.model import Origin, Outcome, Route, Sighting
from guard.requests import Sighted
from rules.model import Nature
from tests.support.guarding import WAIT_SECONDS, GuardUnderTest
from tests.support.program import ROOT
from ui.demo.display import Display, end

SUPPORT = ROOT / "tests" / "support"
SYSTEM_PYTHON = os.path.realpath("/usr/bin/python3")
SECRET = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n"
BULK = 5_000
"""Lines behind the mark, so that the file has the size of a real document."""


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("user")
    (home / "Documents").mkdir()
    return home


@pytest.fixture(scope="module")
def guard(display: Display, user: Path) -> Iterator[GuardUnderTest]:
    environment = {**display.environment, "HOME": str(user), "XDG_CONFIG_HOME": str(user / ".config")}
    screens = user / "screens"
    screens.mkdir()
    under_test = GuardUnderTest(replace(display, environment=environment), user / "mishao", screens)
    under_test.start()
    yield under_test
    under_test.stop()


def sighted(guard: GuardUnderTest) -> Sighting:
    deadline = time.monotonic() + WAIT_SECONDS
    while (rest := deadline - time.monotonic()) > 0:
        try:
            push = guard.events.get(timeout=rest)
        except queue.Empty:
            break
        if isinstance(push, Sighted):
            return push.sighting
    raise AssertionError("nothing was sighted")


class Chat:
    """A GTK program under the name of a chat client."""

    def __init__(self, display: Display, folder: Path) -> None:
        program = folder / "bin" / "wechat"
        program.parent.mkdir()
        shutil.copy2(SYSTEM_PYTHON, program)
        program_environment = {**display.environment, "PYTHONHOME": "/usr"}
        self.process = subprocess.Popen([str(program), str(SUPPORT / "gtk_chooser.py"), "wechat"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=program_environment)
        self.said()

    def said(self) -> dict[str, str]:
        return cast(dict[str, str], json.loads(cast(IO[str], self.process.stdout).readline()))

    def choose(self, path: Path) -> dict[str, str]:
        stdin = cast(IO[str], self.process.stdin)
        stdin.write(json.dumps([str(path.parent), path.name]) + "\n")
        stdin.flush()
        return self.said()

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            cast(IO[str], stream).close()
        self.process.wait(timeout=WAIT_SECONDS)


@pytest.fixture(scope="module")
def chat(display: Display, user: Path) -> Iterator[Chat]:
    running = Chat(display, user)
    yield running
    running.close()


@pytest.fixture
def flagged(guard: GuardUnderTest, user: Path, request: pytest.FixtureRequest) -> Path:
    """A marked document that the user has copied in the file manager: the guard knows it now. New for each test."""
    document = user / "Documents" / f"{request.node.name}.txt"
    document.write_text(f"{SECRET}{document.name}\n" + "今天的值班安排如下。\n" * BULK, "utf-8")
    guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
    assert guard.opened().case.decision.outcome is Outcome.BLOCK
    return document


def test_who_receives_a_marked_file_is_told_and_the_file_stays(guard: GuardUnderTest, user: Path) -> None:
    month = user / "Documents" / "xwechat_files" / "wxid_a" / "msg" / "file" / "2026-11"
    month.mkdir(parents=True)
    received = month / "通知（演示样例）.txt"
    (month / "值班表.txt").write_text("晚上七点在食堂门口集合。", "utf-8")
    received.write_text(SECRET, "utf-8")
    assert sighted(guard) == Sighting(Route.RECEIVED, (received.name,), "微信", Nature.STATE_SECRET)
    assert received.read_text("utf-8") == SECRET
    assert not [case for case in guard.status().held if case.origin is Origin.CHAT_FOLDER]


def test_a_marked_file_of_the_users_own_that_appears_among_the_clients_files_was_sent(
        guard: GuardUnderTest, user: Path, flagged: Path) -> None:
    month = user / "Documents" / "WeChat Files" / "wxid_a" / "FileStorage" / "File" / "2026-11"
    month.mkdir(parents=True)
    shutil.copy2(flagged, month / flagged.name)
    assert sighted(guard) == Sighting(Route.SENT, (flagged.name,), "微信", Nature.STATE_SECRET)


def test_a_flagged_file_chosen_in_the_clients_own_file_chooser_is_told_of(chat: Chat, guard: GuardUnderTest,
                                                                          flagged: Path) -> None:
    assert chat.choose(flagged)["sent"] == str(flagged)
    assert sighted(guard) == Sighting(Route.OPENED, (flagged.name,), "wechat", Nature.STATE_SECRET)


def test_a_flagged_file_dropped_into_the_client_is_told_of(chat: Chat, guard: GuardUnderTest, flagged: Path) -> None:
    source = guard.display.start([SYSTEM_PYTHON, str(SUPPORT / "gtk_drag_source.py"), str(flagged)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert cast(IO[bytes], source.stdout).readline()
        _drag(guard.display.name, (500, 100), (100, 100))
        assert chat.said()["sent"] == str(flagged)
        assert sighted(guard) == Sighting(Route.OPENED, (flagged.name,), "wechat", Nature.STATE_SECRET)
    finally:
        for stream in (source.stdin, source.stdout):
            cast(IO[bytes], stream).close()
        end(source)


def _drag(name: str, start: tuple[int, int], finish: tuple[int, int]) -> None:
    """Drag with the pointer, as a hand does: in steps, for GTK begins a drag only after some way."""
    connection = Connection(name)

    def do(kind: int, detail: int = 0, at: tuple[int, int] = (0, 0)) -> None:
        xtest.fake_input(connection, kind, detail, x=at[0], y=at[1])
        connection.sync()

    do(X.MotionNotify, at=start)
    do(X.ButtonPress, 1)
    for step in range(1, 21):
        do(X.MotionNotify, at=(start[0] + (finish[0] - start[0]) * step // 20,
                               start[1] + (finish[1] - start[1]) * step // 20))
        time.sleep(0.02)
    time.sleep(0.2)
    do(X.ButtonRelease, 1)
    connection.close()

