"""Picture bytes → frames of RGB pixels, with Pillow, before any engine sees them. Never raises for bad input."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import (  # the plugins register themselves; a format whose plugin is not imported is not decoded
    AvifImagePlugin,  # noqa: F401
    BmpImagePlugin,  # noqa: F401
    ExifTags,
    GifImagePlugin,  # noqa: F401
    IcoImagePlugin,  # noqa: F401
    Image,
    ImageOps,
    Jpeg2KImagePlugin,  # noqa: F401
    JpegImagePlugin,  # noqa: F401
    MpoImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    PpmImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from guard.model import Reason, Unreadable
from guard.reading import limits
from guard.reading.model import Pixels

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000", "ICO", "PPM")
"""Pillow's decoders that are used. Not EPS and WMF, which start other programs, and not the rest of its museum."""

# What Pillow's decoders raise for damaged input, besides OSError: collected by the fuzz test.
_DECODING_ERRORS = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
                    ZeroDivisionError, AttributeError, NotImplementedError, RuntimeError, MemoryError, AssertionError,
                    struct.error, zlib.error)

_LIGHT = 160
"""Mean brightness (0–255) of the visible pixels from which a transparent picture is laid on dark instead of white."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame or page, counted from 1. The picture's own pixels are ``scale`` times as many each way."""

    page: int
    pixels: Pixels
    scale: int = 1


def frames(untrusted_bytes: bytes) -> Iterator[Frame | Unreadable]:
    """Yield the different frames of a picture in order; an Unreadable is the last thing yielded, if it comes."""
    with warnings.catch_warnings():
        # Our own limit on pixels comes first, and damaged metadata is no reason to speak up.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(untrusted_bytes), formats=FORMATS)
        except Image.DecompressionBombError:
            yield _too_large()
            return
        except _DECODING_ERRORS:
            yield Unreadable(Reason.DAMAGED, "图片已损坏，或是不支持的图片格式。请重新截图，或另存为 PNG、JPG。")
            return
        with image:
            yield from _frames(image, untrusted_bytes)


def _frames(image: Image.Image, untrusted_bytes: bytes) -> Iterator[Frame | Unreadable]:
    """Yield the frames of an opened picture; stops at the limits and says so."""
    scale = _shrink(image)
    seen: set[bytes] = set()
    several = bool(getattr(image, "is_animated", False))
    for number in range(limits.FRAMES_LOOKED_AT + 1):
        try:
            if number and not _go_to(image, number):
                return
            if number == limits.FRAMES_LOOKED_AT or len(seen) >= limits.FRAMES:
                yield Unreadable(Reason.TOO_LARGE, f"超过 {limits.FRAMES} 帧，后面的没有读取。")
                return
            if image.width * image.height > limits.PIXELS and scale == 1:
                yield _too_large()
                return
            if number == 0:
                _verify(untrusted_bytes)
            pixels = to_rgb(image)
        except _DECODING_ERRORS as error:
            yield _damaged(error)
            return
        key = hashlib.blake2b(pixels.data, digest_size=16).digest() if several else b""
        if key not in seen:
            seen.add(key)
            yield Frame(number + 1, pixels, scale)
        if not several:
            return


def _shrink(image: Image.Image) -> int:
    """Let libjpeg decode a huge JPEG at a fraction of its size; return that fraction's denominator."""
    pixels = image.width * image.height
    if image.format != "JPEG" or not limits.PIXELS < pixels <= limits.JPEG_PIXELS:
        return 1
    width = image.width
    image.draft("RGB", (image.width // 2, image.height // 2))
    return max(1, round(width / image.width))


def _go_to(image: Image.Image, number: int) -> bool:
    """Seek to a frame; False when there is none."""
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _verify(untrusted_bytes: bytes) -> None:
    """Check what the format itself can check, such as the checksums of PNG chunks."""
    with Image.open(io.BytesIO(untrusted_bytes), formats=FORMATS) as copy:
        copy.verify()


def _too_large() -> Unreadable:
    return Unreadable(Reason.TOO_LARGE, f"图片超过 {limits.PIXELS // 10**6} 百万像素，没有读取。请缩小或裁剪后再试。")


def _damaged(error: BaseException) -> Unreadable:
    if isinstance(error, MemoryError):
        return Unreadable(Reason.TOO_LARGE, "读取这张图片需要的内存超过上限。请缩小或裁剪后再试。")
    return Unreadable(Reason.DAMAGED, "图片不完整或已损坏，没有读取。请重新截图或重新保存后再试。")


def to_rgb(image: Image.Image) -> Pixels:
    """Return the frame as it is shown: turned as EXIF says, transparency laid on a background, 8 bits, RGB."""
    image.load()
    upright = _upright(image)
    if upright.mode in ("I", "F") or upright.mode.startswith("I;"):
        return _grey_to_rgb(np.asarray(upright))
    if upright.has_transparency_data:
        return _on_background(upright.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(upright.convert("RGB")))


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture as its EXIF orientation says; a damaged EXIF block turns nothing."""
    try:
        if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
            return image
        return ImageOps.exif_transpose(image)
    except _DECODING_ERRORS:
        return image


def _grey_to_rgb(grey: NDArray[np.generic]) -> Pixels:
    """Stretch 16-bit, 32-bit or floating-point grey to 8 bits: many such pictures use a part of their range only."""
    values = np.nan_to_num(grey.astype(np.float32))
    low, high = float(values.min()), float(values.max())
    eight = ((values - low) * (255.0 / (high - low if high > low else 1.0))).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(eight[:, :, None], 3, axis=2))


def _on_background(image: Image.Image) -> Pixels:
    """Lay a transparent picture on white, or on black when what is visible is light: white text must stay text."""
    alpha = np.asarray(image.getchannel("A"))
    if alpha.min() == 255:
        return np.ascontiguousarray(np.asarray(image.convert("RGB")))
    brightness = np.asarray(image.convert("L"))
    visible = brightness[alpha > 127]
    shade = 0 if visible.size and float(visible.mean()) > _LIGHT else 255
    background = Image.new("RGBA", image.size, (shade, shade, shade, 255))
    background.alpha_composite(image)
    return np.ascontiguousarray(np.asarray(background.convert("RGB")))
