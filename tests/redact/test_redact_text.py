"""Tests that a masked copy contains nothing of the people in it, says what it hid, and is given only where allowed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.core.model import Judged, Reason, Unreadable
from guard.core.policy import ReleaseRule
from guard.pipeline.pipeline import Rules
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import MASK, joined, render
from guard.redact.text import LONGEST_TEXT, NEVER_REDACTED, Redaction, redact, refusing
from guard.supply.builtin import builtin_pack
from rules.judge.judge import Judge
from rules.model import MOST_MATCHES, Action, Nature, Verdict
from rules.pack.known_texts import alert_entry
from rules.pack.known_writing import new_pack, with_entries
from rules.pack.loading import load
from rules.text import PARTIAL, Text, Trait
from tests.support.for_the_learnt_judge import for_the_learnt_judge
from tests.support.notices import notice
from tests.support.private_lists import cards, homes, mailboxes, mobiles, names
from tests.support.yielding import WORDS, stopped_by, yielding_judge

Redacted = Callable[[str], Redaction | None]

IDS = ("430102199003077230", "450222198811230029", "520102197501012811")
PHONES = ("13812345678", "15012345678", "17712345678")
NAMES = ("李建国", "王芳", "张伟")
TABLE = "姓名\t性别\t身份证号\t电话\n" + "\n".join(
    f"{name}\t男\t{number}\t{phone}" for name, number, phone in zip(NAMES, IDS, PHONES, strict=True))


def test_a_table_keeps_surnames_and_loses_the_rest(redacted: Redacted) -> None:
    copy = redacted(TABLE)
    assert copy is not None
    assert copy.text == (f"姓名\t性别\t身份证号\t电话\n李**\t男\t{MASK}\t{MASK}\n王**\t男\t{MASK}\t{MASK}\n"
                         f"张**\t男\t{MASK}\t{MASK}")


def test_a_word_for_a_number_is_no_name_though_a_surname_begins_it(redacted: Redacted) -> None:
    copy = redacted(TABLE + "\n请转账至银行卡6222021001116245702")
    assert copy is not None
    assert copy.text.endswith(f"请转账至银行卡{MASK}")


def test_the_spans_say_what_was_hidden_and_where(redacted: Redacted) -> None:
    copy = redacted(TABLE)
    assert copy is not None
    hidden = [(TABLE[span.start:span.end], span.kind) for span in copy.spans]
    assert hidden == [
        pair for name, number, phone in zip(NAMES, IDS, PHONES, strict=True)
        for pair in ((name, MaskKind.NAME), (number, MaskKind.ID_NUMBER), (phone, MaskKind.PHONE))
    ]


@pytest.mark.parametrize(("original", "copy"), [
    ("住院号：00234567 患者李小明，男，45岁，主诉：发热3天", "住院号：**** 患者李**，男，45岁，主诉：****"),
    ("密接李四，身份证号430102199003077230。请李四配合。", "密接李**，身份证号****。请李**配合。"),
    ("密接李四，身份证号430102199003077230，请查收", "密接李**，身份证号****，请查收"),
    ("卡号 6228 4800 1234 5678 903", "卡号 ****"),
    ("我爸的门诊号：12345678，明天帮他取药", "我爸的门诊号：****，明天帮他取药"),
    ("密接李\u200b四，身份证號４３０１０２１９９００３０７７２３０", "密接李**，身份证號****"),
    ("姓名 李建国\r\n身份证 430102 19900307 7230\r\n另：4301 0219 9003 0772 30",
     "姓名 李**\r\n身份证 ****\r\n另：****"),
])
def test_a_narrative_stays_readable_without_its_people(redacted: Redacted, original: str, copy: str) -> None:
    given_copy = redacted(original)
    assert given_copy is not None
    assert given_copy.text == copy


def test_addresses_lose_what_leads_to_the_door(redacted: Redacted) -> None:
    rows = "\n".join(f"{name}\t{number}\t望城县城关镇人民路{door}号"
                     for door, (name, number) in enumerate(zip(NAMES, IDS, strict=True), 12))
    copy = redacted("姓名\t身份证号\t住址\n" + rows)
    assert copy is not None
    assert "人民路" not in copy.text
    assert "12号" not in copy.text
    assert copy.text.count("望城县****") == 3


@pytest.mark.parametrize("column", [mobiles, homes, mailboxes, cards, names], ids=lambda make: make.__name__)
def test_a_column_alone_is_hidden_to_its_end(redacted: Redacted, column: Callable[[int], list[str]]) -> None:
    """With more entries than a verdict names."""
    cells = column(MOST_MATCHES + 60)
    copy = redacted("\n".join(["密接人员", *cells]))
    assert copy is not None
    assert not set(cells) & set(copy.text.split("\n"))
    assert not re.search(r"\d", copy.text)


def test_a_recognised_table_with_one_cell_a_line_loses_its_names(redacted: Redacted) -> None:
    cells = "\n".join(f"{name}\n{phone}" for name, phone in zip(NAMES, PHONES, strict=True))
    copy = redacted("返乡人员排查名单\n姓名\n电话\n" + cells)
    assert copy is not None
    assert copy.text == "返乡人员排查名单\n姓名\n电话\n李**\n****\n王**\n****\n张**\n****"


HEADING = "红星社区返乡人员排查名单"
HEADER = ("序号", "姓名", "身份证号", "联系方式", "家庭住址", "是否隔离", "备注")
LIST = "\n".join((HEADING, *("\t".join(cells) for cells in (HEADER, *(
    (str(row), name, number, phone, f"人民路{row}号", "是", "已经联系")
    for row, (name, number, phone) in enumerate(zip(NAMES, IDS, PHONES, strict=True), 1))))))


@for_the_learnt_judge
def test_a_list_of_which_only_heading_and_header_row_are_left_may_go(rules: Rules, redacted: Redacted) -> None:
    bare = rules.judge.judge(Text(f"{HEADING}\n" + "\t".join(HEADER)))
    assert [match.action for match in bare.matches] == [Action.WARN], "the heading alone would still be warned of"
    copy = redacted(LIST)
    assert copy is not None
    assert copy.text.startswith(f"{HEADING}\n" + "\t".join(HEADER))
    assert not [secret for secret in (*NAMES, *IDS, *PHONES) if secret in copy.text]


@pytest.mark.parametrize("mark", ["机密★5年", "内部资料 不得外传", "此件不予公开", "县委书记批示：请速办"])
def test_a_list_under_a_mark_or_an_instruction_may_not_go_however_it_is_masked(redacted: Redacted, mark: str) -> None:
    assert redacted(f"{mark}\n{LIST}") is None


def test_a_chat_record_keeps_what_was_said_and_loses_who_said_it(redacted: Redacted) -> None:
    copy = redacted("张主任：\n请各组按要求落实值班\n李四：\n收到\n王五：\n收到\n张主任：\n不要外传")
    assert copy is not None
    for speaker in ("张主任", "李四", "王五"):
        assert speaker not in copy.text
    assert "收到" in copy.text
    assert "请各组按要求落实值班" in copy.text


def test_a_title_that_gives_a_contact_away_is_hidden_whole(redacted: Redacted) -> None:
    copy = redacted("关于做好与朱某某密接人员排查的函\n各镇街：\n请排查。")
    assert copy is not None
    assert copy.text == f"{MASK}\n各镇街：\n请排查。"
    assert copy.spans[0].kind is MaskKind.CELL


@pytest.mark.parametrize("companion", [
    "机密★5年\n关于某项工作的通知", "（此件不予公开）", "领导批示：\n同意。请张某某同志阅办。",
    "内部资料 注意保存\n关于开展某项工作的方案",
    "根据李市长在专报上作出的重要批示要求，现将任务分解如下",
])
def test_nothing_is_given_beside_what_may_never_be_masked(redacted: Redacted, companion: str) -> None:
    assert redacted(f"{companion}\n{TABLE}") is None
    assert redacted(TABLE) is not None


@pytest.mark.parametrize("nature", list(Nature))
def test_content_of_a_document_under_alert_is_never_given_masked(rules: Rules, nature: Nature) -> None:
    leak = f"{notice(4)}\n{TABLE}"
    entry = alert_entry("BK-01", "甲", "布控单第1号", leak, nature)
    written = with_entries(new_pack("单位", "1"), "紧急布控", [entry])
    judge = Judge([load(builtin_pack(), "builtin.yaml"), load(written, "unit.yaml")])
    lax = replace(rules.policy, release=tuple(replace(rule, redacted_copy=True) for rule in rules.policy.release))
    for original in (leak, f"{leak[100:420]}\n{TABLE}", leak.replace("要", "应当")):
        text = Text(original)
        verdict = judge.judge(text)
        assert verdict.explanation_of("BK-01") is not None
        assert redact(Judged("", text=text, verdict=verdict), judge, lax) is None


@pytest.mark.parametrize("nature", sorted(NEVER_REDACTED))
def test_no_policy_can_have_masked_what_may_never_be(rules: Rules, nature: Nature) -> None:
    text = Text(TABLE)
    verdict = rules.judge.judge(text)
    changed = replace(verdict, explanations=tuple(replace(entry, nature=nature) for entry in verdict.explanations))
    lax = replace(rules.policy, release=tuple(replace(rule, redacted_copy=True) for rule in rules.policy.release))
    assert redact(Judged("", text=text, verdict=verdict), rules.judge, lax) is not None
    assert redact(Judged("", text=text, verdict=changed), rules.judge, lax) is None


def test_even_a_lowered_mark_and_a_lax_policy_do_not_give_a_copy(rules: Rules) -> None:
    text = Text("培训举例：首页左上角的“机密★10年”字样。\n" + TABLE)
    verdict = rules.judge.judge(text)
    assert any(match.rule == "BC-01" and match.action is Action.LOG for match in verdict.matches)
    lax = replace(rules.policy, release=tuple(replace(rule, redacted_copy=True) for rule in rules.policy.release))
    assert redact(Judged("", text=text, verdict=verdict), rules.judge, lax) is None


def test_a_policy_without_a_masked_copy_gives_none(rules: Rules) -> None:
    text = Text(TABLE)
    judged = Judged("", text=text, verdict=rules.judge.judge(text))
    for release in ((), tuple(replace(rule, redacted_copy=False) for rule in rules.policy.release),
                    tuple(rule for rule in rules.policy.release if rule.nature is not Nature.PERSONAL)):
        assert redact(judged, rules.judge, replace(rules.policy, release=release)) is None
    assert any(isinstance(rule, ReleaseRule) and rule.redacted_copy for rule in rules.policy.release)


def test_a_draft_with_people_in_it_gives_none(redacted: Redacted) -> None:
    assert redacted("《关于恢复部分公交线路的通告（讨论稿）》\n" + TABLE) is None


def test_a_warning_that_yielded_to_what_was_masked_takes_no_copy_away(rules: Rules) -> None:
    judge = yielding_judge()
    text = Text(f"{WORDS}\n{TABLE}")
    verdict = judge.judge(text)
    assert verdict.explanation_of("RW-01") is None
    copy = redact(Judged("", text=text, verdict=verdict), judge, rules.policy)
    assert copy is not None
    assert copy.text.startswith(WORDS)
    again = judge.judge(Text(copy.text))
    assert again.explanation_of("RW-01") is not None
    assert stopped_by(again) == set()


def test_a_block_of_a_rule_that_yields_and_every_other_warning_take_the_copy_away(rules: Rules) -> None:
    text = Text(f"{WORDS}\n{TABLE}")
    blocking = yielding_judge("拦截")
    assert redact(Judged("", text=text, verdict=blocking.judge(text)), blocking, rules.policy) is None
    judge = yielding_judge()
    whole = judge.judge(text)
    plain = Judge([load(builtin_pack(), "builtin.yaml")])
    table_only = Judged("", text=text, verdict=plain.judge(text))
    assert redact(table_only, judge, rules.policy) is not None
    left = judge.judge(Text(WORDS))
    not_yielding = replace(left, explanations=tuple(replace(one, yields=False) for one in left.explanations))
    assert refusing(left, whole) == []
    assert refusing(not_yielding, whole) == list(left.matches)


def test_what_only_a_rule_that_yields_has_stopped_stays_stopped_masked_or_not(rules: Rules) -> None:
    judge = yielding_judge()
    text = Text(f"{WORDS}，患者们都来")
    verdict = judge.judge(text)
    assert [match.rule for match in verdict.matches] == ["RW-01"]
    assert refusing(verdict, verdict) == list(verdict.matches)
    assert redact(Judged("", text=text, verdict=verdict), judge, rules.policy) is None


def test_what_was_not_stopped_or_not_read_or_not_judged_to_the_end_gives_none(rules: Rules) -> None:
    text = Text(TABLE)
    whole = rules.judge.judge(text)
    for judged in (
        Judged("", unreadable=Unreadable(Reason.DAMAGED)),
        Judged("", text=text),
        Judged("", text=Text("明天开会"), verdict=Verdict(Action.ALLOW)),
        Judged("", text=text, verdict=replace(whole, gaps=("BC-01",))),
        Judged("", text=replace(text, traits=(Trait(PARTIAL),)), verdict=whole),
    ):
        assert redact(judged, rules.judge, rules.policy) is None


def test_a_masked_copy_is_not_masked_again(redacted: Redacted, rules: Rules) -> None:
    for original in (TABLE, "密接李四，身份证号430102199003077230。请李四配合。"):
        copy = redacted(original)
        assert copy is not None
        assert redacted(copy.text) is None
        assert stopped_by(rules.judge.judge(Text(copy.text))) == set()


def test_matches_that_overlap_or_reach_the_end_are_hidden_once(rules: Rules) -> None:
    text = Text(TABLE)
    verdict = rules.judge.judge(text)
    matches = tuple(replace(match, start=max(0, match.start - shift), end=min(len(TABLE), match.end + shift))
                    for match in verdict.matches for shift in (0, 3, 500))
    assert max(match.end for match in matches) == len(TABLE)
    assert any(one.start < other.start < one.end for one in matches for other in matches)
    copy = redact(Judged("", text=text, verdict=replace(verdict, matches=matches)), rules.judge, rules.policy)
    assert copy is not None
    assert not any(secret in copy.text for secret in (*IDS, *PHONES, *NAMES))


def test_lone_surrogates_and_characters_beyond_the_basic_plane_keep_their_places(redacted: Redacted) -> None:
    copy = redacted("😀\ud800密接李四，\udfff身份证号430102199003077230😀\udbff")
    assert copy is not None
    assert copy.text == "😀\ud800密接李**，\udfff身份证号****😀\udbff"


def test_more_people_than_a_verdict_lists_are_all_hidden(redacted: Redacted) -> None:
    rows = [(_name(number), _identity(number), f"138{number:08d}") for number in range(300)]
    original = "姓名\t身份证号\t电话\n" + "\n".join("\t".join(row) for row in rows)
    copy = redacted(original)
    assert copy is not None
    assert not any(part in copy.text for row in rows for part in row)


@pytest.mark.thorough
@pytest.mark.parametrize("filling", ["今天开会讨论了很多事情。\n", "字", "男 ", "13812345678 ", "李建国 ", "：",
                                     "\u200b", "("])
def test_a_text_as_long_as_it_may_be_takes_seconds_without_the_tagger(redacted: Redacted, filling: str) -> None:
    original = (filling * LONGEST_TEXT)[:LONGEST_TEXT - len(TABLE) - 1] + "\n" + TABLE
    begun = time.thread_time()
    copy = redacted(original)
    assert time.thread_time() - begun < 4
    assert copy is not None
    assert not any(secret in copy.text for secret in (*IDS, *PHONES))


def test_a_longer_text_gets_no_copy(redacted: Redacted) -> None:
    assert redacted("李建国 " * LONGEST_TEXT + "\n" + TABLE) is None


SURNAMES = "李王张刘陈杨赵周"
GIVEN = ("建国", "芳", "伟", "小红", "志强", "丽华", "子轩")


def _identity(number: int) -> str:
    body = f"430102{1950 + number % 60}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of rows, sentences and noise, with the names and numbers written beside each other in it."""
    parts, secrets = ["姓名\t身份证号\t电话\n"], []
    for number in draw(st.lists(st.integers(0, 4000), min_size=3, max_size=12, unique=True)):
        name, identity, phone = _name(number), _identity(number), f"139{number:08d}"
        shape = draw(st.sampled_from((
            "{name}\t{identity}\t{phone}\n", "患者{name}，身份证号{identity}，电话{phone}。\n",
            "{name} {identity} {phone}\n", "{name}\n{identity}\n{phone}\n",
            "姓名：{name} 身份证：{spaced} 手机：{dashed}\n",
        )))
        noise = draw(st.sampled_from(("", "请{name}今天来。\n", "收到{phone}的来电\n", "😀\ud800\n", "\n\n",
                                      "今天开会\n", "编号{identity}{name}\n")))
        parts.append((shape + noise).format(name=name, identity=identity, phone=phone,
                                            dashed=f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
                                            spaced=f"{identity[:6]} {identity[6:14]} {identity[14:]}"))
        secrets += [name, identity, phone]
    return "".join(parts), secrets


