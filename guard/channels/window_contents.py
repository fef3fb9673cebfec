"""Looks by OCR at the window in front when its title has changed, where the policy wants that (看窗口内容).

The picture is taken, read and judged, and nothing of it is kept: neither the picture, nor its text, nor a fingerprint.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

from guard.channels.file_index import Flagged
from guard.channels.screen import Screen
from guard.core.destination_kinds import STRICT_KINDS
from guard.core.model import Decision, Outcome

APART_SECONDS = 5.0
"""Least time between two looks."""

SETTLE_SECONDS = 1.0
"""A program has its title before it has drawn its page."""

LOOKS = 2
"""Looks at one window with one title while nothing is found: a large document is drawn late."""

_KNOWN = 50
_NAME_LIMIT = 200

_Seen = tuple[int, str]
"""A window and its title."""


class WindowContents:
    """``judge`` reads and judges a picture, on a thread of its own; ``now`` is a monotonic clock in seconds."""

    def __init__(self, judge: Callable[[bytes], Decision], now: Callable[[], float] = time.monotonic) -> None:
        self._judge = judge
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[_Seen, Flagged | None] = {}
        self._looks: dict[_Seen, int] = {}
        self._front: tuple[_Seen, float] = ((0, ""), 0.0)
        self._looked_at = -APART_SECONDS
        self._busy = False

    def look(self, screen: Screen) -> bool:
        """Look at the window in front if that is due; return whether to call again soon: it is being read, or its turn
        has not come."""
        front = screen.active()
        seen = (front, screen.untrusted_title(front)) if front else (0, "")
        now = self._now()
        with self._lock:
            if not seen[1] or self._looks.get(seen, 0) >= LOOKS:
                return self._busy
            if seen != self._front[0]:
                self._front = seen, now
            if self._busy or now - self._looked_at < APART_SECONDS or now - self._front[1] < SETTLE_SECONDS:
                return True
        program = screen.program(front)
        untrusted = None if program.kind in STRICT_KINDS or screen.is_ours(front) else screen.picture(front)
        if untrusted is None:
            self._know(seen, None, LOOKS)
            return False
        with self._lock:
            self._busy, self._looked_at = True, now
        threading.Thread(target=self._read, args=(seen, untrusted), name="window-contents", daemon=True).start()
        return True

    def found(self, screen: Screen) -> dict[int, Flagged]:
        """Return the windows whose content was blocked and that have the same title still."""
        with self._lock:
            blocked = {seen: file for seen, file in self._known.items() if file is not None}
        return {window: file for (window, title), file in blocked.items() if screen.untrusted_title(window) == title
                and screen.is_seen(window)}

    def forget(self) -> None:
        """Know nothing any more: the policy does not want it."""
        with self._lock:
            self._known.clear()
            self._looks.clear()

    def _read(self, seen: _Seen, untrusted: bytes) -> None:
        decision = self._judge(untrusted)
        blocked = decision.outcome is Outcome.BLOCK
        self._know(seen, _flagged(seen, decision) if blocked else None, LOOKS if blocked else 1)
        with self._lock:
            self._busy = False

    def _know(self, seen: _Seen, file: Flagged | None, looks: int) -> None:
        with self._lock:
            if len(self._known) >= _KNOWN:
                oldest = next(iter(self._known))
                del self._known[oldest], self._looks[oldest]
            self._known[seen] = file
            self._looks[seen] = self._looks.get(seen, 0) + looks


def _flagged(seen: _Seen, decision: Decision) -> Flagged:
    """Return the window as if it were a file of that name: the mark, its records and its sentence know files."""
    window, title = seen
    digest = hashlib.sha256(f"{window} {title}".encode()).hexdigest()
    return Flagged(Path(title.replace("/", " ")[:_NAME_LIMIT]), 0, 0, digest, decision.outcome, decision.nature)
