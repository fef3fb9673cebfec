"""Asks a Wayland compositor which interfaces it has."""

from __future__ import annotations

import select
import time

from guard.platform.wayland.wire import Wire, word

_DISPLAY, _SYNC, _GET_REGISTRY = 1, 0, 1
_ANSWER_SECONDS = 5.0


def interfaces() -> frozenset[str]:
    """Return the names of the interfaces; those that were told until then, where it does not answer in time. Raises
    BrokerError where there is no compositor.
    """
    wire = Wire()
    found: set[str] = set()
    try:
        registry, callback = wire.new(), wire.new()
        wire.send(_DISPLAY, _GET_REGISTRY, word(registry))
        wire.send(_DISPLAY, _SYNC, word(callback))
        until = time.monotonic() + _ANSWER_SECONDS
        while select.select([wire.fileno()], [], [], max(0.0, until - time.monotonic()))[0]:
            for event in wire.events():
                if event.target == callback:
                    return frozenset(found)
                if event.target == registry and event.opcode == 0:
                    event.word()
                    found.add(event.text())
    finally:
        wire.close()
    return frozenset(found)
