"""Operates keys, mouse and windows of one side, by xdotool and the window manager's properties."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageGrab
from Xlib import X
from Xlib.display import Display as Connection
from Xlib.error import XError

from tests.support.guarding import wait_for
from ui.demo.display import Display

STILL_SECONDS = 0.3
"""Seconds without change after which a window counts as finished."""

_SETTLED_SECONDS = 8.0
_WORDS = 64 * 1024
"""In units of four bytes: longer than any property of a window."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window that the window manager lists."""

    number: int
    title: str
    classes: tuple[str, ...]
    pid: int


class Hands:
    """Operates the programs of one display."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._connection = Connection(display.name)

    def close(self) -> None:
        """Close the connection to the display."""
        self._connection.close()

    def keys(self, *chords: str) -> float:
        """Press chords (xdotool's names) one after the other; return the monotonic time before the first."""
        began = time.monotonic()
        if chords:
            self._xdotool("key", "--delay", "20", *chords)
        return began

    def write(self, words: str) -> None:
        """Type words."""
        self._xdotool("type", "--delay", "20", words)

    def activate(self, window: Window) -> None:
        """Raise a window; return when it has the keyboard."""
        self._xdotool("windowactivate", str(window.number))
        wait_for(lambda: self.are_at(window), f"{window.title} to come forward", 10)

    def are_at(self, window: Window) -> bool:
        """Return whether a window has the keyboard."""
        return self._active() == window.number

    def click(self, window: Window, across: float, down: float) -> None:
        """Click at a place of a window, given as fractions of its width and height; move the pointer aside again."""
        left, top = self.place(window, across, down)
        self._xdotool("mousemove", str(left), str(top), "click", "1", "mousemove", "1439", "899")

    def place(self, window: Window, across: float, down: float) -> tuple[int, int]:
        """Return where on the screen a place of a window is, given as fractions of its width and height."""
        left, top, right, bottom = self._area(window)
        return round(left + (right - left) * across), round(top + (bottom - top) * down)

    def windows(self) -> tuple[Window, ...]:
        """Return the windows that the window manager lists, oldest first."""
        listed = self._property(self._connection.screen().root, "_NET_CLIENT_LIST")
        found = (self._window(number) for number in (listed if listed is not None else ()))
        return tuple(window for window in found if window is not None)

    def titled(self, words: str) -> Window | None:
        """Return the newest window with these words in its title."""
        return next((window for window in reversed(self.windows()) if words in window.title), None)

    def picture(self) -> Image.Image:
        """Return the screen once it no longer changes; the last picture if it never stops."""
        deadline = time.monotonic() + _SETTLED_SECONDS
        seen = self._grab()
        while time.monotonic() < deadline:
            time.sleep(STILL_SECONDS)  # only time shows that nothing changes
            now = self._grab()
            if now.tobytes() == seen.tobytes():
                return now
            seen = now
        return seen

    def _grab(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self._display.name).convert("RGB")

    def _window(self, number: int) -> Window | None:
        window = self._connection.create_resource_object("window", number)
        try:
            title = self._property(window, "_NET_WM_NAME")
            pid = self._property(window, "_NET_WM_PID")
            classes = window.get_wm_class() or ()
        except XError:
            return None  # it closed while we looked
        return Window(number, (title or b"").decode("utf-8", "replace") if isinstance(title, bytes) else "",
                      tuple(classes), int(pid[0]) if pid is not None and len(pid) else 0)

    def _active(self) -> int:
        found = self._property(self._connection.screen().root, "_NET_ACTIVE_WINDOW")
        return int(found[0]) if found is not None and len(found) else 0

    def _area(self, window: Window) -> tuple[int, int, int, int]:
        resource = self._connection.create_resource_object("window", window.number)
        facts = resource.get_geometry()
        place = resource.translate_coords(self._connection.screen().root, 0, 0)
        return -place.x, -place.y, -place.x + facts.width, -place.y + facts.height

    def _property(self, window: object, name: str) -> Sequence[int] | bytes | None:
        # In one request: a title that gets shorter between two is an error that python-xlib reports as one of RANDR.
        found = window.get_property(  # type: ignore[attr-defined]
            self._connection.get_atom(name), X.AnyPropertyType, 0, _WORDS)
        return found.value if found is not None else None

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._display.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
