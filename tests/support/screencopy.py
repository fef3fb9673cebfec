"""Takes what a Wayland compositor shows on a screen as a picture (wlr-screencopy-unstable-v1)."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable
from unittest.mock import patch

from PIL import Image

from guard.platform.wayland.wire import Event, Wire, text, word
from tests.support.wayland import Compositor

_INTERFACES = ("wl_shm", "zwlr_screencopy_manager_v1", "wl_output")
_READY, _FAILED = 2, 3


class Look:
    """One connection that takes one screen."""

    def __init__(self, compositor: Compositor) -> None:
        with patch.dict(os.environ, compositor.environment):
            self._wire = Wire()
        self._registry, self._callback = self._wire.new(), self._wire.new()
        self._bound: dict[str, list[int]] = {name: [] for name in _INTERFACES}
        self._frame = 0
        self._facts: tuple[int, int, int, int] | None = None
        self._ready = False

    def take(self, number: int) -> Image.Image:
        """Return the screen with this number, from 0, in shades of grey."""
        self._wire.send(1, 1, word(self._registry))
        self._wire.send(1, 0, word(self._callback))
        self._until(lambda event: event.target == self._callback)
        (shm,), (manager,), outputs = self._bound.values()
        self._frame = self._wire.new()
        self._wire.send(manager, 0, word(self._frame), word(0), word(outputs[number]))
        self._until(lambda _: self._facts is not None)
        assert self._facts is not None
        form, width, height, stride = self._facts
        pool, buffer = self._wire.new(), self._wire.new()
        with os.fdopen(os.memfd_create("screen"), "r+b") as file:
            file.truncate(stride * height)
            self._wire.send(shm, 0, word(pool), word(stride * height), descriptor=file.fileno())
            self._wire.send(pool, 0, word(buffer), word(0), word(width), word(height), word(stride), word(form))
            self._wire.send(self._frame, 0, word(buffer))
            self._until(lambda _: self._ready)
            with mmap.mmap(file.fileno(), 0) as pixels:
                return Image.frombuffer("RGB", (width, height), bytes(pixels), "raw", "BGRX", stride, 1).convert("L")

    def close(self) -> None:
        self._wire.close()

    def _until(self, done: Callable[[Event], bool]) -> None:
        while True:
            for event in self._wire.events(wait=True):
                self._handle(event)
                if done(event):
                    return

    def _handle(self, event: Event) -> None:
        if event.target == 1 and event.opcode == 0:
            raise AssertionError(f"refused: object {event.word()}, error {event.word()}, {event.text()}")
        if event.target == self._registry and event.opcode == 0:
            name, interface = event.word(), event.text()
            if interface in self._bound:
                number = self._wire.new()
                self._bound[interface].append(number)
                self._wire.send(self._registry, 0, word(name), text(interface), word(1), word(number))
        elif event.target == self._frame and event.opcode == 0:
            self._facts = event.word(), event.word(), event.word(), event.word()
        elif event.target == self._frame and event.opcode in (_READY, _FAILED):
            assert event.opcode == _READY, "the compositor gives no picture"
            self._ready = True


def screen(compositor: Compositor, number: int = 0) -> Image.Image:
    """Take a screen of a compositor."""
    look = Look(compositor)
    try:
        return look.take(number)
    finally:
        look.close()
