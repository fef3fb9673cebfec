"""Moves a mouse on a display, and places windows below it."""

from __future__ import annotations

import time
from collections.abc import Callable

from Xlib import X, Xatom
from Xlib import display as x_display
from Xlib.error import XError
from Xlib.ext import xtest
from Xlib.protocol import event
from Xlib.xobject.drawable import Window

from tests.support.guarding import wait_for
from tests.support.x11_properties import read_property

Area = tuple[int, int, int, int]
"""Left, top, width and height."""

_STEPS = 30
_REST_STEPS = 36
_BEGUN_STEP = 6
_STEP_SECONDS = 0.02
"""Seconds: a person's hand takes more than half a second from one window to another; a program starts a drag only when
it sees the pointer on its way, and a drop only when the target has answered, which takes half a second on a busy
machine."""

_ADD = 1
"""What a request does to a state (_NET_WM_STATE_ADD)."""

_PAGER = 2
"""Source indication of a request (Extended Window Manager Hints): on behalf of a user, who is not kept waiting."""


class Hand:
    """A mouse, and in the upper left corner a window that takes no keys."""

    def __init__(self, name: str) -> None:
        self.connection = x_display.Display(name)
        self.root = self.connection.screen().root
        self.root.create_window(0, 0, 60, 60, 0, X.CopyFromParent, override_redirect=True).map()
        self.connection.sync()

    def move(self, left: int, top: int) -> None:
        xtest.fake_input(self.connection, X.MotionNotify, x=left, y=top)
        self.connection.sync()

    def press(self, button: int = 1) -> None:
        xtest.fake_input(self.connection, X.ButtonPress, button)
        self.connection.sync()

    def let_go(self, button: int = 1) -> None:
        xtest.fake_input(self.connection, X.ButtonRelease, button)
        self.connection.sync()

    def click(self, left: int, top: int, button: int = 1) -> None:
        self.move(left, top)
        self.press(button)
        self.let_go(button)

    def draw(self, start: tuple[int, int], end: tuple[int, int], begun: Callable[[], object] = bool) -> None:
        """Move from one place to another with the button pressed, and stop there without releasing it; ``begun`` is
        called on the way, where the first window is hardly left.
        """
        self.move(*start)
        self.press()
        for step in range(_STEPS + 1):
            time.sleep(_STEP_SECONDS)
            if step == _BEGUN_STEP:
                begun()
            self.move(*(here + (there - here) * step // _STEPS for here, there in zip(start, end, strict=True)))
        for step in range(_REST_STEPS):
            time.sleep(_STEP_SECONDS)
            self.move(end[0] + step % 9, end[1])

    def await_free(self) -> None:
        """Wait until no program grabs the mouse, that is, until its drag is over."""
        def free() -> bool:
            held = self.root.grab_pointer(False, 0, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, X.CurrentTime)
            self.connection.ungrab_pointer(X.CurrentTime)
            self.connection.sync()
            return held == X.GrabSuccess

        wait_for(free, "the drag to be over")

    def window(self, window_class: str) -> Window:
        """Wait for a window of this class, and return the newest."""
        def newest() -> Window | None:
            return next((window for window in reversed(self._listed()) if window_class in _classes(window)), None)

        return wait_for(newest, f"a window of {window_class}")

    def windows(self) -> int:
        """Return how many windows the window manager has."""
        return len(self._listed())

    def has_property(self, window_class: str, name: str) -> bool:
        """Return whether a window of this class has a property of this name."""
        atom = self.connection.intern_atom(name)
        return read_property(self.window(window_class), atom) is not None

    def in_front(self, window_class: str) -> bool:
        """Return whether a window of this class has the keyboard."""
        active = read_property(self.root, self.connection.get_atom("_NET_ACTIVE_WINDOW"))
        return bool(active and active.value[0]) and window_class in _classes(
            self.connection.create_resource_object("window", active.value[0]))

    def bring_forward(self, window_class: str) -> None:
        """Ask the window manager, as a taskbar would, to raise the window of this class and give it the keyboard."""
        window = self.window(window_class)
        window.configure(stack_mode=X.Above)
        self._ask_manager(window, "_NET_ACTIVE_WINDOW", (_PAGER, X.CurrentTime, X.NONE, 0, 0))

    def show_desktop(self, shown: bool) -> None:
        """Ask the window manager to show the desktop instead of all windows, or the windows again."""
        self._ask_manager(self.root, "_NET_SHOWING_DESKTOP", (int(shown), 0, 0, 0, 0))

    def roll_up(self, window_class: str) -> None:
        """Ask the window manager to show nothing but the title bar of the window of this class."""
        shaded = self.connection.intern_atom("_NET_WM_STATE_SHADED")
        self._ask_manager(self.window(window_class), "_NET_WM_STATE", (_ADD, shaded, 0, _PAGER, 0))

    def shows(self, window_class: str, left: int, top: int) -> bool:
        """Return whether a window of this class is visible at this place."""
        window, found = self.root, False
        while window and not found:
            window = window.translate_coords(self.root, left, top).child
            found = bool(window) and window_class in _classes(window)
        return found

    def _ask_manager(self, window: Window, what: str, values: tuple[int, ...]) -> None:
        self.root.send_event(event.ClientMessage(window=window, client_type=self.connection.get_atom(what),
                                                 data=(32, values)),
                             event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self.connection.sync()

    def _listed(self) -> list[Window]:
        listed = read_property(self.root, self.connection.get_atom("_NET_CLIENT_LIST"))
        return [self.connection.create_resource_object("window", number) for number in (listed.value if listed else ())]

    def place(self, window_class: str, area: Area) -> tuple[int, int]:
        """Move the window of this class there, raise it, and return its middle."""
        window = self.window(window_class)
        atoms = [self.connection.get_atom(f"_NET_WM_STATE_MAXIMIZED_{way}") for way in ("VERT", "HORZ")]
        self._ask_manager(window, "_NET_WM_STATE", (0, *atoms, 1, 0))
        left, top, width, height = area

        def is_placed() -> bool:
            window.configure(x=left, y=top, width=width, height=height, stack_mode=X.Above)
            self.connection.sync()
            facts = window.get_geometry()
            corner = window.translate_coords(self.root, 0, 0)
            return abs(-corner.x - left) < 60 and abs(-corner.y - top) < 60 and facts.width <= width + 60

        wait_for(is_placed, f"{window_class} to be where it is put")
        return left + width // 2, top + height // 2

    def close(self) -> None:
        self.connection.close()


def _classes(window: Window) -> tuple[str, ...]:
    try:
        value = read_property(window, Xatom.WM_CLASS)
    except XError:
        return ()  # it closed after it was listed
    return tuple(part.decode().lower() for part in value.value.split(b"\0")) if value is not None else ()
