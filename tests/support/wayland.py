"""A private Wayland compositor, a broker on it with the real wl-copy and wl-paste, and programs that own selections."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from guard.clipboard.wayland.connection import Asked, Cancelled, Changed, Connection
from guard.core.model import Origin
from tests.support.brokering import WAIT_SECONDS, Brokering
from tests.support.prepared_processes import piped
from ui.demo.display import end

MISSING = [name for name in ("sway", "wl-copy", "wl-paste") if shutil.which(name) is None]


@dataclass(frozen=True, slots=True)
class Compositor:
    """A running compositor, and the environment in which programs find it."""

    environment: dict[str, str]

    def start(self, command: Sequence[str], *, stdin: int | None = None, stdout: int | None = subprocess.DEVNULL,
              stderr: int | None = None) -> subprocess.Popen[bytes]:
        """Start a program on it, as ui.demo.display.Display does; the caller ends it."""
        return subprocess.Popen(list(command), env=self.environment, stdin=stdin, stdout=stdout, stderr=stderr)


    def sway(self, *words: str) -> Any:
        """Give sway a command, or ask it with ``-t``; return its answer (sway-ipc(7))."""
        said = subprocess.run(["swaymsg", "--raw", *words], env=self.environment, capture_output=True, check=True)
        return json.loads(said.stdout)


@contextmanager
def private_compositor() -> Iterator[Compositor]:
    """Run sway without a screen, on a socket of its own; end it afterwards."""
    with tempfile.TemporaryDirectory(prefix="mishao-sway-") as folder:
        environment = {name: value for name, value in os.environ.items()
                       if name not in {"DISPLAY", "WAYLAND_DISPLAY", "SWAYSOCK", "WAYLAND_SOCKET"}}
        environment |= {"XDG_RUNTIME_DIR": folder, "WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1",
                        "WLR_RENDERER": "pixman", "HOME": folder, "SWAYSOCK": f"{folder}/sway"}
        config, ready = Path(folder) / "config", Path(folder) / "ready"
        os.mkfifo(ready)
        config.write_text(f"xwayland disable\nexec echo $WAYLAND_DISPLAY > {ready}\n")
        waiting = os.open(ready, os.O_RDONLY | os.O_NONBLOCK)
        server = subprocess.Popen(["sway", "-c", str(config)], env=environment, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            if not select.select([waiting], [], [], WAIT_SECONDS)[0]:
                raise AssertionError("sway did not start")
            yield Compositor({**environment, "WAYLAND_DISPLAY": os.read(waiting, 64).decode().strip()})
        finally:
            os.close(waiting)
            end(server)


@dataclass
class WaylandBrokering(Brokering):
    """The same broker process and the same users, with Wayland's programs."""

    display: Compositor  # type: ignore[assignment]

    def start(self) -> None:
        """Start the process and wait until it guards."""
        with patch.dict(os.environ, self.display.environment):
            self.watch = SelectionWatch()  # type: ignore[assignment]
        self.arm(self.whole() if self.launcher else piped(self.command, self.display.environment))

    def empty(self) -> None:
        """Clear both selections."""
        for selection in ([], ["--primary"]):
            subprocess.run(["wl-copy", "--clear", *selection], env=self.display.environment, check=True)

    def copy(self, content: str | bytes, target: str = "UTF8_STRING", selection: str = "clipboard") -> None:
        """Copy with the real wl-copy, which stays in the background as the owner."""
        data = content.encode() if isinstance(content, str) else content
        kind = "text/plain;charset=utf-8" if target == "UTF8_STRING" else target
        primary = ["--primary"] if selection == "primary" else []
        self.watch.forget()
        subprocess.run(["wl-copy", "--type", kind, *primary], input=data, check=True, env=self.display.environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.watch.wait(selection.upper())

    def paste(self, program: str, target: str = "UTF8_STRING", selection: str = "clipboard") -> bytes:
        """Paste with the counterpart of an X11 program; b"" when it was refused."""
        twin, cat = pasting(program)
        kind = "text/plain;charset=utf-8" if target == "UTF8_STRING" else target
        environment = {**self.display.environment, "PATH": f"{Path(cat).parent}:{os.environ['PATH']}"}
        primary = ["--primary"] if selection == "primary" else []
        return subprocess.run([twin, "--no-newline", "--type", kind, *primary], capture_output=True,
                              env=environment, timeout=WAIT_SECONDS).stdout

    def offered(self, program: str, selection: str = "clipboard") -> list[str]:
        """Return the types that this program sees."""
        primary = ["--primary"] if selection == "primary" else []
        return subprocess.run([pasting(program)[0], "--list-types", *primary], capture_output=True, check=True,
                              env=self.display.environment, timeout=WAIT_SECONDS).stdout.decode().split()


class SelectionWatch:
    """Detects when a selection has new content (tests.support.owner_watch.OwnerWatch for Wayland)."""

    def __init__(self) -> None:
        self._connection = Connection()
        self.forget()

    def ignore(self, pid: int) -> None:
        """Do nothing: a copy is seen here before the broker, notified at the same moment, can take it over."""

    def forget(self) -> None:
        """Drop the changes seen so far."""
        self._connection.notices()

    def wait(self, selection: str) -> None:
        """Return when the selection has new content since ``forget``."""
        deadline = time.monotonic() + WAIT_SECONDS
        while (rest := deadline - time.monotonic()) > 0:
            for notice in self._connection.notices():
                if isinstance(notice, Changed) and notice.origin is Origin(selection.lower()) and notice.offer:
                    return
            select.select([self._connection.fileno()], [], [], rest)
        raise AssertionError(f"{selection} got no new content")

    def close(self) -> None:
        self._connection.close()


class SelectionOwner(Connection):
    """A program that offers a selection, and gives it to whoever asks."""

    def __init__(self, compositor: Compositor) -> None:
        with patch.dict(os.environ, compositor.environment):
            super().__init__()
        self.asked: list[str] = []
        """The types that were asked for."""
        self.lost = False
        """Whether what it offered is no longer the selection."""

    def meet(self) -> None:
        """Return once everything is known that the compositor has done so far."""
        self._round_trip()

    def hears(self, seconds: float = WAIT_SECONDS) -> bool:
        """Return whether the compositor says something within this time."""
        return bool(select.select([self], [], [], seconds)[0])

    def give(self, content: Callable[[str], bytes]) -> bool:
        """Give the content of its type to each program that has asked; return whether any has."""
        before = len(self.asked)
        for notice in self.notices():
            self.lost = self.lost or isinstance(notice, Cancelled)
            if isinstance(notice, Asked):
                self.asked.append(notice.name)
                with os.fdopen(notice.descriptor, "wb") as pipe:
                    pipe.write(content(notice.name))
        return len(self.asked) > before


def pasting(program: str) -> tuple[str, str]:
    """Return copies of the real wl-paste and of the ``cat`` it reads through, under the name and beside the path of
    an X11 program: they are that program's counterpart here."""
    folder = Path(f"{program}.wayland")
    folder.mkdir(exist_ok=True)
    twin, cat = folder / Path(program).name, folder / "cat"
    for source, copy in (("wl-paste", twin), ("cat", cat)):
        if not copy.exists():
            shutil.copy2(Path(shutil.which(source) or "").resolve(), copy)
    return str(twin), str(cat)
