"""Tests one page in every encoding of a picture: its words are read, by the engine, from its bytes."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps

from guard.core.model import Kind
from guard.reading import images, limits, pictures, text
from guard.reading.images import Frame
from guard.reading.ocr.engine import OcrEngine
from rules.text import PARTIAL, Text
from tests.hostile.images.parts import png
from tests.support.pictures import encode, render_document

WORDS = "机密★5年内部资料"
PAGE = render_document("机密★5年 内部资料", width=600)
GREY = PAGE.convert("L")
INK = Image.eval(GREY, lambda value: 255 - value)
HEIC = Path(__file__).parent / "material" / "page.heic"
TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
         5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
         8: Image.Transpose.ROTATE_270}
"""EXIF orientation → how the camera stored an upright page (Exif 2.32, 4.6.4, tag 0x0112)."""


def read(untrusted_bytes: bytes, engine: OcrEngine) -> Text:
    """Read what its content shows to be a picture, like the reader."""
    assert text.sniff(untrusted_bytes) is Kind.PICTURE
    reading = pictures.read(untrusted_bytes, engine)
    assert isinstance(reading, Text), reading
    return reading


def words(untrusted_bytes: bytes, engine: OcrEngine) -> str:
    return "".join(read(untrusted_bytes, engine).original.split())


# ------------------------------------------------------------------ orientation
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", TURNS)
def test_all_eight_orientations_are_turned_upright(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored = PAGE.transpose(TURNS[orientation])
    (frame,) = images.frames(encode(stored, kind, exif=exif, quality=95))
    assert isinstance(frame, Frame)
    assert frame.pixels.shape == (PAGE.height, PAGE.width, 3)
    assert np.abs(frame.pixels.astype(int) - np.asarray(PAGE)).mean() < 4


# ------------------------------------------------------------------ colours and depths
def transparent(shade: int) -> Image.Image:
    """The words in one shade of grey on a transparent ground."""
    return Image.merge("LA", (Image.new("L", PAGE.size, shade), INK)).convert("RGBA")


def two_inks() -> bytes:
    """The words in black and, below, in white, both on a transparent ground."""
    both = Image.new("RGBA", (PAGE.width, 2 * PAGE.height))
    both.paste(transparent(0))
    both.paste(transparent(255), (0, PAGE.height))
    return encode(both)


def hot_pixels() -> bytes:
    """A scan that uses a hundredth of its range, with five pixels at the top of it."""
    deep = np.asarray(GREY).astype(np.uint16) * 2
    deep[5, 10:15] = 65535
    return encode(Image.fromarray(deep))


def deep_colour() -> bytes:
    """A PNG of three times sixteen bits, which Pillow does not write."""
    stream = np.asarray(PAGE).astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in stream)
    return png(PAGE.width, PAGE.height, rows, depth=16)


def without_adobe_mark() -> bytes:
    """A CMYK JPEG without the APP14 segment that says its inks are inverted."""
    whole = encode(PAGE.convert("CMYK"), "JPEG", quality=95)
    place = whole.index(b"\xff\xee")
    (length,) = struct.unpack(">H", whole[place + 2:place + 4])
    return whole[:place] + whole[place + 2 + length:]


COLOURS: Mapping[str, Callable[[], bytes]] = {
    "cmyk jpeg as Adobe writes it": lambda: encode(PAGE.convert("CMYK"), "JPEG", quality=95),
    "cmyk jpeg without Adobe's mark": without_adobe_mark,
    "cmyk tiff": lambda: encode(PAGE.convert("CMYK"), "TIFF"),
    "lab tiff": lambda: encode(Image.merge("LAB", (GREY, *[Image.new("L", PAGE.size, 128)] * 2)), "TIFF"),
    "16-bit grey": lambda: encode(Image.fromarray(np.asarray(GREY).astype(np.uint16) * 257)),
    "16-bit grey with hot pixels": hot_pixels,
    "16-bit colour": deep_colour,
    "floating point": lambda: encode(Image.fromarray(np.asarray(GREY).astype(np.float32) / 255), "TIFF"),
    "two colours": lambda: encode(GREY.convert("1")),
    "palette": lambda: encode(PAGE.convert("P", palette=Image.Palette.ADAPTIVE, colors=4), bits=2),
    "palette with transparency": lambda: encode(GREY.convert("P"), transparency=255),
    "black on nothing": lambda: encode(transparent(0)),
    "white on nothing": lambda: encode(transparent(255)),
    "white on nothing, grey with alpha": lambda: encode(transparent(255).convert("LA")),
    "white on nothing, webp": lambda: encode(transparent(255), "WEBP", lossless=True),
    "white on nothing, avif": lambda: encode(transparent(255), "AVIF", quality=90),
    "everything transparent": lambda: encode(Image.merge("RGBA", (*PAGE.split(), Image.new("L", PAGE.size, 0)))),
}


@pytest.mark.parametrize("name", COLOURS)
def test_words_in_every_colour_and_depth_are_read(cascade: OcrEngine, name: str) -> None:
    assert WORDS in words(COLOURS[name](), cascade)


def test_black_and_white_words_on_one_transparent_picture_are_both_read(cascade: OcrEngine) -> None:
    assert words(two_inks(), cascade).count(WORDS) == 2


# ------------------------------------------------------------------ formats
def with_fill(jpeg: bytes) -> bytes:
    """Put fill bytes before the second marker, as ITU-T T.81, B.1.1.2 allows."""
    return jpeg[:2] + b"\xff" * 40 + jpeg[2:]


def adam7() -> bytes:
    """The page in the seven passes of Adam7 (PNG, section 8.2), which Pillow does not write."""
    grey = np.asarray(GREY)
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = b"".join(b"\0" + row.tobytes() for x, y, across, down in passes for row in grey[y::down, x::across])
    return png(PAGE.width, PAGE.height, rows, colour=0, interlace=1)


FORMATS: Mapping[str, Callable[[], bytes]] = {
    "jpeg, progressive": lambda: encode(PAGE, "JPEG", progressive=True),
    "jpeg, colour at a quarter": lambda: encode(PAGE, "JPEG", subsampling="4:2:0"),
    "jpeg, red green blue": lambda: encode(PAGE, "JPEG", keep_rgb=True),
    "jpeg, grey": lambda: encode(GREY, "JPEG"),
    "jpeg, restart markers": lambda: encode(PAGE, "JPEG", restart_marker_rows=1),
    "jpeg after rubbish in front of its segments": lambda: with_fill(encode(PAGE, "JPEG")),
    "jpeg 2000 file": lambda: encode(PAGE, "JPEG2000"),
    "jpeg 2000 codestream": lambda: encode(PAGE, "JPEG2000", no_jp2=True),
    "tiff, lzw": lambda: encode(PAGE, "TIFF", compression="tiff_lzw"),
    "tiff, fax": lambda: encode(GREY.convert("1"), "TIFF", compression="group4"),
    "tiff, jpeg inside": lambda: encode(PAGE, "TIFF", compression="jpeg"),
    "tiff, big": lambda: encode(PAGE, "TIFF", big_tiff=True),
    "webp": lambda: encode(PAGE, "WEBP"),
    "avif": lambda: encode(PAGE, "AVIF"),
    "heic": HEIC.read_bytes,
    "ico": lambda: encode(PAGE.resize((256, 69)).crop((0, 0, 256, 69)), "ICO", sizes=[(256, 69)]),
    "ppm": lambda: encode(PAGE, "PPM"),
    "png, interlaced": adam7,
}


@pytest.mark.parametrize("name", FORMATS)
def test_words_in_every_format_are_read(cascade: OcrEngine, name: str) -> None:
    expected = "机密" if name == "ico" else WORDS
    assert expected in words(FORMATS[name](), cascade)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "PNG", "AVIF", "MPO"])
def test_words_in_the_last_frame_are_read(cascade: OcrEngine, kind: str) -> None:
    blank = [Image.new("RGB", PAGE.size, (255, 255 - number, 255)) for number in (0, 90)]
    options = {} if kind in ("TIFF", "MPO") else {"duration": 100}
    reading = read(encode(blank[0], kind, save_all=True, append_images=[blank[1], PAGE], **options), cascade)
    assert WORDS in "".join(reading.original.split())
    assert reading.pieces[0].page == 3
    assert PARTIAL not in {trait.kind for trait in reading.traits}


def test_huge_photo_with_a_preview_is_decoded_at_a_fraction_and_the_preview_is_not() -> None:
    large, small = Image.new("L", (12000, 9000), 200), Image.new("L", (64, 48), 90)
    found = list(images.frames(encode(large, "MPO", save_all=True, append_images=[small])))
    assert [frame.scale for frame in found if isinstance(frame, Frame)] == [2]


def test_animation_that_does_not_end_in_time_is_said_to_be_unread() -> None:
    ticks = iter(range(1000))
    shades = [Image.new("L", (8, 8), shade) for shade in range(9)]
    whole = encode(shades[0], "TIFF", save_all=True, append_images=shades[1:])
    *seen, last = images.frames(whole, lambda: next(ticks) * limits.PICTURE_SECONDS / 4)
    assert 1 <= len(seen) < 9
    assert not isinstance(last, Frame)


# ------------------------------------------------------------------ bitmaps in a clipboard's form
ROWS = np.asarray(PAGE)[:, :, ::-1]
BLUE_GREEN_RED = (0xFF0000, 0xFF00, 0xFF)


def bitmap(pixels: bytes, bits: int, *, compression: int = 0, header: int = 40, top_down: bool = False,
           masks: tuple[int, ...] = (), palette: bytes = b"") -> bytes:
    """A packed bitmap: BITMAPINFO or its V4 and V5 forms, colours, pixels (Microsoft, Bitmap Header Types)."""
    height = -PAGE.height if top_down else PAGE.height
    info = struct.pack("<IiiHHIIiiII", header, PAGE.width, height, 1, bits, compression, len(pixels), 2835, 2835,
                       len(palette) // 4, 0)
    behind = b"".join(struct.pack("<I", mask) for mask in masks)
    return info + (behind if header == 40 else behind.ljust(16, b"\0") + bytes(header - 56)) + palette + pixels


def in_a_file(packed: bytes) -> bytes:
    """The same with a BITMAPFILEHEADER in front."""
    (size,) = struct.unpack("<I", packed[20:24])
    return b"BM" + struct.pack("<IHHI", 14 + len(packed), 0, 0, 14 + len(packed) - size) + packed


def four_bytes(alpha: int, *, top_down: bool = False) -> bytes:
    rows = np.dstack([ROWS, np.full(ROWS.shape[:2], alpha, np.uint8)])
    return (rows if top_down else rows[::-1]).tobytes()


def five_six_five() -> bytes:
    red, green, blue = (np.asarray(PAGE)[::-1, :, channel].astype(np.uint16) for channel in range(3))
    return (red >> 3 << 11 | green >> 2 << 5 | blue >> 3).tobytes()


def runs() -> bytes:
    """The page as BI_RLE8: (length, shade) pairs, a pair of zeros at the end of a row."""
    packed = bytearray()
    for row in np.asarray(GREY)[::-1]:
        edges = [0, *(np.flatnonzero(np.diff(row.astype(int))) + 1), len(row)]
        for start, end in pairwise(edges):
            for place in range(start, end, 255):
                packed += bytes((min(255, end - place), int(row[place])))
        packed += b"\0\0"
    return bytes(packed + b"\0\1")


SHADES = b"".join(bytes((shade, shade, shade, 0)) for shade in range(256))
BITMAPS: Mapping[str, Callable[[], bytes]] = {
    "32 bits, fourth byte zero": lambda: bitmap(four_bytes(0), 32),
    "32 bits, top down": lambda: bitmap(four_bytes(255, top_down=True), 32, top_down=True),
    "32 bits, masks": lambda: bitmap(four_bytes(0), 32, compression=3, masks=BLUE_GREEN_RED),
    "32 bits, V4 with alpha": lambda: bitmap(
        four_bytes(255), 32, compression=3, header=108, masks=(*BLUE_GREEN_RED, 0xFF000000)),
    "32 bits, V5 with alpha": lambda: bitmap(
        four_bytes(255), 32, compression=3, header=124, masks=(*BLUE_GREEN_RED, 0xFF000000)),
    "32 bits, V5 with alpha of zeros": lambda: bitmap(
        four_bytes(0), 32, compression=3, header=124, masks=(*BLUE_GREEN_RED, 0xFF000000)),
    "32 bits, V5 without masks": lambda: bitmap(four_bytes(255), 32, header=124),
    "16 bits, masks": lambda: bitmap(five_six_five(), 16, compression=3, masks=(0xF800, 0x7E0, 0x1F)),
    "16 bits, V4 masks": lambda: bitmap(
        five_six_five(), 16, compression=3, header=108, masks=(0xF800, 0x7E0, 0x1F, 0)),
    "24 bits": lambda: bitmap(ROWS[::-1].tobytes(), 24),
    "8 bits": lambda: bitmap(np.asarray(GREY)[::-1].tobytes(), 8, palette=SHADES),
    "8 bits, runs": lambda: bitmap(runs(), 8, compression=1, palette=SHADES),
}


@pytest.mark.parametrize("wrapped", [False, True], ids=["clipboard", "file"])
@pytest.mark.parametrize("name", BITMAPS)
def test_bitmaps_have_their_own_pixels_with_and_without_the_header_of_a_file(name: str, wrapped: bool) -> None:
    untrusted_bytes = in_a_file(BITMAPS[name]()) if wrapped else BITMAPS[name]()
    assert text.sniff(untrusted_bytes) is Kind.PICTURE
    (frame,) = images.frames(untrusted_bytes)
    assert isinstance(frame, Frame)
    assert np.abs(frame.pixels.astype(int) - np.asarray(PAGE)).mean() < 2


@pytest.mark.parametrize("name", ["32 bits, V5 with alpha of zeros", "8 bits, runs"])
def test_words_in_a_bitmap_from_the_clipboard_are_read(cascade: OcrEngine, name: str) -> None:
    assert WORDS in words(BITMAPS[name](), cascade)


def test_dark_chat_with_transparent_corners_keeps_its_dark_ground(cascade: OcrEngine) -> None:
    chat = render_document("机密★5年 内部资料", width=600, colour=(230, 230, 230), paper=(25, 25, 25)).convert("RGBA")
    chat.putalpha(ImageOps.expand(Image.new("L", (580, chat.height - 20), 255), 10, 0))
    assert WORDS in words(encode(chat), cascade)


WITHOUT_HEIF = """
import sys
sys.modules["pi_heif"] = None
from guard.reading import images
(only,) = images.frames(sys.stdin.buffer.read())
print(only.reason.value, only.detail)
"""


def test_where_no_decoder_for_heic_is_installed_that_is_said_and_what_to_do() -> None:
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", WITHOUT_HEIF], input=HEIC.read_bytes(),
                          capture_output=True, cwd=Path(__file__).parents[2])
    said = done.stdout.decode()
    assert said.startswith("unsupported ")
    assert "HEIC" in said
    assert "JPG" in said
