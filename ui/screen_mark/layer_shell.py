"""Puts one surface over each screen of a Wayland compositor (wlr-layer-shell-unstable-v1): no input, no focus.

A window of Qt would be one like all others there: in a place of the compositor's choice, with frame and focus.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from guard.channels.mark_here import LAYER_SHELL
from guard.platform.errors import BrokerError
from guard.platform.wayland.wire import Event, Wire, text, word
from guard.sentences.catalogue import sentence

Paint = Callable[[QSize, int], QImage]
"""Paints what is over a screen of this size, as ARGB32_Premultiplied with so many pixels for each of its points."""

_DISPLAY = 1
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_CREATE_SURFACE, _CREATE_REGION, _CREATE_POOL, _CREATE_BUFFER, _GET_LAYER_SURFACE = 0, 1, 0, 0, 0
_DESTROY, _DESTROY_POOL, _DESTROY_LAYER = 0, 1, 7
_ATTACH, _SET_INPUT_REGION, _COMMIT, _SET_BUFFER_SCALE, _DAMAGE_BUFFER = 1, 5, 6, 8, 9
_SET_ANCHOR, _SET_EXCLUSIVE_ZONE, _ACK_CONFIGURE = 1, 2, 6
_OVERLAY, _ALL_EDGES, _OVER_BARS_TOO = 3, 15, 0xFFFFFFFF
_ARGB8888 = 0

_COMPOSITOR, _SHM, _OUTPUT = "wl_compositor", "wl_shm", "wl_output"
_VERSIONS = {_COMPOSITOR: 4, _SHM: 1, LAYER_SHELL: 1, _OUTPUT: 2}
"""The interfaces that are used, each with the newest version whose messages are known here."""


@dataclass(slots=True)
class _Output:
    """A screen: its name in the registry, its object, and the surface over it with its size, 0 while there is none."""

    name: int
    number: int
    scale: int = 1
    surface: int = 0
    layer: int = 0
    size: QSize | None = None


class LayerShell:
    """One connection with a surface over each screen while ``show`` was called last; screens may come and go.

    Every method raises BrokerError when the compositor is gone.
    """

    def __init__(self) -> None:
        """Connect. Raises BrokerError where there is no compositor, or none that lets a program be over the others."""
        self._wire = Wire()
        self._paint: Paint | None = None
        self._bound: dict[str, int] = {}
        self._outputs: list[_Output] = []
        self._buffers: set[int] = set()
        self._answered: set[int] = set()
        self._registry = self._wire.new()
        try:
            self._begin()
        except BrokerError:
            self._wire.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when an event arrives; ``take`` is then to be called."""
        return self._wire.fileno()

    def take(self) -> None:
        """Do what the compositor asks for."""
        for event in self._wire.events():
            self._handle(event)

    def show(self, paint: Paint) -> None:
        """Show what is painted over each screen, in place of what was shown before."""
        self._paint = paint
        for output in self._outputs:
            self._cover(output)

    def close(self) -> None:
        """Disconnect; the surfaces go with the connection."""
        self._wire.close()

    def _begin(self) -> None:
        self._wire.send(_DISPLAY, _GET_REGISTRY, word(self._registry))
        self._round_trip()
        if not {_COMPOSITOR, _SHM, LAYER_SHELL} <= self._bound.keys():
            raise BrokerError(sentence("wayland.no-layer-shell"))
        self._round_trip()  # how large the pixels of each screen are

    def _round_trip(self) -> None:
        callback = self._wire.new()
        self._wire.send(_DISPLAY, _SYNC, word(callback))
        while callback not in self._answered:
            for event in self._wire.events(wait=True):
                self._handle(event, callback)
        self._answered.clear()

    # -------------------------------------------------------------- events
    def _handle(self, event: Event, callback: int = 0) -> None:
        if event.target == _DISPLAY:
            self._display_said(event)
        elif event.target == self._registry:
            self._registry_said(event)
        elif event.target == callback:
            self._answered.add(callback)
        elif event.target in self._buffers:  # the compositor has taken its content
            self._buffers.discard(event.target)
            self._wire.send(event.target, _DESTROY)
        else:
            for output in self._outputs:
                self._output_said(output, event)

    def _display_said(self, event: Event) -> None:
        if event.opcode != 1:
            raise BrokerError(sentence("wayland.refused", object=event.word(), error=event.word()))
        self._wire.free(event.word())

    def _registry_said(self, event: Event) -> None:
        name = event.word()
        if event.opcode == 0:
            self._found(name, event.text(), event.word())
        for output in [known for known in self._outputs if event.opcode == 1 and known.name == name]:
            self._uncover(output)
            self._outputs.remove(output)

    def _found(self, name: int, interface: str, version: int) -> None:
        if interface not in _VERSIONS:
            return
        number = self._bound[interface] = self._wire.new()
        self._wire.send(self._registry, _BIND, word(name), text(interface),
                        word(min(version, _VERSIONS[interface])), word(number))
        if interface == _OUTPUT:
            self._outputs.append(_Output(name, number))
            if self._paint is not None:
                self._cover(self._outputs[-1])

    def _output_said(self, output: _Output, event: Event) -> None:
        if event.target == output.number and event.opcode == 3:
            output.scale = max(1, event.word())
            self._draw(output)
        elif event.target == output.layer and event.opcode == 0:
            serial, width, height = event.word(), event.word(), event.word()
            self._wire.send(output.layer, _ACK_CONFIGURE, word(serial))
            output.size = QSize(width, height)
            self._draw(output)
        elif event.target == output.layer:
            self._uncover(output)

    # -------------------------------------------------------------- surfaces
    def _cover(self, output: _Output) -> None:
        """Draw what is over a screen; the first time, when the compositor has said how large it is."""
        if output.layer:
            self._draw(output)
            return
        output.surface, region, output.layer = self._wire.new(), self._wire.new(), self._wire.new()
        self._wire.send(self._bound[_COMPOSITOR], _CREATE_SURFACE, word(output.surface))
        self._wire.send(self._bound[_COMPOSITOR], _CREATE_REGION, word(region))
        self._wire.send(output.surface, _SET_INPUT_REGION, word(region))  # an empty one
        self._wire.send(region, _DESTROY)
        self._wire.send(self._bound[LAYER_SHELL], _GET_LAYER_SURFACE, word(output.layer), word(output.surface),
                        word(output.number), word(_OVERLAY), text("mishao-mark"))
        self._wire.send(output.layer, _SET_ANCHOR, word(_ALL_EDGES))
        self._wire.send(output.layer, _SET_EXCLUSIVE_ZONE, word(_OVER_BARS_TOO))
        self._wire.send(output.surface, _COMMIT)

    def _uncover(self, output: _Output) -> None:
        if output.layer:
            self._wire.send(output.layer, _DESTROY_LAYER)
            self._wire.send(output.surface, _DESTROY)
        output.layer, output.surface, output.size = 0, 0, None

    def _draw(self, output: _Output) -> None:
        if self._paint is None or output.size is None or output.size.isEmpty():
            return
        image = self._paint(output.size, output.scale)
        buffer = self._buffer(image)
        self._wire.send(output.surface, _SET_BUFFER_SCALE, word(output.scale))
        self._wire.send(output.surface, _ATTACH, word(buffer), word(0), word(0))
        self._wire.send(output.surface, _DAMAGE_BUFFER, word(0), word(0), word(image.width()), word(image.height()))
        self._wire.send(output.surface, _COMMIT)

    def _buffer(self, image: QImage) -> int:
        """Return a buffer with the pixels of an image, in memory that the compositor alone keeps."""
        pool, buffer = self._wire.new(), self._wire.new()
        with os.fdopen(os.memfd_create("mishao-mark"), "wb") as file:
            file.write(image.constBits())
            file.flush()
            self._wire.send(self._bound[_SHM], _CREATE_POOL, word(pool), word(image.sizeInBytes()),
                            descriptor=file.fileno())
        self._wire.send(pool, _CREATE_BUFFER, word(buffer), word(0), word(image.width()), word(image.height()),
                        word(image.bytesPerLine()), word(_ARGB8888))
        self._wire.send(pool, _DESTROY_POOL)
        self._buffers.add(buffer)
        return buffer
