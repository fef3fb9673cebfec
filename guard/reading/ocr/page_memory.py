"""Remembers where the lines of earlier pages were, so that only what has changed since is searched for text.

A page is remembered as one number for each row of each strip of 64 columns, never as pixels. What is equal in its place
(a side bar) or further up or down (a scrolled pane) keeps its lines; the rest is searched again.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Pixels
from guard.reading.ocr.regions import Region
from rules.model import Box

PAGES = 16
"""Pages remembered: the tiles of one long screenshot, or the windows somebody switches between."""

_STRIP = 64
"""Columns of a strip."""

_ROWS = 8
"""Rows of a cell in which something changed or not."""

_VOTES = 48
"""Rows of strips that must have moved by the same distance to detect scrolling."""

_NEAR = 1.0
"""Line heights beside a line in which a change may have made it longer."""

_MARGIN = 32
"""Pixels around a searched area that the network also sees."""

_MOST = 0.5
"""Part of the page above which it is searched whole: windows would cost as much."""

_WEIGHTS = np.frombuffer(secrets.token_bytes(_STRIP * 3), np.uint64) | 1
"""Odd numbers, chosen again in each process: a sum weighted with them hashes a row (multilinear, Carter & Wegman)."""

_Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Signature:
    """A page by the hashes of its rows: height × strips; equal numbers mean equal pixels."""

    width: int
    rows: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a page before it is searched: lines that are where they were, and the areas to search."""

    regions: tuple[Region, ...]
    areas: tuple[Box, ...]


