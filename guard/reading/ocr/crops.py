"""Cuts the picture of one line out of a page, at full resolution and turned upright."""

from __future__ import annotations

import math

import cv2
import numpy as np

from guard.reading.model import Pixels
from guard.reading.ocr.regions import Region

_STRAIGHT = 0.6
"""Degrees up to which a line is cut out without turning: sharper, and turning would move its ends by a pixel."""


def is_horizontal(region: Region) -> bool:
    """True when the line runs along the pixel rows, so that a place in its crop is a place on the page."""
    return abs(region.degrees) < _STRAIGHT


def cut(page: Pixels, region: Region) -> Pixels:
    """Return the line's pixels with its text running to the right."""
    if is_horizontal(region):
        box = region.box(page)
        return page[box.y:box.y + box.height, box.x:box.x + box.width]
    if abs(region.degrees - 90) < _STRAIGHT:
        box = region.box(page)
        upright = page[box.y:box.y + box.height, box.x:box.x + box.width]
        level: Pixels = cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE)
        return level
    width, height = max(1, math.ceil(region.width)), max(1, math.ceil(region.height))
    corner_x, corner_y = region.x - region.ux - region.vx, region.y - region.uy - region.vy
    corners = np.array([[corner_x, corner_y], [corner_x + 2 * region.ux, corner_y + 2 * region.uy],
                        [corner_x + 2 * region.vx, corner_y + 2 * region.vy]], np.float32)
    straight = np.array([[0, 0], [width, 0], [0, height]], np.float32)
    turned: Pixels = cv2.warpAffine(page, cv2.getAffineTransform(corners, straight), (width, height),
                                    flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return turned


def upside_down(crop: Pixels) -> Pixels:
    """Return the line turned by 180 degrees."""
    turned: Pixels = cv2.rotate(crop, cv2.ROTATE_180)
    return turned
