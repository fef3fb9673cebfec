"""The input of the finders: a window of a page, with the smaller copies and masks they share, made on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Line, Pixels
from rules.model import Box
from rules.text import Trait

Mask = NDArray[np.uint8]
"""height × width, 255 where something is and 0 elsewhere."""

SMALL_SIDE = 1280
"""Pixels of the small copy's long side: a seal on a page that fills a phone photo is 100 pixels wide in it."""

MEDIUM_SIDE = 1920
"""Pixels of the long side up to which codes are searched on the whole window."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the pixels, and the content of codes, as further lines. Boxes are pixels of what was searched.
    """

    traits: tuple[Trait, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class View:
    """One window of a page and the lines recognised in it, both in the window's pixels."""

    pixels: Pixels
    lines: tuple[Line, ...]

    @cached_property
    def factor(self) -> float:
        """Pixels of the window for one pixel of ``small``; never below 1."""
        return max(1.0, float(max(self.pixels.shape[:2])) / SMALL_SIDE)

    @cached_property
    def small(self) -> Pixels:
        """A copy in RGB whose long side has at most SMALL_SIDE pixels."""
        return shrunk(self.pixels, self.factor)

    @cached_property
    def grey(self) -> Mask:
        """``small`` in grey."""
        grey: Mask = cv2.cvtColor(self.small, cv2.COLOR_RGB2GRAY)
        return grey

    @cached_property
    def redness(self) -> Mask:
        """How much redder than any other colour each pixel of ``small`` is, 0 where it is orange, skin or purple."""
        red, green, blue = cv2.split(self.small)
        redness: Mask = cv2.subtract(red, cv2.max(green, blue))
        # Orange and skin have more green than blue; so has the paper of a photo in warm light, but red ink hardly.
        lead = cv2.subtract(red, cv2.min(green, blue))
        tinted = cv2.compare(cv2.absdiff(green, blue), cv2.multiply(lead, 0.28), cv2.CMP_GT)
        redness[tinted > 0] = 0
        return redness

    def red(self, least: int) -> Mask:
        """Return where ``small`` is red: red exceeds the other colours by at least ``least`` (0–255)."""
        red: Mask = cv2.compare(self.redness, least, cv2.CMP_GE)
        return red

    @cached_property
    def ink(self) -> Mask:
        """Where ``small`` is clearly darker than its surroundings: print, lines, strokes."""
        around = cv2.blur(self.grey, (31, 31))
        ink: Mask = cv2.compare(cv2.subtract(around, self.grey), 28, cv2.CMP_GE)
        return ink

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """Convert a rectangle of ``small`` to a box of the window, inside it."""
        page_height, page_width = self.pixels.shape[:2]
        left, top = max(0, int(x * self.factor)), max(0, int(y * self.factor))
        right = min(page_width, round((x + width) * self.factor))
        bottom = min(page_height, round((y + height) * self.factor))
        return Box(left, top, max(1, right - left), max(1, bottom - top))

    def reduced(self, box: Box) -> tuple[int, int, int, int]:
        """Convert a box of the window to x, y, right, bottom of ``small``, inside it and never empty."""
        height, width = self.small.shape[:2]
        left, top = min(width - 1, max(0, int(box.x / self.factor))), min(height - 1, max(0, int(box.y / self.factor)))
        right = min(width, max(left + 1, int((box.x + box.width) / self.factor)))
        return left, top, right, min(height, max(top + 1, int((box.y + box.height) / self.factor)))


def shrunk(pixels: Pixels, factor: float) -> Pixels:
    """Return a copy that is ``factor`` times smaller each way, or the pixels themselves for a factor of 1."""
    if factor <= 1.0:
        return pixels
    height, width = pixels.shape[:2]
    # Averaging whole blocks is twenty times faster than averaging fractions of pixels: only the rest is bilinear.
    whole = int(factor)
    blocks = pixels[: height // whole * whole, : width // whole * whole]
    if whole > 1 and blocks.size:
        blocks = cv2.resize(blocks, (width // whole, height // whole), interpolation=cv2.INTER_AREA)
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    small: Pixels = cv2.resize(blocks, size, interpolation=cv2.INTER_LINEAR)
    return small
