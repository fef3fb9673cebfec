"""Tests the last page of a document, which is read behind the first one and before those between."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from guard.core.decide import decide_early
from guard.core.model import Item, Kind, Reading
from guard.core.policy import Policy
from guard.pipeline.judging import judged_as_read
from guard.reading import items, limits, pictures
from guard.reading.client import ReaderClient
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError
from guard.reading.documents.transcript import Transcript
from guard.reading.images import Frame
from guard.reading.model import EngineError, Line, Pixels
from guard.sentences.catalogue import sentence
from rules.judge.judge import Judge
from rules.model import Box
from rules.text import PARTIAL, Text
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.pictures import render_document

MARK = "机密★5年"
LINE = "各单位请于周五前把材料报到办公室"
WORDS = [f"第{number}页 {LINE}" for number in range(1, 7)]
MARKED = [*WORDS[:-1], f"{MARK}\n{WORDS[-1]}"]


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents be read in this process, which has more memory than its reader after many tests."""
    monkeypatch.setattr(limits, "DOCUMENT_ADDRESS_SPACE", 1 << 46)


def pages_of(text: Text) -> list[tuple[int | None, str]]:
    """Return the words of a text by their pages."""
    return [(piece.page, text.original[piece.start:piece.end].strip()) for piece in text.pieces]


def views(content: bytes, clock: Callable[[], float] = lambda: 0.0) -> list[Text]:
    """Return each view of a document, the last is its reading."""
    return all_of(items.views(Item("附件", Kind.FILES, content), None, clock=clock))


def all_of(growing: Generator[Text, None, Reading]) -> list[Text]:
    """Return each view, and at the end what was read, which must be a text."""
    seen: list[Text] = []
    try:
        while True:
            seen.append(next(growing))
    except StopIteration as ended:
        reading: Reading = ended.value
    assert isinstance(reading, Text)
    return [*seen, reading]


FORMATS: list[Callable[[Sequence[str]], bytes]] = [
    pdf, lambda pages: ofd([[(20.0, 20.0 + 9 * at, line) for at, line in enumerate(page.split("\n"))]
                            for page in pages], title="")]
each_format = pytest.mark.parametrize("made", FORMATS, ids=["PDF", "OFD"])


@each_format
def test_the_words_of_the_last_page_are_given_with_those_of_the_first(made: Callable[[Sequence[str]], bytes]) -> None:
    first, whole = views(made(MARKED))
    assert [trait.kind for trait in first.traits] == [PARTIAL]
    assert pages_of(first)[-3:] == [(1, WORDS[0]), (5, WORDS[4]), (6, MARKED[5])]
    assert pages_of(whole)[-6:] == list(enumerate(MARKED, 1))
    assert whole.original.count(MARK) == 1
    assert not whole.traits


@each_format
def test_a_document_that_takes_too_long_is_read_up_to_where_and_on_its_last_page(
        made: Callable[[Sequence[str]], bytes]) -> None:
    looks = iter(range(10**6))
    pages = [*WORDS[:1] * 200, MARKED[-1]]
    *_, whole = views(made(pages), lambda: next(looks) * limits.DOCUMENT_SECONDS / 100)
    assert whole.traits[0].kind == PARTIAL
    reached = whole.traits[0].page
    assert reached is not None
    assert reached < 200
    assert pages_of(whole)[-3:] == [(reached, WORDS[0]), (200, WORDS[0]), (201, MARKED[-1])]


def test_a_last_page_that_cannot_be_read_is_read_in_its_turn_alone() -> None:
    transcript = Transcript(Budget())
    transcript.turn(1)
    transcript.line(WORDS[0])

    def fail(_: int, other: Transcript) -> None:
        other.line(MARK)
        raise DamagedError(sentence("reading.damaged"))

    transcript.look_ahead(6, fail)
    assert not transcript.looked_ahead
    assert transcript.text().original == f"{WORDS[0]}\n"
    assert not transcript.text().traits


def test_a_list_of_levels_that_goes_on_on_the_last_page_is_no_mark_in_any_part(judge: Judge) -> None:
    pages = [*WORDS[:4], f"{WORDS[4]}\n绝密", f"机密\n秘密\n{WORDS[5]}"]
    for part in views(pdf(pages)):
        assert not judge.judge(part).matches


def test_words_at_the_end_of_one_page_are_not_near_those_of_the_last_one() -> None:
    first, _ = views(pdf(MARKED))
    before, _, behind = first.original.partition(WORDS[4])
    assert before.endswith("\n" * 300)
    assert behind.strip() == MARKED[5]


# ------------------------------------------------------------------ pictures
class Reader:
    """An engine that reads the width of each picture; it fails on those in ``failing``. ``read`` are the widths."""

    name = "width"

    def __init__(self, failing: Sequence[int] = ()) -> None:
        self.read: list[int] = []
        self._failing = failing

    def unavailable(self) -> str | None:
        return None

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        *_, lines = self.views(pixels)
        return lines

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        width = pixels.shape[1]
        self.read.append(width)
        if width in self._failing:
            raise EngineError("模型缺失")
        yield [Line(f"宽{width}", Box(0, 0, width, 20), 1.0)]


