"""The requests about the mark on the screen: that it is there, and when it was."""

from __future__ import annotations

from guard.core.screen_mark import MarkSpan
from guard.ipc.messages import Message


class ListMarks(Message, frozen=True):
    """Ask when the screen was marked since this time (seconds since the epoch), and why. Answered by MarkHistory."""

    since: float


class ReportMark(Message, frozen=True):
    """Tell whether the mark of the current status is on the screen: not every desktop lets a program draw it. It is to
    be told of each new mark. Answered by Done.
    """

    drawn: bool


class MarkHistory(Message, frozen=True):
    """The times in which the screen was marked, newest first, from the journal: never for which file."""

    spans: tuple[MarkSpan, ...]