def signature_of(page: Pixels) -> Signature:
    """Return the signature of a page."""
    height, width = page.shape[:2]
    strips = -(-width // _STRIP)
    if width % _STRIP:
        page = cv2.copyMakeBorder(page, 0, 0, 0, strips * _STRIP - width, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    words = np.ascontiguousarray(page).reshape(height, strips, _STRIP * 3).view(np.uint64)
    return Signature(width, np.einsum("rsw,w->rs", words, _WEIGHTS))


class PageMemory:
    """The last pages, each with its lines."""

    def __init__(self) -> None:
        self._pages: deque[tuple[Signature, tuple[Region, ...]]] = deque(maxlen=PAGES)

    def remember(self, signature: Signature, regions: Sequence[Region]) -> None:
        """Remember the lines of a page that was searched to its end."""
        self._pages.append((signature, tuple(regions)))

    def recall(self, signature: Signature) -> Recalled | None:
        """Return what is known of a page from the most similar one, or None when it must be searched whole."""
        alike = [page for page in self._pages
                 if page[0].width == signature.width and page[0].rows.shape == signature.rows.shape]
        if not alike:
            return None
        known, regions = max(alike, key=lambda page: int((page[0].rows == signature.rows).sum()))
        return _compare(known, signature, regions)


def _compare(known: Signature, new: Signature, regions: Sequence[Region]) -> Recalled | None:
    still = known.rows == new.rows
    if still.all():
        return Recalled(tuple(regions), ())
    moved, distance = _moved(known, new, still)
    shape = (new.rows.shape[0], new.width)
    changed = ~(still | moved)
    kept: dict[tuple[int, int], Region] = {}
    doubtful: list[Box] = []
    for region in regions:
        for place, equal, other in ((region, still, moved), (region.moved(0, distance), moved, still)):
            box = _reach(place, shape)
            if box is None or (place is not region and not distance):
                continue
            if _all(equal, box):
                kept.setdefault((round(place.x), round(place.y)), place)
            elif not _all(other, box) and (place is region or not _none(equal, box)):
                doubtful.append(box)
    areas = joined([*_boxes(changed, new.width), *doubtful])
    if sum(area.width * area.height for area in areas) > _MOST * shape[0] * shape[1]:
        return None
    return Recalled(tuple(kept.values()), tuple(areas))


def _moved(known: Signature, new: Signature, still: _Marks) -> tuple[_Marks, int]:
    """Return which rows of strips were elsewhere, all by the same number of pixels, and that number (down is +)."""
    height, strips = new.rows.shape
    votes = np.zeros(2 * height, np.int64)
    for strip in range(strips):
        if still[:, strip].all():
            continue
        old_rows, old_at, old_count = np.unique(known.rows[:, strip], return_index=True, return_counts=True)
        new_rows, new_at, new_count = np.unique(new.rows[:, strip], return_index=True, return_counts=True)
        _, old_of, new_of = np.intersect1d(old_rows[old_count == 1], new_rows[new_count == 1], assume_unique=True,
                                           return_indices=True)
        steps = new_at[new_count == 1][new_of] - old_at[old_count == 1][old_of]
        votes += np.bincount(steps + height, minlength=2 * height)
    votes[height] = 0
    distance = int(votes.argmax()) - height
    moved = np.zeros_like(still)
    if votes.max() < _VOTES:
        return moved, 0
    if distance > 0:
        moved[distance:] = new.rows[distance:] == known.rows[:-distance]
    else:
        moved[:distance] = new.rows[:distance] == known.rows[-distance:]
    return moved, distance


def _reach(region: Region, shape: tuple[int, int]) -> Box | None:
    """Return a line's box with the room beside it into which it may have grown, or None when it left the page."""
    half_width, half_height = abs(region.ux) + abs(region.vx), abs(region.uy) + abs(region.vy)
    if not half_height <= region.y <= shape[0] - half_height:
        return None
    beside = _NEAR * region.height
    left, right = max(0, int(region.x - half_width - beside)), min(shape[1], int(region.x + half_width + beside) + 1)
    top, bottom = max(0, int(region.y - half_height) - 1), min(shape[0], int(region.y + half_height) + 2)
    return Box(left, top, right - left, bottom - top)


def _cells(marks: _Marks, box: Box) -> _Marks:
    return marks[box.y:box.y + box.height, box.x // _STRIP:(box.x + box.width - 1) // _STRIP + 1]


def _all(marks: _Marks, box: Box) -> bool:
    return bool(_cells(marks, box).all())


def _none(marks: _Marks, box: Box) -> bool:
    return not _cells(marks, box).any()


def _boxes(changed: _Marks, width: int) -> list[Box]:
    """Return the bounding boxes of what changed, in page pixels."""
    height = changed.shape[0]
    padded = np.zeros((-(-height // _ROWS) * _ROWS, changed.shape[1]), bool)
    padded[:height] = changed
    tiles = padded.reshape(-1, _ROWS, changed.shape[1]).any(axis=1).astype(np.uint8)
    # Tiles with one tile between them belong together: a line of text has gaps.
    tiles = cv2.dilate(tiles, np.ones((3, 3), np.uint8))
    count, _, found, _ = cv2.connectedComponentsWithStats(tiles, connectivity=8)
    boxes = []
    for left, top, columns, rows, _ in found[1:count].tolist():
        x, y = left * _STRIP, top * _ROWS
        boxes.append(Box(x, y, min(width, x + columns * _STRIP) - x, min(height, y + rows * _ROWS) - y))
    return boxes


def joined(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes of which none overlaps another once each has its margin: overlapping ones are joined."""
    result: list[Box] = []
    for box in boxes:
        now, apart = box, False
        while not apart:
            near = [other for other in result if _near(now, other)]
            apart = not near
            for other in near:
                result.remove(other)
                now = _union(now, other)
        result.append(now)
    return result


def _near(one: Box, other: Box) -> bool:
    return (one.x - _MARGIN < other.x + other.width and other.x - _MARGIN < one.x + one.width
            and one.y - _MARGIN < other.y + other.height and other.y - _MARGIN < one.y + one.height)


def _union(one: Box, other: Box) -> Box:
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    return Box(x, y, right - x, max(one.y + one.height, other.y + other.height) - y)


def window(area: Box, page: Pixels) -> Box:
    """Return what the network must see to search an area: the area with a margin, inside the page."""
    left, top = max(0, area.x - _MARGIN), max(0, area.y - _MARGIN)
    right = min(page.shape[1], area.x + area.width + _MARGIN)
    bottom = min(page.shape[0], area.y + area.height + _MARGIN)
    return Box(left, top, right - left, bottom - top)


def overlaps(region: Region, area: Box) -> bool:
    """True when a line reaches into an area."""
    half_width, half_height = abs(region.ux) + abs(region.vx), abs(region.uy) + abs(region.vy)
    return (abs(region.x - area.x - area.width / 2) < half_width + area.width / 2
            and abs(region.y - area.y - area.height / 2) < half_height + area.height / 2)


def is_cut(region: Region, area: Box, page: Pixels) -> bool:
    """True when a line continues beyond a searched window that does not end with the page."""
    half_width, half_height = abs(region.ux) + abs(region.vx), abs(region.uy) + abs(region.vy)
    left, right = region.x - half_width <= area.x + 2, region.x + half_width >= area.x + area.width - 2
    top, bottom = region.y - half_height <= area.y + 2, region.y + half_height >= area.y + area.height - 2
    return (left and area.x > 0) or (top and area.y > 0) or (
        right and area.x + area.width < page.shape[1]) or (bottom and area.y + area.height < page.shape[0])
