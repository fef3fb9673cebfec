"""What the routes that look at the screen are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from guard.channels.desktop import Screen
from guard.channels.file_index import Flagged
from guard.channels.notices import Told
from guard.core.model import Event
from guard.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Ends:
    """``flagged`` gives the files to look out for, newest first; ``tell`` reaches the user, ``record`` the journal.

    ``watching`` is False while the guard is paused: then nothing is told.
    """

    policy: Callable[[], Policy]
    flagged: Callable[[], tuple[Flagged, ...]]
    watching: Callable[[], bool]
    tell: Callable[[Told], None]
    record: Callable[[Event], None]


class ScreenRoute(Protocol):
    """A way that shows on the screen."""

    def look(self, screen: Screen | None) -> bool:
        """Tell what is to be told of this screen; return whether to look again soon although nothing comes or goes."""
