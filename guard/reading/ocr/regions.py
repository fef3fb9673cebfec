"""Rectangles that contain one line each, and their computation from the outlines of a probability map."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Pixels
from guard.reading.ocr.models import Tensor
from rules.model import Box

_BOX_SCORE = 0.45
"""Mean probability from which an outline counts as a line; measured: lower finds noise, higher loses faint print."""

_UNCLIP = 1.6
"""By how much the shrunk outline that the network is trained on is expanded again on each side: area × this /
circumference.
"""

_SQUARE = 1.5
"""A region less than this many times as long as it is high has no direction of its own: one character."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle that contains one line, in page pixels: its centre and two half axes, (ux, uy) along the text.

    The text runs to the right or, when the rectangle is upright, downwards.
    """

    x: float
    y: float
    ux: float
    uy: float
    vx: float
    vy: float
    ground: float = 0.0
    """Pixels above and below the line that belong to the region, so that the crop suits the recogniser."""

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

    def line_box(self, page: Pixels) -> Box:
        """Return the upright bounding box without the margin above and below the line, inside the page."""
        share = max(0.0, 1 - 2 * self.ground / self.height)
        return replace(self, vx=self.vx * share, vy=self.vy * share).box(page)

    def is_centred_in(self, box: Box) -> bool:
        """True when the middle of the line is in a box."""
        return box.x <= self.x < box.x + box.width and box.y <= self.y < box.y + box.height

    def moved(self, x: float, y: float) -> Region:
        """Return the region moved by this many pixels."""
        return replace(self, x=self.x + x, y=self.y + y)

    def part(self, start: float, end: float) -> Region:
        """Return what is between two parts (0 to 1) of the region's length, counted along the text."""
        middle, half = start + end - 1, end - start
        return replace(self, x=self.x + self.ux * middle, y=self.y + self.uy * middle,
                       ux=self.ux * half, uy=self.uy * half)


def from_outline(contour: NDArray[np.int32], probability: Tensor, scale_x: float, scale_y: float) -> Region | None:
    """Convert an outline of the probability map to a region of the page, or None when it is too small or too faint."""
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
