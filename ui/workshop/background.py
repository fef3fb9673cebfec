"""Runs work off the GUI thread; of each kind only the newest request counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

_Result = TypeVar("_Result")


class Background(QObject):
    """One thread. A request that was repeated before its turn is skipped, and a late answer is dropped."""

    _finished = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: Counter[str] = Counter()
        self._closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workshop")
        self._finished.connect(lambda deliver, future: deliver(future))

    def ask(self, kind: str, work: Callable[[], _Result], done: Callable[[_Result], None]) -> None:
        """Run ``work`` on the thread and ``done`` with its result here, unless the same kind is requested meanwhile."""
        if self._closed:
            return
        self._asked[kind] += 1
        number = self._asked[kind]

        def deliver(future: Future[_Result | None]) -> None:
            result = future.result()
            if result is not None and self._asked[kind] == number:
                done(result)

        future = self._thread.submit(lambda: work() if self._asked[kind] == number else None)
        future.add_done_callback(lambda finished: self._hand_over(deliver, finished))

    def forget(self, kind: str) -> None:
        """Drop every answer of this kind that is still to come."""
        self._asked[kind] += 1

    def close(self) -> None:
        """End the thread after its current work; nothing more is delivered or accepted."""
        self._closed = True
        for kind in list(self._asked):
            self.forget(kind)
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _hand_over(self, deliver: Callable[[Future[_Result | None]], None], finished: Future[_Result | None]) -> None:
        if not self._closed and not finished.cancelled():
            self._finished.emit(deliver, finished)
