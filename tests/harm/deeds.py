"""Defines what is done with a copy: a table of actions. Each returns what its user sees."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image

from tests.harm.observing import Observation
from tests.harm.running import Running

_EXIT_SECONDS = 5.0

CLOSE_MILLISECONDS = (0, 50, 200, 1000)
"""Milliseconds after the keys of the copy: before it is judged, during judging, and when all is done."""


@dataclass(frozen=True, slots=True)
class Deed:
    """``kind`` is the name under which a program lists it as impossible."""

    name: str
    kind: str
    do: Callable[[Running], Observation]


def copy(running: Running) -> Observation:
    """Copy and paste elsewhere."""
    began, arrival = running.timed_copy()
    return _observed(running, _milliseconds(began, arrival.arrived))


def close_source(running: Running, milliseconds: int) -> Observation:
    """Close the document that was copied from, this long after the keys of the copy."""
    began = running.copy()
    time.sleep(max(0.0, began + milliseconds / 1000 - time.monotonic()))  # the moment is what is tested
    running.hands.keys(*running.program.close)
    running.await_end_of_deed()
    return _observed(running)


def leave(running: Running) -> Observation:
    """Leave the program once its copy has arrived."""
    running.timed_copy()
    running.hands.keys(*running.program.leave)
    running.await_end_of_deed()
    running.await_exit(_EXIT_SECONDS)
    return _observed(running)


def undo_after_paste(running: Running) -> Observation:
    """Paste in the program itself and undo it."""
    began, arrival = running.timed_copy()
    pictures = []
    for step in (running.paste, running.undo):
        step()
        pictures.append(_png(running.hands.picture()))
    return _observed(running, _milliseconds(began, arrival.arrived), tuple(pictures))


def second_copy(running: Running) -> Observation:
    """Copy something else over the first copy, as soon as a user could."""
    running.copy()
    running.go_to_other()
    running.hands.keys(*running.program.select_other)
    running.paster.forget()
    began, arrival = running.timed_copy()
    return _observed(running, _milliseconds(began, arrival.arrived))


def _milliseconds(began: float, arrived: float) -> float | None:
    return (arrived - began) * 1000 if arrived else None


def _observed(running: Running, copied: float | None = None, pictures: tuple[bytes, ...] = ()) -> Observation:
    pasted = running.paster.paste()
    titles = tuple(sorted(running.program.title(window.title) for window in running.hands.windows()))
    return Observation(pasted, copied, running.ended(), titles, pictures)


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


DEEDS: dict[str, Deed] = {deed.name: deed for deed in (
    Deed("copy", "copy", copy),
    *(Deed(f"close after {milliseconds} ms", "close", partial(close_source, milliseconds=milliseconds))
      for milliseconds in CLOSE_MILLISECONDS),
    Deed("leave", "leave", leave),
    Deed("undo after paste", "undo", undo_after_paste),
    Deed("second copy", "second copy", second_copy),
)}
