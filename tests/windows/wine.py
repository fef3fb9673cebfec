"""The Wine bench: this program and its clients as Windows processes on a private display."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from guard.core.policy import Policy
from tests.support.brokering import Brokering, policy
from tests.support.program import ROOT
from ui.demo.display import Display, end

BENCH = ROOT / ".build" / "windows"
CLIENT = ROOT / "tests" / "windows" / "client.py"
CHAT = "WeChat.exe"
OFFICE = "wps.exe"
MANAGER = "copyq.exe"
STRANGER = "stranger.exe"
START_SECONDS = 120.0
"""Seconds a program may take to start: the first one under Wine starts Wine too."""


def windows_path(path: Path) -> str:
    """Return the path in the form of a program under Wine."""
    return "Z:" + str(path).replace("/", "\\")


def program(name: str) -> Path:
    """Return Python for Windows under another name; its libraries must be beside it."""
    path = BENCH / "python" / name
    if not path.exists():
        shutil.copy2(BENCH / "python" / "python.exe", path)
    return path


def bench_policy(**changes: object) -> Policy:
    """The usual test policy, with the office program of this bench."""
    return policy(windows_path(program(OFFICE)), **changes)


def environment(display: Display, prefix: Path = BENCH / "prefix") -> dict[str, str]:
    """Return the environment of a Windows program of the bench."""
    return {**display.environment, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "PYTHONUTF8": "1",
            "WINEDLLOVERRIDES": "winedbg.exe=d;mscoree=d;mshtml=d;ucrtbase=n", "HOME": os.environ["HOME"]}


@dataclass
class WindowsClient:
    """A client under Wine (tests/windows/client.py) under the name of a program."""

    display: Display
    name: str
    prefix: Path = BENCH / "prefix"

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            ["wine", str(program(self.name)), windows_path(CLIENT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(self.display, self.prefix))

    def tell(self, do: str, **order: object) -> Any:
        """Send a command and return the answer."""
        self.order(do, **order)
        return self.answer()

    def order(self, do: str, **order: object) -> None:
        """Send a command whose answer is fetched later."""
        stream = cast(IO[bytes], self.process.stdin)
        stream.write(json.dumps({"do": do, **order}).encode() + b"\n")
        stream.flush()

    def answer(self) -> Any:
        """Wait for the answer to the oldest command."""
        line = cast(IO[bytes], self.process.stdout).readline()
        assert line, f"{self.name} has ended"
        return json.loads(line)

    def copy(self, formats: dict[str, bytes], **more: object) -> None:
        """Copy these formats."""
        self.tell("copy", formats={name: base64.b64encode(data).decode() for name, data in formats.items()}, **more)

    def paste(self, *formats: str, **more: object) -> dict[str, bytes | None]:
        """Open the clipboard, read these formats in this order, close it."""
        found = self.tell("paste", formats=list(formats), **more)
        return {name: None if data is None else base64.b64decode(data) for name, data in found.items()}

    def text(self, **more: object) -> str:
        """Return the text this program pastes, "" for none."""
        return text_of(self.paste("CF_UNICODETEXT", **more)["CF_UNICODETEXT"])

    def close(self) -> None:
        """End the program."""
        for stream in (self.process.stdin, self.process.stdout):
            cast(IO[bytes], stream).close()
        end(self.process)


def text_of(data: bytes | None) -> str:
    """Return the text of a CF_UNICODETEXT."""
    return (data or b"").decode("utf-16-le").partition("\0")[0]


def text_bytes(text: str) -> bytes:
    """Return a CF_UNICODETEXT."""
    return (text + "\0").encode("utf-16-le")


@dataclass
class WindowsBrokering(Brokering):
    """A Windows broker under test, with Windows programs as its users."""

    clients: dict[str, WindowsClient] = field(default_factory=dict)

    def start(self) -> None:
        """Start the process under Wine and wait until it guards."""
        main = windows_path(ROOT / "tests" / "support" / "broker_main.py")
        self.arm(subprocess.Popen(["wine", str(program("python.exe")), main, self.only], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, cwd=ROOT, env=environment(self.display)), START_SECONDS)

    def stop(self) -> None:
        """End it whatever it does."""
        if self.process.poll() is None:
            end(self.process)
        self.close_pipes()

    def client(self, name: str) -> WindowsClient:
        """Return the program of this name; it is started on first use."""
        if name not in self.clients or self.clients[name].process.poll() is not None:
            self.clients[name] = WindowsClient(self.display, name)
        return self.clients[name]

    def copy(self, content: str | bytes, target: str = "CF_UNICODETEXT", selection: str = "clipboard") -> None:
        """Copy in a program that is no listed destination."""
        self.client(STRANGER).copy({target: content if isinstance(content, bytes) else text_bytes(content)})

    def paste(self, program: str, target: str = "CF_UNICODETEXT", selection: str = "clipboard") -> bytes:
        """Paste into the program of this name; text is returned as UTF-8."""
        found = self.client(program).paste(target)[target]
        return text_of(found).encode() if target == "CF_UNICODETEXT" else found or b""


@dataclass(frozen=True)
class Pieces:
    """Parts of the guard under Wine (tests/windows/pieces_main.py): called with the name of one and its arguments."""

    display: Display

    def __call__(self, *arguments: str, **variables: str) -> Any:
        """Return what came of it, with these variables in its environment."""
        main = windows_path(ROOT / "tests" / "windows" / "pieces_main.py")
        done = subprocess.run(["wine", str(program("python.exe")), main, *arguments],
                              env={**environment(self.display), **variables}, cwd=ROOT, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=START_SECONDS, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return json.loads(done.stdout)


def missing() -> Sequence[str]:
    """Return what the bench lacks, in a sentence for the person who runs the tests."""
    lacking = [] if shutil.which("wine") else ["Wine is not installed"]
    return lacking if (BENCH / ".made").exists() else [*lacking, "the bench is not built"]

