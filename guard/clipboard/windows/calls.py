"""Makes calls on a thread of its own, one after the other: their caller waits only for as long as it can."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Calls:
    """Used from one thread. A call that nobody waits for any more is still made to its end, and the next ones after it.
    """

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._last: Future[Any] | None = None
        threading.Thread(target=self._work, name="clipboard", daemon=True).start()

    @property
    def busy(self) -> bool:
        """True while a call has not returned."""
        return self._last is not None and not self._last.done()

    def make(self, call: Callable[[], T], seconds: float | None = None) -> T:
        """Return what the call returns, or raise what it raises. Raises TimeoutError when that takes longer."""
        return self.leave(call).result(seconds)

    def leave(self, call: Callable[[], T]) -> Future[T]:
        """Have a call made after all others, without waiting for it."""
        future: Future[T] = Future()
        self._last = future
        self._calls.put((future, call))
        return future

    def _work(self) -> None:
        while True:
            future, call = self._calls.get()
            try:
                future.set_result(call())
            except Exception as error:  # noqa: BLE001 - it is raised where the call is waited for
                future.set_exception(error)
