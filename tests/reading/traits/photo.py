"""Applies what happens to a page on its way into a chat: a phone photo, a scan, JPEG, a viewer window."""

from __future__ import annotations

import io
from random import Random

import cv2
import numpy as np
from PIL import Image


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """Return the picture after JPEG compression of this quality."""
    stream = io.BytesIO()
    image.convert("RGB").save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def desk(size: tuple[int, int], random: Random) -> Image.Image:
    """Return a desk or cloth with some grain, in one of several colours."""
    colour = random.choice([(120, 88, 60), (70, 72, 78), (200, 198, 190), (60, 40, 30), (150, 150, 155),
                            (90, 110, 130)])
    width, height = size
    noise = np.random.default_rng(random.randrange(2**32))
    grain = noise.normal(0, 9, (height // 4 + 1, width // 40 + 1, 1)).astype(np.float32)
    grain = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)[:, :, None]
    return Image.fromarray(np.clip(np.array(colour, np.float32) + grain, 0, 255).astype(np.uint8))


def photo(image: Image.Image, random: Random, *, degrees: float = 8, skew: float = 0.05) -> Image.Image:
    """Lay a page on a desk and photograph it by hand: turned, skewed, unevenly lit, a little blurred, noisy."""
    page = np.asarray(image.convert("RGB"))
    height, width = page.shape[:2]
    out_width, out_height = int(width * random.uniform(1.15, 1.4)), int(height * random.uniform(1.15, 1.4))
    background = np.array(desk((out_width, out_height), random))
    turn = np.radians(random.uniform(-degrees, degrees))
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]], np.float32) / 2
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]], np.float32)
    shift = np.array([[random.uniform(-skew, skew) * width, random.uniform(-skew, skew) * height] for _ in range(4)])
    target = (corners @ rotation.T + (out_width / 2, out_height / 2) + shift).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    laid = cv2.warpPerspective(page, matrix, (out_width, out_height), dst=background, flags=cv2.INTER_AREA,
                               borderMode=cv2.BORDER_TRANSPARENT).astype(np.float32)
    across = np.linspace(random.uniform(0.75, 1), random.uniform(0.8, 1.05), out_width, dtype=np.float32)
    down = np.linspace(random.uniform(0.8, 1), random.uniform(0.8, 1.05), out_height, dtype=np.float32)
    warmth = np.array([1.0, random.uniform(0.94, 1.0), random.uniform(0.86, 1.0)], np.float32)
    laid *= across[None, :, None] * down[:, None, None] * warmth
    laid = cv2.GaussianBlur(laid, (0, 0), random.uniform(0.4, 1.1))
    laid += np.random.default_rng(random.randrange(2**32)).normal(0, random.uniform(2, 6), laid.shape)
    return jpeg(Image.fromarray(np.clip(laid, 0, 255).astype(np.uint8)), random.randint(60, 90))


def scan(image: Image.Image, random: Random) -> Image.Image:
    """Scan a page: slightly turned, on greyish paper, soft, as a JPEG."""
    paper = random.choice([255, 248, 236])
    turned = image.convert("RGB").rotate(random.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    pixels = np.asarray(turned).astype(np.float32) * (paper / 255)
    pixels = cv2.GaussianBlur(pixels, (0, 0), random.uniform(0.3, 0.8))
    return jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), random.randint(50, 90))


def screenshot(image: Image.Image, random: Random) -> Image.Image:
    """Show a page in a viewer window: smaller, with a grey surround."""
    width = random.randint(620, 1000)
    smaller = image.convert("RGB").resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    screen = Image.new("RGB", (width + random.randint(100, 900), min(smaller.height, 1400) + 40), (128, 130, 134))
    screen.paste(smaller.crop((0, 0, width, min(smaller.height, 1400))), ((screen.width - width) // 2, 40))
    return screen


def worn(image: Image.Image, random: Random) -> Image.Image:
    """One of the ways a page reaches a chat, chosen at random."""
    way = random.choice([photo, photo, scan, screenshot, None])
    return image.convert("RGB") if way is None else way(image, random)
