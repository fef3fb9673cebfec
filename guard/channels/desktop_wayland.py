"""Watches the windows of a Wayland session: those that the compositor lists, else those of X11 programs alone."""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from guard.channels.desktop_x11 import X11Watch
from guard.channels.notices import Place
from guard.channels.screen import Look, Share
from guard.core.destination_kinds import classify, program_name
from guard.core.model import Destination
from guard.core.policy import Policy
from guard.platform.watch_thread import WatchThread
from guard.platform.wayland.toplevels import Toplevel, Toplevels

if TYPE_CHECKING:
    from guard.channels.sharing_portal import PortalWatch


class WaylandWatch:
    """guard.channels.screen.DesktopWatch for $WAYLAND_DISPLAY, with the windows of Xwayland on $DISPLAY.

    ``x11`` looks at these alone, ``native`` at all windows; where the compositor does not list them, both look at those
    of Xwayland.
    """

    def __init__(self, policy: Callable[[], Policy], x11: Look, native: Look, both: Look) -> None:
        self._policy = policy
        self._native = native
        self._x11 = X11Watch(policy, x11)
        self._instead = X11Watch(policy, both)
        self._started: list[X11Watch] = []
        self._thread = WatchThread("desktop-wayland", self._run)
        self._portal: PortalWatch | None = None

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; nothing is called after this returns."""
        self._thread.stop()
        for watch in self._started:
            watch.stop()
        if self._portal is not None:
            self._portal.stop()

    def _run(self) -> None:
        self._thread.watch("the windows of this Wayland desktop", Toplevels, self._watch, self._lost)

    def _lost(self) -> bool:
        """Return whether the compositor, which listed its windows before, is to be asked again."""
        if self._started:
            self._native(None)
            return True
        self._begin(self._instead)
        return False

    def _begin(self, watch: X11Watch) -> None:
        watch.start()
        self._started.append(watch)

    def _begin_with_native(self) -> None:
        from guard.channels.sharing_portal import PortalWatch  # with jeepney, for which no starting broker waits

        self._begin(self._x11)
        self._portal = PortalWatch()
        self._portal.start()

    def _watch(self, toplevels: Toplevels) -> None:
        seconds: float | None = None
        while True:
            ready, _, _ = select.select([toplevels.fileno(), self._thread.ending], [], [], seconds)
            if self._thread.ending in ready:
                return
            changed = toplevels.take() if ready else True
            if not (changed and toplevels.complete):
                continue
            if self._portal is None:
                self._begin_with_native()
            by_portal = self._portal.shares if self._portal is not None else tuple
            seconds = self._native(WaylandScreen(toplevels.windows(), self._policy(), by_portal))


class WaylandScreen:
    """guard.channels.screen.Screen of a list of windows. Where they are is not known, nor which process is whose: what
    a window says its application is can only make the treatment stricter.
    """

    def __init__(self, windows: Mapping[int, Toplevel], policy: Policy,
                 by_portal: Callable[[], tuple[Share, ...]]) -> None:
        self._windows = windows
        self._policy = policy
        self._by_portal = by_portal

    def windows(self) -> tuple[int, ...]:
        """Return the windows that the compositor lists."""
        return tuple(self._windows)

    def active(self) -> int:
        """Return the window in front, 0 for none."""
        return next((number for number, window in self._windows.items() if window.active), 0)

    def stacked(self) -> tuple[int, ...]:
        """Return the same windows: nobody tells which is above which."""
        return self.windows()

    def is_seen(self, window: int) -> bool:
        """Return whether it is not minimised; one on another workspace counts as seen, as nobody tells that."""
        return window in self._windows and not self._windows[window].minimised

    def is_dialog(self, window: int) -> bool:
        """Return False: nobody tells."""
        return False

    def owner(self, window: int) -> int:
        """Return 0: nobody tells."""
        return 0

    def untrusted_title(self, window: int) -> str:
        """Return the text of its title bar."""
        return self._windows[window].untrusted_title if window in self._windows else ""

    def untrusted_role(self, window: int) -> str:
        """Return "": Wayland has no roles."""
        return ""

    def program(self, window: int) -> Destination:
        """Return the program that a window says it is of."""
        says = (self._windows[window].untrusted_application,) if window in self._windows else ()
        return Destination(classify("", (), says, self._policy), program_name("", says))

    def knows_places(self) -> bool:
        """Return False: nobody tells."""
        return False

    def place(self, window: int) -> Place | None:
        """Return None: nobody tells."""
        return None

    def lets_clicks_through(self, window: int) -> bool:
        """Return False: nobody tells."""
        return False

    def is_ours(self, window: int) -> bool:
        """Return False: nobody tells."""
        return False

    def picture(self, window: int) -> bytes | None:
        """Return None: where it is is not known."""
        return None

    def sharing(self) -> tuple[Share, ...]:
        """Return which programs share the screen by the desktop portal."""
        return self._by_portal()
