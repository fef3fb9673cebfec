"""Looks by OCR at the window in front when its title has changed, where the policy wants that (看窗口内容).

One that could not be read is looked at again, with growing pauses, until it was read, is closed or has another title.
The picture is taken, read and judged, and nothing of it is kept: neither the picture, nor its text, nor a fingerprint.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from pathlib import Path

from guard.channels.file_index import Flagged
from guard.channels.screen import SOON_SECONDS, Screen
from guard.core.destination_kinds import STRICT_KINDS
from guard.core.model import Decision, Outcome
from guard.util.growing_pauses import GrowingPause

log = logging.getLogger(__name__)

APART_SECONDS = 5.0
"""Least time between two looks."""

SETTLE_SECONDS = 1.0
"""A program has its title before it has drawn its page."""

LOOKS = 2
"""Looks at one window with one title while nothing is found: a large document is drawn late."""

UNREAD_PAUSES = GrowingPause(first_seconds=APART_SECONDS, longest_seconds=300.0)
"""Until a window that could not be read is looked at again."""

_KNOWN = 50
"""Windows of which something is said that are remembered, and as many others."""

_NAME_LIMIT = 200

_Seen = tuple[int, str]
"""A window and its title."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a window: ``looks`` at it were read; the next is ``due``, and is ``unread_pause`` seconds after
    one that was not.
    """

    file: Flagged | None = None
    looks: int = 0
    unread_pause: float = 0.0
    due: float = 0.0

    @property
    def is_said(self) -> bool:
        """Tell whether it is marked, or counted as unread."""
        return self.file is not None or self.unread_pause > 0


_NOTHING = _Known()


class WindowContents:
    """``judge`` reads and judges a picture, on a thread of its own; ``now`` is a monotonic clock in seconds."""

    def __init__(self, judge: Callable[[bytes], Decision], now: Callable[[], float] = time.monotonic) -> None:
        self._judge = judge
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[_Seen, _Known] = {}
        self._front: tuple[_Seen, float] = ((0, ""), 0.0)
        self._looked_at = -APART_SECONDS
        self._busy = False

    def look(self, screen: Screen) -> float | None:
        """Look at the window in front if that is due; return in how many seconds to call again: soon while it is read,
        else when its turn comes, None when nothing is left to do.
        """
        front = screen.active()
        self._forget_closed({*screen.windows(), front})
        seen = (front, screen.untrusted_title(front)) if front else (0, "")
        now = self._now()
        with self._lock:
            known = self._known.get(seen, _NOTHING)
            if not seen[1] or known.looks >= LOOKS:
                return SOON_SECONDS if self._busy else None
            if seen != self._front[0]:
                self._front = seen, now
            due = max(self._looked_at + APART_SECONDS, self._front[1] + SETTLE_SECONDS, known.due)
            if self._busy or due > now:
                return SOON_SECONDS if self._busy else due - now
        if screen.program(front).kind in STRICT_KINDS or screen.is_ours(front):
            self._know(seen, replace(known, looks=LOOKS))
            return None
        untrusted = screen.picture(front)
        with self._lock:
            self._busy, self._looked_at = untrusted is not None, now
        if untrusted is None:
            known = _unread(known, now)
            self._know(seen, known)
            return known.due - now
        threading.Thread(target=self._read, args=(seen, untrusted), name="window-contents", daemon=True).start()
        return SOON_SECONDS

    def found(self, screen: Screen) -> dict[int, Flagged]:
        """Return the windows whose content was blocked and that have the same title still."""
        found = {seen: known.file for seen, known in self._still(screen) if known.file is not None}
        return {window: file for (window, _), file in found.items() if screen.is_seen(window)}

    def unread(self, screen: Screen) -> int:
        """Return how many windows could not be read the last time, and are open with the same title still."""
        return sum(known.unread_pause > 0 for _, known in self._still(screen))

    def _still(self, screen: Screen) -> list[tuple[_Seen, _Known]]:
        """Return the windows of which something is said, and that have the same title still; these are forgotten last.
        """
        with self._lock:
            said = [(seen, known) for seen, known in self._known.items() if known.is_said]
        still = [(seen, known) for seen, known in said if screen.untrusted_title(seen[0]) == seen[1]]
        with self._lock:
            for seen, _ in still:
                if seen in self._known:
                    self._known[seen] = self._known.pop(seen)
        return still

    def _forget_closed(self, windows: Container[int]) -> None:
        with self._lock:
            self._known = {seen: known for seen, known in self._known.items() if seen[0] in windows}

    def forget(self) -> None:
        """Know nothing any more: the policy does not want it."""
        with self._lock:
            self._known.clear()

    def _read(self, seen: _Seen, untrusted: bytes) -> None:
        try:
            decision = self._judge(untrusted)
        except Exception as error:  # noqa: BLE001 - the border of this thread: without an answer no window is read again
            log.error("a window was not judged: %s", type(error).__name__)
            decision = Decision(Outcome.UNREADABLE)
        with self._lock:
            known = self._known.get(seen, _NOTHING)
        if decision.outcome is Outcome.UNREADABLE:
            self._know(seen, _unread(known, self._now()))
        elif decision.outcome is Outcome.BLOCK:
            self._know(seen, _Known(_flagged(seen, decision), LOOKS))
        else:
            self._know(seen, _Known(looks=known.looks + 1))
        with self._lock:
            self._busy = False

    def _know(self, seen: _Seen, known: _Known) -> None:
        """Keep what is known of a window, instead of the oldest of which as much is said."""
        with self._lock:
            self._known.pop(seen, None)
            alike = [each for each, of_it in self._known.items() if of_it.is_said == known.is_said]
            if len(alike) >= _KNOWN:
                del self._known[alike[0]]
            self._known[seen] = known


def _unread(before: _Known, now: float) -> _Known:
    """Return a window as it is known after a look that was not read."""
    pause = UNREAD_PAUSES.after(before.unread_pause)
    return replace(before, unread_pause=pause, due=now + pause)


def _flagged(seen: _Seen, decision: Decision) -> Flagged:
    """Return the window as if it were a file of that name: the mark, its records and its sentence know files."""
    window, title = seen
    digest = hashlib.sha256(f"{window} {title}".encode()).hexdigest()
    return Flagged(Path(title.replace("/", " ")[:_NAME_LIMIT]), 0, 0, digest, decision.outcome, decision.nature)
