"""Runs a self-inspection from the first file found to the last one judged; an index lets it continue later."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from guard.inspect.finding import Finding
from guard.inspect.index import Index
from guard.inspect.walking import Found, LeftOut, Scope, find
from guard.inspect.worker import Setup, Task
from guard.inspect.workers import Alone, Pool, WorkerPool
from guard.util.path_text import path_text, text_path

FEW = 8
"""Number of files that one process has judged before others have started."""

MOST_WORKERS = 8
"""Default limit of workers: each needs some 300 MB once it has recognised a picture."""


class Inspection:
    """One run over ``given``. ``pool_for`` gets the number of files to judge and returns the worker pool."""

    def __init__(self, index: Index, given: Sequence[str], scope: Scope, pool_for: Callable[[int], WorkerPool]) -> None:
        self._index, self._given, self._scope, self._pool_for = index, given, scope, pool_for
        self._pool: WorkerPool | None = None
        self.left_out = LeftOut()

    def look(self, passing: Callable[[Iterator[Found]], Iterator[Found]]) -> tuple[int, int]:
        """Find the files; return how many there are and how many of them have not changed since they were judged.

        ``passing`` sees each file that is found.
        """
        total = self._index.note(passing(find(self._given, self._scope, self.left_out)))
        if self._scope.whole:
            self._index.forget_missing(path_text(Path(os.path.abspath(root))) for root in self._given)  # noqa: PTH100
        return total, self._index.count_unchanged()

    def unchanged(self) -> Iterator[Finding]:
        """Yield what is known already."""
        return self._index.unchanged()

    def judge(self, waiting: int) -> Iterator[Finding]:
        """Judge the others and yield each as it is done and stored."""
        if not waiting:
            return
        self._pool = self._pool_for(waiting)
        again: list[Task] = []
        for finding in self._pool.findings(map(self._rooted, self._index.waiting())):
            kept = self._index.keep(finding)
            if kept is None:
                again.append(Task(text_path(finding.path), finding.shown))
            else:
                yield kept
        yield from filter(None, map(self._index.keep, self._pool.findings(map(self._rooted, again))))

    def _rooted(self, task: Task) -> Task:
        """Return the task with the argument it was found below; of several the outermost, which has the most names."""
        roots = (Path(os.path.abspath(given)) for given in self._given)  # noqa: PTH100
        return task.below(min((root for root in roots if task.path.is_relative_to(root)),
                              key=lambda root: len(root.parts), default=None))

    def close(self) -> None:
        """End the work, wherever it runs; what was stored stays."""
        if self._pool is not None:
            self._pool.close()
        self._index.close()


def pool_here(setup: Setup, waiting: int, workers: int | None) -> WorkerPool:
    """Return the worker pool for this many files on this machine; ``workers`` None: as many as there are cores, up to
    MOST_WORKERS.
    """
    if workers is None:
        workers = min(MOST_WORKERS, cores())
        if waiting <= FEW:
            workers = 1
    return Alone(setup) if workers == 1 else Pool(setup, min(workers, waiting))


def cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
