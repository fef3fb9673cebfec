"""Detects a flagged document that is visible while a chat client comes forward: a screenshot of it is one step away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from guard.channels.file_index import Flagged
from guard.channels.named_files import NamedFiles
from guard.channels.notices import Channel, ChannelNotice, Sighted, strictest
from guard.channels.outputs import Ends
from guard.channels.screen import Screen
from guard.channels.today import Today
from guard.core.destination_kinds import STRICT_KINDS, meeting_of
from guard.core.events import Event, EventKind
from guard.core.model import Destination, DestinationKind
from guard.util.path_text import label


class OnScreen:
    """Reports each flagged file whose name is in the title of a visible window, once per day."""

    def __init__(self, ends: Ends, now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds."""
        self._ends = ends
        self._now = now
        self._named = NamedFiles(ends.flagged)
        self._before = 0
        self._today = Today(now)

    def look(self, screen: Screen | None) -> float | None:
        """Report the flagged files on the screen when a chat client has come forward since the last look."""
        before, self._before = self._before, screen.active() if screen is not None else 0
        if (screen is not None and self._before not in (0, before) and self._ends.policy().screen_notice
                and self._ends.watching()):
            front = screen.program(self._before)
            if front.kind is DestinationKind.CHAT:
                self._tell_of(screen, front)
        return None

    def _tell_of(self, screen: Screen, front: Destination) -> None:
        chat = front.program
        fresh = list({file.digest: file for file in self._shown(screen) if self._today.first(file.digest)}.values())
        if not fresh:
            return
        for file in fresh:
            self._ends.record(Event(EventKind.SIGHTED, self._now(), outcome=file.outcome.value, destination=chat,
                                    reason=Channel.ON_SCREEN.value))
        nature = strictest(file.nature for file in fresh)
        in_meetings = meeting_of((front.executable, front.program), self._ends.policy()) is not None
        channel = Channel.MEETING if in_meetings else Channel.ON_SCREEN
        self._ends.tell(Sighted(ChannelNotice(channel, tuple(label(file.path) for file in fresh), chat, nature,
                                              screen.place(screen.active()))))

    def _shown(self, screen: Screen) -> Iterator[Flagged]:
        """Return the flagged files that a window of another program names, newest first."""
        named = {window: files for window in screen.windows()
                 if (files := self._named.of(screen.untrusted_title(window)))}
        shown = {file for window, files in named.items()
                 if screen.is_seen(window) and screen.program(window).kind not in STRICT_KINDS for file in files}
        return (file for file in self._ends.flagged() if file in shown and self._ends.is_there(file))
