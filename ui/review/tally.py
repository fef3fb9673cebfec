"""Counts the answers to several questions that were asked at once, and says the result at the end."""

from __future__ import annotations

from collections.abc import Callable

from guard.control.requests import Reply
from guard.ipc.replies import Refused
from ui.kit.sentences import told


class Tally:
    """Counts the answers to several questions and reports the result at the end."""

    def __init__(self, total: int, done: Callable[[int, list[str]], None]) -> None:
        """``done`` is called once with the number of successes and the distinct refusals."""
        self._left = total
        self._succeeded = 0
        self._refusals: dict[str, None] = {}
        self._done = done

    def count(self, reply: Reply) -> None:
        """Count one answer."""
        self._left -= 1
        if isinstance(reply, Refused):
            self._refusals[told(reply.words)] = None
        else:
            self._succeeded += 1
        if self._left == 0:
            self._done(self._succeeded, list(self._refusals))
