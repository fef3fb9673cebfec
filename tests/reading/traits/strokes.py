"""Draws handwriting: characters thinned to their strokes, redrawn by an unsteady hand, and signatures of free curves.
"""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.support.pictures import font

INKS = ((28, 44, 130), (20, 30, 90), (18, 18, 22), (40, 60, 160))


def _thinned(character: str, side: int) -> NDArray[np.uint8]:
    """Return a character's strokes a few pixels wide."""
    glyph = Image.new("L", (side, side), 0)
    ImageDraw.Draw(glyph).text((side // 2, side // 2), character, font=font(round(side * 0.8)), fill=255, anchor="mm")
    rest = (np.asarray(glyph) > 128).astype(np.uint8) * 255
    skeleton = np.zeros_like(rest)
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    while cv2.countNonZero(rest):
        worn = cv2.erode(rest, cross)
        skeleton |= cv2.subtract(rest, cv2.dilate(worn, cross))
        rest = worn
    return cv2.morphologyEx(skeleton, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))


def written(words: str, side: int, random: Random) -> Image.Image:
    """Write words by hand: slanted, uneven, each character bent; a mask (L) with the strokes white."""
    noise = np.random.default_rng(random.randrange(2**32))
    line = np.zeros((side * 2, side * (len(words) + 2)), np.uint8)
    x = side // 2
    slant = random.uniform(-0.25, 0.1)
    for character in words:
        glyph = _thinned(character, side)
        bend = [cv2.resize(noise.normal(0, side * 0.035, (4, 4)).astype(np.float32), (side, side),
                           interpolation=cv2.INTER_CUBIC) for _ in range(2)]
        columns, rows = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
        glyph = cv2.remap(glyph, columns + bend[0] + slant * (rows - side / 2), rows + bend[1], cv2.INTER_LINEAR)
        y = side // 2 + random.randint(-side // 8, side // 8)
        area = line[y:y + side, x:x + side]
        np.maximum(area, glyph, out=area)
        x += round(side * random.uniform(0.72, 0.92))
    thick = cv2.dilate(line, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)), iterations=max(1, side // 60))
    return Image.fromarray(cv2.GaussianBlur(thick, (0, 0), 0.8))


def signature(width: int, height: int, random: Random) -> Image.Image:
    """Draw a signature of a few long curves; a mask (L) with the strokes white."""
    mask = np.zeros((height, width), np.uint8)
    for part in range(random.randint(3, 5)):
        left = width * (0.08 + 0.17 * part)
        control = np.array([[left + random.uniform(-0.1, 0.35) * width, random.uniform(0.05, 0.95) * height]
                            for _ in range(8)])
        for start in range(0, len(control) - 3, 3):
            t = np.linspace(0, 1, 40)[:, None]
            a, b, c, d = control[start:start + 4]
            points = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t ** 2 * (1 - t) * c + t ** 3 * d
            cv2.polylines(mask, [points.astype(np.int32)], False, 255, max(2, height // 45), cv2.LINE_AA)
    return Image.fromarray(mask)


def write_on(page: Image.Image, mask: Image.Image, place: tuple[int, int], ink: tuple[int, int, int]) -> None:
    """Put strokes on a page with their upper left corner at ``place``."""
    page.paste(ink, place, mask)


def instructed(page: Image.Image, random: Random) -> Image.Image:
    """Write an instruction beside and over the print of a page, and sign it."""
    result = page.convert("RGB").copy()
    ink = random.choice(INKS)
    words = random.choice(["同意", "请办公室阅办", "已阅", "请抓紧落实", "同意请财务科办理"])
    side = random.randint(70, 110)
    x = max(20, result.width - side * (len(words) + 2) - random.randint(0, 160))
    write_on(result, written(words, side, random), (x, random.randint(30, max(31, result.height // 3))), ink)
    width = random.randint(260, 380)
    write_on(result, signature(width, width // 2, random), (result.width - width - 80, int(result.height * 0.5)), ink)
    return result
