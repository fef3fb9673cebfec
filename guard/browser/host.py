"""The native host: a process that a browser starts for its extension, and that speaks to the guard and to nothing else.

Without a guard it answers what the policy says of what is not judged: for sites by what the guard said of them before,
else by the built-in policy. Of a site that neither names it says that nobody knows.
"""

from __future__ import annotations

import logging
import os
import queue
import secrets
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from guard.browser.native_messages import (
    Drop,
    File,
    Find,
    Focus,
    Found,
    FromExtension,
    Judge,
    MessageReader,
    NativeMessageError,
    Piece,
    Site,
    SiteIs,
    Verdict,
    writer,
)
from guard.control.endpoint import Client, ControlError
from guard.control.page_requests import (
    LARGE_UPLOAD,
    AboutPage,
    AskSite,
    DropUpload,
    FocusFrame,
    JudgePage,
    OpenedFile,
    OpenedTaken,
    PageAnswer,
    PageFile,
    PutPiece,
    SiteAnswer,
    TakeOpened,
)
from guard.control.requests import Reply
from guard.ipc.replies import Done
from guard.platform import memory_dumps
from guard.util import exit_codes
from guard.util.undecodable import UNDECODABLE

log = logging.getLogger(__name__)

CHROMIUM_ID = "jlmjnljgcfokimdepjgookdepfjaojmg"
FIREFOX_ID = "browser@mishao.org"
CALLERS = (f"chrome-extension://{CHROMIUM_ID}/", FIREFOX_ID)
"""The extensions for which it works. Browsers name theirs in the arguments: Chromium as an origin, Firefox as an id."""

SITE_SECONDS = 1.5
TEXT_SECONDS = 1.8
"""Seconds for the guard's answer; the extension gives up after two."""

FILES_SECONDS, LARGE_SECONDS = 20.0, 45.0
FIND_SECONDS = 5.0
PIECE_SECONDS = 1.5
FOCUS_SECONDS = 1.5
QUICK_THREADS, FILES_THREADS = 4, 8
"""Threads for what is answered at once, and for files: a page that asks what site it is waits for no upload."""

REMEMBERED = 1000
WAITING = 256
"""Messages that wait for a thread at most; a browser that sends more waits itself."""


def is_ours(arguments: Sequence[str]) -> bool:
    """Return whether these arguments of a browser name our extension."""
    return any(argument in CALLERS for argument in arguments)


def run(arguments: Sequence[str], socket: Path, incoming: BinaryIO, outgoing: BinaryIO) -> int:
    """Serve the extension until the browser closes its end; return the exit code. ``socket`` is the guard's."""
    if not is_ours(arguments):
        log.error("started by something else than our extension")
        return exit_codes.NOT_DONE
    memory_dumps.refuse()
    host = Host(socket, writer(outgoing), *_browser())
    reader = MessageReader(incoming)
    try:
        while (message := reader.read()) is not None:
            host.take(message)
    except NativeMessageError as error:
        log.error("the extension was cut off: %s", error)
    return exit_codes.OK


def _browser() -> tuple[str, int]:
    """Return the program and the number of the browser: it is this process's parent."""
    if sys.platform != "linux":
        return "", os.getppid()
    from guard.platform.processes_linux import executable_of

    return executable_of(os.getppid()), os.getppid()


