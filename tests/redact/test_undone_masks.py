"""Tests that one mask may be removed where the rules still let the copy pass, and no other one with it."""

from __future__ import annotations

from guard.core.model import Item, Judged, Kind
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.redact.picture import NoRedaction, PictureRedaction, redact_picture
from guard.redact.text import redact
from rules.text import Text
from tests.support.pictures import encode, identity_number, render_table

NAMES = ("李建国", "王芳", "张伟", "欧阳小红")
NUMBERS = tuple(identity_number(f"4301021990030{number}") for number in (7723, 8114, 1335, 6027))
ROSTER = "值班人员信息\n" + "\n".join(f"{name}，身份证号 {number}"
                                for name, number in zip(NAMES, NUMBERS, strict=True))
TABLE = render_table([("序号", "姓名", "身份证号"), *((str(row + 1), name, number) for row, (name, number) in
                                              enumerate(zip(NAMES, NUMBERS, strict=True)))], widths=(90, 170, 340))


def judged(rules: Rules, original: str) -> Judged:
    text = Text(original)
    return Judged("", text=text, verdict=rules.judge.judge(text))


def test_the_name_taken_back_is_shown_and_every_other_mask_stays(rules: Rules) -> None:
    item = judged(rules, ROSTER)
    whole = redact(item, rules.judge, rules.policy)
    assert whole is not None
    span = next((span.start, span.end) for span in whole.spans if ROSTER[span.start:span.end] == "王芳")
    copy = redact(item, rules.judge, rules.policy, (span,))
    assert copy is not None
    assert "王芳" in copy.text
    assert not any(secret in copy.text for secret in (*NUMBERS, "李建国", "张伟", "欧阳小红"))
    assert set(whole.spans) - set(copy.spans) == {one for one in whole.spans if (one.start, one.end) == span}


def test_what_the_rules_still_stop_is_not_given(rules: Rules) -> None:
    item = judged(rules, ROSTER)
    whole = redact(item, rules.judge, rules.policy)
    assert whole is not None
    every = tuple((span.start, span.end) for span in whole.spans)
    assert redact(item, rules.judge, rules.policy, every) is None


def test_a_name_in_a_picture_is_legible_again_and_nothing_else(rules: Rules, reader: ReaderClient) -> None:
    item = Item("picture", Kind.PICTURE, encode(TABLE))
    seen = read_and_judge(item, reader, rules.judge)
    assert seen.text is not None
    start = seen.text.original.index("王芳")
    copy = redact_picture(item, seen, reader, rules.judge, rules.policy, ((start, start + 2),))
    assert isinstance(copy, PictureRedaction)
    assert copy.judged.text is not None
    read = copy.judged.text.original
    assert "王芳" in read
    assert not any(secret in read for secret in (*NUMBERS, "李建国", "张伟", "小红"))


def test_a_picture_whose_masks_are_all_taken_back_is_not_given(rules: Rules, reader: ReaderClient) -> None:
    item = Item("picture", Kind.PICTURE, encode(TABLE))
    seen = read_and_judge(item, reader, rules.judge)
    assert seen.text is not None
    copy = redact_picture(item, seen, reader, rules.judge, rules.policy, ((0, len(seen.text.original)),))
    assert isinstance(copy, NoRedaction)
    assert copy.reason == "取消这一处以后，图片里还有不能发的内容，所以这一处仍然打码。"
