"""Runs a real broker process on a real display, talks to it over its pipes, and runs programs that copy and paste."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from guard.core.model import DestinationKind
from guard.core.policy import Policy, Programs
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ipc.messages import Arm, Armed, FromBroker, Grant, Granted, Message, Stop, Watch
from tests.support.owner_watch import OwnerWatch
from tests.support.prepared_processes import PreparedProcess
from tests.support.program import ROOT
from ui.demo.display import Display, end

WAIT_SECONDS = 20.0
NOTICE = "（内容核对中，稍后发）"
BLOCKED = "这是绝密样例，有一些话"
WARNED = "这是提醒样例，有一些话"
INTERNAL = "这是内部样例，有一些话"
CLEAN = "今天的值班表"

M = TypeVar("M", bound=Message)


def policy(*office: str, **changes: object) -> Policy:
    """A policy that allows the office programs at these paths and knows wechat and copyq by name and class."""
    programs = (
        Programs(DestinationKind.OFFICE, paths=office),
        Programs(DestinationKind.CHAT, names=("wechat", "WeChat.exe"), window_classes=("wechat",)),
        Programs(DestinationKind.CLIPBOARD_MANAGER, names=("copyq", "xfce4-clipman"),
                 window_classes=("copyq", "clipman")),
    )
    return Policy("样例", programs=programs, **changes)  # type: ignore[arg-type]


def renamed(program: str, name: str, folder: Path) -> str:
    """Return the path of a copy of a real program under another name."""
    copy = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if not copy.exists():
        shutil.copy2(shutil.which(program) or "", copy)
    return str(copy)


def emptied(display: Display) -> None:
    """Clear both selections of a display."""
    for selection in ("-b", "-p"):
        subprocess.run(["xsel", selection, "-c"], env=display.environment, check=True)


def end_manager(process: subprocess.Popen[bytes]) -> None:
    """End what the policy calls a clipboard manager. A broker that was ended may have left it stopped."""
    os.kill(process.pid, signal.SIGCONT)
    end(process)


@dataclass
class Brokering:
    """A broker under test; its messages are collected from its start on."""

    display: Display
    policy: Policy
    only: str = ""
    wary: bool = False
    program: str = "broker_main.py"
    launcher: tuple[str, ...] = ()
    """What starts the process in its own place, with other rights."""
    reports: list[FromBroker] = field(default_factory=list)
    armed: Armed | None = None
    _leaving: bool = False

    def start(self) -> None:
        """Start the process, whole, because it races, and wait until it guards."""
        self.arm(self.whole())
        self.watch = OwnerWatch(self.display.name)
        self.watch.ignore(self.process.pid)

    def whole(self) -> subprocess.Popen[bytes]:
        """Return the process as the guard starts it."""
        return subprocess.Popen([*self.launcher, *self.command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                cwd=ROOT, env={**self.display.environment, "PYTHONPATH": str(ROOT)})

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(ROOT / "tests" / "support" / self.program), self.only]

    def arm(self, process: PreparedProcess | subprocess.Popen[bytes], seconds: float = WAIT_SECONDS) -> None:
        """Make this process, to which there are pipes, the broker, and wait until it guards."""
        self.process = process
        self._writer = FrameWriter(cast(BinaryIO, self.process.stdin))
        self._arrived: queue.SimpleQueue[FromBroker] = queue.SimpleQueue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.send(Arm((), self.policy, self.wary))
        self.armed = self.expect(Armed, seconds=seconds)

    def _listen(self) -> None:
        reader: FrameReader[FromBroker] = FrameReader(cast(BinaryIO, self.process.stdout), FromBroker)
        while (report := reader.read()) is not None:
            self._arrived.put(report)

    def send(self, message: Message) -> None:
        self._leaving = self._leaving or isinstance(message, Stop)
        self._writer.write(message)

    def serves(self) -> bool:
        """Return whether it runs, and has a guard that has not told it to end."""
        stdin = cast(BinaryIO, self.process.stdin)
        return not self._leaving and not stdin.closed and self.process.poll() is None

    def begin_anew(self) -> None:
        """Return to the state after the start: watching under its policy, nothing copied, nothing reported."""
        self.empty()
        self.send(Watch(True))
        self.send(Arm((), self.policy, self.wary))
        self.armed = self.expect(Armed)
        self.drain()
        self.reports.clear()

    def expect(self, kind: type[M], wanted: Callable[[M], bool] = lambda _: True,
               seconds: float = WAIT_SECONDS) -> M:
        """Return the next wanted report of this type; all reports before it are in ``reports``."""
        deadline = time.monotonic() + seconds
        while (rest := deadline - time.monotonic()) > 0:
            try:
                report = self._arrived.get(timeout=rest)
            except queue.Empty:
                break
            self.reports.append(report)
            if isinstance(report, kind) and wanted(report):
                return report
        raise AssertionError(f"no {kind.__name__} came; there were {[type(entry).__name__ for entry in self.reports]}")

    def obeyed(self) -> None:
        """Return once everything sent so far is in force: commands are handled in order, and a grant is answered."""
        self.send(Grant("", 0))
        self.expect(Granted, lambda report: not report.capture)

    def drain(self) -> list[FromBroker]:
        """Return reports that have arrived and were not expected yet."""
        found: list[FromBroker] = []
        while not self._arrived.empty():
            found.append(self._arrived.get())
        self.reports.extend(found)
        return found

    def close_input(self) -> None:
        """Close its input, as a guard that died would."""
        cast(BinaryIO, self.process.stdin).close()

    def stop(self) -> None:
        """End it whatever it does."""
        if self.process.poll() is None:
            end(self.process)
        self.watch.ignore(0)
        self.close_pipes()

    def close_pipes(self) -> None:
        """Close the remaining pipes to it, once all that it said has been read."""
        self.listener.join(WAIT_SECONDS)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue

    # -------------------------------------------------------------- people
    def empty(self) -> None:
        """Clear both selections."""
        emptied(self.display)

    def copy(self, content: str | bytes, target: str = "UTF8_STRING", selection: str = "clipboard") -> None:
        """Copy with the real xclip, which stays in the background as the owner."""
        data = content.encode() if isinstance(content, str) else content
        extra = [] if target == "UTF8_STRING" else ["-t", target]
        self.watch.forget()
        subprocess.run(["xclip", "-selection", selection, *extra], input=data, check=True,
                       env=self.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.watch.wait(selection.upper())

    def paste(self, program: str, target: str = "UTF8_STRING", selection: str = "clipboard") -> bytes:
        """Paste with xclip, or with a copy of it under another name; b"" when it was refused."""
        return subprocess.run([program, "-selection", selection, "-o", "-t", target], capture_output=True,
                              env=self.display.environment, timeout=WAIT_SECONDS).stdout

    def offered(self, program: str, selection: str = "clipboard") -> list[str]:
        """Return the TARGETS list that this program gets."""
        return self.paste(program, "TARGETS", selection).decode().split()