class Host:
    """Answers on some threads. ``write`` sends to the extension; ``browser`` and ``process`` as in JudgePage."""

    def __init__(self, socket: Path, write: Callable[[object], None], browser: str = "", process: int = 0) -> None:
        self._socket = socket
        self._write = write
        self._browser, self._process = browser, process
        self._name = secrets.token_hex(8)
        self._writing = threading.Lock()
        self._known = _Known()
        self._lost: set[int] = set()
        self._quick: queue.Queue[Site | Find | Judge] = queue.Queue(WAITING)
        self._files: queue.Queue[Site | Find | Judge] = queue.Queue(WAITING)
        self._focus: queue.SimpleQueue[Focus] = queue.SimpleQueue()
        threading.Thread(target=self._tell_focus, name="focus", daemon=True).start()
        for waiting, threads in ((self._quick, QUICK_THREADS), (self._files, FILES_THREADS)):
            for _ in range(threads):
                threading.Thread(target=self._work, args=(waiting,), name="asking", daemon=True).start()

    def take(self, message: FromExtension) -> None:
        """Take a message of the extension. Pieces are passed on at once and in order, what has the keyboard in order by
        a thread of its own, everything else by a thread.
        """
        match message:
            case Piece(id=upload, file=file, data=data):
                # The other pieces of a lost upload would each wait for a guard that hangs, and every page behind them.
                if upload not in self._lost and not isinstance(
                        self._ask(PutPiece(self._upload(upload), file, data), PIECE_SECONDS), Done):
                    self._lost.add(upload)
            case Drop(id=upload):
                self._lost.discard(upload)
                self._ask(DropUpload(self._upload(upload)), PIECE_SECONDS)
            case Focus():
                self._focus.put(message)
            case _:
                (self._quick if isinstance(message, Site) or not message.files else self._files).put(message)

    def _tell_focus(self) -> None:
        while True:
            told = self._focus.get()
            while not self._focus.empty():  # only the last one counts
                told = self._focus.get()
            self._ask(FocusFrame(os.getpid(), told.frame, told.top), FOCUS_SECONDS)

    def _work(self, waiting: queue.Queue[Site | Find | Judge]) -> None:
        while True:
            message = waiting.get()
            answer = self._answer(message)
            with self._writing:
                try:
                    self._write(answer)
                except (OSError, ValueError):  # the browser has gone, and the main thread ends
                    return

    def _answer(self, message: Site | Find | Judge) -> SiteIs | Found | Verdict:
        match message:
            case Site():
                return self._site(message)
            case Find():
                return self._find(message)
            case Judge():
                return self._judge(message)

    def _find(self, asked: Find) -> Found:
        files = tuple(OpenedFile(file.at, file.name, file.size, file.modified) for file in asked.files)
        reply = self._ask(TakeOpened(self._upload(asked.id), self._process, files), FIND_SECONDS)
        return Found(asked.id, reply.files if isinstance(reply, OpenedTaken) else None)

    def _site(self, asked: Site) -> SiteIs:
        reply = self._ask(AskSite(asked.frame, asked.top), SITE_SECONDS)
        if isinstance(reply, SiteAnswer):
            self._known.note(asked.frame, asked.top, reply)
        said = self._known.of(asked.frame, asked.top)
        if said is not None:
            return SiteIs(asked.id, said.judged, said.refuses_unjudged, said.upload_bytes)
        said = _built_in(asked.frame, asked.top)
        return SiteIs(asked.id, said.judged or None, said.refuses_unjudged, said.upload_bytes)

    def _judge(self, asked: Judge) -> Verdict:
        whole = asked.whole and asked.id not in self._lost
        self._lost.discard(asked.id)
        reply = self._ask(JudgePage(self._browser, self._process, asked.frame, asked.top, asked.text, asked.html,
                                    tuple(map(_file, asked.files)), self._upload(asked.id), whole),
                          _seconds(asked))
        if isinstance(reply, PageAnswer):
            return Verdict(asked.id, reply.refused)
        said = self._known.of(asked.frame, asked.top) or _built_in(asked.frame, asked.top)
        return Verdict(asked.id, said.judged and said.refuses_unjudged)

    def _ask(self, request: AboutPage, seconds: float) -> Reply | None:
        """Return the guard's answer, None when there is none in time."""
        try:
            client = Client.connect(self._socket, seconds)
        except ControlError:
            return None
        try:
            return client.ask(request)
        except (ControlError, OverflowError, *UNDECODABLE):  # a number of a page's own file may fit in no message
            return None
        finally:
            client.close()

    def _upload(self, number: int) -> str:
        return f"{self._name}-{number}"


class _Known:
    """What the guard said of sites, for the time without one. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sites: OrderedDict[tuple[str, str], SiteAnswer] = OrderedDict()

    def note(self, frame: str, top: str, answer: SiteAnswer) -> None:
        """Remember an answer."""
        with self._lock:
            self._sites[frame, top] = answer
            self._sites.move_to_end((frame, top))
            if len(self._sites) > REMEMBERED:
                self._sites.popitem(last=False)

    def of(self, frame: str, top: str) -> SiteAnswer | None:
        """Return what was said of this frame, None where nothing was."""
        with self._lock:
            return self._sites.get((frame, top))


def _built_in(frame: str, top: str) -> SiteAnswer:
    """Return what the built-in policy says of a frame; the unit's own may list more sites."""
    from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
    from guard.config.policy_file import load
    from guard.core.decide import refuses_page
    from guard.core.sites import site_asked

    policy = load(builtin_policy(), BUILTIN_POLICY)
    page = site_asked(frame, top, policy.sites)
    return SiteAnswer(page is not None and page.held, refuses_page(None, policy), policy.upload_megabytes * 2**20)


def _seconds(asked: Judge) -> float:
    if not asked.files:
        return TEXT_SECONDS
    return LARGE_SECONDS if sum(file.size for file in asked.files) > LARGE_UPLOAD else FILES_SECONDS


def _file(file: File) -> PageFile:
    return PageFile(file.name, file.type, file.size)
