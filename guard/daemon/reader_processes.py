"""The guard's reader processes: one for captures and its helper, one for what nobody waits for, and one that shows.

They are loaded some seconds after the guard's start, tended once per second, and ended with the guard.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from guard.channels.service import unhurried
from guard.core.events import Event, EventKind
from guard.core.policy import Policy
from guard.core.ports import Sink
from guard.daemon.previews import shower
from guard.daemon.status import StatusCollector
from guard.reading import limits
from guard.reading.client import ReaderClient
from guard.reading.readers import Readers
from guard.util.growing_pauses import GrowingPause
from guard.util.worker_pool import Job

PREPARE_SECONDS = 2.0
"""Seconds from the start until the reader is loaded, unless something is to be read before: while a user logs in, what
delays the guard delays everything else, too."""

PREPARE_AGAIN = GrowingPause(first_seconds=1.0, longest_seconds=600.0)
"""Until a reader that did not get ready is tried again."""


class ReaderProcesses:
    """``captured`` reads captures, with a helper when ``first`` is overloaded; ``quiet`` reads at the lowest priority;
    ``showing`` only shows pictures. ``policy`` returns the policy in force; ``offer`` queues a job.
    """

    def __init__(self, command: Sequence[str], policy: Callable[[], Policy], offer: Callable[[Job], object],
                 status: StatusCollector, sink: Sink) -> None:
        self._policy = policy
        self._offer = offer
        self._status = status
        self._sink = sink
        now = policy()
        self.first, self._second, self.quiet = (
            ReaderClient(started, engine=now.engine, read_unconfined=now.read_unconfined, patience=patience)
            for started, patience in ((command, 0.0), (command, 0.0), (unhurried(command), limits.PATIENCE)))
        self.captured = Readers(self.first, self._second)
        self.showing = shower(command, read_unconfined=now.read_unconfined)

    def prepare_soon(self) -> None:
        """Load the first one in PREPARE_SECONDS, and try again as long as it does not get ready."""
        self._later(PREPARE_SECONDS, self._prepare)

    def tend(self) -> None:
        """End those that are idle and replace those that have done much work; call about once per second."""
        for reader in (self.first, self.captured, self.quiet, self.showing):
            reader.tend()

    def close(self) -> None:
        """End all of them, and with them what they read."""
        for reader in (self.first, self._second, self.quiet, self.showing):
            reader.close()

    def _prepare(self, pause: float = PREPARE_AGAIN.first_seconds) -> None:
        engine = self._policy().engine
        prepared = self.first.prepare(engine)
        if not prepared.engine:  # it may only have died meanwhile
            self._later(pause, lambda: self._prepare(PREPARE_AGAIN.after(pause)))
        self._status.reader(prepared, engine)
        if prepared.confinement.missing:
            self._sink.append(Event(EventKind.TROUBLE, time.time(), reason=f"沙箱：{prepared.confinement.words}"))

    def _later(self, seconds: float, job: Job) -> None:
        timer = threading.Timer(seconds, lambda: self._offer(job))
        timer.daemon = True
        timer.start()
