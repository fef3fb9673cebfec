"""The Windows clipboard: opened by one program at a time, owned by one window, with a sequence number for its content.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from guard.clipboard.windows.formats import EXCLUSIONS, STANDARD
from guard.platform.win32 import GMEM_MOVEABLE, kernel32, user32

_REGISTERED = 0xC000
"""Formats from this number on have a name that a program registered (RegisterClipboardFormatW)."""

_NAME_CHARACTERS = 256
_NO = (0).to_bytes(4, "little")
_NUMBERS = {name: number for number, name in STANDARD.items()}

log = logging.getLogger(__name__)


class Clipboard:
    """The clipboard through one window of ours. Used from that window's thread only."""

    def __init__(self, window: int) -> None:
        self._window = window

    @property
    def sequence(self) -> int:
        """The number of the clipboard's current content; other content has another number."""
        return int(user32.GetClipboardSequenceNumber())

    @property
    def ours(self) -> bool:
        """True while the content was put there through our window."""
        return bool(user32.GetClipboardOwner() == self._window)

    @contextmanager
    def opened(self) -> Iterator[bool]:
        """Open the clipboard for the block: no other program reads or writes meanwhile. Yields False when another has
        it open.
        """
        if not user32.OpenClipboard(self._window):
            yield False
            return
        try:
            yield True
        finally:
            user32.CloseClipboard()

    # -------------------------------------------------------------- while it is open
    def offered(self) -> tuple[str, ...]:
        """Return the target names of the available formats that can be kept, in their owner's order."""
        found: list[str] = []
        number = user32.EnumClipboardFormats(0)
        while number:
            name = STANDARD.get(number) or (_registered_name(number) if number >= _REGISTERED else "")
            if name:
                found.append(name)
            number = user32.EnumClipboardFormats(number)
        return tuple(dict.fromkeys(found))

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of a format; None when its owner does not give it, or gives more than ``limit`` bytes.

        Waits for an owner that renders on request, up to half a minute by Windows' own rules.
        """
        handle = user32.GetClipboardData(number_of(name))
        if not handle:
            return None
        size = kernel32.GlobalSize(handle)
        place = kernel32.GlobalLock(handle)
        if not place or size > limit:
            return None
        try:
            return ctypes.string_at(place, size)
        finally:
            kernel32.GlobalUnlock(handle)

    def promise(self, names: Iterable[str]) -> None:
        """Replace the content by formats whose bytes Windows requests from us when a program wants them."""
        user32.EmptyClipboard()
        for name in EXCLUSIONS:
            _put(number_of(name), _NO)
        for name in names:
            user32.SetClipboardData(number_of(name), None)

    def replace(self, contents: Mapping[str, bytes]) -> None:
        """Replace the content by these bytes for everyone; an empty mapping leaves the clipboard empty."""
        user32.EmptyClipboard()
        for name, data in contents.items():
            _put(number_of(name), data)

    # -------------------------------------------------------------- while another program has it open
    @staticmethod
    def render(number: int, data: bytes) -> bool:
        """Give the bytes of a promised format to the program that asks, and to all that ask after it."""
        return _put(number, data)


def number_of(name: str) -> int:
    """Return the number of the format with this target name; a new name is registered."""
    return _NUMBERS.get(name) or int(user32.RegisterClipboardFormatW(name))


def name_of(number: int) -> str:
    """Return the target name of a format, "" for one that is not known here."""
    return STANDARD.get(number) or _registered_name(number)


def _registered_name(number: int) -> str:
    buffer = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
    return buffer.value if user32.GetClipboardFormatNameW(number, buffer, _NAME_CHARACTERS) else ""


def _put(number: int, data: bytes) -> bool:
    handle = kernel32.GlobalAlloc(GMEM_MOVEABLE, max(1, len(data)))
    place = kernel32.GlobalLock(handle) if handle else None
    if not place:
        log.error("no memory for %d bytes of a clipboard format", len(data))
        return False
    ctypes.memmove(place, data, len(data))
    kernel32.GlobalUnlock(handle)
    if user32.SetClipboardData(number, handle):
        return True  # the clipboard owns the memory now
    kernel32.GlobalFree(handle)
    return False
