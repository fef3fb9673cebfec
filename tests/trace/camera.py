"""Photographs a screen: a model of a telephone's camera that knows nothing of what the screen shows.

Light goes from the stripes of an LCD through a tilted view and a lens to a sensor behind a Bayer mosaic, and from there
through what telephones do: white balance, removal of noise, tone curve, sharpening, JPEG with chroma subsampling. Moiré
is not drawn: it comes about between the stripes and the mosaic, as in a real camera. What is left out: HDR of several
frames, neural denoising, rolling shutter that bends lines, OLED patterns, a second compression by a chat client.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_OVER = 2
"""Rays per pixel of the sensor and direction."""

_STRIPE, _ROW = 0.27, 0.88
"""Width and height of a lit stripe, as shares of a pixel of the screen; the rest is black matrix."""

_WALL, _BEZEL = (0.16, 0.17, 0.18), (0.012, 0.012, 0.013)
_BEZEL_PIXELS = 18

Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Shot:
    """How a photograph is taken.

    ``yaw``, ``pitch``, ``roll``: degrees. ``scale``: pixels of the photograph per pixel of the screen, at ``aim``, the
    point of the screen (shares of its sides) in the middle of the photograph. ``distance``: of the camera, in widths of
    the screen. ``blur``: of lens and focus, in pixels; ``shake``: length of a movement. ``exposure``: of white, 1 is
    full. ``grain``: noise of the sensor. ``glare``: light of a reflected lamp at ``lamp``; ``veil``: of the room.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    scale: float = 1.0
    aim: tuple[float, float] = (0.5, 0.5)
    distance: float = 1.3
    size: tuple[int, int] = (2000, 1500)
    lens: float = 0.0
    blur: float = 0.7
    shake: float = 0.0
    exposure: float = 0.85
    grain: float = 0.01
    glare: float = 0.0
    lamp: tuple[float, float] = (0.3, 0.3)
    lamp_size: float = 0.12
    veil: float = 0.01
    bands: float = 0.0
    gamma: float = 2.2
    smooth: float = 0.0
    sharpen: float = 0.4
    quality: int = 85
    seed: int = 0


def photograph(screen: Image.Image, shot: Shot) -> bytes:
    """Return the photograph of a screen as a JPEG file."""
    chance = np.random.default_rng(shot.seed)
    light = _light(np.asarray(screen.convert("RGB")), shot)
    light = _lens(light, shot, chance)
    return _developed(_sensed(light, shot, chance), shot)


def view(screen: tuple[int, int], shot: Shot) -> NDArray[np.float64]:
    """Return the homography from pixels of the screen to pixels of the photograph."""
    width, height = screen
    yaw, pitch, roll = (math.radians(angle) for angle in (shot.yaw, shot.pitch, shot.roll))
    turn_y = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    turn_x = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    turn_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    turned = turn_z @ turn_x @ turn_y
    away = shot.distance * width
    placed = np.array([[1, 0, -shot.aim[0] * width], [0, 1, -shot.aim[1] * height], [0, 0, 1]])
    plane = np.column_stack([turned[:, 0], turned[:, 1], [0, 0, away]])
    focus = shot.scale * away
    camera = np.array([[focus, 0, shot.size[0] / 2], [0, focus, shot.size[1] / 2], [0, 0, 1]])
    return np.asarray(camera @ plane @ placed)


