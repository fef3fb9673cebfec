"""The Windows clipboard: opened by one program at a time, owned by one window, with a sequence number for its content.
"""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

from guard.clipboard.windows.calls import Calls
from guard.clipboard.windows.formats import EXCLUSIONS, METAFILE, STANDARD
from guard.platform.win32 import GMEM_MOVEABLE, gdi32, kernel32, user32

_REGISTERED = 0xC000
"""Formats from this number on have a name that a program registered (RegisterClipboardFormatW)."""

_NAME_CHARACTERS = 256

_CLOSING_SECONDS = 0.1
"""Closing takes microseconds, unless it is behind a call that has not returned."""

_NO = (0).to_bytes(4, "little")
_NUMBERS = {name: number for number, name in STANDARD.items()}

log = logging.getLogger(__name__)


T = TypeVar("T")


class _Make(Protocol):
    def __call__(self, call: Callable[[], T], seconds: float | None, /) -> T:
        """Return what the call returns. Raises TimeoutError when that takes longer."""


class NoAnswerError(Exception):
    """The owner of the clipboard has not given a format in time. It may still do so: until then nobody can open it."""


class Clipboard:
    """The clipboard through one window of ours. Used from that window's thread only."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._calls = Calls()

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
        if self._calls.busy or not user32.OpenClipboard(self._window):
            yield False
            return
        try:
            yield True
        finally:
            user32.CloseClipboard()

    @contextmanager
    def opened_to_read(self, seconds: float) -> Iterator[Source | None]:
        """Open the clipboard for the block to read what another program owns, for at most these seconds in all. Yields
        None when another program has it open, or an owner has not answered yet.
        """
        if self.ours:  # all of it is there, and this thread must not wait for another one that takes it from it
            with self.opened() as opened:
                yield Source(self, _at_once, seconds) if opened else None
            return
        if self._calls.busy or not self._calls.make(lambda: user32.OpenClipboard(self._window)):
            yield None
            return
        try:
            yield Source(self, self._calls.make, seconds)
        finally:
            closing = self._calls.leave(user32.CloseClipboard)
            with suppress(TimeoutError):
                closing.result(_CLOSING_SECONDS)

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

        Waits for an owner that renders on request for as long as Windows lets it.
        """
        number = number_of(name)
        handle = user32.GetClipboardData(number)
        if not handle:
            return None
        if number == METAFILE:
            return _metafile(handle, limit)
        size = kernel32.GlobalSize(handle)
        place = kernel32.GlobalLock(handle) if size <= limit else None
        if not place:
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
            if name not in EXCLUSIONS:
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


class Source:
    """The open clipboard; ``asks``: there is time to ask its owner for something. ``make`` makes calls, on a thread of
    its own, because the owner may take as long as it likes to render a format.
    """

    def __init__(self, clipboard: Clipboard, make: _Make, seconds: float) -> None:
        self._clipboard = clipboard
        self._make = make
        self._until = time.monotonic() + seconds
        self.asks = seconds > 0

    def offered(self) -> tuple[str, ...]:
        """Return what is there (Clipboard.offered)."""
        return self._make(self._clipboard.offered, None)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of a format (Clipboard.read). Raises NoAnswerError; nothing else may be asked then."""
        try:
            return self._make(lambda: self._clipboard.read(name, limit), max(0.0, self._until - time.monotonic()))
        except TimeoutError:
            raise NoAnswerError from None

    def promise(self, names: Iterable[str]) -> None:
        """Take over (Clipboard.promise)."""
        self._make(lambda: self._clipboard.promise(names), None)


def _at_once(call: Callable[[], T], _seconds: float | None) -> T:
    return call()


def number_of(name: str) -> int:
    """Return the number of the format with this target name; a new name is registered."""
    return _NUMBERS.get(name) or int(user32.RegisterClipboardFormatW(name))


def name_of(number: int) -> str:
    """Return the target name of a format, "" for one that is not known here."""
    return STANDARD.get(number) or _registered_name(number)


def _registered_name(number: int) -> str:
    buffer = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
    return buffer.value if user32.GetClipboardFormatNameW(number, buffer, _NAME_CHARACTERS) else ""


def _metafile(handle: int, limit: int) -> bytes | None:
    size = gdi32.GetEnhMetaFileBits(handle, 0, None)
    if not 0 < size <= limit:
        return None
    buffer = ctypes.create_string_buffer(size)
    return buffer.raw if gdi32.GetEnhMetaFileBits(handle, size, buffer) == size else None


def _put(number: int, data: bytes) -> bool:
    if number == METAFILE:
        drawing = gdi32.SetEnhMetaFileBits(len(data), data)
        return bool(drawing and user32.SetClipboardData(number, drawing))
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
