"""The two ends of the pipe to the guard, each on its own thread, so that the broker waits for neither.

A guard that is busy must not delay a paste, and a paste must not delay the guard's commands.
"""

from __future__ import annotations

import logging
import os
import queue
import socket
import threading
from collections.abc import Callable
from typing import BinaryIO

from guard.ipc.framing import FrameError, FrameReader, FrameWriter
from guard.ipc.messages import FromBroker, ToBroker

log = logging.getLogger(__name__)


class GuardGone:
    """The guard closed the pipe, or sent something that is not a frame."""


Mail = ToBroker | GuardGone | Callable[[], None]


class Mailbox:
    """Collects what arrives for the broker's own thread: commands, results of its workers, the end of the guard."""

    def __init__(self) -> None:
        self._mail: queue.SimpleQueue[Mail] = queue.SimpleQueue()
        self._bell_out, self._bell_in = socket.socketpair()
        self._bell_out.setblocking(False)
        self._bell_in.setblocking(False)

    def listen(self, stream: BinaryIO) -> None:
        """Read commands from the guard from now on."""
        threading.Thread(target=self._listen, args=(stream,), name="commands", daemon=True).start()

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when mail arrives."""
        return self._bell_out.fileno()

    def post(self, mail: Mail) -> None:
        """Leave mail, from any thread; a callable is called by the broker's thread."""
        self._mail.put(mail)
        try:
            self._bell_in.send(b"\0")
        except BlockingIOError:
            return  # the descriptor is readable already

    def take(self) -> list[Mail]:
        """Return what has arrived, in order, without waiting."""
        try:
            while self._bell_out.recv(4096):
                pass
        except BlockingIOError:
            pass
        mail: list[Mail] = []
        while not self._mail.empty():
            mail.append(self._mail.get())
        return mail

    def wait(self) -> Mail:
        """Return the next mail, however long it takes."""
        return self._mail.get()

    def _listen(self, stream: BinaryIO) -> None:
        # Unbuffered: a thread that waits inside a buffered reader holds a lock that the end of the process needs.
        reader: FrameReader[ToBroker] = FrameReader(getattr(stream, "raw", stream), ToBroker)
        try:
            while (command := reader.read()) is not None:
                self.post(command)
        except (FrameError, OSError, ValueError):
            pass  # a guard that cannot be understood counts as gone
        self.post(GuardGone())


class Outbox:
    """Sends reports to the guard."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._reports: queue.SimpleQueue[FromBroker | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, args=(stream,), name="reports", daemon=True)
        self._thread.start()

    def send(self, report: FromBroker) -> None:
        """Queue a report and return at once."""
        self._reports.put(report)

    def close(self, seconds: float) -> None:
        """Wait until everything is written, but at most ``seconds``."""
        self._reports.put(None)
        self._thread.join(seconds)

    def hang_up(self) -> None:
        """Close the pipe in a process left behind: the guard waits for the end of the pipe, and must not wait for this
        process.
        """
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self._stream.fileno())
        os.close(null)

    def _write(self, stream: BinaryIO) -> None:
        writer = FrameWriter(stream)
        gone = False
        while (report := self._reports.get()) is not None:
            if gone:
                continue  # nobody reads any more; the clipboard is still guarded
            try:
                writer.write(report)
            except (FrameError, UnicodeEncodeError) as error:  # nothing of it was written yet, so others can follow
                log.error("a report cannot be carried: %s, %s", type(report).__name__, type(error).__name__)
            except (OSError, ValueError):
                gone = True
