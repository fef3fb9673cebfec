"""Tests that pictures of each kind become pixels as people see them, and that damaged ones raise nothing."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from guard.core.model import Reason, Unreadable
from guard.reading import images, limits
from guard.reading.images import Frame
from tests.support.pictures import bomb, encode, render_document

PAGE = render_document("机密★5年 内部资料", width=600)
SRGB_TO_LAB = (ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"))


def frames_of(untrusted_bytes: bytes) -> Sequence[Frame | Unreadable]:
    return list(images.frames(untrusted_bytes))


def only_frame(untrusted_bytes: bytes) -> Frame:
    (frame,) = frames_of(untrusted_bytes)
    assert isinstance(frame, Frame)
    return frame


def reason(untrusted_bytes: bytes) -> Reason | None:
    last = frames_of(untrusted_bytes)[-1]
    return last.reason if isinstance(last, Unreadable) else None


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "GIF"])
def test_lossless_picture_has_its_own_pixels(kind: str) -> None:
    grey = PAGE.convert("L").convert("RGB") if kind == "GIF" else PAGE
    assert np.array_equal(only_frame(encode(grey, kind)).pixels, np.asarray(grey))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "JPEG2000"])
def test_lossy_picture_looks_as_before(kind: str) -> None:
    difference = only_frame(encode(PAGE, kind, quality=90)).pixels.astype(int) - np.asarray(PAGE)
    assert np.abs(difference).mean() < 4


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "LAB"])
def test_every_colour_mode_becomes_rgb_with_dark_text_on_light(mode: str) -> None:
    in_mode = ImageCms.profileToProfile(PAGE, *SRGB_TO_LAB, outputMode="LAB") if mode == "LAB" else PAGE.convert(mode)
    pixels = only_frame(encode(in_mode, "TIFF" if mode in ("CMYK", "YCbCr", "LAB") else "PNG")).pixels
    assert pixels.shape == (PAGE.height, PAGE.width, 3)
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert pixels[2, 2].min() > 240
    assert pixels.min() < 60


def test_cmyk_jpeg_is_not_inverted() -> None:
    pixels = only_frame(encode(PAGE.convert("CMYK"), "JPEG", quality=95)).pixels
    assert pixels[2, 2].min() > 240
    assert pixels.min() < 90


@pytest.mark.parametrize("mode", ["I;16", "I", "F"])
def test_deep_grey_is_stretched_to_eight_bits(mode: str) -> None:
    # Twelve of sixteen bits, as scanners deliver: unscaled, everything would be nearly black.
    deep = Image.fromarray(np.asarray(PAGE.convert("L")).astype(np.uint16) * 16)
    pixels = only_frame(encode(deep if mode == "I;16" else deep.convert(mode), "TIFF")).pixels
    assert pixels[2, 2].min() > 240
    assert pixels.min() < 60


def test_sixteen_bit_png_is_read() -> None:
    deep = Image.fromarray(np.asarray(PAGE.convert("L")).astype(np.uint16) * 257)
    assert np.abs(only_frame(encode(deep)).pixels.astype(int) - np.asarray(PAGE.convert("L"))[:, :, None]).max() <= 25


@pytest.mark.parametrize(("ink", "shade"), [((20, 20, 20), 255), ((250, 250, 250), 0)])
def test_transparent_picture_is_laid_on_what_contrasts_with_its_text(ink: tuple[int, int, int], shade: int) -> None:
    mask = render_document("机密★5年", width=400).convert("L").point(lambda value: 255 - value)
    picture = Image.new("RGBA", mask.size, (*ink, 0))
    picture.putalpha(mask)
    pixels = only_frame(encode(picture)).pixels
    assert pixels[2, 2].tolist() == [shade] * 3
    assert int(pixels.max()) - int(pixels.min()) > 200


def test_palette_with_transparency_is_laid_on_white() -> None:
    picture = PAGE.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
    pixels = only_frame(encode(picture, transparency=picture.getpixel((2, 2)))).pixels
    assert pixels[2, 2].tolist() == [255, 255, 255]


@pytest.mark.parametrize(("orientation", "stored"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_exif_rotation_is_applied(orientation: int, stored: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    frame = only_frame(encode(PAGE.rotate(stored, expand=True), exif=exif))
    assert np.array_equal(frame.pixels, np.asarray(PAGE))


def of_phone(behind: Image.Image) -> bytes:
    """A photograph with another picture in its file (CIPA DC-007)."""
    return encode(PAGE, "MPO", save_all=True, append_images=[behind])


@pytest.mark.parametrize("untrusted_bytes", [
    of_phone(PAGE.resize((150, 40))), of_phone(PAGE.rotate(180))[:len(encode(PAGE, "JPEG")) + 400]],
    ids=["smaller", "cut off"])
def test_picture_that_nobody_is_shown_behind_a_photograph_is_no_frame(untrusted_bytes: bytes) -> None:
    assert only_frame(untrusted_bytes).pixels.shape[:2] == (PAGE.height, PAGE.width)


def test_second_picture_of_a_pair_is_a_frame() -> None:
    assert len(frames_of(of_phone(PAGE.rotate(180)))) == 2


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "PNG"])
def test_every_different_frame_is_seen_with_its_number(kind: str) -> None:
    pages = [render_document(word, width=300).resize((300, 100)) for word in ("一", "一", "二", "三")]
    options = {"duration": 100, "lossless": True} if kind != "TIFF" else {}
    found = frames_of(encode(pages[0], kind, save_all=True, append_images=pages[1:], **options))
    assert all(isinstance(frame, Frame) for frame in found)
    assert len(found) == 3
    if kind == "TIFF":
        assert [frame.page for frame in found if isinstance(frame, Frame)] == [1, 3, 4]


def test_frames_after_the_cap_are_said_to_be_missing() -> None:
    pages = [Image.new("L", (8, 8), shade) for shade in range(limits.FRAMES + 3)]
    found = frames_of(encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert len(found) == limits.FRAMES + 1
    assert isinstance(found[-1], Unreadable)
    assert found[-1].reason is Reason.TOO_LARGE


def test_picture_of_exactly_as_many_frames_as_allowed_is_whole() -> None:
    pages = [Image.new("L", (8, 8), shade) for shade in range(limits.FRAMES)]
    found = frames_of(encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert len(found) == limits.FRAMES
    assert all(isinstance(frame, Frame) for frame in found)


@pytest.mark.parametrize("size", [(20000, 20000), (9000, 9000), (65000, 65000), (2**31 - 1, 1), (12000, 9000)])
def test_picture_with_too_many_pixels_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert reason(bomb(*size)) is Reason.TOO_LARGE


def test_one_pixel_is_a_picture() -> None:
    assert only_frame(encode(Image.new("RGB", (1, 1)))).pixels.shape == (1, 1, 3)


def test_long_screenshot_is_decoded() -> None:
    assert only_frame(encode(Image.new("1", (1080, 20000)))).pixels.shape == (20000, 1080, 3)


def test_huge_photo_is_decoded_at_a_fraction_of_its_size() -> None:
    frame = only_frame(encode(Image.new("L", (12000, 9000), 200), "JPEG"))
    assert frame.scale == 2
    assert frame.pixels.shape == (4500, 6000, 3)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP", "GIF"])
def test_truncated_picture_is_damaged_or_whole_but_never_an_error(kind: str, part: float) -> None:
    whole = encode(PAGE, kind)
    found = frames_of(whole[: int(len(whole) * part)])
    assert found
    if kind != "GIF" or part < 0.5:
        assert isinstance(found[0], Unreadable)
        assert found[0].reason is Reason.DAMAGED


def test_picture_with_a_wrong_checksum_is_damaged() -> None:
    broken = bytearray(encode(PAGE))
    broken[len(broken) // 2] ^= 1
    assert reason(bytes(broken)) is Reason.DAMAGED


def test_damaged_later_frame_comes_after_the_frames_that_can_be_seen() -> None:
    whole = encode(PAGE, "TIFF", save_all=True, append_images=[PAGE.rotate(180)])
    found = frames_of(whole[:-1000])
    assert isinstance(found[-1], Unreadable)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP", "AVIF", "JPEG2000", "ICO", "PPM"])
def test_bytes_changed_anywhere_never_raise(kind: str) -> None:
    chance = random.Random(kind)
    whole = encode(PAGE.resize((120, 40)), kind)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        for frame in images.frames(bytes(broken)):
            assert isinstance(frame, Frame | Unreadable)


def test_damaged_exif_turns_nothing() -> None:
    stream = io.BytesIO()
    PAGE.save(stream, "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert only_frame(stream.getvalue()).pixels.shape == (PAGE.height, PAGE.width, 3)


def test_white_words_of_little_alpha_are_laid_on_dark() -> None:
    picture = Image.new("RGBA", (60, 20), (255, 255, 255, 0))
    picture.paste((255, 255, 255, 110), (10, 5, 50, 15))
    (frame,) = images.frames(encode(picture))
    assert isinstance(frame, Frame)
    assert int(frame.pixels.max()) - int(frame.pixels.min()) > 60
