"""Finds QR and other codes: each is a trait, and its content becomes a line at its place, judged like any other text.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import cv2
import numpy as np
import zxingcpp

from guard.reading.model import Line
from guard.reading.traits.view import MEDIUM_SIDE, Found, Mask, View, shrunk
from rules.model import Box
from rules.text import QR_CODE, Trait

_SQUARE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""Searched on the whole window: its three corners are found in two milliseconds."""

_OTHERS = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.AllMatrix, zxingcpp.BarcodeFormat.AllLinear))

_CANDIDATES = 6
"""Places with the texture of a code that are decoded at full size, the largest first."""

_PIXELS = 800_000
"""Pixels of all these places together: decoding every kind of code takes 17 milliseconds for a million."""

_COARSE = (1, 2, 4)
"""How much smaller the copies are that are searched for codes: wide modules have the texture only there."""

_PRINT = 0.8
"""Engine's score from which a line is print: engines also see letters in the bars of a code."""

_SMALLEST = 16
"""Pixels of a code's shorter side in the window: a micro code of two pixels per module has 22."""

_DECODED, _DAMAGED = 1.0, 0.7


def find(view: View) -> Found:
    """Return the codes of a window and their content; a code that cannot be decoded is a trait alone."""
    grey, factor = _medium(view)
    found = list(_read(grey, 0, 0, factor, _SQUARE))
    budget = _PIXELS
    for coarse in _COARSE:
        for left, top, right, bottom in _dense(view, coarse):
            cost = (right - left) * (bottom - top) // coarse ** 2
            if cost > budget or any(_holds(box, left, top, right, bottom) for _, box in found):
                continue
            budget -= cost
            crop = shrunk(np.ascontiguousarray(view.pixels[top:bottom, left:right]), coarse)
            found += list(_read(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), left, top, coarse, _OTHERS))
    whole = [box for text, box in found if text is not None]
    # One damaged code is often seen several times, each time with other corners.
    for text, box in found:
        if text is None and not any(_overlap(box, other) for other in whole):
            whole.append(box)
    found = [(text, box) for text, box in found if box in whole]
    traits = tuple(Trait(QR_CODE, box=box, confidence=_DAMAGED if text is None else _DECODED) for text, box in found)
    return Found(traits, tuple(Line(text, box, 1.0) for text, box in found if text))


def _medium(view: View) -> tuple[Mask, float]:
    """Return the window in grey, at most MEDIUM_SIDE pixels long, and how much it was shrunk."""
    factor = max(1.0, max(view.pixels.shape[:2]) / MEDIUM_SIDE)
    # A little larger costs less than shrinking by a fraction, and keeps small codes sharp.
    factor = factor if factor >= 2 else 1.0
    return cv2.cvtColor(shrunk(view.pixels, factor), cv2.COLOR_RGB2GRAY), factor


def _read(grey: Mask, left: int, top: int, factor: float,
          formats: zxingcpp.BarcodeFormats) -> Iterator[tuple[str | None, Box]]:
    """Yield the content of each code, None when it is damaged or binary, with its box in pixels of the window."""
    for code in zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=formats, return_errors=formats is _SQUARE,
                                       text_mode=zxingcpp.TextMode.Plain):
        corners = (code.position.top_left, code.position.top_right, code.position.bottom_right,
                   code.position.bottom_left)
        x = [left + corner.x * factor for corner in corners]
        y = [top + corner.y * factor for corner in corners]
        box = Box(max(0, int(min(x))), max(0, int(min(y))), max(1, round(max(x) - min(x))),
                  max(1, round(max(y) - min(y))))
        if not code.valid and min(box.width, box.height) < _SMALLEST:
            continue
        readable = code.valid and code.content_type != zxingcpp.ContentType.Binary
        yield (_shown(code.text) if readable else None), box


def _shown(text: str) -> str:
    """Return the content of a code as people would read it: a URI with escaped Chinese is unescaped."""
    plain = unquote(text, errors="replace") if "%" in text and text.isascii() else text
    return plain.strip()


def _dense(view: View, coarse: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right, bottom in the window of places full of hard edges that are not text.

    ``coarse`` is how much smaller than the small copy the searched copy is.
    """
    grey = shrunk(view.grey, coarse)
    if min(grey.shape) < _SMALLEST:
        return
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    hard = cv2.compare(edges, 70, cv2.CMP_GE)
    for line in view.lines:
        if line.confidence < _PRINT:
            continue
        left, top, right, bottom = (side // coarse for side in view.reduced(line.box))
        hard[top:bottom + coarse - 1, left:right + coarse - 1] = 0
    quarter = cv2.resize(hard, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    dense = cv2.morphologyEx(cv2.compare(cv2.blur(quarter, (3, 3)), 70, cv2.CMP_GE), cv2.MORPH_CLOSE,
                             np.ones((7, 7), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense)
    places = sorted((stat for stat in stats[1:count] if min(stat[2], stat[3]) >= 4), key=lambda stat: -stat[4])
    for x, y, width, height, area in places[:_CANDIDATES]:
        if area < 0.5 * width * height:
            continue
        # Bar codes begin and end with wide bars that are not dense, and need a quiet zone.
        margin, step = 3 + int(max(width, height)) // 5, 4 * coarse
        box = view.box(step * (x - margin), step * (y - margin), step * (width + 2 * margin),
                       step * (height + 2 * margin))
        yield box.x, box.y, box.x + box.width, box.y + box.height


def _overlap(box: Box, other: Box) -> bool:
    return (box.x < other.x + other.width and other.x < box.x + box.width
            and box.y < other.y + other.height and other.y < box.y + box.height)


def _holds(box: Box, left: int, top: int, right: int, bottom: int) -> bool:
    """Tell whether the middle of a place is in a known code."""
    x, y = (left + right) / 2, (top + bottom) / 2
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
