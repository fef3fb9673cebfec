"""Tests feedback on false alarms: numbers, answers, what is stored of them, and the words that may go with one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import Case, CaseState
from guard.feedback.answers import FeedbackAnswer, number_of, read_number
from guard.feedback.book import KEPT, FeedbackBook
from guard.redact.excerpt import AROUND, masked_excerpt
from guard.supply.tag_weights import built_in_tagger
from guard.util.spoken_code import CodeError
from rules.text import Text
from tests.support import ui_samples as samples
from tests.support.built_in import built_in


def held(text: str, **changes: object) -> Case:
    """Return an item with what the built-in rules find in this text."""
    verdict = built_in().judge.judge(Text(text))
    case = samples.draft(**changes)
    judged = replace(case.judged[0], text=Text(text), verdict=verdict)
    return replace(case, judged=(judged,), decision=replace(case.decision, rule=verdict.matches[0].rule))


def answer(number: str, words: str = "", *, adopted: bool = True) -> FeedbackAnswer:
    return FeedbackAnswer(number, adopted, words, 5.0)


def test_a_number_is_the_same_each_time_and_says_nothing_of_the_item() -> None:
    assert number_of("a1b2") == number_of("a1b2") != number_of("a1b3")
    assert "A1B2" not in number_of("a1b2")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{spaced}"])
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    number = number_of("a1b2")
    assert read_number(typed.format(number, lower=number.lower(), spaced=number.replace("-", " "))) == number


def test_a_number_with_one_wrong_character_is_none() -> None:
    number = number_of("a1b2")
    wrong = ("0" if number[0] != "0" else "1") + number[1:]
    with pytest.raises(CodeError, match="第 1 组"):
        read_number(wrong)


def test_what_was_given_and_answered_is_known_after_a_restart_and_new_only_once(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "feedback")
    given = book.add(samples.draft())
    assert book.add(samples.draft()) == given
    answers = (answer(given.number, "规则已改"), answer(number_of("somebody else's")))
    (new,) = book.answered(answers)
    assert (new.number, new.answer, new.seen) == (given.number, answers[0], False)
    again = FeedbackBook(tmp_path / "feedback")
    assert again.answered(answers) == ()
    assert again.unseen() == 1
    again.see()
    assert book.unseen() == 0
    (other,) = book.answered((answer(given.number, "又改了"),))
    assert not other.seen, "another answer is news"


def test_an_answer_that_is_no_longer_published_is_still_known(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "feedback")
    given = book.add(samples.draft())
    book.answered((answer(given.number),))
    assert book.answered(()) == ()
    assert book.entries()[0].answer is not None


def test_the_oldest_feedbacks_are_forgotten_and_a_damaged_file_is_empty(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "feedback")
    for number in range(KEPT + 3):
        book.add(samples.draft(id=f"case-{number}"))
    assert [entry.case for entry in book.entries()] == [f"case-{number}" for number in range(3, KEPT + 3)]
    (tmp_path / "feedback").write_bytes(b"\xc1 no book")
    assert book.entries() == ()
    book.add(samples.draft())
    assert len(book.entries()) == 1


def test_the_file_holds_nothing_of_the_item(tmp_path: Path) -> None:
    case = samples.draft()
    FeedbackBook(tmp_path / "feedback").add(case)
    content = (tmp_path / "feedback").read_bytes()
    assert case.title.encode() not in content
    assert "公交".encode() not in content


DRAFT = ("关于调整值班安排的请示（讨论稿）\n拟由赵敏芝、欧阳震华两位同志负责，联系电话 13812345678，"
         "证件号 510104199003074518，住锦江区幸福路12号3栋402。\n工号 20260411，请各位领导审阅。\n" + "附件略。" * 80)


def test_the_words_that_may_be_added_hide_every_name_and_number_and_are_few() -> None:
    text = masked_excerpt(held(DRAFT))
    assert "讨论稿" in text
    for hidden in ("敏芝", "震华", "13812345678", "510104199003074518", "20260411", "402"):
        assert hidden not in text, text
    assert len(text) <= len("讨论稿") + 2 * AROUND + 60


def test_the_words_that_may_be_added_hide_what_the_tagger_finds() -> None:
    told = "关于调整值班安排的请示（讨论稿）\n老皮上个月查出肝癌，住供销社家属楼东头，请各位领导审阅。"
    text = masked_excerpt(held(told), built_in_tagger()[0])
    assert "讨论稿" in text
    assert not [hidden for hidden in ("肝癌", "家属楼") if hidden in text], text


def test_no_name_or_number_that_the_edge_of_the_words_would_cut_shows_its_rest() -> None:
    for gap in range(30, 70):
        text = masked_excerpt(held(f"关于值班的请示（讨论稿）{'略' * gap}，联系电话 13812345678，附后"))
        assert not set("13812345678"[3:]) & set(text), (gap, text)


@pytest.mark.parametrize("case", [
    samples.secret(), samples.unreadable(), held("机密★5年\n关于值班的请示（讨论稿）"),
], ids=["mark", "unread", "beside"])
def test_no_words_are_given_of_what_bears_a_mark_or_was_not_read(case: Case) -> None:
    assert masked_excerpt(case) == ""
    assert masked_excerpt(replace(case, state=CaseState.HELD)) == ""
