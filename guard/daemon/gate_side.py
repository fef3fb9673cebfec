"""The guard's side of the file gate, joined together: the connection, what is judged for it, how a file is let go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guard.channels.file_index import FileIndex
from guard.core.model import Case, Kind, Origin, Target
from guard.daemon.gate_link import GateLink
from guard.daemon.handlers import Clipboard
from guard.daemon.opened_files import GateEnds, OpenedFiles
from guard.sentences.catalogue import sentence
from guard.supply.in_force import InForce
from guard.util.clocks import elapsed
from rules.sentences.sentence import NOTHING, Sentence

GONE_SECONDS = 5.0
"""A gate that was there and is not back after so long is a trouble: the system starts it again within one."""


class GateSide:
    """``trouble`` is told, in words for people, that the gate has gone, and "" when it is back."""

    def __init__(self, socket: Path, in_force: Callable[[], InForce], index: FileIndex, ends: GateEnds,
                 trouble: Callable[[str, Sentence], None]) -> None:
        self._files = OpenedFiles(ends, self._say)
        self._link = GateLink(socket, in_force, ends.paused, index, self._files.opened, self._files.unjudged)
        self._trouble = trouble
        self._there_at: float | None = None

    def start(self) -> None:
        """Begin."""
        self._files.start()
        self.tend()

    def stop(self, seconds: float) -> None:
        """End; what is being judged has so many seconds."""
        self._link.stop()
        self._files.stop(seconds)

    def tend(self) -> None:
        """Connect when there is a gate, and say when there is none any more. To be called every second."""
        self._link.tend()
        if self._link.connected:
            self._there_at = elapsed()
            self._trouble("file gate", NOTHING)
        elif self._there_at is not None and elapsed() - self._there_at > GONE_SECONDS:
            self._trouble("file gate", sentence("guard.file-gate-gone"))

    def letting(self, clipboard: Clipboard) -> Clipboard:
        """Return what lets items go: opened files here, all else by the clipboard."""
        return _Letting(clipboard, self._files)

    def _say(self, message: object) -> bool:
        return self._link.send(message)


class _Letting:
    """guard.daemon.handlers.Clipboard for items that are opened files, too."""

    def __init__(self, clipboard: Clipboard, files: OpenedFiles) -> None:
        self._clipboard = clipboard
        self._files = files

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> bool:
        """As guard.daemon.handlers.Clipboard; an opened file is let go as it is, and brought back by nobody."""
        if case.origin is Origin.OPENED:
            if not masked:
                self._files.let(case)
            return False
        return self._clipboard.grant(case, seconds, targets, masked)

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """As guard.daemon.handlers.Clipboard."""
        return self._clipboard.offer(kind, targets)

    def drop(self, case_id: str) -> None:
        """As guard.daemon.handlers.Clipboard."""
        self._clipboard.drop(case_id)

    def watch(self, enabled: bool) -> None:
        """As guard.daemon.handlers.Clipboard."""
        self._clipboard.watch(enabled)
