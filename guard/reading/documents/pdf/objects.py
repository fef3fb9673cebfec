"""Finds what is on a page of a PDF beside its text: pictures, and outlines that may be letters.

A picture that is level and alone is read as stored. Everything else is *loose*: strips of a scan, pictures that are
turned or show through a mask, letters drawn as outlines. Only the drawn page shows those as people see them.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from guard.reading import images

OBJECTS_LOOKED_AT = 20_000
"""Objects of a page that are examined; one that has more is a drawing, and is drawn."""

_MOST_PICTURES = 2000
_MOST_BYTES = 1 << 28
"""Pictures of a page, and bytes of all of them together, that are examined."""

_DEPTH = 30
"""Levels of nested forms; PDFium follows no more."""

_LOWEST = 24
"""Pixels of a picture's shorter side from which it is read as stored; a narrower one is read on the drawn page."""

_FLAT = 200
"""Pixels per byte from which a picture has one colour: its content is in its mask, or it shows nothing."""

_LETTER, _LETTERS = 20, 60
"""Points of an outline from which it may be a letter, and of all of them together from which they may be a word.
A dot has 13, a box with round corners 17; letters that have fewer are beside others.
"""

_BESIDE = 40.0
"""Points around outlines that are drawn with them, at most; normally it is the height of the largest one."""

_NEAR = 1.0
"""Points between two pictures up to which they may be parts of one."""

_OVERLAP = 0.2
"""Share of the smaller of two pictures up to which they are beside each other, and not one above the other."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top on the page, in points."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture object: the path to it through the forms that contain it, and its position on the page."""

    way: tuple[int, ...]
    box: Box
    pixels: tuple[int, int]
    straight: bool
    flat: bool
    digest: bytes

    @property
    def readable(self) -> bool:
        """True when it is not too narrow to be read as stored, and its stored pixels are what it shows."""
        return self.straight and not self.flat and min(self.pixels) >= _LOWEST

    @property
    def ornament(self) -> bool:
        """True when it alone is too small for anything but a bullet or a rule."""
        return images.ornament(self.pixels)

    @property
    def pixels_per_point(self) -> float:
        """How finely it is stored."""
        left, bottom, right, top = self.box
        return max(self.pixels) / max(1.0, right - left, top - bottom)


@dataclass(frozen=True, slots=True)
class Outline:
    """A filled path that may be a letter."""

    box: Box
    points: int


@dataclass(slots=True)
class Found:
    """What was found on a page. ``crowded``: it has more objects than are examined."""

    pictures: list[Picture] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    objects: int = 0
    stored: int = 0
    crowded: bool = False

    def covers(self, page: Box) -> float:
        """Return the share of the page that its pictures cover, at most."""
        return sum(map(_area, (_common(picture.box, page) for picture in self.pictures))) / max(1.0, _area(page))

    def apart(self) -> tuple[list[Picture], list[Picture]]:
        """Return the pictures that can be read as stored, and the loose ones."""
        parts = _parts([picture.box for picture in self.pictures])
        alone: list[Picture] = []
        loose: list[Picture] = []
        for number, picture in enumerate(self.pictures):
            if picture.readable and number not in parts:
                alone.append(picture)
            elif number in parts or not picture.ornament:
                loose.append(picture)
        return alone, loose

    def words(self) -> tuple[Box, bytes] | None:
        """Return the position of outlines that may be words, with what is close to them, and a digest of all of them.
        """
        if sum(outline.points for outline in self.outlines) < _LETTERS:
            return None
        left, bottom, right, top = union([outline.box for outline in self.outlines])
        around = min(_BESIDE, max(outline.box[3] - outline.box[1] for outline in self.outlines))
        told = " ".join(f"{outline.points} {outline.box[0] - left:.0f} {outline.box[1] - bottom:.0f}"
                        for outline in self.outlines)
        return (left - around, bottom - around, right + around, top + around), hashlib.blake2b(told.encode()).digest()


