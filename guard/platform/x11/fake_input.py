"""Presses keys and buttons on a display as a person would, over our own X11 wire (ADR 24).

Source: X Window System Protocol, appendix B; XTEST Extension Protocol 2.2 (FakeInput).
"""

from __future__ import annotations

import struct

from guard.platform.x11 import requests
from guard.platform.x11.wire import Wire

KEYS = {"BackSpace": 0xFF08, "Tab": 0xFF09, "Return": 0xFF0D, "Escape": 0xFF1B, "Home": 0xFF50, "Left": 0xFF51,
        "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54, "End": 0xFF57, "Insert": 0xFF63, "Shift_L": 0xFFE1,
        "Control_L": 0xFFE3, "Alt_L": 0xFFE9, "Super_L": 0xFFEB, "Delete": 0xFFFF}
"""Keys by their names in keysymdef.h; a letter or digit has itself as its name."""

Deed = tuple[int, int]
"""A kind of event and its key code or button."""

_XTEST, _FAKE_INPUT = b"XTEST", 2
_KEY_PRESS, _KEY_RELEASE, _BUTTON_PRESS, _BUTTON_RELEASE, _MOTION = 2, 3, 4, 5, 6
_FIRST_KEY, _ALL_KEYS = 8, 248
_GET_KEYS = 101


class FakeInput:
    """Keyboard and mouse of one connection. Every method raises BrokerError when the server is gone."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._major, _ = requests.extension(wire.ask(requests.query_extension(_XTEST)))

    @property
    def works(self) -> bool:
        """False where the server has no XTEST."""
        return bool(self._major)

    def chord(self, *keys: str) -> tuple[Deed, ...]:
        """Return the pressing of keys together and their release in reverse order. Raises KeyError for a name that is
        not in KEYS, ValueError for a key that this keyboard lacks.
        """
        codes = [self._code(KEYS[key] if len(key) > 1 else ord(key)) for key in keys]
        return (*((_KEY_PRESS, code) for code in codes), *((_KEY_RELEASE, code) for code in reversed(codes)))

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self.do(((_MOTION, 0), (_BUTTON_PRESS, 1), (_BUTTON_RELEASE, 1)), (x, y))

    def do(self, deeds: tuple[Deed, ...], place: tuple[int, int] = (0, 0)) -> None:
        """Do these; return when the server has carried them out."""
        for kind, detail in deeds:
            self._wire.post(struct.pack("=BBHBB2xII8xhh7xB", self._major, _FAKE_INPUT, 9, kind, detail, 0, 0, *place,
                                        0))
        self._wire.ask(requests.get_input_focus())  # what was sent before it has been carried out

    def _code(self, symbol: int) -> int:
        reply = self._wire.ask(struct.pack("=BxHBBxx", _GET_KEYS, 2, _FIRST_KEY, _ALL_KEYS))
        each = reply[1]
        symbols = struct.unpack_from(f"={_ALL_KEYS * each}I", reply, 32)
        return _FIRST_KEY + symbols.index(symbol) // each
