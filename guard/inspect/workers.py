"""The worker pools of a self-inspection: this process alone, or worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Protocol

from guard.core.model import Judged, Outcome, Reason, Unreadable
from guard.inspect.finding import Finding, Part, part_of
from guard.inspect.worker import Inspector, Setup, Task
from guard.platform import memory_dumps
from guard.util import exit_codes
from guard.util.path_text import path_text
from rules.sentences.sentence import Sentence

WAITING_PER_WORKER = 4
"""Tasks handed out per worker: enough that none ever waits, few enough that Ctrl+C loses little."""


ENDINGS = (signal.SIGINT, signal.SIGTERM)
"""Signals by which a run is to end and keep what is done."""


class WorkerPool(Protocol):
    """Processes tasks, in any order."""

    def findings(self, tasks: Iterator[Task]) -> Iterator[Finding]:
        """Yield the finding of each task as it is done."""

    def close(self) -> None:
        """End at once, whatever is under way."""


class Alone:
    """This process does the work itself: a few files are done before a second process has started."""

    def __init__(self, setup: Setup) -> None:
        self._inspector = Inspector(setup)

    def findings(self, tasks: Iterator[Task]) -> Iterator[Finding]:
        """Yield the finding of each task, in order."""
        return map(self._inspector.inspect, tasks)

    def close(self) -> None:
        """End the reader."""
        self._inspector.close()


class Pool:
    """Worker processes on this machine. A file that ends its worker twice is unreadable."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup, self._workers = setup, workers
        self._executor = self._new(workers)

    def findings(self, tasks: Iterator[Task]) -> Iterator[Finding]:
        """Yield the finding of each task as it is done."""
        under_way: dict[Future[Finding], Task] = {}
        while True:
            broken: list[Task] = []
            for task in islice(tasks, self._workers * WAITING_PER_WORKER - len(under_way)):
                try:
                    under_way[self._submit(task)] = task
                except BrokenProcessPool:  # a worker has ended since the last finding
                    broken.append(task)
                    break
            if not under_way and not broken:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                task = under_way.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    broken.append(task)
            if broken:
                broken += under_way.values()
                under_way.clear()
                yield from self._one_by_one(broken)
                self._executor = self._new(self._workers)

    def close(self) -> None:
        """End every worker at once, also one that is at work; their readers end with them."""
        for child in multiprocessing.active_children():
            child.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _one_by_one(self, tasks: list[Task]) -> Iterator[Finding]:
        """Yield the findings of tasks one of which ended a worker, one by one, to find out which."""
        self._executor = self._new(1)
        for task in tasks:
            try:
                yield self._submit(task).result()
            except BrokenProcessPool:
                yield lost(task)
                self._executor = self._new(1)
        self._executor.shutdown()

    def _submit(self, task: Task) -> Future[Finding]:
        with _interrupted_later():  # the executor starts a worker whenever a task waits for one
            return self._executor.submit(_inspect, task)

    def _new(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (self._setup,))


def lost(task: Task) -> Finding:
    """Return the finding of a file whose worker ended while inspecting it."""
    unreadable = Unreadable(Reason.ENGINE_FAILED, Sentence("检查它的工作进程意外中止，请单独检查这个文件。"))
    return Finding(path_text(task.path), task.shown, Part(Outcome.ALLOW), part_of(Judged("", unreadable=unreadable)))


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Delay Ctrl+C and SIGTERM until a worker has started completely. What starts here has Ctrl+C blocked from its
    first instruction.

    Another thread may take the signal although this one blocks it, so the handler waits too.
    """
    came: list[int] = []
    handlers = {ending: signal.signal(ending, lambda number, _: came.append(number)) for ending in ENDINGS}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for ending, handler in handlers.items():
            signal.signal(ending, handler)
    if came:
        raise KeyboardInterrupt


_inspector: ContextVar[Inspector] = ContextVar("_inspector")
"""The inspector of a worker process. An executor has no other way from its initializer to its tasks, which run in the
same context.
"""


def _begin(setup: Setup) -> None:
    memory_dumps.refuse()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that talks to the user
    threading.Thread(target=_end_with_parent, name="parent-gone", daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = "1"  # for its reader: there is a worker for each core already
    _inspector.set(Inspector(setup))


def _end_with_parent() -> None:
    """End when the process that talks to the user is gone, whatever ended it: a worker has rules and keys of the unit.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(exit_codes.OK)


def _inspect(task: Task) -> Finding:
    return _inspector.get().inspect(task)
