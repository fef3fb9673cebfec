"""Finds resident identity cards (GA 490), either side, by the positions of labels, the front also by its photograph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from guard.reading.model import Line
from guard.reading.traits.view import Found, View
from rules.model import Box
from rules.text import IDENTITY_CARD, Trait

_Point = tuple[float, float]

_SIZE = (856, 540)
"""The card in the template, tenths of a millimetre (ISO/IEC 7810 ID-1)."""

_FRONT: dict[str, _Point] = {"姓名": (82, 78), "性别": (82, 142), "出生": (82, 206), "住址": (82, 272),
                            "公民身份号码": (130, 468), "号码": (533, 468)}
_BACK: dict[str, _Point] = {"中华人民共和国": (505, 92), "居民身份证": (505, 182), "签发机关": (232, 400),
                           "有效期限": (232, 466)}

_TOLERANCE = 55.0
"""How far a label may be from its place: a tenth of the card's height, for photos from the side."""

_PHOTO = (600, 95, 790, 340)
_BLANK = (430, 60, 575, 100)
"""Left, top, right, bottom of the photograph, and of a place on the front that has no print."""

_NUMBER = re.compile(r"\d{17}[\dXx]")

_SHEAR = 0.35
"""Cosine of the angle between the two sides of a photographed card up to which it is a rectangle seen from the side."""

_STRETCH = 1.5
"""How much longer one side may look than the other, because the card is tilted away."""


def find(view: View) -> Found:
    """Return the identity cards of a window; confidence grows with the number of labels that were read."""
    if not any("身份" in line.text for line in view.lines):
        return Found()
    return Found((*_fronts(view), *_backs(view)))


def _fronts(view: View) -> Iterator[Trait]:
    for number in view.lines:
        found = _NUMBER.search(number.text.replace(" ", ""))
        if found is None:
            continue
        seen: dict[str, _Point] = {"号码": _middle(number)}
        if "号码" in number.text:
            seen["公民身份号码"], seen["号码"] = _middle(number, 0, 0.21), _middle(number, 0.33, 1)
        for name in _FRONT:
            if name not in seen and (line := _nearest(name, view.lines, number)) is not None:
                seen[name] = _label(line, name)
        if len(seen) < 4:
            continue
        matrix = _card_at(_FRONT, seen, _TOLERANCE)
        if matrix is not None and _has_photo(view, matrix):
            yield Trait(IDENTITY_CARD, box=_box(view, matrix), confidence=round(0.65 + 0.05 * len(seen), 2))


def _backs(view: View) -> Iterator[Trait]:
    for title in view.lines:
        if title.text.replace(" ", "") != "居民身份证":
            continue
        seen: dict[str, _Point] = {"居民身份证": _middle(title)}
        for name in _BACK:
            if name not in seen and (line := _nearest(name, view.lines, title)) is not None:
                seen[name] = _label(line, name)
        matrix = _card_at(_BACK, seen, _TOLERANCE)
        if matrix is not None:
            yield Trait(IDENTITY_CARD, box=_box(view, matrix), confidence=0.95 if len(seen) == 4 else 0.8)


def _nearest(name: str, lines: tuple[Line, ...], to: Line) -> Line | None:
    """Return the line nearest to another that begins with a label and has little more than its value."""
    begun = [line for line in lines if line.text.replace(" ", "").startswith(name)
             and len(line.text.replace(" ", "")) <= len(name) + 14]
    x, y = _middle(to)
    return min(begun, key=lambda line: (_middle(line)[0] - x) ** 2 + (_middle(line)[1] - y) ** 2, default=None)


def _label(line: Line, name: str) -> _Point:
    """Return the middle of the label at the beginning of a line, the rest being its value."""
    return _middle(line, 0, min(1.0, len(name) / max(1, len(line.text.replace(" ", "")))))


def _box(view: View, matrix: NDArray[np.float64]) -> Box:
    width, height = _SIZE
    corners = _moved(matrix, [(0, 0), (width, 0), (width, height), (0, height)]) / view.factor
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return view.box(left, top, right - left, bottom - top)


def _has_photo(view: View, matrix: NDArray[np.float64]) -> bool:
    """Tell whether something like a face is where the photograph should be: a form or a list has nothing there."""
    photo, blank = _area(view, matrix, _PHOTO), _area(view, matrix, _BLANK)
    ground = float(np.median(blank))
    return float(photo.std()) > 18 and float((np.abs(photo.astype(np.float64) - ground) > 22).mean()) > 0.25


def _area(view: View, matrix: NDArray[np.float64], area: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Return 24 × 24 grey samples of a rectangle of the template."""
    left, top, right, bottom = area
    x, y = np.meshgrid(np.linspace(left, right, 24), np.linspace(top, bottom, 24))
    points = np.stack([x, y, np.ones_like(x)], axis=-1) @ matrix.T / view.factor
    samples: NDArray[np.uint8] = cv2.remap(view.grey, points[..., 0].astype(np.float32),
                                           points[..., 1].astype(np.float32), cv2.INTER_LINEAR)
    return samples


def _middle(line: Line, start: float = 0.0, end: float = 1.0) -> _Point:
    """Return the middle of a line, or of the part of its length from ``start`` to ``end`` (0 to 1)."""
    return line.box.x + line.box.width * (start + end) / 2, line.box.y + line.box.height / 2


def _card_at(drawn: Mapping[str, _Point], seen: Mapping[str, _Point], tolerance: float) -> NDArray[np.float64] | None:
    """Return the 2 × 3 matrix that maps the template onto the picture, or None when the labels are arranged otherwise.

    ``drawn`` and ``seen`` give the same labels' middles, in the template and in the picture. ``tolerance`` is how far a
    label may be from its place, in pixels of the template.
    """
    names = [name for name in drawn if name in seen]
    if len(names) < 3:
        return None
    source = np.array([(*drawn[name], 1.0) for name in names])
    target = np.array([seen[name] for name in names])
    solved, _, rank, _ = np.linalg.lstsq(source, target, rcond=None)
    matrix = solved.T
    right, down = matrix[:, 0], matrix[:, 1]
    long_right, long_down = float(np.hypot(*right)), float(np.hypot(*down))
    if rank < 3 or min(long_right, long_down) < 0.05:
        return None
    turned = float(right[0] * down[1] - right[1] * down[0])
    if turned <= 0 or abs(float(right @ down)) > _SHEAR * long_right * long_down:
        return None
    if max(long_right, long_down) > _STRETCH * min(long_right, long_down):
        return None
    away = np.hypot(*(source @ solved - target).T)
    return matrix if float(away.max()) <= tolerance * max(long_right, long_down) else None


def _moved(matrix: NDArray[np.float64], points: Sequence[_Point]) -> NDArray[np.float64]:
    """Return points of the template at their position in the picture, one per row."""
    return np.array([(*point, 1.0) for point in points]) @ matrix.T
