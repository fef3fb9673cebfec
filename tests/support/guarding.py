"""Runs a real guard on a real private display and asks it over its real socket."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from guard.control.endpoint import Client, ControlError
from guard.control.requests import (
    CaseList,
    CaseOpened,
    DestroyCase,
    GetStatus,
    ListCases,
    Push,
    Reply,
    Request,
    State,
    Status,
    StatusReply,
    Update,
)
from guard.core.model import CaseState, CaseSummary
from guard.ipc.replies import Done
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from tests.support.owner_watch import new_owner
from tests.support.prepared_processes import PreparedProcess, started
from tests.support.processes import child
from tests.support.program import ROOT
from ui.demo.display import Display, end

WAIT_SECONDS = 30.0
ANSWER_SECONDS = 60.0
UPDATE_SECONDS = 200.0
"""The window and the command wait 600 s for an update, whose packs are proven first; a test has 240 s."""
DRAFT = "《关于恢复部分公交线路的通告（讨论稿）》\n经研究，拟自下周一起恢复3路。"
"""A held text: a draft, which an approver may release."""
CLEAN = "晚上七点在食堂门口集合。"
"""A text that no rule holds."""
_Value = TypeVar("_Value")
_Push = TypeVar("_Push", bound=Push)
Begin = Callable[[Sequence[str], Mapping[str, str]], PreparedProcess | subprocess.Popen[bytes]]


def wait_for(probe: Callable[[], _Value | None], what: str | Callable[[], str],
             seconds: float = WAIT_SECONDS) -> _Value:
    """Return the probe's first true value; fail with ``what`` after the deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = probe()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what if isinstance(what, str) else what()}")


