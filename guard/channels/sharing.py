"""Warns when a meeting program shares the screen while blocked documents are visible: once per document and meeting."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from guard.channels.file_index import Flagged
from guard.channels.notices import Channel, ChannelNotice, Place, Sighted, strictest
from guard.channels.outputs import Ends
from guard.channels.screen import Screen, Share
from guard.core.events import Event, EventKind
from guard.util.clocks import elapsed
from guard.util.path_text import label

OVER_SECONDS = 60.0
"""A warning is given again when program and document were not seen together for this time: bars hide for a moment."""


@dataclass(frozen=True, slots=True)
class _Said:
    process: int
    digest: str


class Sharing:
    """Looks at what is shared while a blocked document is visible. ``now`` is the wall clock, ``passed`` the elapsed
    time, both in seconds.
    """

    def __init__(self, ends: Ends, now: Callable[[], float] = time.time,
                 passed: Callable[[], float] = elapsed) -> None:
        self._ends = ends
        self._now = now
        self._passed = passed
        self._said: dict[_Said, float] = {}

    def look(self, screen: Screen, found: Mapping[int, Flagged]) -> None:
        """Warn of the files in these windows that are shared now; nothing is asked of the screen without one."""
        if not found or not self._ends.policy().screen_mark.sharing:
            return
        shares, now = screen.sharing(), self._passed()
        processes = {share.process for share in shares}
        self._said = {said: now if said.process in processes else seen for said, seen in self._said.items()
                      if now - seen < OVER_SECONDS}
        places = {window: screen.place(window) for window in found} if shares else {}
        for share in shares:
            fresh = [window for window, file in found.items() if _Said(share.process, file.digest) not in self._said
                     and _touches(share.place, places[window])]
            if fresh:
                files = {found[window].digest: found[window] for window in fresh}
                self._said |= {_Said(share.process, digest): now for digest in files}
                beside = screen.active() if screen.active() in fresh else fresh[0]
                self._warn(share, list(files.values()), places[beside])

    def _warn(self, share: Share, files: Sequence[Flagged], place: Place | None) -> None:
        """Record each of these files, and name all of them in one sentence: the next one would replace it."""
        for file in files:
            self._ends.record(Event(EventKind.SIGHTED, self._now(), outcome=file.outcome.value,
                                    destination=share.program, reason=Channel.SHARED.value,
                                    nature=file.nature.value if file.nature else ""))
        self._ends.tell(Sighted(ChannelNotice(Channel.SHARED, tuple(label(file.path) for file in files), share.program,
                                              strictest(file.nature for file in files), place)))


def _touches(shared: Place | None, window: Place | None) -> bool:
    """Return whether a window is within what is shared; what is not known counts as that."""
    if shared is None or window is None:
        return True
    left, top, width, height = shared
    x, y, across, down = window
    return x < left + width and left < x + across and y < top + height and top < y + down
