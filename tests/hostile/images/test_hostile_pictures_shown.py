"""Tests what windows draw of hostile pictures: pixels of the promised size or nothing, decoded in a separate process.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image

from guard.core.model import Item, Kind, Reason, Unreadable
from guard.daemon.previews import Previews, shower
from guard.ipc.raster import SHOWN_PIXELS, Raster
from guard.reading import limits
from guard.reading.client import ReaderClient
from tests.hostile.images import make
from tests.support.pictures import encode, render_document
from tests.support.reader_program import COMMAND

PICTURE = encode(render_document("办公室值班表", width=500))
THUMBNAIL = 10_000


@pytest.fixture(scope="module")
def client() -> Iterator[ReaderClient]:
    client = shower(COMMAND, read_unconfined=False)
    yield client
    client.close()


@pytest.mark.thorough
def test_each_hostile_picture_is_shown_or_not_within_its_deadline_and_the_next_one_is_shown(
        client: ReaderClient) -> None:
    complaints: list[str] = []
    pictures = chain.from_iterable(family() for family in (make.truncated, make.disguised, make.structures))
    for name, untrusted_bytes in pictures:
        started = time.monotonic()
        shown = client.show(Item(name, Kind.PICTURE, untrusted_bytes), THUMBNAIL)
        if time.monotonic() - started > 2 * limits.SHOW_SECONDS:
            complaints.append(f"{name}: went on after its deadline")
        if not isinstance(shown, Raster) and not shown.detail.endswith("。"):
            complaints.append(f"{name}: {shown.detail}")
        following = client.show(Item("next", Kind.PICTURE, PICTURE), THUMBNAIL)
        if not isinstance(following, Raster) or not following.sound(THUMBNAIL):
            complaints.append(f"{name}: the next picture is not shown")
    assert complaints == []


@pytest.mark.parametrize(("size", "pixels"), [
    ((1080, 20_000), SHOWN_PIXELS), ((20_000, 1), THUMBNAIL), ((1, 20_000), 100), ((30, 40), THUMBNAIL), ((3, 3), 1)])
def test_a_picture_of_any_shape_is_shown_with_so_many_pixels_at_the_most(
        client: ReaderClient, size: tuple[int, int], pixels: int) -> None:
    stream = io.BytesIO()
    Image.new("RGB", size, "#123456").save(stream, "PNG")
    shown = client.show(Item("", Kind.PICTURE, stream.getvalue()), pixels)
    assert isinstance(shown, Raster)
    assert shown.sound(pixels)
    assert (shown.own_width, shown.own_height) == size
    assert shown.untrusted_rgb[:3] == b"\x12\x34\x56"
    if size[0] * size[1] <= pixels:
        assert (shown.width, shown.height) == size, "never reduced without need"


@pytest.mark.parametrize(("raster", "believed"), [
    ("Raster(10, 10, 10, 10, b'x' * 300)", True), ("Raster(10, 10, 10, 10, b'x' * 299)", False),
    ("Raster(-10, -10, 10, 10, b'x' * 300)", False), ("Raster(10, 10, 5, 5, b'x' * 300)", False),
    ("Raster(200, 200, 200, 200, b'x' * 120_000)", False), ("Raster(1, 1, 10**9, 1, b'xxx')", False), ("None", False)])
def test_a_reader_that_promises_other_pixels_than_it_gives_is_not_believed(
        raster: str, believed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    liar = tmp_path / "liar.py"
    liar.write_text(f"""
import sys
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ipc.messages import Prepare, Prepared, Shown, ToReader
from guard.ipc.raster import Raster
from guard.reading.sandbox import Confinement
questions, answers = FrameReader(sys.stdin.buffer, ToReader), FrameWriter(sys.stdout.buffer)
while (question := questions.read()) is not None:
    answers.write(Prepared("") if isinstance(question, Prepare) else Shown(question.number, {raster}))
""")
    client = shower([sys.executable, str(liar)], read_unconfined=True)
    shown = client.show(Item("", Kind.PICTURE, PICTURE), THUMBNAIL)
    client.close()
    if believed:
        assert shown == Raster(10, 10, 10, 10, b"x" * 300)
    else:
        assert isinstance(shown, Unreadable)
        assert shown.reason is Reason.ENGINE_FAILED


def test_what_cannot_be_shown_takes_the_place_of_its_picture(client: ReaderClient) -> None:
    first, second = Previews(client).rasters((PICTURE[:100], PICTURE), 10 * SHOWN_PIXELS)
    assert first is None
    assert isinstance(second, Raster)
    assert Previews(client).rasters((PICTURE,), 0) == ()


def test_a_reader_that_only_shows_reads_nothing_and_ends_when_nobody_looks(client: ReaderClient) -> None:
    assert isinstance(client.show(Item("", Kind.PICTURE, PICTURE), THUMBNAIL), Raster)
    answer = client.read(Item("", Kind.PICTURE, PICTURE))
    assert isinstance(answer, Unreadable)
    assert answer.reason is Reason.ENGINE_MISSING
    brief = ReaderClient(COMMAND, engine="", idle_seconds=0.0)
    assert isinstance(brief.show(Item("", Kind.PICTURE, PICTURE), THUMBNAIL), Raster)
    brief.tend()
    assert brief.pid == 0


def test_no_window_decodes_a_picture() -> None:
    decoders = ("QImageReader", "loadFromData", "fromData", "QMovie")
    windows = (Path(__file__).parents[3] / "ui").rglob("*.py")
    assert not [(path.name, name) for path in windows for name in decoders if name in path.read_text("utf-8")]
