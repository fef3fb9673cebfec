"""The interface of the egress channels that look at the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from guard.channels.file_index import Flagged
from guard.channels.notices import Told
from guard.channels.screen import Screen
from guard.core.events import Event
from guard.core.model import Decision
from guard.core.policy import Policy
from guard.core.screen_mark import Marking
from rules.model import Nature


@dataclass(frozen=True, slots=True)
class Marked:
    """Sets the mark on the screen, None for no mark; ``shown`` records what it is there for: digests of files, with
    their natures.

    ``computer`` returns the unit and the name by which reports call this computer. ``judge`` judges a picture and
    forgets it; ``unread`` is told how many open windows could not be read.
    """

    mark: Callable[[Marking | None], None]
    shown: Callable[[Mapping[str, Nature | None]], None]
    computer: Callable[[], tuple[str, str]]
    judge: Callable[[bytes], Decision]
    unread: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Ends:
    """``flagged`` returns the files to look for, newest first, the same tuple until there are others; ``is_there``
    whether one still is where it was. ``tell`` reaches the user, ``record`` the journal.

    ``watching`` returns False while the guard is paused: then nothing is reported.
    """

    policy: Callable[[], Policy]
    flagged: Callable[[], tuple[Flagged, ...]]
    is_there: Callable[[Flagged], bool]
    watching: Callable[[], bool]
    tell: Callable[[Told], None]
    record: Callable[[Event], None]
    marked: Marked


class ScreenChannel(Protocol):
    """An egress channel that is visible on the screen."""

    def look(self, screen: Screen | None) -> float | None:
        """Report what is new on this screen; return when to look again, as guard.channels.screen.Look."""
