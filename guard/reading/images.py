"""Decodes picture bytes into frames of RGB pixels with Pillow, before any engine sees them. Never raises for bad input.
"""

from __future__ import annotations

import hashlib
import io
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from PIL import (  # the plugins register themselves; a format whose plugin is not imported is not decoded
    AvifImagePlugin,  # noqa: F401
    BmpImagePlugin,  # noqa: F401
    GifImagePlugin,  # noqa: F401
    IcoImagePlugin,  # noqa: F401
    Image,
    Jpeg2KImagePlugin,  # noqa: F401
    JpegImagePlugin,
    MpoImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    PpmImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from guard.core.model import Reason, Unreadable
from guard.reading import limits
from guard.reading.apart import LEAST_PAGES
from guard.reading.colours import DECODING_ERRORS, to_rgb
from guard.reading.model import Pixels
from guard.sentences.catalogue import sentence

try:
    import pi_heif
except ImportError:  # no wheel for this processor; such pictures are then reported as unsupported
    _HEIF: tuple[str, ...] = ()
else:
    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    _HEIF = ("HEIF",)

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000", "ICO", "PPM", *_HEIF, "DIB")
"""Pillow's decoders that are used. Not EPS and WMF, which start other programs, and not its historical formats."""

_HEVC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs")
"""Brands of HEIF pictures that contain HEVC (ISO/IEC 23008-12 annex B): what phones store as .heic."""


_LOWEST, _SHORTEST = 12, 24
"""Pixels of the shorter and of the longer side of a picture in a document that can have a line of text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame or page, counted from 1. The picture's own pixels are ``scale`` times as many each way.

    ``top`` is its first row, in pixels of its own, where several pictures are on one page of a document. ``ahead``: it
    comes before its turn, which is behind all that are not.
    """

    page: int
    pixels: Pixels
    scale: int = 1
    top: int = 0
    ahead: bool = False


def ornament(sides: tuple[int, int]) -> bool:
    """Tell whether a picture in a document is too small for anything but a bullet or a rule."""
    return min(sides) < _LOWEST or max(sides) < _SHORTEST


def frames(untrusted_bytes: bytes, clock: Callable[[], float] = time.monotonic) -> Iterator[Frame | Unreadable]:
    """Yield the different frames of a picture in order; an Unreadable, if any, is the last thing yielded.

    A picture that takes more than PICTURE_SECONDS, including the time of the caller, ends as TIMED_OUT.
    """
    until = clock() + limits.PICTURE_SECONDS
    with warnings.catch_warnings():
        # Our own limit on pixels comes first, and damaged metadata is no reason for a warning.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(untrusted_bytes), formats=FORMATS)
        except Image.DecompressionBombError:
            yield _too_large()
            return
        except DECODING_ERRORS:
            yield _unknown(untrusted_bytes)
            return
        with image:
            found = _frames(image, untrusted_bytes, lambda: clock() >= until)
            yield from _shown(found) if image.format == "MPO" else found


def _shown(ordered: Iterator[Frame | Unreadable]) -> Iterator[Frame | Unreadable]:
    """Yield the frames that people are shown of a JPEG with further pictures (CIPA DC-007): the first, and the other of
    a pair. Phones put previews and maps of brightness or depth behind them, whole or not.
    """
    size: tuple[int, ...] | None = None
    for frame in ordered:
        if isinstance(frame, Frame):
            size = size or frame.pixels.shape
            if frame.pixels.shape == size:
                yield frame
        elif size is None or frame.reason is not Reason.DAMAGED:
            yield frame


def with_last_early(untrusted_bytes: bytes, ordered: Iterator[Frame | Unreadable]) -> Iterator[Frame | Unreadable]:
    """Yield the frames of a picture, of a TIFF with several pages the last one behind the first, ahead of its turn."""
    last: Frame | None = None
    for frame in ordered:
        if last is None or isinstance(frame, Unreadable) or not np.array_equal(frame.pixels, last.pixels):
            yield frame
        if isinstance(frame, Frame) and frame.page == 1 and (last := _last_page(untrusted_bytes)) is not None:
            if np.array_equal(frame.pixels, last.pixels):
                last = None
            else:
                yield last


def _last_page(untrusted_bytes: bytes) -> Frame | None:
    """Return the last page of a TIFF; None for one of few pages or very many, and when it cannot be decoded: it is
    looked at again in its turn.
    """
    with warnings.catch_warnings(), suppress(Image.DecompressionBombError, *DECODING_ERRORS):
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(untrusted_bytes), formats=("TIFF",)) as image:
            found, beyond = 0, limits.FRAMES_LOOKED_AT
            if _go_to(image, beyond):
                return None
            while beyond - found > 1:
                middle = (found + beyond) // 2
                found, beyond = (middle, beyond) if _go_to(image, middle) else (found, middle)
            image.seek(0)  # after a page that is not there Pillow says it is at the last one, and is not
            image.seek(found)
            if found >= LEAST_PAGES and image.width * image.height <= limits.PIXELS:
                return Frame(found + 1, to_rgb(image), ahead=True)
    return None


