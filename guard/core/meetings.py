"""Which programs share the screen in meetings, and by which windows they show that they do (会议软件). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from rules.schema.record import entry
from rules.schema.shapes import Flag, Line, Many

_NAMES = Many(Line(1))
_TITLE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Meeting:
    """Programs that share the screen. ``names`` and ``window_classes`` as in guard.core.policy.Programs.

    ``sharing_titles`` are shell patterns of the titles of windows that are there while they share, such as a bar.
    ``frame``: while they share, a window that lets clicks through is drawn around what is shared.
    """

    names: tuple[str, ...] = entry("程序名", _NAMES, default=())
    window_classes: tuple[str, ...] = entry("窗口类名", _NAMES, default=())
    sharing_titles: tuple[str, ...] = entry("共享时的窗口", _NAMES, default=())
    frame: bool = entry("共享边框", Flag(), default=False)

    def is_sharing_title(self, untrusted_title: str) -> bool:
        """Return whether a window with this title is there only while they share."""
        title = untrusted_title[:_TITLE_LIMIT].strip().casefold()
        return any(fnmatchcase(title, pattern.casefold()) for pattern in self.sharing_titles)
