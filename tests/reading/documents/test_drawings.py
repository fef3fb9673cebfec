"""Tests drawings of commands inside office files, through the real reader: their words and their pictures."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable

import pptx
import pytest
from pptx.enum.shapes import PROG_ID

from rules.text import Text
from tests.reading.documents.stored import stored
from tests.support.metafiles import emf, wmf
from tests.support.office_files import PICTURE, letter, repacked, saved
from tests.support.office_objects import with_streams
from tests.support.texts import whole

Read = Callable[[bytes], Text]
LINES = ((10, "找"), (10, "到标记"), (30, "下一行"))


@pytest.mark.parametrize(("name", "content"), [
    ("image1.emf", emf(LINES)), ("image1.wmf", wmf(LINES)), ("image1.emz", gzip.compress(emf(LINES))),
    ("image1.dat", wmf(LINES)), ("image1.wmf", wmf(LINES)[22:])])
def test_words_of_a_drawing_are_read_line_by_line(text: Read, name: str, content: bytes) -> None:
    found = text(repacked(letter(), {f"word/media/{name}": content}))
    assert found.original.splitlines()[-2:] == ["找到标记", "下一行"]
    assert whole(found)


def test_words_that_only_the_newer_commands_have_are_read(text: Read) -> None:
    assert "找到标记" in text(repacked(letter(), {"word/media/a.emf": emf(plus="找到标记")})).original.splitlines()


def test_picture_in_a_drawing_is_recognised(text: Read) -> None:
    found = text(repacked(letter(), {"word/media/a.emf": emf(picture=PICTURE)}))
    assert "图片里的机密★10年" in found.original
    assert whole(found)


@pytest.mark.parametrize("content", [emf(LINES), wmf(LINES)], ids=["emf", "wmf"])
def test_damaged_drawing_gives_what_is_before_the_damage(text: Read, content: bytes) -> None:
    last = "下一行".encode("utf-16-le" if content[40:44] == b" EMF" else "gb18030")
    found = text(repacked(letter(), {"word/media/a.emf": content[:content.index(last)]}))
    assert found.original.splitlines()[-1] == "找到标记"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("prints", [1, 2])
def test_drawing_that_an_old_document_stores_is_read(text: Read, packed: bool, prints: int) -> None:
    content = zlib.compress(emf(LINES)) if packed else emf(LINES)
    head = struct.pack("<I24xIBB", len(emf(LINES)), len(content), 0 if packed else 0xFE, 0xFE)
    body = b"\7" * 16 * prints + head + content
    blip = struct.pack("<HHI", 0x3D4 + prints - 1 << 4, 0xF01A, len(body)) + body
    found = text(with_streams(stored("doc"), {"Data": blip}))
    assert "找到标记" in found.original.splitlines()
    assert whole(found)


def test_object_that_a_library_put_on_a_slide_is_read_and_its_icon_leaves_the_slides_whole(text: Read) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.shapes.add_ole_object(io.BytesIO(letter()), PROG_ID.DOCX, 0, 0)
    slide.shapes.add_ole_object(io.BytesIO("对象标记".encode()), "Package", 0, 0)
    found = text(saved(show))
    assert {"第二页标记", "对象标记"} <= set(found.original.splitlines())
    assert whole(found)