def _frames(image: Image.Image, untrusted_bytes: bytes, late: Callable[[], bool]) -> Iterator[Frame | Unreadable]:
    """Yield the frames of an opened picture; stops at the limits and reports it."""
    seen: set[bytes] = set()
    for number in range(limits.FRAMES_LOOKED_AT + 1):
        try:
            if not _go_to(image, number):
                return
            problem = _limit(number, len(seen), late)
            scale = _shrink(image)
            if problem is None and image.width * image.height > limits.PIXELS:
                problem = _too_large()
            if problem is not None:
                yield problem
                return
            if number == 0:
                _verify(untrusted_bytes)
            pixels = to_rgb(image)
        except DECODING_ERRORS as error:
            yield _damaged(error)
            return
        several = bool(getattr(image, "is_animated", False))
        if not several:
            image.close()  # four bytes for each pixel, freed while the frame is read
        key = hashlib.blake2b(pixels.data, digest_size=16).digest() if several else b""
        if key not in seen:
            seen.add(key)
            yield Frame(number + 1, pixels, scale)
        if not several:
            return


def _limit(number: int, found: int, late: Callable[[], bool]) -> Unreadable | None:
    """Return why frame ``number`` (from 0) is not read after ``found`` different ones, or None when it is."""
    if number == limits.FRAMES_LOOKED_AT or found >= limits.FRAMES:
        return Unreadable(Reason.TOO_LARGE, sentence("reading.over-frames", limit=limits.FRAMES))
    if number and late():
        seconds = f"{limits.PICTURE_SECONDS:g}"
        return Unreadable(Reason.TIMED_OUT, sentence("reading.frames-over-seconds", seconds=seconds))
    return None


def _shrink(image: Image.Image) -> int:
    """Let libjpeg decode a huge JPEG at a fraction of its size; return that fraction's denominator."""
    if not isinstance(image, JpegImagePlugin.JpegImageFile):
        return 1
    image.decoderconfig = ()  # the fraction of the previous frame
    if not limits.PIXELS < image.width * image.height <= limits.JPEG_PIXELS:
        return 1
    width = image.width
    image.draft("RGB", (image.width // 2, image.height // 2))
    return max(1, round(width / image.width))


def _go_to(image: Image.Image, number: int) -> bool:
    """Seek to a frame; return False when there is none. A HEIF file may open at any of its pictures."""
    try:
        if image.tell() != number:
            image.seek(number)
    except EOFError:
        return False
    return True


def _verify(untrusted_bytes: bytes) -> None:
    """Check what the format itself can check, such as the checksums of PNG chunks."""
    with Image.open(io.BytesIO(untrusted_bytes), formats=FORMATS) as copy:
        copy.verify()


def _unknown(untrusted_bytes: bytes) -> Unreadable:
    """Return why a picture could not be opened at all."""
    if untrusted_bytes[4:8] == b"ftyp" and untrusted_bytes[8:12] in _HEVC_BRANDS and not _HEIF:
        return Unreadable(Reason.UNSUPPORTED, sentence("reading.heic"))
    return Unreadable(Reason.DAMAGED, sentence("reading.picture-format"))


def _too_large() -> Unreadable:
    return Unreadable(Reason.TOO_LARGE, sentence("reading.over-megapixels", limit=limits.PIXELS // 10 ** 6))


def _damaged(error: BaseException) -> Unreadable:
    if isinstance(error, MemoryError):
        return Unreadable(Reason.TOO_LARGE, sentence("reading.picture-over-memory"))
    return Unreadable(Reason.DAMAGED, sentence("reading.picture-damaged"))
