"""Tests that words of a stopped item are recognised by their pieces; everyday, short or few words are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.definition import Override, Pack
from rules.judge.exempted import content_mark, exempted_entry
from rules.judge.judge import Judge
from rules.judge.kinship import Known, apart, read, write
from rules.model import Action, Kin, Nature, Verdict
from rules.pack.known_texts import published_entry
from rules.pack.known_writing import entries_as_yaml
from rules.pack.loading import load
from rules.scan.fingerprints import fingerprint
from rules.text import PARTIAL, Text, Trait
from tests.support.kinship import BOILERPLATE, KEY, OTHER_LETTER, PARAGRAPHS, REST, SECRET, earlier, knowing
from tests.support.notices import notice, recognised


@pytest.fixture(scope="module")
def after(judge: Judge) -> Judge:
    """The built-in rules after the marked document was stopped."""
    return judge.knowing(knowing(judge, (earlier(), SECRET)))


def kin_of(verdict: Verdict) -> list[Kin]:
    return [match.kin for match in verdict.matches if match.kin is not None]


def test_the_rest_without_the_mark_gets_the_verdict_of_the_marked_document_and_its_law(after: Judge) -> None:
    verdict = after.judge(Text(REST))
    assert verdict.action is Action.BLOCK
    assert kin_of(verdict) == [Kin("c1", 60.0)]
    found = verdict.explanation_of("BC-01")
    assert found is not None
    assert (found.legal_basis, found.cases, found.nature) == ("保密法", (1,), Nature.STATE_SECRET)


@pytest.mark.parametrize("text", [
    PARAGRAPHS[1],
    "\n".join(reversed(PARAGRAPHS)),
    REST.replace("，", "，\n  "),
    "老王，你看看这个：\n" + PARAGRAPHS[2] + "\n收到回我。",
    recognised(REST, 7, 0.03),
], ids=["one paragraph", "another order", "other lines", "within a message", "read with mistakes"])
def test_a_part_of_it_is_known_again_however_it_is_laid_out_or_read(after: Judge, text: str) -> None:
    assert kin_of(after.judge(Text(text)))


@pytest.mark.parametrize("text", [
    OTHER_LETTER,
    "样机在零下四十度的冷箱里开机六小时",
    PARAGRAPHS[0][:30] + "。晚饭后去河边散步的人比往年多，卖西瓜的老李说今年瓜甜，孩子们放了假都在桥洞下乘凉，"
    "到九点钟才各自回家，第二天一早又去赶集，买回来的菜够吃三天。",
], ids=["another letter of the office", "half a line", "a sentence within other words"])
def test_what_shares_little_is_left_alone(judge: Judge, after: Judge, text: str) -> None:
    assert after.judge(Text(text)) == judge.judge(Text(text))


def test_boilerplate_that_was_in_a_stopped_letter_tells_of_no_origin(judge: Judge) -> None:
    after = judge.knowing(knowing(judge, (earlier(), f"{SECRET}\n{BOILERPLATE}")))
    assert not kin_of(after.judge(Text(BOILERPLATE)))
    assert not kin_of(after.judge(Text(OTHER_LETTER)))


def test_a_letter_in_the_style_of_many_stopped_ones_is_akin_to_none_of_them(judge: Judge) -> None:
    many = judge.knowing(knowing(judge, *((earlier(str(number)), notice(number)) for number in range(60))))
    assert not [number for number in range(40) if kin_of(many.judge(Text(notice(1000 + number))))]
    assert all(kin_of(many.judge(Text(notice(number)))) for number in range(5))


def test_words_of_a_published_text_that_a_stopped_one_quotes_tell_of_no_origin() -> None:
    listed = entries_as_yaml([published_entry("水库公告", REST)])
    judge = Judge([load(f"规则包: 已发布\n版本: '1'\n已发布清单:\n{listed}".encode(), "published.yaml")])
    assert not kin_of(judge.knowing(knowing(judge, (earlier(), SECRET))).judge(Text(REST)))


def test_a_content_that_was_exempted_as_a_false_alarm_is_akin_to_nothing(builtin: Pack) -> None:
    until = date(2027, 6, 30)
    entries = [exempted_entry("试验记录", "已核实", "赵敏", until, content_mark(REST))]
    unit = load(f"规则包: 本单位\n版本: '1'\n误报豁免:\n{entries_as_yaml(entries)}".encode(), "unit.yaml")
    judge = Judge([builtin, unit], lambda: until)
    after = judge.knowing(knowing(judge, (earlier(), SECRET)))
    assert not kin_of(after.judge(Text(REST)))
    assert kin_of(after.judge(Text(f"{REST}完")))


@pytest.mark.parametrize("asked", [Action.LOG, Action.WARN])
def test_kinship_asks_for_no_more_than_the_unit_lets_the_rule_of_the_stopped_item_ask_for_by_now(
        builtin: Pack, asked: Action) -> None:
    until = date(2027, 6, 30)
    rules = tuple(replace(rule, override=Override(asked, until)) if rule.id == "BC-08" else rule
                  for rule in builtin.rules)
    for today, action in ((until, asked), (until + timedelta(1), Action.BLOCK)):
        judge = Judge([replace(builtin, rules=rules)], lambda today=today: today)
        known = knowing(judge, (earlier(rule="BC-08"), SECRET))
        assert judge.knowing(known).judge(Text(REST)).action is action
        both = knowing(judge, (earlier(rule="BC-08"), SECRET), (earlier("c2"), SECRET))
        assert judge.knowing(both).judge(Text(REST)).action is Action.BLOCK


def test_a_text_that_its_own_rules_stop_says_nothing_of_an_earlier_one(judge: Judge, after: Judge) -> None:
    assert after.judge(Text(SECRET)) == judge.judge(Text(SECRET))


def test_nothing_is_said_of_a_part_of_a_picture_since_what_follows_may_be_other_words(after: Judge) -> None:
    assert not kin_of(after.judge(Text(REST, traits=(Trait(PARTIAL),))))


def test_the_stricter_of_two_earlier_verdicts_counts_where_both_are_shared_enough(judge: Judge) -> None:
    warned, blocked = earlier("warned", Action.WARN, "BC-09"), earlier("blocked")
    whole = (warned, REST)
    both = judge.knowing(knowing(judge, whole, (blocked, "\n".join(PARAGRAPHS[:3]))))
    assert kin_of(both.judge(Text(REST))) == [blocked.kin]
    little = judge.knowing(knowing(judge, whole, (blocked, PARAGRAPHS[0])))
    assert kin_of(little.judge(Text(REST))) == [warned.kin]


def test_a_later_and_milder_verdict_on_the_same_words_takes_nothing_from_the_stricter_one(judge: Judge) -> None:
    known = knowing(judge, (earlier("blocked"), REST), (earlier("warned", Action.WARN), REST))
    assert kin_of(judge.knowing(known).judge(Text(REST))) == [Kin("blocked", 60.0)]


def test_what_is_stopped_again_takes_the_place_of_what_held_no_word_more(judge: Judge) -> None:
    again = knowing(judge, (earlier("first"), REST), (earlier("second"), REST))
    assert [one.kin.case for one in again.earlier] == ["second"]


def test_what_is_taken_out_is_known_no_longer(judge: Judge) -> None:
    known = knowing(judge, (earlier(), SECRET))
    less = known.without(judge.telling_pieces("\n".join(PARAGRAPHS[:2]), known))
    assert not kin_of(judge.knowing(less).judge(Text(PARAGRAPHS[0])))
    assert kin_of(judge.knowing(less).judge(Text("\n".join(PARAGRAPHS[2:]))))
    assert less.without(judge.telling_pieces(SECRET, known)).earlier == ()


def test_the_oldest_items_go_first_when_there_are_too_many_items_or_pieces(judge: Judge) -> None:
    known = knowing(judge, *((earlier(str(number)), text) for number, text in enumerate(PARAGRAPHS)))
    assert [one.kin.case for one in known.newest(2, 1000).earlier] == ["2", "3"]
    size = len(judge.telling_pieces(PARAGRAPHS[3], known))
    assert [one.kin.case for one in known.newest(9, size).earlier] == ["3"]
    assert [one.kin.case for one in known.where(lambda one: one.kin.case == "1").earlier] == ["1"]


def test_pieces_are_other_ones_under_another_key_and_none_is_a_hash_of_a_fingerprint(judge: Judge) -> None:
    pieces = set(judge.telling_pieces(REST, Known(KEY)).tolist())
    others = set(judge.telling_pieces(REST, Known(bytes(16))).tolist())
    assert pieces.isdisjoint(others)
    assert pieces.isdisjoint(fingerprint(REST).hashes().tolist())


def test_what_one_process_writes_another_reads(judge: Judge) -> None:
    known = knowing(judge, (earlier(), SECRET), (earlier("c2"), BOILERPLATE + OTHER_LETTER))
    other = Known(KEY)
    for one, written in known.written():
        other = other.with_item(one, read(written))
    assert other.written() == known.written()
    pieces = judge.telling_pieces(SECRET, known)
    assert not len(apart(pieces, [write(pieces[:5]), write(pieces[5:])]))


def test_many_texts_at_once_are_judged_as_each_alone(after: Judge) -> None:
    texts = [Text(REST), Text(OTHER_LETTER), Text(PARAGRAPHS[1]), Text("好的")]
    assert after.judge_many(texts) == [after.judge(text) for text in texts]
