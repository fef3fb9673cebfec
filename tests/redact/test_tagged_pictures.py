"""Tests that a picture is masked by the same list as its text, with the learnt tagger."""

from __future__ import annotations

import pytest
from PIL import Image

from guard.core.model import Item, Kind
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.redact.mask_kinds import MaskKind
from guard.redact.picture import PictureRedaction, redact_picture
from guard.redact.text import redact
from guard.supply.tag_weights import built_in_tagger
from tests.support.pictures import encode, identity_number, render_document, render_table

IDENTITY = identity_number("43010219900307723")
RECORD = render_document(
    "出院小结\n住院号：00234567\n患者李小明，男，45岁，身份证号" + IDENTITY + "\n"
    "现病史：三天前受凉后咳嗽，夜间发热。\n诊断：社区获得性肺炎\n现住址：演示市和平区幸福里3栋402", width=1100, size=26)
TABLE = render_table([("姓名", "身份证号", "诊断", "住址"), ("李建国", IDENTITY, "乙肝", "幸福里3栋402"),
                      ("王芳", identity_number("43010219900308114"), "肺结核", "光明村二组"),
                      ("张伟", identity_number("43010219900301335"), "抑郁症", "老街12号")],
                     widths=(170, 340, 200, 260))


@pytest.mark.parametrize(("page", "secrets"), [
    (RECORD, ("小明", IDENTITY, "00234567", "受凉", "咳嗽", "发热", "肺炎", "幸福里", "402")),
    (TABLE, ("李建国", "王芳", "张伟", IDENTITY, "乙肝", "肺结核", "抑郁", "幸福里", "光明村", "老街12")),
], ids=["record", "table"])
def test_nothing_of_the_list_is_read_in_the_copy(reader: ReaderClient, rules: Rules, page: Image.Image,
                                                 secrets: tuple[str, ...]) -> None:
    tagger, _ = built_in_tagger()
    item = Item("picture", Kind.PICTURE, encode(page))
    seen = read_and_judge(item, reader, rules.judge)
    assert seen.text is not None
    before = "".join(seen.text.original.split())
    assert [secret for secret in secrets if secret not in before] == []
    copy = redact_picture(item, seen, reader, rules.judge, rules.policy, tagger=tagger)
    assert isinstance(copy, PictureRedaction), copy
    assert copy.judged.text is not None
    after = "".join(copy.judged.text.original.split())
    assert [secret for secret in secrets if secret in after] == []
    assert {MaskKind.NAME, MaskKind.HEALTH, MaskKind.ADDRESS} <= {span.kind for span in copy.spans}


def test_a_picture_and_its_text_hide_the_same(reader: ReaderClient, rules: Rules) -> None:
    tagger, _ = built_in_tagger()
    item = Item("picture", Kind.PICTURE, encode(RECORD))
    seen = read_and_judge(item, reader, rules.judge)
    picture = redact_picture(item, seen, reader, rules.judge, rules.policy, tagger=tagger)
    text = redact(seen, rules.judge, rules.policy, (), tagger)
    assert isinstance(picture, PictureRedaction)
    assert text is not None
    assert set(text.spans) <= set(picture.spans)
