"""What egress channels see of the screen, and what tells them that it has changed: each system has its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from guard.channels.notices import Place
from guard.core.model import Destination


@dataclass(frozen=True, slots=True)
class Share:
    """A program that shows that it shares the screen. ``place`` is the part that it shares, None where not known."""

    program: str
    process: int
    place: Place | None


class Screen(Protocol):
    """The screen at one moment, queried window by window: each answer costs a request.

    A window's program chooses what the window says of itself; ``program`` is identified reliably. A window that is gone
    says nothing.
    """

    def windows(self) -> tuple[int, ...]:
        """Return the number of every window of a program, minimised ones too."""

    def active(self) -> int:
        """Return the window in front, 0 for none."""

    def stacked(self) -> tuple[int, ...]:
        """Return the same windows from the lowest to the topmost."""

    def is_seen(self, window: int) -> bool:
        """Return whether it is not minimised, rolled up, or on another workspace; others may cover it."""

    def is_dialog(self, window: int) -> bool:
        """Return whether it was opened for another window, or declares itself a dialog."""

    def owner(self, window: int) -> int:
        """Return the window it was opened for, 0 for none."""

    def untrusted_title(self, window: int) -> str:
        """Return the text of its title bar."""

    def untrusted_role(self, window: int) -> str:
        """Return the purpose that its toolkit declares, "" when it does not."""

    def program(self, window: int) -> Destination:
        """Return the program that owns the window."""

    def knows_places(self) -> bool:
        """Return whether windows have positions here."""

    def place(self, window: int) -> Place | None:
        """Return its position, None when it is gone or none is known."""

    def lets_clicks_through(self, window: int) -> bool:
        """Return whether nothing of it takes clicks, as of the frame around what is shared."""

    def is_ours(self, window: int) -> bool:
        """Return whether it belongs to this program: its windows show held content."""

    def picture(self, window: int) -> bytes | None:
        """Return what the screen shows of the window, as a BMP file, white where others cover it; None where none can
        be taken.
        """

    def sharing(self) -> tuple[Share, ...]:
        """Return which meeting programs show that they share the screen."""


def places_above(screen: Screen, window: int) -> tuple[Place, ...]:
    """Return the positions of the windows that cover parts of one: those that are seen, above it, and take clicks."""
    stacked = screen.stacked()
    above = stacked[stacked.index(window) + 1:] if window in stacked else ()
    seen = (each for each in above if screen.is_seen(each) and not screen.lets_clicks_through(each))
    return tuple(place for place in map(screen.place, seen) if place is not None)


SOON_SECONDS = 0.5
"""Time until the next look at what may change although no window comes or goes."""

Look = Callable[[Screen | None], float | None]
"""Takes the screen as it is now, None when there is none any more; returns after how many seconds to be called again
although no window comes or goes, None for not at all.
"""


class DesktopWatch(Protocol):
    """Calls, on a thread of its own, whenever windows come, go or come forward."""

    def start(self) -> None:
        """Start; returns at once."""

    def stop(self) -> None:
        """Stop; nothing is called after this returns."""
