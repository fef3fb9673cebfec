"""Tests how masks are written: as public notices do or so that nothing is left, by policy, in texts and pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guard.core.model import Item, Judged, Kind
from guard.core.policy import MaskStyle
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import render
from guard.redact.picture import PictureRedaction, redact_picture
from guard.redact.text import redact
from guard.supply.tag_weights import built_in_tagger
from rules.text import Text
from tests.redact.test_tagged_copies import TEXTS
from tests.support.pictures import encode, render_table
from tests.support.thorough import thorough_but

IDENTITY = "430102199003077230"
ROWS = (("李建国", IDENTITY, "13812345678"), ("王芳", "450222198811230029", "15012345678"),
        ("欧阳小红", "520102197501012811", "17712345678"))
TABLE = "\n".join("\t".join(row) for row in (("姓名", "身份证号", "联系电话"), *ROWS))


@pytest.mark.parametrize(("words", "kind", "whole", "notice"), [
    ("张三", MaskKind.NAME, "张**", "张*"), ("李建国", MaskKind.NAME, "李**", "李**"),
    ("欧阳小红", MaskKind.NAME, "欧**", "欧阳**"), ("欧阳", MaskKind.NAME, "欧**", "欧*"),
    ("阿依古丽·买买提", MaskKind.NAME, "阿**", "阿**"), ("John", MaskKind.NAME, "J**", "J**"),
    ("13812345678", MaskKind.PHONE, "****", "138****5678"),
    ("138-1234-5678", MaskKind.PHONE, "****", "138****5678"),
    ("0731-88881234", MaskKind.PHONE, "****", "****"),
    (IDENTITY, MaskKind.ID_NUMBER, "****", "430102********7230"),
    ("430102900307723", MaskKind.ID_NUMBER, "****", "****"),
    ("6222021234567890128", MaskKind.BANK_CARD, "****", "6222***********0128"),
    ("肺结核", MaskKind.HEALTH, "****", "****"), ("幸福里3栋", MaskKind.ADDRESS, "****", "****"),
])
def test_a_value_is_written_in_both_styles(words: str, kind: MaskKind, whole: str, notice: str) -> None:
    spans = (Masked(0, len(words), kind),)
    assert render(words, spans).text == whole
    assert render(words, spans, MaskStyle.NOTICE).text == notice


def noticing(rules: Rules) -> Rules:
    return replace(rules, policy=replace(rules.policy, mask_style=MaskStyle.NOTICE))


def test_a_text_is_masked_as_the_policy_says(rules: Rules) -> None:
    tagger, _ = built_in_tagger()
    judged = Judged("", text=Text(TABLE), verdict=rules.judge.judge(Text(TABLE)))
    usual = redact(judged, rules.judge, rules.policy, (), tagger)
    assert usual is not None
    assert usual.text.splitlines()[1] == "李**\t****\t****"
    copy = redact(judged, rules.judge, noticing(rules).policy, (), tagger)
    assert copy is not None
    assert copy.text.splitlines()[1:] == [
        "李**\t430102********7230\t138****5678", "王*\t450222********0029\t150****5678",
        "欧阳**\t520102********2811\t177****5678"]
    assert copy.style is MaskStyle.NOTICE
    assert copy.spans == usual.spans


def test_a_picture_shows_the_same_ends_as_the_text(reader: ReaderClient, rules: Rules) -> None:
    tagger, _ = built_in_tagger()
    item = Item("picture", Kind.PICTURE, encode(render_table(
        [("姓名", "身份证号", "联系电话"), *ROWS], widths=(220, 420, 300), size=30)))
    copy = redact_picture(item, read_and_judge(item, reader, rules.judge), reader, rules.judge,
                          noticing(rules).policy, tagger=tagger)
    assert isinstance(copy, PictureRedaction), copy
    assert copy.judged.text is not None
    read = "".join(copy.judged.text.original.split())
    assert [part for row in ROWS for part in (*row[1:], row[1][6:14], row[2][3:7]) if part in read] == []
    assert "建国" not in read
    assert "小红" not in read
    assert sum(end in read for end in ("4301", "4502", "5201", "138", "150", "177")) >= 3, read


@pytest.mark.parametrize("entry", thorough_but(TEXTS[::4], TEXTS), ids=lambda entry: entry["name"])
def test_a_style_only_draws_what_is_hidden(rules: Rules, entry: dict[str, Any]) -> None:
    tagger, _ = built_in_tagger()
    text = Text(entry["text"])
    judged = Judged("", text=text, verdict=rules.judge.judge(text))
    whole = redact(judged, rules.judge, rules.policy, (), tagger)
    noticed = redact(judged, rules.judge, noticing(rules).policy, (), tagger)
    assert whole is not None
    assert noticed is not None
    assert noticed.spans == whole.spans
