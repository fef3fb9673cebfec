"""Tests that a masked picture shows nobody: no engine reads what was hidden, and the rest is readable."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw

from guard.core.model import Fill, Item, Judged, Kind, Unreadable
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules
from guard.reading import pictures
from guard.reading.client import ReaderClient
from guard.reading.mask_words import FILL, INK, without_words
from guard.reading.model import Line
from guard.reading.ocr.engine import OcrEngine
from guard.redact.picture import NoRedaction, PictureRedaction, redact_picture
from guard.redact.text import sounds_personal, stopping
from rules.model import ALERTS, Action, Box
from rules.text import Text
from tests.support.pictures import encode, font, identity_number, render_chat, render_document, render_table
from tests.support.reader_program import COMMAND
from tests.support.thorough import thorough_but
from tests.support.yielding import WORDS, stopped_by, yielding_judge

NAMES = ("李建国", "王芳", "张伟", "欧阳小红")
IDS = tuple(identity_number(f"4301021990030{number}") for number in (7723, 8114, 1335, 6027))
PHONES = ("13812345678", "15012345678", "17712345678", "18912345678")
ROSTER = render_table(
    [("序号", "姓名", "身份证号", "联系电话", "备注"),
     *((str(row + 1), name, number, phone, "已经联系") for row, (name, number, phone)
       in enumerate(zip(NAMES, IDS, PHONES, strict=True)))],
    widths=(90, 170, 340, 240, 200))
LETTER = render_document(
    "江北市第一人民医院病情说明\n住院号：00234567\n患者李小明，男，45岁，身份证号" + IDS[0]
    + "，因发热三天入院，诊断为肺炎。\n联系电话：13812345678\n以上情况供参考。", width=1100, size=26)
CHAT = render_chat([
    ("张主任", "请各科室抓紧汇总报送"), ("李四", "收到"), ("王五", "收到"), ("张主任", "不要外传"),
    ("李四", "请各组按要求落实值班")], width=900)
SECRETS = (*NAMES, *IDS, *PHONES)

Masked = Callable[[bytes], PictureRedaction | NoRedaction]


@pytest.fixture(scope="module")
def masked(reader: ReaderClient, rules: Rules) -> Masked:
    def of(untrusted_bytes: bytes) -> PictureRedaction | NoRedaction:
        item = Item("picture", Kind.PICTURE, untrusted_bytes)
        return redact_picture(item, judged(reader, rules, item), reader, rules.judge, rules.policy)

    return of


def judged(reader: ReaderClient, rules: Rules, item: Item) -> Judged:
    return read_and_judge(item, reader, rules.judge)


def copy_of(masked: Masked, untrusted_bytes: bytes) -> PictureRedaction:
    copy = masked(untrusted_bytes)
    assert isinstance(copy, PictureRedaction), copy
    return copy


def reason(masked: Masked, untrusted_bytes: bytes) -> str:
    refused = masked(untrusted_bytes)
    assert isinstance(refused, NoRedaction)
    return refused.reason


def read_by(engine: OcrEngine, png: bytes) -> str:
    text = pictures.read(png, engine)
    assert isinstance(text, Text)
    return "".join(text.original.split())


def told(words: str, secrets: Sequence[str]) -> list[str]:
    """Return the parts of these secrets that were read: given names, five digits in a row."""
    parts: set[str] = set()
    for secret in secrets:
        if secret[0].isdigit():
            parts |= {secret[place:place + 5] for place in range(len(secret) - 4)}
        else:
            parts |= {secret, secret[-2:]}
    return sorted(part for part in parts if part in words)


@pytest.mark.parametrize(("page", "secrets", "kept"), [
    (ROSTER, SECRETS, ("序号", "姓名", "身份证号", "联系电话", "备注", "已经联系")),
    pytest.param(LETTER, ("李小明", IDS[0], PHONES[0], "00234567"), ("江北市第一人民医院", "诊断为肺炎", "供参考"),
                 marks=pytest.mark.thorough),
    (CHAT, ("张主任", "李四", "王五"), ("工作群", "收到")),
], ids=["roster", "letter", "chat"])
def test_names_and_numbers_are_gone_for_every_engine_and_the_rest_is_not(
        masked: Masked, engine: OcrEngine, page: Image.Image, secrets: Sequence[str], kept: Sequence[str]) -> None:
    copy = copy_of(masked, encode(page))
    words = read_by(engine, copy.png)
    assert told(words, secrets) == []
    if engine.name == "cascade":
        assert [word for word in kept if word not in words] == []
        before = read_by(engine, encode(page))
        assert [secret for secret in secrets if secret not in before] == []


@pytest.mark.parametrize("page", [ROSTER, LETTER, CHAT], ids=["roster", "letter", "chat"])
def test_the_rules_let_the_copy_pass_and_find_nothing_more_to_mask(
        masked: Masked, reader: ReaderClient, rules: Rules, page: Image.Image) -> None:
    copy = copy_of(masked, encode(page))
    verdict = copy.judged.verdict
    assert verdict is not None
    assert [match.rule for match in stopping(verdict) if not sounds_personal(match, verdict)] == []
    again = Item("copy", Kind.PICTURE, copy.png)
    alone = replace(rules, judge=rules.judge.by_rules())
    assert isinstance(redact_picture(again, judged(reader, alone, again), reader, alone.judge, rules.policy),
                      NoRedaction)


def test_the_copy_has_the_size_of_the_picture_and_no_metadata(masked: Masked) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "李建国"
    whole = encode(ROSTER.rotate(90, expand=True), "JPEG", quality=95, exif=exif, comment=b"13812345678")
    copy = copy_of(masked, whole)
    with Image.open(io.BytesIO(copy.png)) as picture:
        assert picture.format == "PNG"
        assert picture.size == ROSTER.size
        assert not picture.getexif()
        assert picture.info == {}
    assert b"13812345678" not in copy.png


def test_what_is_filled_shows_its_kind_and_nothing_of_what_was_there_and_all_else_is_as_it_was(
        masked: Masked, reader: ReaderClient) -> None:
    copy = copy_of(masked, encode(ROSTER))
    blank = reader.fill(Item("picture", Kind.PICTURE, encode(Image.new("RGB", ROSTER.size, "white"))), copy.filled)
    assert isinstance(blank, bytes)
    filled_blank = np.asarray(Image.open(io.BytesIO(blank)))
    before, after = np.asarray(ROSTER), np.asarray(Image.open(io.BytesIO(copy.png)))
    covered = np.zeros(before.shape[:2], bool)
    for box in (one.box for one in copy.filled):
        covered[max(0, box.y):box.y + box.height, max(0, box.x):box.x + box.width] = True
    assert np.array_equal(after[covered], filled_blank[covered])
    assert {"姓名", "证件号", "电话"} <= {one.word for one in copy.filled}
    assert (after[covered] == FILL).all(axis=-1).mean() > 0.6
    assert ((after[covered] >= FILL) & (after[covered] <= INK)).all()
    assert np.array_equal(after[~covered], before[~covered])
    assert 0 < covered.mean() < 0.6


def test_a_name_that_no_rule_knows_is_hidden_with_its_row(masked: Masked, reader: ReaderClient) -> None:
    misread = ("艾克拜", IDS[0][:-1] + "4", "1891234567")
    rows = [("姓名", "身份证号", "联系电话"), *zip(NAMES, IDS, PHONES, strict=True), misread]
    copy = copy_of(masked, encode(render_table(rows, widths=(170, 340, 240))))
    assert copy.judged.text is not None
    words = copy.judged.text.original
    assert "艾克拜" not in words
    assert told(words, (*SECRETS, IDS[0], "1891234567")) == []
    assert "姓名" in words


def test_a_code_is_hidden_whole(masked: Masked, reader: ReaderClient) -> None:
    zxing = pytest.importorskip("zxingcpp")
    code = np.asarray(zxing.write_barcode_to_image(zxing.create_barcode("https://example.cn/p?t=13812345678",
                                                                        zxing.BarcodeFormat.QRCode), scale=6))
    page = Image.new("RGB", (ROSTER.width, ROSTER.height + code.shape[0] + 40), (255, 255, 255))
    page.paste(ROSTER)
    page.paste(Image.fromarray(code).convert("RGB"), (60, ROSTER.height + 20))
    before = reader.read(Item("picture", Kind.PICTURE, encode(page)))
    assert isinstance(before, Text)
    assert "example.cn" in before.original
    copy = copy_of(masked, encode(page))
    assert copy.judged.text is not None
    assert "example.cn" not in copy.judged.text.original
    assert [trait.kind for trait in copy.judged.text.traits] == []


@pytest.mark.parametrize("companion", [
    "机密★5年", "（此件不予公开）", "领导批示：\n同意。请张某某同志阅办。",
    "内部资料 注意保存\n关于开展某项工作的方案"])
def test_no_copy_is_given_of_what_may_never_be_masked(masked: Masked, companion: str) -> None:
    head = render_document(companion, width=ROSTER.width)
    page = Image.new("RGB", (ROSTER.width, head.height + ROSTER.height), (255, 255, 255))
    page.paste(head)
    page.paste(ROSTER, (0, head.height))
    assert "按规定" in reason(masked, encode(page))


def test_no_copy_is_given_of_several_frames_or_of_what_could_not_be_read(masked: Masked, rules: Rules,
                                                                         reader: ReaderClient) -> None:
    several = encode(ROSTER, "TIFF", save_all=True, append_images=[LETTER.resize(ROSTER.size)])
    assert "多帧" in reason(masked, several)
    # The second frame has no words, so that only the painting is tested.
    assert "多帧" in reason(masked, encode(ROSTER, "TIFF", save_all=True, append_images=[Image.new("RGB", (40, 40))]))
    assert "没有读完" in reason(masked, encode(ROSTER)[:-400])
    harmless = encode(render_document("明天上午九点开会"))
    refused = masked(harmless)
    assert isinstance(refused, NoRedaction)
    assert "没有被拦下的内容" in refused.reason


def test_bytes_that_are_no_picture_are_refused_by_the_painter(reader: ReaderClient) -> None:
    for untrusted_bytes in (b"", b"text", encode(ROSTER)[:500]):
        assert isinstance(reader.fill(Item("picture", Kind.PICTURE, untrusted_bytes), ()), Unreadable)


def test_a_warning_that_yielded_to_what_was_masked_takes_no_picture_away(reader: ReaderClient, rules: Rules) -> None:
    head = render_document(WORDS, width=ROSTER.width)
    page = Image.new("RGB", (ROSTER.width, head.height + ROSTER.height), (255, 255, 255))
    page.paste(head)
    page.paste(ROSTER, (0, head.height))
    item, judge = Item("picture", Kind.PICTURE, encode(page)), yielding_judge()
    copy = redact_picture(item, read_and_judge(item, reader, judge), reader, judge, rules.policy)
    assert isinstance(copy, PictureRedaction)
    assert copy.judged.verdict is not None
    assert copy.judged.text is not None
    assert copy.judged.verdict.action is Action.WARN
    assert stopped_by(copy.judged.verdict) == set()
    assert told(copy.judged.text.original, SECRETS) == []


class Stubborn:
    """The real reader with a painter that paints nothing: its result is as readable as before."""

    def __init__(self, reader: ReaderClient) -> None:
        self.reader = reader
        self.asked: list[int] = []

    def read(self, item: Item) -> Text | Unreadable:
        return self.reader.read(item)

    def fill(self, item: Item, fills: Sequence[Fill]) -> bytes | Unreadable:
        self.asked.append(len(fills))
        return self.reader.fill(item, ())


def test_a_copy_that_can_still_be_read_is_widened_once_and_then_refused(reader: ReaderClient, rules: Rules) -> None:
    stubborn = Stubborn(reader)
    item = Item("picture", Kind.PICTURE, encode(ROSTER))
    refused = redact_picture(item, judged(reader, rules, item), stubborn, rules.judge, rules.policy)
    assert isinstance(refused, NoRedaction)
    assert "仍能读出" in refused.reason
    assert len(stubborn.asked) == 2


def test_dark_chat_and_small_print_are_masked_too(masked: Masked) -> None:
    dark = render_chat([("李建国", f"我的身份证号{IDS[0]}，电话{PHONES[0]}"), ("王芳", f"我的是{IDS[1]}"),
                        ("张伟", f"{IDS[2]} {PHONES[2]}"), ("我", "收到")], dark=True)
    small = Image.new("RGB", (900, 400), (255, 255, 255))
    draw = ImageDraw.Draw(small)
    for row, (name, number, phone) in enumerate(zip(NAMES, IDS, PHONES, strict=True)):
        draw.text((30, 30 + row * 26), f"{name}  {number}  {phone}  已经联系", font=font(14), fill=(30, 30, 30))
    for page in (dark, small):
        copy = copy_of(masked, encode(page))
        assert copy.judged.text is not None
        assert told("".join(copy.judged.text.original.split()), (*IDS, *PHONES)) == []


def test_no_copy_is_given_of_a_document_under_alert_even_where_it_counts_as_personal(
        reader: ReaderClient, rules: Rules) -> None:
    item = Item("picture", Kind.PICTURE, encode(ROSTER))
    found = judged(reader, rules, item)
    assert found.verdict is not None
    personal = found.verdict.explanations[0]
    alerted = replace(found, verdict=replace(
        found.verdict, explanations=(*found.verdict.explanations, replace(personal, rule="BK-1", category=ALERTS))))
    refused = redact_picture(item, alerted, reader, rules.judge, rules.policy)
    assert isinstance(refused, NoRedaction)
    assert "按规定" in refused.reason


class Forgetful(Stubborn):
    """The real reader with a painter that forgets every box of the first attempt except the last."""

    def fill(self, item: Item, fills: Sequence[Fill]) -> bytes | Unreadable:
        self.asked.append(len(fills))
        return self.reader.fill(item, fills if len(self.asked) > 1 else fills[-1:])


def test_one_person_left_to_be_read_is_too_many_though_no_rule_stops_her(reader: ReaderClient, rules: Rules) -> None:
    forgetful = Forgetful(reader)
    item = Item("picture", Kind.PICTURE, encode(ROSTER))
    copy = redact_picture(item, judged(reader, rules, item), forgetful, rules.judge, rules.policy)
    assert isinstance(copy, PictureRedaction)
    assert len(forgetful.asked) == 3, "filled twice to be judged, then written on"
    assert copy.judged.text is not None
    assert told(copy.judged.text.original, SECRETS) == []


def test_a_list_of_which_only_heading_and_header_row_are_left_may_go(masked: Masked) -> None:
    page = Image.new("RGB", (ROSTER.width, ROSTER.height + 80), "white")
    page.paste(ROSTER, (0, 80))
    ImageDraw.Draw(page).text((page.width // 2, 40), "返乡人员排查名单", font=font(32), fill="black", anchor="mm")
    copy = copy_of(masked, encode(page))
    assert copy.judged.text is not None
    assert copy.judged.text.original.startswith("返乡人员排查名单\n序号\t姓名")


@pytest.mark.parametrize("angle", thorough_but([-8, 90], [3, -8, 20, 90, 180]))
def test_a_turned_picture_is_straightened_and_masked(angle: int, masked: Masked, reader: ReaderClient) -> None:
    turned = ROSTER.rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    copy = copy_of(masked, encode(turned))
    assert copy.straightened
    text = reader.read(Item("copy", Kind.PICTURE, copy.png))
    assert isinstance(text, Text)
    assert told("".join(text.original.split()), SECRETS) == []
    assert text.original.count("已经联系") == len(NAMES)


def test_a_turned_picture_is_not_masked_where_nobody_knows_how_far_it_is_turned(
        reader: ReaderClient, rules: Rules) -> None:
    class Unaware(ReaderClient):
        def straighten(self, item: Item) -> bytes | Unreadable:
            return item.untrusted_bytes

    item = Item("turned", Kind.PICTURE, encode(ROSTER.rotate(90, expand=True)))
    unaware = Unaware(COMMAND)
    refused = redact_picture(item, judged(reader, rules, item), unaware, rules.judge, rules.policy)
    unaware.close()
    assert isinstance(refused, NoRedaction)
    assert "转正" in refused.reason


def test_a_word_on_a_mask_is_not_content_but_the_same_word_elsewhere_is(masked: Masked, reader: ReaderClient) -> None:
    copy = copy_of(masked, encode(ROSTER))
    resaved = io.BytesIO()
    Image.open(io.BytesIO(copy.png)).save(resaved, "JPEG", quality=80)
    for untrusted_bytes in (copy.png, resaved.getvalue()):
        text = reader.read(Item("copy", Kind.PICTURE, untrusted_bytes))
        assert isinstance(text, Text)
        assert [text.original.count(word) for word in ("姓名", "证件号", "联系电话")] == [1, 0, 1]


def test_no_other_word_is_lost_on_the_colour_of_masks() -> None:
    page = np.full((100, 400, 3), FILL, np.uint8)
    box = Box(20, 20, 80, 30)
    lines = [Line("姓名", box, 0.9, ()), Line("机密", box, 0.9, ()), Line("姓名李建国", box, 0.9, ())]
    assert [line.text for line in without_words(page, lines, 1)] == ["机密", "姓名李建国"]
    assert without_words(page + 40, lines, 1) == lines