def scan(widths: Sequence[int]) -> list[Frame]:
    """Return blank pages of these widths."""
    return [Frame(page, np.full((40, width, 3), 255, np.uint8)) for page, width in enumerate(widths, 1)]


def recognised(frames: Sequence[Frame], engine: Reader, late: Callable[[], bool] = lambda: False) -> list[Text]:
    """Return each view of some frames, the last is their reading."""
    return all_of(pictures.views_of(frames, engine, late))


PAGES = scan([41, 42, 43, 44])
AHEAD = [PAGES[0], replace(PAGES[3], ahead=True), PAGES[1], PAGES[2]]


def test_pictures_that_come_ahead_of_their_turn_are_the_end_of_the_same_text() -> None:
    *parts, whole = recognised(AHEAD, Reader())
    assert whole == recognised(PAGES, Reader())[-1]
    assert pages_of(parts[1]) == [(1, "宽41"), (4, "宽44")]
    assert pages_of(parts[2]) == [(1, "宽41"), (2, "宽42"), (4, "宽44")]


def tiff(widths: Sequence[int]) -> bytes:
    """Return a TIFF with a blank page for each width."""
    first, *others = (Image.fromarray(frame.pixels) for frame in scan(widths))
    content = io.BytesIO()
    first.save(content, "TIFF", save_all=True, append_images=others)
    return content.getvalue()


def test_the_last_page_of_a_tiff_is_recognised_behind_the_first_and_the_text_is_the_same() -> None:
    content, engine = tiff([41, 42, 43, 44, 45]), Reader()
    whole = pictures.read(content, engine)
    assert engine.read == [41, 45, 42, 43, 44]
    assert whole == recognised(scan([41, 42, 43, 44, 45]), Reader())[-1]


@pytest.mark.parametrize("widths", [[41], [41, 42], [41, 42, 43]])
def test_the_pages_of_a_short_tiff_are_recognised_in_order(widths: Sequence[int]) -> None:
    engine = Reader()
    pictures.read(tiff(widths), engine)
    assert engine.read == widths


def test_a_page_of_a_tiff_that_is_there_twice_is_recognised_once() -> None:
    for widths, read in (([41, 42, 43, 44, 41], [41, 42, 43, 44]), ([41, 42, 43, 42], [41, 42, 43])):
        engine = Reader()
        pictures.read(tiff(widths), engine)
        assert sorted(engine.read) == read


def test_a_tiff_with_a_damaged_last_page_is_read_up_to_there() -> None:
    content = tiff([41, 42, 43, 44])
    whole = pictures.read(content[:-2_000], Reader())
    assert isinstance(whole, Text)
    assert pages_of(whole) == [(1, "宽41"), (2, "宽42"), (3, "宽43")]
    assert [trait.kind for trait in whole.traits] == [PARTIAL]


def test_a_tiff_of_more_pages_than_are_read_is_read_on_its_last_one_too() -> None:
    widths = range(41, 41 + limits.FRAMES + 6)
    engine = Reader()
    whole = pictures.read(tiff(widths), engine)
    assert isinstance(whole, Text)
    assert [page for page, _ in pages_of(whole)] == [*range(1, limits.FRAMES + 1), len(widths)]
    assert [trait.page for trait in whole.traits] == [limits.FRAMES]


def test_an_engine_that_fails_on_the_last_page_reads_those_between() -> None:
    whole = recognised(AHEAD, Reader(failing=[44]))[-1]
    assert pages_of(whole) == [(1, "宽41"), (2, "宽42"), (3, "宽43")]
    assert [(trait.kind, trait.page) for trait in whole.traits] == [(PARTIAL, 4)]


def test_pictures_that_take_too_long_are_read_up_to_where_and_on_the_last_page() -> None:
    engine = Reader()
    whole = recognised(AHEAD, engine, late=lambda: len(engine.read) >= 3)[-1]
    assert pages_of(whole) == [(1, "宽41"), (2, "宽42"), (4, "宽44")]
    assert [(trait.kind, trait.page) for trait in whole.traits] == [(PARTIAL, 3)]


def test_a_scan_marked_on_its_last_page_is_stopped_before_the_pages_between_are_read(
        reader: ReaderClient, judge: Judge) -> None:
    def page(words: str) -> Image.Image:
        return render_document(words, width=700)

    content = pdf([page(f"{MARK}\n{LINE}" if number == 4 else f"第{number}页 {LINE}") for number in range(1, 5)])
    early: Text | None = None
    for known in judged_as_read((Item("a.pdf", Kind.FILES, content),), reader, judge):
        if early is None and decide_early(known, Policy(version="1")) is not None:
            early = known[0].text
    assert early is not None
    assert {piece.page for piece in early.pieces} - {None} == {1, 4}
    whole = known[0].text
    assert whole is not None
    pages = [piece.page or 0 for piece in whole.pieces]
    assert pages == sorted(pages)
    assert {*pages} - {0} == {1, 2, 3, 4}
