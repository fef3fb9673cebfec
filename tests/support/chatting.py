"""A chat window and a tray on a display, with a person's keys and mouse."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from tests.support.gating import program_named
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from ui.demo.display import Display, end

SUPPORT = ROOT / "tests" / "support"
SYSTEM_PYTHON = "/usr/bin/python3"


class Chat:
    """A chat window: what its input box contains, and whether it has lost the keyboard."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.text = ""
        self.losses = 0
        self.active = False
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        with cast(IO[bytes], self._process.stdout) as stdout:
            for line in stdout:
                said = json.loads(line)
                self.text = said.get("text", self.text)
                self.losses += "lost" in said
                self.active = "lost" not in said and (self.active or "active" in said)

    def close(self) -> None:
        """End it."""
        end(self._process)
        self._listening.join()


class ShownTray:
    """A tray in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def button(self, words: str) -> tuple[int, int]:
        """Return where a button of the warning is as soon as it takes clicks."""
        x, y = cast(list[int], wait_for(lambda: self._ask(words), f"the button {words}"))
        return x, y

    def takes_clicks(self, words: str) -> bool:
        """Return whether a button of the warning is there and takes clicks now."""
        return self._ask(words) is not None

    def title(self) -> str:
        """Return the title of the warning, "" without one."""
        return cast(str, self._ask("") or "")

    def _ask(self, words: str) -> object:
        stdin = cast(IO[bytes], self._process.stdin)
        stdin.write(f"{words}\n".encode())
        stdin.flush()
        return json.loads(self._lines.get(timeout=30))

    def _listen(self) -> None:
        with cast(IO[bytes], self._process.stdout) as stdout:
            for line in stdout:
                self._lines.put(line)

    def close(self) -> None:
        """End it."""
        cast(IO[bytes], self._process.stdin).close()
        self._process.wait(30)
        self._listening.join()


@contextmanager
def gtk_chat(display: Display, folder: Path) -> Iterator[Chat]:
    """Run a chat of GTK 3 called wechat, with the keyboard."""
    program = program_named("wechat", folder / "bin", SYSTEM_PYTHON)
    command = ["env", "PYTHONHOME=/usr", str(program), str(SUPPORT / "gtk_chat.py"), "wechat"]
    with _running(display, command) as chat:
        yield chat


@contextmanager
def qt_chat(display: Display, _folder: Path) -> Iterator[Chat]:
    """Run a chat of Qt whose window is called wechat, with the keyboard."""
    with _running(display, [sys.executable, str(SUPPORT / "qt_chat.py"), "wechat"]) as chat:
        yield chat


@contextmanager
def _running(display: Display, command: list[str]) -> Iterator[Chat]:
    chat = Chat(display.start(command, stdout=subprocess.PIPE))
    try:
        wait_for(lambda: chat.active, "a chat with the keyboard")
        yield chat
    finally:
        chat.close()


@contextmanager
def shown_tray(display: Display, socket: Path) -> Iterator[ShownTray]:
    """Run a tray of the guard behind a socket."""
    command = [sys.executable, "-m", "tests.support.tray_program", str(socket)]
    tray = ShownTray(display.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    try:
        tray.title()
        yield tray
    finally:
        tray.close()


def act(display: Display, *words: str) -> None:
    """Do with keys and mouse what xdotool calls so."""
    subprocess.run(["xdotool", *words], env=display.environment, check=True)


def click(display: Display, place: tuple[int, int]) -> None:
    """Click there."""
    act(display, "mousemove", *map(str, place), "click", "1")
