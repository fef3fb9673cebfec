"""A bounded queue and its worker threads: jobs of the sources run in order, and nothing waits for ever."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)

QUEUE_LIMIT = 256
"""Jobs that may wait; one more is refused, and the caller decides what that means."""

Job = Callable[[], None]


class Workers:
    """Some threads that run jobs. A job that raises OSError is logged; the worker continues."""

    def __init__(self, threads: int, failed: Callable[[OSError], None]) -> None:
        self._queue: queue.Queue[Job | None] = queue.Queue(QUEUE_LIMIT)
        self._failed = failed
        self._threads = [threading.Thread(target=self._work, name=f"worker-{number}", daemon=True)
                         for number in range(threads)]

    def start(self) -> None:
        """Start."""
        for thread in self._threads:
            thread.start()

    def offer(self, job: Job) -> bool:
        """Queue a job; return False when too many wait already."""
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            log.warning("the queue of %d captures is full", QUEUE_LIMIT)
            return False
        return True

    def stop(self, seconds: float) -> None:
        """Finish what was queued and end the threads, as far as that takes no longer."""
        until = time.monotonic() + seconds
        with suppress(queue.Full):  # a thread hangs in its job; it ends with the process
            for _ in self._threads:
                self._queue.put(None, timeout=max(0.0, until - time.monotonic()))
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                job()
            except OSError as error:
                log.error("a capture was not worked off: %s", error.strerror)
                self._failed(error)
            del job  # it may hold a large file, and the next one may be hours away