@settings(max_examples=120, deadline=None)
@given(documents())
def test_nothing_of_a_matched_name_or_number_remains(rules: Rules, document: tuple[str, list[str]]) -> None:
    original, secrets = document
    text = Text(original)
    verdict = rules.judge.judge(text)
    assert verdict.action is Action.BLOCK
    copy = redact(Judged("", text=text, verdict=verdict), rules.judge, rules.policy)
    assert copy is not None
    plain = copy.text.replace(" ", "").replace("-", "")
    assert [secret for secret in secrets if secret in plain] == []
    assert stopped_by(rules.judge.judge(Text(copy.text))) == set()
    assert redact(Judged("", text=Text(copy.text), verdict=rules.judge.judge(Text(copy.text))), rules.judge,
                  rules.policy) is None


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(MaskKind)), max_size=8).map(
    lambda found: [Masked(start, start + length, kind) for start, length, kind in found])


@settings(deadline=None)
@given(SPANS)
def test_joined_spans_are_in_order_apart_and_cover_the_same(spans: list[Masked]) -> None:
    ordered = joined(spans)
    assert all(one.end <= other.start for one, other in pairwise(ordered))
    assert {place for span in spans for place in range(span.start, span.end)} == {
        place for span in ordered for place in range(span.start, span.end)}


@settings(deadline=None)
@given(SPANS, st.text(alphabet="甲乙丙丁戊己", min_size=52, max_size=60))
def test_a_place_in_the_masked_text_leads_back_to_the_original(spans: list[Masked], original: str) -> None:
    rendering = render(original, spans)
    hidden = {place for span in rendering.spans for place in range(span.start, span.end)}
    for place in range(len(rendering.text)):
        start, end = rendering.original(place, place + 1)
        if start in hidden:
            assert (start, end) in {(span.start, span.end) for span in rendering.spans}
        else:
            assert end == start + 1
            assert rendering.text[place] == original[start]
