"""Tests that pages of a PDF are drawn one by one, and that masked pages become a PDF of nothing but pictures."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from guard.core.model import Reason, Unreadable
from guard.reading import scans
from tests.support.fixed_layout_files import pdf

TWO = pdf([Image.new("RGB", (600, 800), "red"), "第二页"], title="属性标记")


def png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_each_page_is_drawn_and_there_is_none_behind_the_last() -> None:
    drawn = [scans.page(TWO, number) for number in (1, 2)]
    assert all(isinstance(page, bytes) and page.startswith(b"\x89PNG") for page in drawn)
    assert drawn[0] != drawn[1]
    for number in (0, 3):
        assert scans.page(TWO, number) == Unreadable(Reason.NOT_FOUND)


@pytest.mark.parametrize(("content", "reason"), [
    (b"%PDF-1.4", Reason.DAMAGED), (TWO[:len(TWO) // 3], Reason.DAMAGED), (b"", Reason.UNSUPPORTED),
    (png(Image.new("RGB", (9, 9))), Reason.UNSUPPORTED)])
def test_what_is_no_whole_document_is_not_drawn(content: bytes, reason: Reason) -> None:
    page = scans.page(content, 1)
    assert isinstance(page, Unreadable)
    assert page.reason is reason


def test_pages_of_different_sizes_are_bound_in_their_order_with_nothing_beside_them() -> None:
    bound = scans.bound([png(Image.new("RGB", (400, 200), "blue")), png(Image.new("RGB", (200, 400), "red"))])
    assert isinstance(bound, bytes)
    made = pypdfium2.PdfDocument(bound)
    assert [tuple(round(side) for side in page.get_size()) for page in made] == [(144, 72), (72, 144)]
    assert made.get_metadata_dict(skip_empty=True) == {}
    assert b"/CreationDate" not in bound
    first = scans.page(bound, 1)
    assert isinstance(first, bytes)
    assert Image.open(io.BytesIO(first)).getpixel((9, 9)) == pytest.approx((0, 0, 255), abs=10)


def test_what_is_no_picture_is_bound_to_nothing() -> None:
    assert isinstance(scans.bound([b"no picture"]), Unreadable)
