"""One side of the comparison: LibreOffice on a private display and its user's keys, with a guard or without."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from Xlib.display import Display as Connection

from tests.harm.libre_office.content import Content, content_of
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.libre_office import LibreOffice
from tests.support.owner_watch import OwnerWatch
from tests.support.x11_properties import read_property
from ui.demo.display import Display, private_display

PASTE_SECONDS = 10.0
_POLL_SECONDS = 0.005
_PATIENCE_SECONDS = 20.0
"""Seconds without an answer after which it shows a question: everything except building the documents is quicker."""


@dataclass
class Side:
    """A display, its LibreOffice (restarted when it has ended), and its user's actions with ``documents``."""

    display: Display
    folder: Path
    documents: Path
    guard: GuardUnderTest | None
    watch: OwnerWatch
    starts: int = 0
    office: LibreOffice = field(init=False)

    def start(self) -> None:
        """Start LibreOffice with the pointer where a document will be."""
        self.starts += 1
        subprocess.run(["xdotool", "mousemove", "600", "450"], env=self.display.environment, check=True)
        self.office = LibreOffice(self.display, self.folder / f"profile-{self.starts}", pointer_aside=False,
                                  patience=_PATIENCE_SECONDS)

    def end(self) -> None:
        """End LibreOffice, whatever it does."""
        self.office.close()

    def restart(self) -> None:
        """Restart it, without the question why its documents are in use: a killed LibreOffice leaves them locked."""
        self.end()
        for lock in self.documents.glob(".~lock.*"):
            lock.unlink(missing_ok=True)
        self.start()

    def alive(self) -> bool:
        """True while it runs."""
        return self.office.process.poll() is None

    def keys(self, *chords: str) -> float:
        """Press chords (xdotool's names); return the monotonic time before the first."""
        began = time.monotonic()
        subprocess.run(["xdotool", "key", "--delay", "15", *chords], env=self.display.environment, check=True)
        return began

    def forward(self, document: int) -> None:
        """Raise the window of a document and give it the keyboard."""
        title = self.office.do("state", document)["title"]
        number = wait_for(lambda: self._window(title), f"the window {title}")
        subprocess.run(["xdotool", "windowactivate", str(number)], env=self.display.environment, check=True)
        wait_for(lambda: self._property("_NET_ACTIVE_WINDOW")[:1] == [number], f"{title} to come forward")

    def copy(self, document: int, area: str) -> None:
        """Copy all of a document by keys; return when there is a new owner. ``area`` of a sheet is selected first."""
        self.forward(document)
        if area:
            self.office.do("select", document, area=area)
        else:
            self.keys("ctrl+a")
        self.watch.forget()
        self.keys("ctrl+c")
        self.watch.wait("CLIPBOARD")

    def paste(self, document: int) -> float | None:
        """Paste by keys into a document; return the milliseconds until there is content, None for nothing."""
        self.forward(document)
        self.office.do("unmodified", document)
        began = self.keys("ctrl+v")
        while time.monotonic() - began < PASTE_SECONDS:
            if self.office.do("state", document)["modified"]:
                return (time.monotonic() - began) * 1000
            time.sleep(_POLL_SECONDS)
        return None

    def content(self, document: int, program: str) -> Content:
        """Return the content of a document."""
        path = self.folder / "flat.xml"
        self.office.do("save-flat", document, path=path.as_uri(), kind=program)
        return content_of(path)

    def titles(self) -> tuple[str, ...]:
        """Return the kinds of open windows: their titles without the names of documents."""
        return tuple(sorted(title.rpartition(" — ")[2] for title in self.watch.titles()))

    def offered(self) -> tuple[str, ...]:
        """Return what the clipboard offers to another program."""
        said = subprocess.run(["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"], capture_output=True,
                              env=self.display.environment, timeout=20).stdout
        return tuple(sorted(said.decode().split()))

    def _window(self, title: str) -> int | None:
        connection = self._connection()
        try:
            for number in self._property("_NET_CLIENT_LIST"):
                named = read_property(connection.create_resource_object("window", number),
                                      connection.get_atom("_NET_WM_NAME"))
                if named is not None and named.value.decode("utf-8", "replace") == title:
                    return int(number)
            return None
        finally:
            connection.close()

    def _property(self, name: str) -> list[int]:
        connection = self._connection()
        try:
            found = read_property(connection.screen().root, connection.get_atom(name))
            return list(found.value) if found is not None else []
        finally:
            connection.close()

    def _connection(self) -> Connection:
        return Connection(self.display.name)


@contextmanager
def side(folder: Path, documents: Path, *, guarded: bool) -> Iterator[Side]:
    """Set one side up and remove it afterwards."""
    with ExitStack() as stack:
        display = stack.enter_context(private_display("1280x960"))
        (folder / "screens").mkdir(parents=True)
        guard = GuardUnderTest(display, folder / "home", folder / "screens") if guarded else None
        if guard is not None:
            guard.start()
            stack.callback(guard.stop)
        watch = OwnerWatch(display.name)
        stack.callback(watch.close)
        made = Side(display, folder, documents, guard, watch)
        made.start()
        stack.callback(made.end)
        yield made
