"""Where the text lines of a page are: PP-OCR's detection network and the outline of its probability map."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading import limits
from guard.reading.model import Pixels
from guard.reading.ocr.models import TINY_DETECTION, Network, Tensor
from rules.model import Box

_PROBABLE = 0.3
"""Probability from which a pixel counts as text (PP-OCR's own value)."""

_BOX_SCORE = 0.45
"""Mean probability from which an outline counts as a line; measured: lower finds noise, higher loses faint print."""

_UNCLIP = 1.6
"""How far the shrunk outline the network is trained on is grown again: area × this / circumference, on each side."""

_STRIDE = 32
"""The network's input sides are multiples of this."""

_HUGE = 4800
"""Pixels of the long side from which a page is searched in windows too: body text of 20 pixels would shrink to 8."""

_WINDOW = 3840
"""Pixels of a window's side: shrunk by half, as a 4K screen is."""

_SQUARE = 1.5
"""A region less than this many times as long as it is high has no direction of its own: one character."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle that holds one line, in page pixels: its centre and two half axes, (ux, uy) along the text.

    The text runs to the right or, when the rectangle stands upright, downwards.
    """

    x: float
    y: float
    ux: float
    uy: float
    vx: float
    vy: float

    @property
    def width(self) -> float:
        """Length along the text."""
        return 2 * math.hypot(self.ux, self.uy)

    @property
    def height(self) -> float:
        """Length across the text."""
        return 2 * math.hypot(self.vx, self.vy)

    @property
    def degrees(self) -> float:
        """Direction of the text, clockwise from the horizontal, above -45 and up to 135."""
        return math.degrees(math.atan2(self.uy, self.ux))

    def box(self, page: Pixels) -> Box:
        """Return the upright bounding box, inside the page."""
        half_width, half_height = abs(self.ux) + abs(self.vx), abs(self.uy) + abs(self.vy)
        left, top = max(0, int(self.x - half_width)), max(0, int(self.y - half_height))
        right = min(page.shape[1], int(self.x + half_width) + 1)
        bottom = min(page.shape[0], int(self.y + half_height) + 1)
        return Box(left, top, max(1, right - left), max(1, bottom - top))


class Detector:
    """Finds text lines on a BGR page; works on copies whose long side has limits.LONG_SIDE pixels at the most."""

    def __init__(self, threads: int) -> None:
        self._network = Network(TINY_DETECTION, threads)

    def detect(self, page: Pixels) -> list[Region]:
        """Return the regions of a page in no particular order. Raises EngineError.

        On a page so large that its shrunk copy would lose body text, windows of the page are searched as well.
        """
        regions = self._detect_at_once(page)
        if max(page.shape[:2]) <= _HUGE:
            return regions
        for top in _starts(page.shape[0]):
            for left in _starts(page.shape[1]):
                window = np.ascontiguousarray(page[top:top + _WINDOW, left:left + _WINDOW])
                moved = (replace(region, x=region.x + left, y=region.y + top)
                         for region in self._detect_at_once(window))
                regions += [region for region in moved if not any(_same(region, known) for known in regions)]
        return regions

    def _detect_at_once(self, page: Pixels) -> list[Region]:
        height, width = page.shape[:2]
        factor = min(1.0, limits.LONG_SIDE / max(height, width))
        inner_height = max(_STRIDE, round(height * factor / _STRIDE) * _STRIDE)
        inner_width = max(_STRIDE, round(width * factor / _STRIDE) * _STRIDE)
        inner = page
        if (inner_height, inner_width) != (height, width):
            method = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
            inner = cv2.resize(page, (inner_width, inner_height), interpolation=method)
        tensor = cv2.dnn.blobFromImage(inner, 1 / 127.5, None, (127.5, 127.5, 127.5))
        probability = self._network.run(tensor)[0, 0]
        scale_x, scale_y = width / inner_width, height / inner_height
        text = (probability > _PROBABLE).astype(np.uint8)
        contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        found = (_region(contour, probability, scale_x, scale_y) for contour in contours)
        return [region for region in found if region is not None]


def _starts(side: int) -> list[int]:
    """Return where windows begin along one side of the page, so that neighbours share a quarter of a window."""
    if side <= _WINDOW:
        return [0]
    count = math.ceil((side - _WINDOW) / (_WINDOW * 0.75)) + 1
    return [round(number * (side - _WINDOW) / (count - 1)) for number in range(count)]


def _same(region: Region, known: Region) -> bool:
    """True when a region of a window is (a part of) a known line; a much taller known one is a whole paragraph."""
    if known.height > 1.8 * region.height:
        return False
    half_width, half_height = abs(known.ux) + abs(known.vx), abs(known.uy) + abs(known.vy)
    return abs(region.x - known.x) < half_width and abs(region.y - known.y) < half_height


def _region(contour: NDArray[np.int32], probability: Tensor, scale_x: float, scale_y: float) -> Region | None:
    """Turn an outline of the probability map into a region of the page, or None when it is too small or too faint."""
    if len(contour) < 3:
        return None
    left, top, width, height = cv2.boundingRect(contour)
    if min(width, height) < 3:
        return None
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - [left, top]], 1)
    if cv2.mean(probability[top:top + height, left:left + width], mask)[0] < _BOX_SCORE:
        return None
    (x, y), (along, across), degrees = cv2.minAreaRect(contour)
    if min(along, across) < 2:
        return None
    grown = along * across * _UNCLIP / (along + across)
    along, across, degrees = _direction(along + grown, across + grown, degrees)
    half_along, half_across = along / 2, across / 2
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Region(x * scale_x, y * scale_y, half_along * cosine * scale_x, half_along * sine * scale_y,
                  -half_across * sine * scale_x, half_across * cosine * scale_y)


def _direction(along: float, across: float, degrees: float) -> tuple[float, float, float]:
    """Return the sides and the angle of a rectangle so that ``along`` is the direction of the text."""
    if along < across:
        along, across, degrees = across, along, degrees - 90
    degrees = (degrees + 45) % 180 - 45
    if degrees > 45 and along < _SQUARE * across:
        along, across, degrees = across, along, degrees - 90
    return along, across, degrees
