"""Tests screenshots of chats, read by the real OCR: the positions of their bubbles make them chat records."""

from __future__ import annotations

import pytest

from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.features.bubbles import Seen, bubbles
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import load
from rules.text import Text
from tests.support.notices import notice
from tests.support.pictures import encode, render_chat, render_document

GROUP = (
    ("张主任", "请各科室今晚八点前报送返乡人员排查台账，务必核实到人，不要外传"), ("我", "收到，马上落实"),
    ("李四", "收到"), ("王芳", "我们镇还有三户没有联系上，明天一早再上门摸排"), ("我", "抓紧，今晚必须清零"),
)
ORDERS = ("请各村今晚十点前把返乡人员名单报上来", "务必逐户核实，不得漏报", "名单不要外传", "收到请回复")


def _read(reader: ReaderClient, picture: bytes) -> Text:
    text = reader.read(Item("chat.png", Kind.PICTURE, untrusted_bytes=picture))
    assert isinstance(text, Text)
    return text


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [22, 32])
def test_a_screenshot_of_a_work_group_is_stopped(reader: ReaderClient, size: int, dark: bool) -> None:
    text = _read(reader, encode(render_chat(GROUP, width=size * 33, size=size, dark=dark)))
    seen = bubbles(text.original, text.pieces)
    speakers = [name for _, _, name in seen.speakers]
    # In small print the reader may miss a name; with one bubble less it is still a chat.
    assert speakers == ["张主任", "我", "李四", "王芳", "我"] or (size < 30 and {"张主任", "我"} < set(speakers))
    verdict = Judge([load(builtin_pack(), BUILTIN_PACK)]).judge(text)
    assert verdict.action is Action.BLOCK
    assert "BC-04" in {match.rule for match in verdict.matches}


@pytest.mark.parametrize("sender", ["我", "张主任"])
def test_a_screenshot_of_one_who_speaks_alone_is_a_chat(reader: ReaderClient, sender: str) -> None:
    text = _read(reader, encode(render_chat([(sender, words) for words in ORDERS])))
    seen = bubbles(text.original, text.pieces)
    assert seen.score >= 65
    assert [name for _, _, name in seen.speakers] == [sender] * 4


@pytest.mark.parametrize("number", range(3))
def test_a_picture_of_a_notice_is_no_chat(reader: ReaderClient, number: int) -> None:
    text = _read(reader, encode(render_document(notice(number, 6), width=1100, size=26, serif=number == 1)))
    assert len(text.pieces) > 8
    assert bubbles(text.original, text.pieces) == Seen()
