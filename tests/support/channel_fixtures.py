"""A user, a guard and a chat client that gets files without a paste: shared by the tests of egress channels."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

import pytest

from guard.channels.notices import ChannelNotice, Sighted
from guard.core.model import Outcome
from tests.support.guarding import WAIT_SECONDS, GuardUnderTest
from tests.support.prepared_processes import started
from tests.support.program import ROOT
from ui.demo.display import Display

SUPPORT = ROOT / "tests" / "support"
SYSTEM_PYTHON = os.path.realpath("/usr/bin/python3")
SECRET = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n"
BULK = 5_000
"""Lines after the mark, which give the file the size of a real document."""


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
    under_test = GuardUnderTest(replace(display, environment=environment), user / "mishao", screens,
                                begin=started)
    try:
        under_test.start()
        yield under_test
    finally:
        under_test.stop()


def sighted(guard: GuardUnderTest) -> ChannelNotice:
    """Return the next sighting."""
    return guard.pushed(Sighted).sighting


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
        """Attach this file in the client's own file chooser."""
        self._order("choose", str(path.parent), path.name)
        return self.said()

    def browse(self, folder: Path) -> None:
        """Open the file chooser at this folder, and choose nothing."""
        self._order("browse", str(folder))

    def cancel(self) -> None:
        """Close the file chooser."""
        self._order("cancel")

    def _order(self, *words: str) -> None:
        stdin = cast(IO[str], self.process.stdin)
        stdin.write(json.dumps(words) + "\n")
        stdin.flush()

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
    """A marked document that the user has copied in the file manager, so that the guard knows it. New for each test."""
    document = user / "Documents" / f"{request.node.name}.txt"
    document.write_text(f"{SECRET}{document.name}\n" + "今天的值班安排如下。\n" * BULK, "utf-8")
    guard.copy(f"{document.as_uri()}\r\n", "text/uri-list")
    assert guard.opened().case.decision.outcome is Outcome.BLOCK
    return document
