"""Performs the worker's actions, and records durations and failures.

Every paste into a chat client is searched for canaries; only a released one may contain any.
"""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

from Xlib import X
from Xlib.display import Display as Connection
from Xlib.ext import xtest

from guard.clipboard.notices_given import BOX_SECONDS
from guard.control.requests import CaseOpened
from guard.core.model import Case
from guard.ipc.messages import Message
from guard.ipc.replies import Done
from tests.soak.material import CANARIES, Material
from tests.soak.office import Office
from tests.support.brokering import NOTICE
from tests.support.guarding import wait_for
from tests.support.libre_office import LibreOffice
from tests.support.program import ROOT
from ui.demo.display import DemoError

_WARNING_WIDTH = 400
_TRIES = 20
"""Closed with Esc, which closes a warning; other windows use Ctrl+W."""

_PATIENCE_SECONDS = 60.0
"""Seconds: pictures are read on two processors that others use too."""


class LeakError(AssertionError):
    """A chat client received a canary."""


@dataclass
class Records:
    """``latencies``: what, when (seconds since the start), how long in milliseconds. ``kept``: held texts by case."""

    began: float = field(default_factory=time.monotonic)
    latencies: list[tuple[str, float, float]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    destroyed: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Count time from now on."""
        self.began = time.monotonic()
        self.latencies.clear()

    def failed(self, deed: str, error: Exception) -> None:
        """Record a failed action."""
        seconds = time.monotonic() - self.began
        self.failures.append(f"{seconds:.0f} s, {deed}: {type(error).__name__} {str(error)[:300]}")

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Record the duration of the block; a failed one is not recorded."""
        begun = time.monotonic()
        yield
        ended = time.monotonic()
        self.latencies.append((what, begun - self.began, (ended - begun) * 1000))


class Desk:
    """The worker's actions. Every method that expects something raises AssertionError when it does not happen."""

    def __init__(self, office: Office, material: Material, chance: random.Random) -> None:
        self.office = office
        self.guard = office.guard
        self.material = material
        self.chance = chance
        self.records = Records()
        self._chat_window = self._spoken_to([*office.command, "--demo-chat"])
        self._gtk_chat = self._spoken_to(["/usr/bin/python3", str(ROOT / "tests/support/gtk_client.py"), "wechat"])
        self._hear(self._gtk_chat)
        self._pointer = Connection(office.display.name)
        self._writer: LibreOffice | None = None
        self._noticed: dict[str, float] = {}
        self._papers = office.folder / "文件"
        self._papers.mkdir()

    # ------------------------------------------------------------------ copies
    def copy_clean(self, content: str | bytes, target: str | None = None, *, what: str = "text judged") -> None:
        """Copy something harmless and wait until it was judged."""
        before = self.guard.judged()
        self.records.counts["copies"] += 1
        with self.records.timed(what):
            self.guard.copy(content, target)
            wait_for(lambda: self.guard.judged() > before, f"a judgement ({what})", _PATIENCE_SECONDS)

    def copy_marked(self, content: str | bytes, target: str | None = None, *, what: str = "text held") -> Case:
        """Copy something that must be held and wait until it is."""
        self.records.counts["copies"] += 1
        words = content if isinstance(content, str) and target is None else ""
        with self.held(what, words) as cases:
            self.guard.copy(content, target)
        if words:
            self.records.kept[cases[0].id] = words
        return cases[0]

    @contextmanager
    def held(self, what: str, words: str = "") -> Iterator[list[Case]]:
        """Wait at the end of the block until one more item is held and listed, the one with these words: what is told
        late of an item before is not taken for it.
        """
        known = {push.case.id for push in self._told()} | set(self.records.kept)
        cases: list[Case] = []
        with self.records.timed(what):
            yield cases
            cases.append(self.guard.opened(
                lambda push: push.case.id not in known and _contains(push.case, words)).case)
        self.records.kept.setdefault(cases[0].id, "")

    def paper(self, content: bytes, ending: str) -> Path:
        """Save one of the worker's own files and return its path; only the newest is kept."""
        for old in self._papers.iterdir():
            old.unlink()
        path = self._papers / f"材料{self.chance.randrange(10**6)}.{ending}"
        path.write_bytes(content)
        return path

    # ------------------------------------------------------------------ pastes
    def chat_gets(self, expected: str, *, anyone: bool = True) -> None:
        """Paste text into one of the chat clients, of several kinds unless ``anyone`` is False."""
        ways = (self._xclip_chat, self._window_chat, self._toolkit_chat) if anyone else (self._xclip_chat,)
        way = self.chance.choice(ways)
        with self.records.timed("chat paste"):
            got = way()
        self._search(got.encode(), may_hold=expected)
        # An input box has one notice at a time; each xclip is a program of its own.
        noticed = way != self._xclip_chat and time.monotonic() < self._noticed.get(way.__name__, 0.0) + BOX_SECONDS
        assert got == expected or (noticed and (got, expected) == ("", NOTICE)), \
            f"{way.__name__}: {len(got)} characters instead of {len(expected)}"
        if got == NOTICE:
            self._noticed[way.__name__] = time.monotonic()

    def chat_gets_nothing(self, target: str) -> None:
        """Ask as a chat client for a picture or files that are held."""
        got = self.guard.paste_bytes(self.office.clients.chat, target)
        self._search(got)
        assert got == b"", f"{target}: a chat client got {len(got)} bytes"

    def office_gets(self, expected: str | bytes, target: str = "UTF8_STRING") -> None:
        """Paste into an office program."""
        with self.records.timed("office paste"):
            got = self.guard.paste_bytes(self.office.clients.office, target)
        self.records.counts["office pastes"] += 1
        assert got == (expected.encode() if isinstance(expected, str) else expected), f"{target}: {len(got)} bytes"

    def mousepad_gets(self, expected: str) -> None:
        """Paste into a real editor by its keys, and save."""
        self.no_warning()
        display, note = self.office.display, self.paper(b"", "txt")
        editor = display.start(["mousepad", "--disable-server", str(note)], stderr=subprocess.DEVNULL)
        try:
            display.window("mousepad", least_width=_WARNING_WIDTH)
            display.focus("mousepad")
            display.press("Control_L", "v")

            def saved() -> str:
                display.press("Control_L", "s")
                time.sleep(0.2)  # it does not save while the paste is under way, and does not report saving
                return note.read_text("utf-8").strip()

            got = wait_for(saved, "the editor to save what was pasted")
        finally:
            editor.kill()
            editor.wait()
        self.records.counts["office pastes"] += 1
        assert got == expected.strip(), f"{len(got)} characters instead of {len(expected)}"

    def writer_copies_and_closes(self, text: str, picture: bytes) -> None:
        """Copy a letter with a picture in LibreOffice, close it, and paste it into another one."""
        if self._writer is None:
            self._writer = LibreOffice(self.office.display, self.office.folder / "libreoffice")
        writer = self._writer
        source, other = writer.open("swriter"), writer.open("swriter")
        writer.do("letter", source, text=text, picture=self.paper(picture, "png").as_uri())
        writer.do("copy", source)
        writer.do("close", source)
        writer.do("paste", other)
        found = writer.do("read-letter", other)
        assert (found["text"].strip(), found["pictures"]) == (text, 1), "another letter than was copied"
        writer.do("close", other)

    def mousepad_copies_and_ends(self, text: str) -> None:
        """Copy all of a file in a real editor by keys, paste it elsewhere, and quit the editor at once."""
        self.no_warning()
        display, note = self.office.display, self.paper(text.encode(), "txt")
        # Without a session bus it ends with SIGSEGV whenever it is closed, guard or no guard.
        command = ["dbus-run-session", "--", "mousepad", "--disable-server", str(note)]
        editor = display.start(command, stderr=subprocess.DEVNULL)

        def copied() -> bool:
            display.press("Control_L", "a")  # a key is lost while it is still opening
            display.press("Control_L", "c")
            return self.guard.paste_bytes(self.office.clients.office, "UTF8_STRING") == text.encode()

        try:
            display.window("mousepad", least_width=_WARNING_WIDTH)
            display.focus("mousepad")
            wait_for(copied, "the editor to copy its text")
            display.press("Control_L", "q")
            code = editor.wait(_PATIENCE_SECONDS)
        finally:
            editor.kill()
            editor.wait()
        assert code == 0, f"the editor ended with {code}"

    def _xclip_chat(self) -> str:
        return self.guard.paste(self.office.clients.chat)

    def _window_chat(self) -> str:
        return str(self._hear(self._chat_window, "paste")["pasted"])

    def _toolkit_chat(self) -> str:
        return str(self._hear(self._gtk_chat, json.dumps({"do": "paste", "names": []}))["text"] or "")

    def _search(self, untrusted_bytes: bytes, may_hold: str = "") -> None:
        self.records.counts["chat pastes"] += 1
        found = [name for name in CANARIES if name.encode() in untrusted_bytes and name not in may_hold]
        if found:
            raise LeakError(f"{len(found)} canaries in a chat paste")

    # ------------------------------------------------------------------ other actions
    def done(self, request: Message) -> None:
        """Ask the guard for something that it must do."""
        with self.records.timed("answer"):
            reply = self.guard.ask(request)  # type: ignore[arg-type]
        assert isinstance(reply, Done), reply

    def warned(self) -> bool:
        """Return whether a window of the tray is open, apart from the small one that replaces its icon."""
        try:
            self.office.display.window("mishao", 0.01, _WARNING_WIDTH)
        except DemoError:
            return False
        return True

    def no_warning(self) -> None:
        """Close windows as a person does, one after the other: click at the edge of each, Esc, otherwise Ctrl+W."""
        keys = chain(repeat(("Escape",), _TRIES), repeat(("Control_L", "w")))

        def dismissed() -> bool:
            try:
                left, top, _, _ = self.office.display.window("mishao", 0.01, _WARNING_WIDTH)
            except DemoError:
                return True
            self.click(left + 6, top + 6)
            self.office.display.press(*next(keys))
            self._point(0, 0)  # a pointer over a window keeps it open
            return False

        wait_for(dismissed, "the last warning to go away", _PATIENCE_SECONDS)

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self._point(x, y)
        for kind in (X.ButtonPress, X.ButtonRelease):
            xtest.fake_input(self._pointer, kind, 1)
        self._pointer.sync()

    def _point(self, x: int, y: int) -> None:
        xtest.fake_input(self._pointer, X.MotionNotify, x=x, y=y)
        self._pointer.sync()

    def captured(self, content: bytes) -> Path:
        """Move a complete screenshot into the watched folder, as a screenshot tool does."""
        self.records.counts["screenshots"] += 1
        path = self.office.screens / f"截图 {self.records.counts['screenshots']}.png"
        part = path.with_name(f".{path.name}")
        part.write_bytes(content)
        part.rename(path)
        return path

    def judged_more(self, act: Callable[[], None], what: str) -> None:
        """Do something that makes the guard judge once more, and wait until it did."""
        before = self.guard.judged()
        with self.records.timed(what):
            act()
            wait_for(lambda: self.guard.judged() > before, f"a judgement ({what})", _PATIENCE_SECONDS)

    def _told(self) -> Iterator[CaseOpened]:
        while not self.guard.events.empty():
            push = self.guard.events.get()
            if isinstance(push, CaseOpened):
                yield push

    def _spoken_to(self, command: list[str]) -> subprocess.Popen[bytes]:
        return self.office.display.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL)

    def _hear(self, program: subprocess.Popen[bytes], line: str = "") -> dict[str, object]:
        assert program.stdin is not None
        assert program.stdout is not None
        if line:
            program.stdin.write(f"{line}\n".encode())
            program.stdin.flush()
        said: dict[str, object] = json.loads(program.stdout.readline() or b"{}")
        return said


def _contains(case: Case, words: str) -> bool:
    return not words or any(words in judged.text.original for judged in case.judged if judged.text is not None)