def _light(screen: NDArray[np.uint8], shot: Shot) -> Pixels:
    """Return the light that reaches each ray, before the lens, 1 for white."""
    x, y, zoom = _rays(screen.shape[1::-1], shot)
    table = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)
    shown = cv2.remap(screen, x - 0.5, y - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = table[shown]
    across = 1 / (zoom * _OVER)
    rows = _lit(y, across, 0.5 - _ROW / 2, _ROW)
    for colour in range(3):
        light[..., colour] *= _lit(x, across, colour / 3 + (1 / 3 - _STRIPE) / 2, _STRIPE) * rows
    height, width = screen.shape[:2]
    outside = (x < 0) | (y < 0) | (x >= width) | (y >= height)
    near = outside & (x > -_BEZEL_PIXELS) & (y > -_BEZEL_PIXELS) & (x < width + _BEZEL_PIXELS) & (
        y < height + _BEZEL_PIXELS)
    light[outside] = _WALL
    light[near] = _BEZEL
    return light


def _rays(screen: tuple[int, int], shot: Shot) -> tuple[Pixels, Pixels, float]:
    """Return where each ray meets the screen, and the mean scale."""
    width, height = shot.size
    across, down = np.meshgrid((np.arange(width * _OVER, dtype=np.float32) + 0.5) / _OVER,
                               (np.arange(height * _OVER, dtype=np.float32) + 0.5) / _OVER)
    far = ((across - width / 2) ** 2 + (down - height / 2) ** 2) / (max(width, height) / 2) ** 2
    bend = (1 + shot.lens * far).astype(np.float32)
    across, down = (across - width / 2) * bend + width / 2, (down - height / 2) * bend + height / 2
    back = np.linalg.inv(view(screen, shot)).astype(np.float64)
    depth = back[2, 0] * across + back[2, 1] * down + back[2, 2]
    behind = depth * np.sign(back[2, 0] * width / 2 + back[2, 1] * height / 2 + back[2, 2]) <= 1e-9
    depth[behind] = 1e-9
    x = (back[0, 0] * across + back[0, 1] * down + back[0, 2]) / depth
    y = (back[1, 0] * across + back[1, 1] * down + back[1, 2]) / depth
    x[behind] = y[behind] = -1e6
    return np.clip(x, -1e6, 1e6).astype(np.float32), np.clip(y, -1e6, 1e6).astype(np.float32), shot.scale


def _lit(at: Pixels, across: float, start: float, width: float) -> Pixels:
    """Return how much of a window of ``across`` pixels of the screen is lit by a stripe of each pixel, its mean 1."""
    def until(place: Pixels) -> Pixels:
        whole = np.floor(place)
        return np.asarray(whole * width + np.clip(place - whole - start, 0, width), np.float32)

    return (until(at + across / 2) - until(at - across / 2)) / np.float32(across * width)


def _lens(light: Pixels, shot: Shot, chance: np.random.Generator) -> Pixels:
    """Add reflections, and blur by lens, focus and hand; return the light at each pixel of the sensor."""
    height, width = light.shape[:2]
    light = light + np.float32(shot.veil)
    if shot.glare:
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        x, y, size = shot.lamp[0] * width, shot.lamp[1] * height, shot.lamp_size * width
        lamp = np.exp(-(((across - x) / size) ** 2 + ((down - y) / (size * 0.6)) ** 2) / 2)
        light += (shot.glare * lamp)[..., None] * np.array([1.0, 0.97, 0.9], np.float32)
    if shot.shake * _OVER >= 1:
        length = round(shot.shake * _OVER) + 1
        stroke = np.zeros((length, length), np.float32)
        angle = chance.uniform(0, math.pi)
        for at in np.linspace(-0.5, 0.5, 4 * length):
            stroke[round((length - 1) * (0.5 + at * math.sin(angle))),
                   round((length - 1) * (0.5 + at * math.cos(angle)))] += 1
        light = cv2.filter2D(light, -1, stroke / stroke.sum())
    light = cv2.GaussianBlur(light, (0, 0), max(shot.blur, 0.3) * _OVER)
    return np.asarray(cv2.resize(light, shot.size, interpolation=cv2.INTER_AREA), np.float32)


def _sensed(light: Pixels, shot: Shot, chance: np.random.Generator) -> NDArray[np.uint16]:
    """Return what a sensor behind a Bayer mosaic counts, with noise, 16 bits."""
    height, width = light.shape[:2]
    down, across = np.mgrid[0:height, 0:width]
    colour = np.where(down % 2 == 0, np.where(across % 2 == 0, 0, 1), np.where(across % 2 == 0, 1, 2))
    fall = 1 - 0.25 * (((across - width / 2) ** 2 + (down - height / 2) ** 2) / (width ** 2 + height ** 2) * 4)
    seen = np.take_along_axis(light, colour[..., None], axis=2)[..., 0] * shot.exposure * fall
    if shot.bands:
        seen *= 1 + shot.bands * np.sin(down / height * chance.uniform(8, 40) + chance.uniform(0, 6))
    seen *= np.array([0.62, 1.0, 0.7], np.float32)[colour]
    seen = np.clip(seen, 0, None)
    noise = chance.standard_normal(seen.shape, np.float32)
    seen = seen + noise * np.sqrt(seen * shot.grain ** 2 * 4 + (shot.grain * 0.25) ** 2)
    return np.asarray(np.clip(seen, 0, 1) * 60000, np.uint16)


def _developed(raw: NDArray[np.uint16], shot: Shot) -> bytes:
    """Return what a telephone makes of it: colours, less noise, tones, sharper edges, JPEG."""
    rgb = cv2.cvtColor(raw, cv2.COLOR_BayerRGGB2RGB_EA).astype(np.float32) / 60000
    rgb = np.clip(rgb / np.array([0.62, 1.0, 0.7], np.float32), 0, 1)
    toned = rgb ** np.float32(1 / shot.gamma)
    toned = toned + 0.06 * np.sin(2 * math.pi * (toned - 0.5)) / 2
    picture = np.clip(toned * 255, 0, 255).astype(np.uint8)
    if shot.smooth:
        picture = cv2.bilateralFilter(picture, 5, shot.smooth, 1.5)
    if shot.sharpen:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = cv2.addWeighted(picture, 1 + shot.sharpen, soft, -shot.sharpen, 0)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=shot.quality, subsampling="4:2:0")
    return stream.getvalue()

