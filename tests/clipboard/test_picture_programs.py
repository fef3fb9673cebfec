"""Tests the formats that GIMP and Inkscape were observed to offer: which are kept, and which are not requested."""

from __future__ import annotations

import pytest

from guard.clipboard import content
from guard.core.model import Target
from tests.support.copied import targets

GIMP = ("image/x-xcf", "image/png", "image/bmp", "image/x-icon", "application/ico", "text/ico", "image/tiff",
        "image/jpeg")
INKSCAPE = ("text/plain", "image/png", "image/x-inkscape-svg", "image/svg+xml", "application/pdf", "application/x-zip",
            "application/x-xcf", "image/x-emf", "text/html", "text/xml+xaml", "image/tiff", "image/webp", "image/jpeg")


def test_a_picture_of_gimp_keeps_its_layers() -> None:
    assert content.names_to_keep(GIMP, has_text=False) == (
        "image/png", "image/jpeg", "image/bmp", "image/tiff", "image/x-xcf", "application/ico")


def test_an_icon_by_a_name_of_text_is_neither_asked_for_nor_read_as_one() -> None:
    assert content.other_texts(GIMP, ()) == ()
    assert content.read_content({"text/ico": Target("text/ico", "text/ico", 8, b"\0\0\1\0 icon")}).texts == ()


def test_a_drawing_keeps_what_its_program_pastes_and_is_asked_for_nothing_that_starts_a_program() -> None:
    slow = {"application/x-zip", "application/x-xcf", "text/html", "text/xml+xaml", "image/tiff", "image/webp",
            "image/jpeg"}
    assert content.names_to_read(INKSCAPE) == ("text/plain",)
    assert content.other_texts(INKSCAPE, ("text/plain",)) == ()
    kept = content.names_to_keep(INKSCAPE, has_text=False)
    assert set(kept) == set(INKSCAPE) - slow
    assert kept[0] == "image/x-inkscape-svg"  # first, because a program that is closed in a hurry gives no more


@pytest.mark.parametrize("beside", ["text/rtf", "text/richtext"])
def test_what_offers_a_drawing_beside_rich_text_is_read_like_any_other(beside: str) -> None:
    offered = (*INKSCAPE, "UTF8_STRING", beside)
    assert {"UTF8_STRING", "text/html", beside} <= set(content.names_to_read(offered))
    assert content.is_picture(content.read_content(targets(utf8=b"x")), INKSCAPE)
