"""A bare window of a program that shows one document after the other: only its title says which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from Xlib import X
from Xlib.display import Display as Connection
from Xlib.xobject.drawable import Window

from ui.demo.display import Display

AREA = (100, 100, 700, 500)
"""Left, top, width and height."""


@dataclass(frozen=True, slots=True)
class TitledWindow:
    connection: Connection
    window: Window

    def says(self, title: str) -> None:
        """Change its title."""
        self.window.change_property(self.connection.intern_atom("_NET_WM_NAME"),
                                    self.connection.intern_atom("UTF8_STRING"), 8, title.encode())
        self.connection.sync()


@contextmanager
def titled_window(display: Display, title: str) -> Iterator[TitledWindow]:
    """Show one on a display."""
    connection = Connection(display.name)
    try:
        screen = connection.screen()
        window = screen.root.create_window(*AREA, 0, screen.root_depth, X.InputOutput, background_pixel=2**24 - 1)
        shown = TitledWindow(connection, window)
        shown.says(title)
        window.map()
        connection.sync()
        yield shown
    finally:
        connection.close()
