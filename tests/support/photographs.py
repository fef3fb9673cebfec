"""Makes a phone photo of a page: perspective, rotation, blur, shade, moiré, noise, JPEG."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_TABLE = (66.0, 78.0, 92.0)
_FILL = 0.86
"""Share of the photo covered by the page."""


@dataclass(frozen=True)
class Shot:
    """How the photo was taken: degrees clockwise, blur in pixels, shade and moiré strength, noise, JPEG quality."""

    degrees: float
    blur: float = 0.0
    shade: float = 0.35
    moire: float = 0.0
    warp: float = 0.04
    noise: float = 4.0
    contrast: float = 1.0
    quality: int = 85
    width: int = 3000
    height: int = 4000


def photograph(page: Image.Image, shot: Shot, seed: int) -> Image.Image:
    """Return the photo after JPEG compression."""
    chance = np.random.default_rng(seed)
    paper = np.asarray(page.convert("RGB"))
    if shot.contrast < 1:
        paper = (paper * shot.contrast + 255 * (1 - shot.contrast) * 0.6).astype(np.uint8)
    corners, scale = _corners(paper, shot, chance)
    if scale < 0.9:
        paper = cv2.GaussianBlur(paper, (0, 0), 0.4 / scale)
    height, width = paper.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (shot.width, shot.height)
    photo = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[..., None]
    photo = photo * mask + np.array(_TABLE, np.float32) * (1 - mask)
    result = Image.fromarray(np.clip(_light(photo, shot, chance), 0, 255).astype(np.uint8))
    stream = io.BytesIO()
    result.save(stream, "JPEG", quality=shot.quality)
    return Image.open(stream).convert("RGB")


def _corners(paper: NDArray[np.uint8], shot: Shot, chance: np.random.Generator) -> tuple[NDArray[np.float32], float]:
    """Return the positions of the page's corners on the photo, and the scale of the page."""
    height, width = paper.shape[:2]
    turn = math.radians(shot.degrees)
    scale = min(shot.width * _FILL / width, shot.height * _FILL / height)
    half = np.array([width, height]) * scale / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners += chance.uniform(-shot.warp, shot.warp, (4, 2)) * half * 2
    corners = corners @ np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]).T
    reach = np.abs(corners).max(axis=0)
    fit = min(1.0, 0.49 * shot.width / reach[0], 0.49 * shot.height / reach[1])
    return (corners * fit + [shot.width / 2, shot.height / 2]).astype(np.float32), scale * fit


def _light(photo: NDArray[np.float32], shot: Shot, chance: np.random.Generator) -> NDArray[np.float32]:
    """Add the effects of lens, lamp, screen grid and sensor to a picture."""
    rows, columns = np.mgrid[0:shot.height, 0:shot.width].astype(np.float32)
    if shot.moire:
        grid = np.sin(columns * 0.9 + rows * 0.07) * np.sin(columns * 0.86 - rows * 0.03) + np.sin(
            rows * 0.71 + columns * 0.05) * np.sin(rows * 0.745)
        photo = photo + (grid * shot.moire)[..., None] * np.array([1.2, 0.7, 1], np.float32)
    if shot.blur:
        photo = cv2.GaussianBlur(photo, (0, 0), shot.blur)
    x, y = chance.uniform(0.1, 0.9, 2) * [shot.width, shot.height]
    far = np.sqrt(((columns - x) / shot.width) ** 2 + ((rows - y) / shot.height) ** 2)
    photo = photo * (1.05 - shot.shade * far)[..., None]
    grain = chance.normal(0, shot.noise, (shot.height // 2 + 1, shot.width // 2 + 1)).repeat(2, 0).repeat(2, 1)
    noisy: NDArray[np.float32] = (photo + grain[:shot.height, :shot.width, None]).astype(np.float32)
    return noisy
