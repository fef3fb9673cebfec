"""Finds traits in pixels that are not text: one file per trait, all of them in the table FINDERS.

A finder that fails on unusual pixels finds nothing; the text that was read is never lost because of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import cv2

from guard.reading.model import Line, Pixels
from guard.reading.traits import (
    bank_card,
    codes,
    handwriting,
    identity_card,
    medical_record,
    red_heading,
    seals,
)
from guard.reading.traits.view import Found, View
from rules.model import Box
from rules.text import HANDWRITING, SEAL, Trait

__all__ = ["FINDERS", "Found", "find"]

_log = logging.getLogger(__name__)

Finder = Callable[[View], Found]
"""Examines one window of a page. May raise what unusual pixels make OpenCV, numpy and zxing raise."""

FINDERS: tuple[tuple[str, Finder], ...] = (
    ("seals", seals.find),
    ("red_heading", red_heading.find),
    ("identity_card", identity_card.find),
    ("bank_card", bank_card.find),
    ("medical_record", medical_record.find),
    ("codes", codes.find),
    ("handwriting", handwriting.find),
)

# ZeroDivisionError and overflow come from degenerate shapes, RuntimeError from zxing-cpp.
_ODD_PIXELS = (cv2.error, ArithmeticError, ValueError, IndexError, RuntimeError, MemoryError)

_LONG = 2.5
"""A page higher than this many times its width is searched in windows: shrunk whole, nothing on it would be visible."""

_SECONDS = 2.0
"""Seconds after which no further window of a page is searched. An ordinary page is one window and takes 0.02."""

_SAME = 0.4
"""Overlap, as a part of both boxes together, from which two windows have found the same thing."""

_WORN = 0.15
"""How far strokes of a seal may reach beyond it, as parts of its size."""


def find(pixels: Pixels, lines: Sequence[Line], page: int | None = None, scale: int = 1,
         finders: Sequence[tuple[str, Finder]] = FINDERS, clock: Callable[[], float] = time.monotonic) -> Found:
    """Run every finder on one page. Never raises for unusual pixels: a finder that fails has found nothing.

    ``lines`` and the result are in pixels of the picture, which has ``scale`` times as many each way as ``pixels``.
    """
    traits: list[Trait] = []
    codes_said: list[Line] = []
    until = clock() + _SECONDS
    for top, view in _windows(pixels, lines, scale):
        if top and clock() >= until:
            _log.warning("a page of %d rows was searched for traits down to row %d only", pixels.shape[0], top)
            break
        for name, finder in finders:
            found = _tried(name, finder, view)
            moved = (replace(trait, page=page, box=_moved(trait.box, top, scale)) for trait in found.traits)
            traits += [trait for trait in moved if not _known(trait, traits)]
            said = (replace(line, box=_moved_box(line.box, top, scale)) for line in found.lines)
            codes_said += [line for line in said if not any(_twice(line, known) for known in codes_said)]
    seen = [trait.box for trait in traits if trait.kind == SEAL and trait.box is not None]
    traits = [trait for trait in traits if trait.kind != HANDWRITING or not _inside_one(trait.box, seen)]
    return Found(tuple(traits), tuple(codes_said))


def _windows(pixels: Pixels, lines: Sequence[Line], scale: int) -> Iterator[tuple[int, View]]:
    """Yield the windows of a page with the row where each begins; neighbours share half, so that nothing is cut."""
    height, width = pixels.shape[:2]
    if min(height, width) < 16:
        return
    tall = max(2 * width, 640)
    if height <= max(_LONG * width, tall):
        yield 0, View(pixels, tuple(_inside(lines, 0, height, scale)))
        return
    for top in range(0, height - tall // 2, tall // 2):
        bottom = min(height, top + tall)
        yield top, View(pixels[top:bottom], tuple(_inside(lines, top, bottom, scale)))


def _inside(lines: Iterable[Line], top: int, bottom: int, scale: int) -> Iterator[Line]:
    """Yield the lines whose centre is in a window, in pixels of the window."""
    for line in lines:
        box = Box(line.box.x // scale, line.box.y // scale - top, max(1, line.box.width // scale),
                  max(1, line.box.height // scale))
        if 0 <= box.y + box.height / 2 < bottom - top:
            yield Line(line.text, box, line.confidence)


def _tried(name: str, finder: Finder, view: View) -> Found:
    try:
        return finder(view)
    except _ODD_PIXELS as error:
        # Its message may quote the content of a code.
        _log.warning("the finder %s failed with %s; its trait is missing on this page", name, type(error).__name__)
        return Found()


def _moved(box: Box | None, top: int, scale: int) -> Box | None:
    return None if box is None else _moved_box(box, top, scale)


def _moved_box(box: Box, top: int, scale: int) -> Box:
    return Box(box.x * scale, (box.y + top) * scale, box.width * scale, box.height * scale)


def _known(trait: Trait, traits: Iterable[Trait]) -> bool:
    return any(trait.kind == known.kind and (trait.box is None or known.box is None or
                                             _shared(trait.box, known.box) >= _SAME) for known in traits)


def _inside_one(box: Box | None, seals_seen: Iterable[Box]) -> bool:
    """True for strokes that a seal explains: its worn characters look like those of a pen."""
    return box is not None and any(
        seal.x - seal.width * _WORN <= box.x and box.x + box.width <= seal.x + seal.width * (1 + _WORN)
        and seal.y - seal.height * _WORN <= box.y and box.y + box.height <= seal.y + seal.height * (1 + _WORN)
        for seal in seals_seen)


def _twice(line: Line, known: Line) -> bool:
    return line.text == known.text and _shared(line.box, known.box) >= _SAME


def _shared(one: Box, other: Box) -> float:
    """Return the overlap of two boxes as a part of both together."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, across) * max(0, down)
    return shared / (one.width * one.height + other.width * other.height - shared)
