"""Tests what people read: evidence of a few words, names made safe, one sentence for every kind of item."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from guard.core.model import Outcome, Release
from rules.model import Nature
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from ui.i18n.dates import ago, clock, clock_and_day, day, when
from ui.items.basis import laws_of, spelled
from ui.items.explanation import basis_in_full, explanation_of, words_of
from ui.items.labels import not_sent
from ui.items.legend import legend, naming
from ui.items.nine_cases import CASES, case_line
from ui.items.office import ready_sentence
from ui.kit.display_text import (
    BREAK_HERE,
    NO_BREAK,
    WORD_JOINER,
    breakable,
    numbered,
    one_line,
    visible,
    without_orphan,
)
from ui.warning.excerpt import excerpt

AVOIDED = ("违规", "非法", "警告", "泄密", "检测到", "系统", "确定", "！")


def marked(shown: object) -> list[str]:
    return [shown.text[span.start:span.end].replace(WORD_JOINER, "") for span in shown.spans]  # type: ignore[attr-defined]


def test_the_mark_is_shown_with_the_lines_round_it_and_cannot_break() -> None:
    shown = excerpt(samples.secret())
    assert shown is not None
    assert marked(shown) == [samples.MARK]
    assert WORD_JOINER.join(samples.MARK) in shown.text
    assert shown.text.splitlines()[1].startswith("某某县应急演练")


def test_personal_data_is_masked_to_its_first_character() -> None:
    shown = excerpt(samples.personal())
    assert shown is not None
    assert marked(shown)[:3] == ["███", "███", "███"]
    assert "ZY20260411" not in shown.text
    assert shown.hides


def test_what_did_not_decide_is_masked_where_it_is_about_people() -> None:
    shown = excerpt(samples.petition())
    assert shown is not None
    assert shown.text.replace(WORD_JOINER, "").startswith("来访人：███，███，")
    assert not [part for part in ("周虚构", "幸福里", "301") if part in shown.text]
    assert "反映邻居占用通道一事" in shown.text
    original = excerpt(samples.petition(), masked=False)
    assert original is not None
    assert "来访人：周虚构，住幸福里3栋2单元301室" in original.text.replace(WORD_JOINER, "")


def test_held_down_the_original_words_come_back() -> None:
    shown = excerpt(samples.personal(), masked=False)
    assert shown is not None
    assert marked(shown)[0] == "赵样例"


def test_what_is_held_for_whose_words_it_has_says_so_with_the_time_and_law_of_the_item_before() -> None:
    case = samples.akin()
    words = words_of(case)
    assert words.sentence.startswith(f"这段来自被拦下过的文件（{clock_and_day(samples.AT - 1020, time.time())}）")
    assert words.basis == words_of(samples.secret()).basis
    assert samples.MARK not in words.title + words.sentence
    assert [entry.name for entry in legend(case.matches())] == ["来自被拦下的文件"]
    assert not any(avoided in words.title + words.sentence for avoided in AVOIDED)


@pytest.mark.parametrize("before", [0, 31, 500, 100_000])
@pytest.mark.parametrize("break_lines", [False, True])
def test_evidence_is_short_and_contains_the_mark_wherever_it_is(before: int, break_lines: bool) -> None:
    untrusted_text = "前" * before + ("\n" if break_lines else "") + samples.MARK + "\n\n\n后\n" * 3 + "字" * 1000
    shown = excerpt(samples.text_case("far", untrusted_text, samples.MARK, samples.SECRET))
    assert shown is not None
    assert marked(shown) == [samples.MARK]
    assert len(shown.text.replace(WORD_JOINER, "")) <= 82
    assert len(shown.text.splitlines()) <= 3


def test_a_name_becomes_one_visible_line_elided_in_the_middle() -> None:
    assert visible("甲\n乙\x00丙\u202e丁") == "甲⏎乙□丙□丁"
    assert one_line("一二三四五六七八九十", 5) == "一二…九十"
    assert len(one_line("x" * 10_000_000, 60)) == 60


def test_a_run_without_a_break_gets_places_to_break_and_loses_nothing() -> None:
    broken = breakable("x" * 400)
    assert broken.replace(BREAK_HERE, "") == "x" * 400
    assert max(map(len, broken.split(BREAK_HERE))) <= 16


@pytest.mark.parametrize("nature", list(Nature))
@pytest.mark.parametrize("outcome", [Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE])
def test_every_kind_of_item_has_calm_words_of_its_own(nature: Nature, outcome: Outcome) -> None:
    case = samples.text_case("words", "甲乙丙", "乙", samples.explanation("X-01", nature))
    case = replace(case, decision=replace(case.decision, outcome=outcome, release=Release.FREE))
    words = words_of(case)
    assert words.title
    assert words.sentence.endswith("。")
    assert not any(avoided in f"{words.title}{words.sentence}{words.advice}" for avoided in AVOIDED)


def test_the_rule_puts_the_deciding_words_where_it_asks_for_them() -> None:
    words = words_of(samples.secret())
    assert words.sentence.replace(WORD_JOINER, "") == (
        f"您复制的内容上有“{samples.MARK}”。带密级的文件不能走微信、QQ，刚才没有粘贴出去。")
    assert words.basis == "依据：保守国家秘密法第二十九条 · 规则 GM-01"


def test_a_case_that_the_sentence_calls_similar_is_not_called_so_again() -> None:
    case = samples.draft()
    assert "类似案例六" in words_of(case).sentence
    assert words_of(case).basis == "依据：政府信息公开条例第十六条"
    assert basis_in_full(case) == ("依据：政府信息公开条例第十六条", f"案例六：{case_line(6)}")


def test_a_known_case_is_told_only_where_it_resembles_the_item() -> None:
    report = samples.text_case("report", f"{samples.MARK}\n关于某事的调查报告", samples.MARK, samples.SECRET)
    assert words_of(report).basis == "依据：保守国家秘密法第二十九条 · 类似案例三"
    assert basis_in_full(report)[1] == f"类似案例三：{case_line(3)}"
    assert len(basis_in_full(samples.secret())) == 1


def test_what_was_found_of_people_is_title_sentence_and_legend_and_never_an_illness_where_there_is_none() -> None:
    case = samples.roster(built_in().judge)
    words = words_of(case)
    assert words.title == "这里有 3 个人的身份证号"
    assert words.sentence == "身份证号 3，已标出。传出去会给当事人带来麻烦。"
    assert "病" not in f"{words.title}{words.sentence}"
    assert [row.words for row in legend(case.matches(), naming(case))] == ["身份证号 3"]


def test_laws_are_named_with_their_articles_and_those_for_patients_only_where_there_are_some() -> None:
    laws = laws_of(explanation_of(samples.roster(built_in().judge)), samples.roster(built_in().judge))
    assert laws == ("个人信息保护法第二十八条",)
    at_a_hospital = samples.personal()
    rule = replace(samples.PATIENT, legal_basis="个人信息保护法第28条；医师法第23、56条")
    assert laws_of(rule, at_a_hospital) == ("个人信息保护法第二十八条", "医师法第二十三条、第五十六条")


@pytest.mark.parametrize(("written", "said"), [
    ("第16条第2款", "第十六条第二款"), ("第13—16条", "第十三条至第十六条"),
    ("第110、204条", "第一百一十条、第二百零四条"),
    ("GB/T 9704-2012 7.2.2", "GB/T 9704-2012 7.2.2"), ("第二十九条", "第二十九条")])
def test_articles_are_spelled_as_laws_are_quoted(written: str, said: str) -> None:
    assert spelled(written) == said


def test_the_words_of_a_person_are_never_put_into_a_sentence() -> None:
    rule = replace(samples.PATIENT, sentence="有{命中}。")
    words = words_of(samples.text_case("p", "赵样例，重症", "赵样例", rule))
    assert "赵样例" not in words.sentence


def test_all_nine_cases_have_one_line_each() -> None:
    assert sorted(CASES) == list(range(1, 10))
    assert all(len(line) <= 42 and line.endswith("。") for line in CASES.values())
    assert case_line(10) is None


def test_days_and_times_read_as_people_say_them() -> None:
    now = samples.AT
    assert day(now, now).startswith("今天 · ")
    assert day(now - 86400, now).startswith("昨天 · ")
    assert "今天" not in day(now - 5 * 86400, now)
    assert when(now - 86400, now) == "昨天"
    assert [ago(now - seconds, now) for seconds in (0, 59, 60, 150)] == ["刚刚", "刚刚", "1 分钟前", "2 分钟前"]
    assert ago(now - 86400, now) == "昨天"


def test_the_office_is_told_the_day_of_an_item_that_is_not_of_today() -> None:
    case = samples.secret()
    date = day(case.opened_at, case.opened_at).split(" · ")[-1]
    for later, told in ((60, clock(case.opened_at)), (86400, f"{date} {clock(case.opened_at)}"),
                        (7 * 86400, f"{date} {clock(case.opened_at)}")):
        assert ready_sentence(case, case.opened_at + later).startswith(f"您好，密哨 {told} 在我电脑上留下了")


def test_a_latin_program_name_is_separated_from_the_words_before_it() -> None:
    assert not_sent(samples.unreadable()) == "没有粘贴到 QQ"
    assert not_sent(samples.secret()) == "没有粘贴到微信"


@pytest.mark.parametrize(("words", "kept_together"), [
    ("存成一个文件，密哨不会替您发出去。", WORD_JOINER.join("发出去。")),
    ("If it spreads, they are the ones who suffer.", f"who{NO_BREAK}suffer."),
    ("请联系保密办（内线 8021）。", "（内线 8021）。"),
    ("███，重███", "重███"),
    ("短", "短"),
])
def test_the_last_line_of_a_paragraph_is_never_one_character_or_a_short_word(words: str, kept_together: str) -> None:
    assert without_orphan(words).endswith(kept_together)
    assert without_orphan(words).replace(WORD_JOINER, "").replace(NO_BREAK, " ") == words


@pytest.mark.parametrize(("words", "kept_together"), [
    ("依据：保守国家秘密法第二十九条。", WORD_JOINER.join("第二十九条")),
    ("政府信息公开条例第16条第二款", WORD_JOINER.join("第16条") + WORD_JOINER.join("第二款")),
    ("截至 12 月", f"12{NO_BREAK}月"),
    ("第一次、第三方、条条框框", "第一次、第三方、条条框框"),
])
def test_no_line_breaks_inside_the_number_of_an_article_or_before_what_a_number_counts(words: str,
                                                                                       kept_together: str) -> None:
    assert kept_together in numbered(words)
    assert numbered(words).replace(WORD_JOINER, "").replace(NO_BREAK, " ") == words


def test_nor_does_one_where_the_paragraph_ends_with_it() -> None:
    assert WORD_JOINER.join("第二十九条") in numbered(without_orphan("依据：保守国家秘密法第二十九条。"))
