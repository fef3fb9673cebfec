"""The request for the times in which the screen was marked."""

from __future__ import annotations

from guard.core.screen_mark import MarkSpan
from guard.ipc.messages import Message


class ListMarks(Message, frozen=True):
    """Ask when the screen was marked since this time (seconds since the epoch), and why. Answered by MarkHistory."""

    since: float


class MarkHistory(Message, frozen=True):
    """The times in which the screen was marked, newest first, from the journal: never for which file."""

    spans: tuple[MarkSpan, ...]
