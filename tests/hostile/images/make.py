"""Makes the hostile pictures; `python -m tests.hostile.images.make FOLDER` writes them into a folder.

They are not stored: bombs are quick to make and inconvenient to keep.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from tests.hostile.images.parts import (
    PNG,
    WORDS,
    bmp,
    chunk,
    directory,
    gif,
    gif_frame,
    jpeg_with_size,
    png,
    riff,
    segment,
    three_bytes,
    tiff,
    tiff_page,
    zeros,
    zipped,
)
from tests.support.pictures import bomb, encode, render_document

Named = tuple[str, bytes]
KINDS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "JPEG2000")
HEIC = Path(__file__).parents[2] / "reading" / "material" / "page.heic"


@cache
def page() -> Image.Image:
    """A harmless-looking page with a mark on it."""
    return render_document(WORDS, width=600)


@cache
def valid(kind: str) -> bytes:
    """The page as a file of this format; HEIC is a stored file, since nothing here writes it."""
    return HEIC.read_bytes() if kind == "HEIC" else encode(page(), kind)


def bombs() -> Iterator[Named]:
    """Few bytes that promise, or unpack to, very many pixels."""
    for width, height in ((20000, 20000), (65000, 65000), (2**31 - 1, 1), (1, 2**31 - 1), (2**31 - 1, 2**31 - 1)):
        yield f"png-{width}x{height}", bomb(width, height)
    yield "png-400-megapixels-of-zeros", png(20000, 20000, zeros(20000 * 2501), depth=1, colour=0, compressed=True)
    yield "png-64-megapixels-16-bit-rgba", png(8000, 8000, zeros(8000 * 64001), depth=16, colour=6, compressed=True)
    yield "png-more-pixels-than-promised", png(10, 10, zeros(2**26), compressed=True)
    yield "png-interlaced", png(8000, 8000, zeros(8000 * 8000), depth=1, colour=0, interlace=1, compressed=True)
    yield "gif-65535x65535", gif(65535, 65535, [gif_frame(0, 0, 1, 1)])
    yield "gif-frame-outside", gif(10, 10, [gif_frame(60000, 60000, 60000, 60000)])
    yield "tiff-100000x100000", tiff(tiff_page(100000, 100000, 200, 100, 8), body=zeros(10**6))
    yield "tiff-8000x8000-in-few-bytes", tiff(tiff_page(8000, 8000, 122, 70000, 8), body=zeros(8000 * 8000))
    yield "webp-canvas-16384x16384", riff(
        (b"VP8X", b"\x02\0\0\0" + three_bytes(16383) * 2), (b"ANIM", bytes(6)), (b"ANMF", bytes(16)))
    small = encode(Image.new("L", (64, 64), 200), "JPEG")
    for side in (4000, 14000, 65500):
        yield f"jpeg-{side}x{side}-in-few-bytes", jpeg_with_size(small, side, side)
    whole = valid("JPEG2000")
    for side in (8000, 60000, 2**31 - 1):
        size = struct.pack(">II", side, side)
        place = whole.index(b"\xff\x51")
        yield f"jpeg2000-{side}x{side}", whole[:place + 6] + size + whole[place + 14:]
    yield "bmp-30000x30000", bmp(30000, 30000)
    yield "bmp-8000x8000-rle-in-few-bytes", bmp(8000, 8000, 8, 1, b"\xff\x00" * 9, palette=bytes(1024))
    yield "ppm-60000x60000", b"P6 60000 60000 255\n\0"
    yield "ppm-endless-number", b"P6 " + b"9" * 10**6
    inside = bomb(20000, 20000)
    yield "ico-with-a-bomb", b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, len(inside), 22) + inside


def truncated() -> Iterator[Named]:
    """Every format cut at every tenth."""
    for kind in (*KINDS, "HEIC"):
        whole = valid(kind)
        for tenth in range(1, 10):
            yield f"{kind.lower()}-cut-at-{tenth}0-percent", whole[:len(whole) * tenth // 10]


def disguised() -> Iterator[Named]:
    """Wrong names, and files that are two formats at once."""
    yield "elf.png", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "html.jpg", b"<html><img src=x onerror=alert(1)>"
    yield "pdf.png", b"%PDF-1.7\n1 0 obj<<>>endobj\n"
    yield "png-named.txt", valid("PNG")
    yield "signature-only.png", PNG
    yield "empty.png", b""
    yield "png-and-zip", valid("PNG") + zipped()
    yield "gif-and-jar", valid("GIF") + zipped()
    yield "bmp-and-zip", valid("BMP") + zipped()
    jpeg = valid("JPEG")
    opening = segment(0xFE, b"\n%PDF-1.4\n1 0 obj<</Length 9>>stream\n")
    yield "jpeg-and-pdf", jpeg[:2] + opening + jpeg[2:] + b"\nendstream\n"
    yield "pdf-before-jpeg", b"%PDF-1.4\n" + jpeg
    yield "png-and-html", png(1, 1, b"\0" * 4, chunk(b"tEXt", b"Comment\0<script>alert(1)</script>"))
    yield "two-jpegs", jpeg + jpeg
    yield "ten-thousand-starts.jpg", b"\xff\xd8" * 10000 + jpeg


def shapes() -> Iterator[Named]:
    """Unusual sizes."""
    yield "png-0x0", bomb(0, 0)
    yield "gif-0x0", gif(0, 0, [gif_frame(0, 0, 0, 0)])
    yield "bmp-0x0", bmp(0, 0)
    for width, height in ((1, 1), (1, 20000), (20000, 1), (2, 2), (3, 9000)):
        yield f"blank-{width}x{height}", encode(Image.new("L", (width, height), 200))
    yield "bmp-top-down", bmp(20, -20, pixels=bytes(1200))
    yield "bmp-most-negative-height", bmp(20, -(2**31), pixels=bytes(1200))
    yield "bmp-height-minus-30000", bmp(30000, -30000, pixels=bytes(1200))
    yield "bmp-negative-width", bmp(-20, 20, pixels=bytes(1200))
    yield "bmp-two-milliard-colours", bmp(20, 20, 8, pixels=bytes(400), colours=2**31)
    yield "bmp-pixels-beyond-the-file", bmp(20, 20, pixels=bytes(1200), offset=2**31)
    yield "bmp-endless-runs", bmp(20, 20, 8, 1, b"\xff\x07" * 200000, palette=bytes(1024))
    yield "bmp-png-inside", bmp(600, 162, 0, 5, valid("PNG"), header=124)


def metadata() -> Iterator[Named]:
    """Profiles, comments and orientations that are wrong, endless or deep."""
    row = b"\0" * 4
    yield "png-100000-chunks", png(1, 1, row, *(chunk(b"tEXt", b"k\0v") for _ in range(100000)))
    noise = zlib.compress(np.random.default_rng(1).bytes(111 * 901), 0)
    yield "png-pixels-in-100000-chunks", (
        PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 300, 111, 8, 2, 0, 0, 0))
        + b"".join(chunk(b"IDAT", bytes((byte,))) for byte in noise) + chunk(b"IEND", b""))
    huge, large = zeros(2**28), zeros(20 * 2**20)
    yield "png-ztxt-of-256-megabytes", png(1, 1, row, chunk(b"zTXt", b"k\0\0" + huge))
    yield "png-50-ztxt-of-20-megabytes", png(1, 1, row, *([chunk(b"zTXt", b"k\0\0" + large)] * 50))
    yield "png-profile-of-256-megabytes", png(1, 1, row, chunk(b"iCCP", b"p\0\0" + huge))
    yield "png-profile-of-nonsense", encode(page(), icc_profile=b"\xff" * 5000)
    yield "jpeg-profile-of-nonsense", encode(page(), "JPEG", icc_profile=b"\0" * 100000)
    for name, entry in (("cycle", b"\x69\x87\4\0\1\0\0\0\x08\0\0\0\x08\0\0\0"),
                        ("orientation-77", b"\x12\1\3\0\1\0\0\0\x4d\0\0\0"),
                        ("endless-count", b"\x12\1\2\0\xff\xff\xff\xff\x08\0\0\0"), ("nonsense", b"\xff" * 600)):
        yield f"jpeg-exif-{name}", encode(page(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\1\0" + entry + bytes(4))
    yield "png-wrong-checksum", valid("PNG")[:60] + b"?" + valid("PNG")[61:]
    yield "png-length-of-4-gigabytes", PNG + b"\xff\xff\xff\xffIHDR" + bytes(17)


def structures() -> Iterator[Named]:
    """Directories in a ring, endless scans and restart markers."""
    pixels = bytes(64)
    entries = tiff_page(8, 8, 122, 64)
    yield "tiff-points-to-itself", tiff(entries, 8, pixels)
    second = 8 + 6 + 12 * len(entries) + 64
    yield "tiff-points-back", tiff(entries, second, pixels + directory(entries, 8))
    step = 6 + 12 * len(entries)
    yield "tiff-20000-pages", tiff(entries, 8 + step + 64, pixels + b"".join(
        directory(entries, 8 + step + 64 + step * (number + 1)) for number in range(20000)))
    yield "tiff-pixels-beyond-the-file", tiff(tiff_page(8, 8, 2**31, 64))
    yield "tiff-strips-of-4-gigabytes", tiff(tiff_page(8, 8, 122, 2**32 - 1), body=pixels)
    yield "tiff-endless-count", tiff([*entries, (270, 2, 2**32 - 1, 8)], body=pixels)
    tiles = [(322, 4, 1, 2**31), (323, 4, 1, 2**31), (324, 4, 1, 122)]
    yield "tiff-tile-of-2-milliards", tiff([*entries[:5], *tiles], body=pixels)
    jpeg = encode(Image.new("L", (1600, 1600), 90), "JPEG")
    start = jpeg.index(b"\xff\xda")
    yield "jpeg-restart-after-each-block", encode(page(), "JPEG", restart_marker_blocks=1)
    yield "jpeg-only-restart-markers", jpeg[:start] + segment(0xDD, b"\0\1") + jpeg[start:start + 10] + (
        b"".join(bytes((0xFF, 0xD0 + number % 8)) for number in range(300000)) + b"\xff\xd9")
    progressive = encode(Image.new("L", (2000, 2000), 90), "JPEG", progressive=True)
    last = progressive.rindex(b"\xff\xda")
    yield "jpeg-1000-scans", progressive[:last] + progressive[last:-2] * 1000 + b"\xff\xd9"
    yield "jpeg-endless-comments", jpeg[:2] + segment(0xFE, b"") * 200000 + jpeg[2:]
    yield "jpeg-segment-of-no-length", jpeg[:2] + b"\xff\xfe\0\0" + jpeg[2:]


def animations() -> Iterator[Named]:
    """More frames than are read."""
    yield "gif-endless", gif(500, 500, (gif_frame(number % 499, 0, 1, 1) for number in range(300000)), trailer=b"")
    yield "gif-endless-comment", gif(9, 9, [b"!\xfe" + b"\xff" + bytes(255)] * 20000, trailer=b"")
    yield "gif-bad-codes", gif(300, 300, [gif_frame(0, 0, 300, 300, b"\x08\xff" + b"\xff" * 255 + b"\0")])
    noise = [Image.fromarray(np.full((64, 64), number * 37 % 256, np.uint8)) for number in range(3000)]
    yield "webp-3000-frames", encode(noise[0], "WEBP", save_all=True, append_images=noise[1:], lossless=True, method=0)
    yield "png-2000-frames", encode(noise[0], save_all=True, append_images=noise[1:2000])
    yield "png-frames-promised", png(4, 4, bytes(52), chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)))
    large = page().resize((700, 700))
    yield "gif-of-changing-frames", encode(large, "GIF", save_all=True, append_images=[
        Image.eval(large, lambda value, add=number: (value + add) % 256) for number in range(1, 10)])


FAMILIES = (bombs, truncated, disguised, shapes, metadata, structures, animations)


def hostile() -> Iterator[Named]:
    """Yield the name and the bytes of every hostile picture; making all of them takes some seconds."""
    for family in FAMILIES:
        yield from family()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, untrusted_bytes in hostile():
        (folder / name).write_bytes(untrusted_bytes)
        print(f"{len(untrusted_bytes):>10,} {name}")