def look(page: pypdfium2.PdfPage) -> Found:
    """Examine the objects of a page and of the forms on it."""
    found = Found()
    upright = page.get_rotation() == 0
    for way, handle, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(handle)
        found.objects += 1
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.stored += pdfium.FPDFImageObj_GetImageDataRaw(handle, None, 0)
        found.crowded = found.objects > OBJECTS_LOOKED_AT or len(found.pictures) >= _MOST_PICTURES \
            or found.stored > _MOST_BYTES
        if found.crowded:
            break
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(_picture(way, handle, matrix, upright=upright))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and (points := _points_of_letter(handle)):
            found.outlines.append(Outline(_moved(_bounds(handle), matrix), points))
    return found


def hide_words(page: pypdfium2.PdfPage) -> None:
    """Leave the text of a page out when it is drawn: it is known already, and takes time to recognise."""
    for _, handle, _ in islice(_objects(page), OBJECTS_LOOKED_AT):
        if pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_SetIsActive(handle, False)


def picture_at(page: pypdfium2.PdfPage, way: Sequence[int]) -> pypdfium2.PdfImage:
    """Return the picture object at the end of this path."""
    handle = pdfium.FPDFPage_GetObject(page, way[0])
    for number in way[1:]:
        handle = pdfium.FPDFFormObj_GetObject(handle, number)
    return pypdfium2.PdfImage(handle, page=page)


def union(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around these."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[tuple[int, ...], object, Matrix]]:
    """Yield the objects that are not forms: the path to each, its handle, and the position of the form that contains
    it.
    """
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inside(pdfium.FPDFPage_GetObject(page, number), (number,), _SAME)


def _inside(handle: object, way: tuple[int, ...], matrix: Matrix) -> Iterator[tuple[tuple[int, ...], object, Matrix]]:
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield way, handle, matrix
    elif len(way) <= _DEPTH:
        inner = _then(_matrix(handle), matrix)
        for number in range(max(0, pdfium.FPDFFormObj_CountObjects(handle))):
            yield from _inside(pdfium.FPDFFormObj_GetObject(handle, number), (*way, number), inner)


def _picture(way: tuple[int, ...], handle: object, matrix: Matrix, *, upright: bool) -> Picture:
    a, b, c, d, _, _ = _then(_matrix(handle), matrix)
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(handle, width, height)
    size = pdfium.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    data = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(handle, data, size)
    turned = abs(b) + abs(c) > 0.01 * (abs(a) + abs(d))
    straight = upright and not turned and a > 0 and d > 0
    directions = bytes(value > 0 for value in (a, b, c, d))
    return Picture(way, _moved(_bounds(handle), matrix), (width.value, height.value), straight,
                   size * _FLAT < width.value * height.value, hashlib.blake2b(data.raw + directions).digest())


def _points_of_letter(handle: object) -> int:
    """Return how many points a path has when it may be a letter, otherwise 0."""
    points = int(pdfium.FPDFPath_CountSegments(handle))
    if points < _LETTER:
        return 0
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, filled, stroked)
    return points if filled.value else 0


def _parts(boxes: Sequence[Box]) -> set[int]:
    """Return which of these touch another one edge to edge, like the strips of a scan."""
    if len(boxes) < 2:
        return set()
    left, bottom, right, top = np.array(boxes, np.float32).T
    wide = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    high = np.minimum(top[:, None], top) - np.maximum(bottom[:, None], bottom)
    area = (right - left) * (top - bottom)
    common = np.clip(wide, 0, None) * np.clip(high, 0, None)
    beside = (wide > -_NEAR) & (high > -_NEAR) & (common <= _OVERLAP * np.minimum(area[:, None], area))
    np.fill_diagonal(beside, val=False)
    return set(np.flatnonzero(beside.any(axis=1)).tolist())


def _bounds(handle: object) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _matrix(handle: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _then(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return union([(x, y, x, y) for x, y in corners])


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
