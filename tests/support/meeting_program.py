"""A meeting program on X11 as far as others see it: a main window, and while it shares a bar and a frame.

The names and the frame are those of Zoom for Linux, as window managers and their users know them (ADR 61).
"""

from __future__ import annotations

from Xlib import X
from Xlib.display import Display as Connection
from Xlib.ext import shape
from Xlib.xobject.drawable import Window

BAR, FRAME = "as_toolbar", "cpt_frame_xcb_window"


class MeetingProgram:
    """Belongs to the test's process; known by its window class."""

    def __init__(self, display: str, window_class: str = "zoom") -> None:
        self._connection = Connection(display)
        self._class = window_class
        self._shown: list[Window] = []
        self.main = self._window("Meeting", (300, 200, 600, 400))

    def share(self, *, bar: str = BAR, frame: str = "", area: tuple[int, int, int, int] = (0, 0, 1024, 768)) -> None:
        """Show the bar with this title, and the frame around an area; "" for none, "-" for a frame without a title."""
        if bar:
            self._shown.append(self._window(bar, (400, 0, 300, 40)))
        if frame:
            self._shown.append(self._window(frame.strip("-"), area, managed=False, clicks=False))

    def show_shadow(self) -> None:
        """Show a shadow around the main window that lets clicks through, as some programs draw it."""
        place = self.main.translate_coords(self._connection.screen().root, 0, 0)
        size = self.main.get_geometry()
        self._shown.append(self._window("", (-place.x - 20, -place.y - 20, size.width + 40, size.height + 40),
                                        managed=False, clicks=False))

    def stop(self) -> None:
        """Share no more."""
        for window in self._shown:
            window.destroy()
        self._shown.clear()
        self._connection.sync()

    def close(self) -> None:
        """End the program."""
        self._connection.close()

    def _window(self, title: str, place: tuple[int, int, int, int], *, managed: bool = True,
                clicks: bool = True) -> Window:
        screen = self._connection.screen()
        window = screen.root.create_window(*place, 0, screen.root_depth, X.InputOutput,
                                           override_redirect=not managed)
        if title:
            window.change_property(self._connection.get_atom("_NET_WM_NAME"),
                                   self._connection.get_atom("UTF8_STRING"), 8, title.encode())
        if managed:
            window.set_wm_class(self._class, self._class)
        if not clicks:
            window.shape_rectangles(shape.SO.Set, shape.SK.Input, 0, 0, 0, [])
        window.map()
        self._connection.sync()
        return window