def whole(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a program as its user does."""
    return subprocess.Popen(list(command), env=dict(environment), stdout=subprocess.DEVNULL)


@dataclass
class GuardUnderTest:
    """A guard process with its home, a watched folder and all messages to its subscribers. ``begin`` starts it: whole,
    or with its modules loaded (tests.support.prepared_processes).
    """

    display: Display
    home: Path
    screens: Path
    config: str = ""
    events: queue.SimpleQueue[Push] = field(default_factory=queue.SimpleQueue)
    process: PreparedProcess | subprocess.Popen[bytes] | None = None
    listener: Client | None = None
    program: tuple[str, ...] = (str(ROOT / "main.py"),)
    begin: Begin = whole
    earlier: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    began: float = 0.0

    @property
    def socket(self) -> Path:
        return Paths.choose(self.home).socket

    def start(self) -> None:
        """Start the guard and wait until it is watching."""
        config = self.home.with_name("test.toml")
        config.write_text(f"[folders]\nscreenshots = [{json.dumps(str(self.screens))}]\n{self.config}", "utf-8")
        self.process = self.begin([sys.executable, *self.program, "--home", str(self.home), "--config", str(config),
                                   "--guard"], self.display.environment)
        wait_for(lambda: self.state() in (State.WATCHING, State.TROUBLE), "a guard that watches", 2 * WAIT_SECONDS)
        self.listen()

    def listen(self) -> None:
        """Collect what the guard publishes."""
        self.listener = Client.connect(self.socket)
        pushes = self.listener.subscribe()
        next(pushes)
        told = self.events
        threading.Thread(target=lambda: [told.put(push) for push in pushes], daemon=True).start()

    def stop(self) -> None:
        """End the guard as the system does."""
        if self.process is not None:
            end(self.process, seconds=15)
            self.process = None
        self.stop_listening()

    def stop_listening(self) -> None:
        """Let the guard publish to nobody."""
        if self.listener is not None:
            self.listener.close()
            self.listener = None

    def kill(self) -> None:
        """Kill the guard without warning."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.stop()

    def serves(self) -> bool:
        """Tell whether it runs and watches."""
        return self.process is not None and self.process.poll() is None and self.state() is State.WATCHING

    def begin_anew(self) -> None:
        """Be as it was when it was started: nothing held, nothing told. What nobody may destroy counts no longer."""
        for summary in self.cases():
            done = isinstance(self.ask(DestroyCase(summary.id)), Done)
            (self.destroyed if done else self.earlier).add(summary.id)
        self.stop_listening()
        self.events = queue.SimpleQueue()
        self.listen()
        self.began = time.time()

    def is_of_before(self, push: Push) -> bool:
        """Tell whether this is about a copy from before it began anew: one that was still being judged then."""
        return isinstance(push, CaseOpened) and (push.case.id in self.destroyed or push.case.opened_at < self.began)

    def ask(self, request: Request) -> Reply:
        client = Client.connect(self.socket, UPDATE_SECONDS if isinstance(request, Update) else ANSWER_SECONDS)
        try:
            return client.ask(request)
        finally:
            client.close()

    def status(self) -> Status:
        reply = self.ask(GetStatus())
        assert isinstance(reply, StatusReply)
        return reply.status

    def judged(self) -> int:
        """Return how many captures were judged since the start."""
        return self.status().counts.get("judged", 0)

    def held(self) -> tuple[CaseSummary, ...]:
        """What is held, newest first."""
        return tuple(summary for summary in self.cases() if summary.state is CaseState.HELD)

    def cases(self) -> tuple[CaseSummary, ...]:
        """All that the guard keeps, newest first; nothing from before it began anew."""
        reply = self.ask(ListCases())
        assert isinstance(reply, CaseList)
        return tuple(summary for summary in reply.cases if summary.id not in self.earlier)

    def state(self) -> State | None:
        try:
            return self.status().state
        except ControlError:
            return None

    def opened(self, wanted: Callable[[CaseOpened], bool] = lambda _: True) -> CaseOpened:
        """Wait for the next wanted opened case."""
        return self.pushed(CaseOpened, wanted)

    def pushed(self, kind: type[_Push], wanted: Callable[[_Push], bool] = lambda _: True,
               seconds: float = WAIT_SECONDS) -> _Push:
        """Wait for the next wanted message of this kind."""
        deadline = time.monotonic() + seconds
        while (rest := deadline - time.monotonic()) > 0:
            try:
                push = self.events.get(timeout=rest)
            except queue.Empty:
                break
            if isinstance(push, kind) and not self.is_of_before(push) and wanted(push):
                return push
        raise AssertionError(f"no {kind.__name__}")

    def none_pushed(self, kind: type[Push]) -> bool:
        """Return whether no message of this kind has been sent since."""
        while True:
            try:
                push = self.events.get_nowait()
                if isinstance(push, kind) and not self.is_of_before(push):
                    return False
            except queue.Empty:
                return True

    def copy(self, content: str | bytes, target: str | None = None) -> None:
        """Copy with the real xclip; return when it owns the clipboard."""
        extra = ["-t", target] if target else []
        data = content.encode() if isinstance(content, str) else content
        broker = child(self.process.pid, "--broker") if self.process is not None else 0
        with new_owner(self.display.name, broker):
            subprocess.run(["xclip", "-selection", "clipboard", *extra], input=data, check=True,
                           env=self.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def paste(self, program: str = "xclip", target: str = "UTF8_STRING") -> str:
        """Paste text with xclip, or with a copy of it under another name."""
        return self.paste_bytes(program, target).decode()

    def paste_bytes(self, program: str, target: str) -> bytes:
        """Paste any target with xclip, or with a copy of it under another name; b"" when it was refused."""
        return subprocess.run([program, "-selection", "clipboard", "-o", "-t", target], capture_output=True,
                              env=self.display.environment, timeout=20).stdout


def managed_guard(display: Display, folder: Path, machine: MachineLayer,
                  begin: Begin = started) -> Iterator[GuardUnderTest]:
    """Yield a running guard under a unit's machine layer, with home and screens in a folder; end it afterwards."""
    screens = folder / "screens"
    screens.mkdir()
    program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(machine.folder))
    guard = GuardUnderTest(display, folder / "home", screens, program=program, begin=begin)
    guard.start()
    try:
        yield guard
    finally:
        guard.stop()
