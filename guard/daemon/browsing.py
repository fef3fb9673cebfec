"""Tells whether a client that was refused a file meant to open it or only lists a folder: browsing causes no warnings.

A file dialog reads the files it shows: several files of one folder within seconds. A user who sends a file opens only
that one, or opens it again after it was shown.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from pathlib import Path

MOMENT_SECONDS = 3.0
"""Files of one folder that are opened within this time belong together."""

SHOWN_AT_ONCE = 3
"""A client that opens at least this many different files within MOMENT_SECONDS is browsing."""

AGAIN_SECONDS = 1.0
"""A file that was refused in silence and is opened again after this time is the one that the user means."""

QUIET_SECONDS = 20.0
"""A client tries a refused file several times: one warning is enough for this time."""

_REMEMBERED = 256


@dataclass(slots=True)
class _Client:
    """What a program was refused lately: the files with their times, and when each was refused in silence or warned of.
    """

    recent: deque[tuple[float, Path]] = field(default_factory=lambda: deque(maxlen=32))
    silent: dict[Path, float] = field(default_factory=dict)
    warned: dict[Path, float] = field(default_factory=dict)


class Browsing:
    """Remembers the refusals of the last minutes. Times are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str, _Client] = OrderedDict()

    def warns(self, executable: str, path: Path, now: float) -> bool:
        """Note that a client was refused this file; return whether its user is to be warned."""
        client = self._clients.setdefault(executable, _Client())
        self._clients.move_to_end(executable)
        if len(self._clients) > _REMEMBERED:
            self._clients.popitem(last=False)
        client.recent.append((now, path))
        if now - client.warned.get(path, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        shown = {other for at, other in client.recent if now - at < MOMENT_SECONDS and other.parent == path.parent}
        again = now - client.silent.get(path, now) > AGAIN_SECONDS
        if len(shown) >= SHOWN_AT_ONCE and not again:
            client.silent.setdefault(path, now)
            return False
        client.silent.pop(path, None)
        client.warned[path] = now
        return True
