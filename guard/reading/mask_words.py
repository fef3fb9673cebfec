"""Writes the words on masks, 姓名 or 电话, from a prepared picture, because a confined reader has no fonts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from guard.reading.model import Line, Pixels
from rules.model import Box

Area = tuple[slice, slice]
"""Rows and columns of a picture."""

WORDS = ("姓名", "证件号", "电话", "银行卡号", "就诊号", "号码", "账号", "住址")
"""The words in the picture beside this file, one per row, CELL pixels per character (scripts/draw_mask_words.py)."""

CELL = 48
STRIP = Path(__file__).with_name("mask_words.png")

FILL = (0x2E, 0x36, 0x40)
"""The colour of masks: opaque, and nearly as dark as the black that people know from masked documents."""

INK = (0xC9, 0xD1, 0xDB)
"""The colour of the words."""

_PART = 0.56
"""Height of a word, as a part of its mask's."""

_NEARLY = 16
"""How much a colour may differ after a chat program has compressed the picture."""

_SMALLEST, _LARGEST = 9, CELL
"""Pixels. A word of a smaller size is not legible and is left out."""


def write_words(pixels: Pixels, words: Iterable[tuple[Area, str]]) -> None:
    """Write each word in the middle of its area, which is already painted over, unless there is a word already.

    All have the height that half of them have room for; a narrow mask makes its own word smaller.
    """
    strip = np.asarray(Image.open(STRIP))
    written: list[Area] = []
    known = [(area, word, _size(pixels, area, len(word))) for area, word in words if word in WORDS]
    usual = sorted(size for _, _, size in known)[len(known) // 2] if known else 0
    for area, word, room in known:
        size = min(room, usual)
        place = _middle(pixels, area, size * len(word), size)
        if size < _SMALLEST or any(_overlap(place, other) for other in written):
            continue
        line = WORDS.index(word) * CELL
        rows, columns = place
        drawn = Image.fromarray(strip[line:line + CELL, :CELL * len(word)])
        drawn = drawn.resize((columns.stop - columns.start, rows.stop - rows.start), Image.Resampling.BOX)
        part = np.asarray(drawn, np.float32)[..., None] / 255
        pixels[place] = (pixels[place] * (1 - part) + np.array(INK) * part).round()
        written.append(place)


def without_words(pixels: Pixels, lines: Sequence[Line], scale: int) -> list[Line]:
    """Return the lines except those that are such a word on a mask: a masked copy must not be taken for a form to fill
    in.

    The boxes of the lines are in pixels ``scale`` times as small as those given.
    """
    return [line for line in lines if line.text.strip() not in WORDS or not _on_mask(pixels, line.box, scale)]


def _on_mask(pixels: Pixels, box: Box, scale: int) -> bool:
    """True when the colour of masks surrounds the word: to its left and right, at half its height."""
    height, width, _ = pixels.shape
    row = min(height - 1, (box.y + box.height // 2) // scale)
    sides = (max(0, (box.x - 2) // scale), min(width - 1, (box.x + box.width + 2) // scale))
    return all(np.abs(pixels[row, side].astype(int) - FILL).max() <= _NEARLY for side in sides)


def _size(pixels: Pixels, area: Area, characters: int) -> int:
    """Return the height at which this many characters fit into an area."""
    height, width = (len(range(length)[part]) for part, length in zip(area, pixels.shape, strict=False))
    return min(round(height * _PART), (width - 4) // characters, _LARGEST)


def _middle(pixels: Pixels, area: Area, width: int, height: int) -> Area:
    """Return the middle of an area, in this size."""
    places = []
    for part, length, size in zip(area, pixels.shape, (height, width), strict=False):
        start, stop, _ = part.indices(length)
        first = (start + stop - size) // 2
        places.append(slice(first, first + size))
    return places[0], places[1]


def _overlap(one: Area, other: Area) -> bool:
    return all(a.start < b.stop and b.start < a.stop for a, b in zip(one, other, strict=True))
