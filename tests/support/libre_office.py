"""Runs a real LibreOffice on the display, controlled over UNO (libre_office_client.py)."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from Xlib import X
from Xlib.display import Display as XDisplay
from Xlib.protocol.request import SetSelectionOwner

from tests.support.program import ROOT
from ui.demo.display import Display, end

SOFFICE = Path("/usr/lib/libreoffice/program/soffice.bin")
SYSTEM_PYTHON = "/usr/bin/python3"
MISSING = [] if SOFFICE.exists() else ["libreoffice-calc", "libreoffice-writer"]
if subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], stderr=subprocess.DEVNULL).returncode:
    MISSING.append("python3-uno")

ANSWER_SECONDS = 60.0
"""Seconds: a LibreOffice that does not answer for this long shows a question, or hangs."""

_REMEMBERS_SECONDS = 2.1
"""Seconds for which LibreOffice assumes that the next copy offers what another program's last copy offered."""

_FIRST_START = 81
"""The exit code of soffice when it has created its profile and wants to be restarted."""


class LibreOffice:
    """One program; its documents are numbers. ``patience``: seconds without an answer after which it has failed."""

    def __init__(self, display: Display, profile: Path, *, pointer_aside: bool = True,
                 patience: float = ANSWER_SECONDS) -> None:
        self._pasted = 0.0
        self._patience = patience
        self._display, self._pointer_aside = display, pointer_aside
        _leave_no_copy(display)
        pipe = f"mishao-{os.getpid()}-{display.name.strip(':')}"
        command = [str(SOFFICE), "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile.as_uri()}",
                   f"--accept=pipe,name={pipe};urp"]
        environment = {**display.environment, "SAL_USE_VCLPLUGIN": "gen", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'while "$@"; [ $? = {_FIRST_START} ]; do :; done', "sh", *command], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self._client = subprocess.Popen([SYSTEM_PYTHON, str(ROOT / "tests/support/libre_office_client.py"), pipe],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env=environment, text=True)
        assert self._next(ANSWER_SECONDS)["ready"]
        if pointer_aside:
            put_pointer_aside(display)
        self.open("swriter")  # stays: without a window the program would end

    @property
    def ended(self) -> bool:
        """Whether it has ended by itself."""
        return self.process.poll() is not None or self._client.poll() is not None

    def _next(self, seconds: float) -> dict[str, Any]:
        assert self._client.stdout is not None
        assert select.select([self._client.stdout], [], [], seconds)[0], "LibreOffice does not answer"
        line = self._client.stdout.readline()
        assert line, f"LibreOffice has ended by itself, with {self.process.poll()}"
        return json.loads(line)

    def do(self, what: str, document: int, **given: Any) -> dict[str, Any]:
        """Run a command on a document and return the result."""
        if what != "paste":
            return self._ask(do=what, document=document, **given)
        time.sleep(max(0.0, self._pasted + _REMEMBERS_SECONDS - time.monotonic()))
        said = self._ask(do=what, document=document, **given)
        self._pasted = time.monotonic()  # counted from its request, which may be late on a busy machine
        return said

    def _ask(self, seconds: float = 0.0, **command: Any) -> dict[str, Any]:
        assert self._client.stdin is not None
        self._client.stdin.write(json.dumps(command) + "\n")
        self._client.stdin.flush()
        return self._next(max(seconds, self._patience))

    def open(self, kind: str) -> int:
        """Open an empty document: scalc or swriter."""
        return int(self._ask(do="open", kind=kind)["document"])

    def load(self, path: Path) -> int:
        """Open a file."""
        return int(self._ask(do="open", url=path.as_uri())["document"])

    def build(self, folder: Path, names: Sequence[str] = ()) -> list[tuple[str, str, Path]]:
        """Write documents of libre_office_documents.py into a folder; return name, program and file of each."""
        made = self._ask(ANSWER_SECONDS, do="build", folder=str(folder), names=list(names))["made"]
        return [(name, program, Path(path)) for name, program, path in made]

    def close_documents(self) -> None:
        """Close the opened documents. The more windows there are, the more of them look at a new copy at once."""
        if self._pointer_aside:
            put_pointer_aside(self._display)  # somebody may have moved it since
        self._ask(do="close-all")

    def close(self) -> None:
        end(self._client)  # type: ignore[arg-type]
        for stream in (self._client.stdin, self._client.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # of a command that nobody read any more
                    stream.close()
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.process.pid, signal.SIGKILL)  # asked to end, it would ask whether to save
        self.process.wait()


def put_pointer_aside(display: Display) -> None:
    """Move the pointer away from all documents: once anybody has read the selection, LibreOffice crashes when a
    program closes the document under the pointer (SwPostItMgr::HasNotes, called by SwEditWin::MouseMove, while the
    copy made for the reader is deleted on another thread: Scheduler::IdlesLockGuard lets the main thread go on)."""
    connection = XDisplay(display.name)
    connection.screen().root.warp_pointer(0, 0)
    connection.sync()
    connection.close()


def _leave_no_copy(display: Display) -> None:
    """Clear the clipboard. As long as LibreOffice remembers another program's copy it assumes that its own next copy
    offers the same, pastes nothing, and crashes at the next command: without a guard, too."""
    connection = XDisplay(display.name)
    SetSelectionOwner(display=connection.display, window=X.NONE, selection=connection.get_atom("CLIPBOARD"),
                      time=X.CurrentTime)
    connection.sync()
    connection.close()
