"""Tests rules and the learnt judge together: what decides alone, becomes milder or stricter, and what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import cycle, pairwise
from math import log

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.supply.learnt_weights import built_in_weights
from rules.deadline import Deadline, OutOfTime
from rules.definition import Override, Pack, Published
from rules.judge import judge
from rules.judge.beginning import CHARACTERS
from rules.judge.explaining import DARKEST, LONGEST, explain
from rules.judge.judge import Judge
from rules.judge.weighing import Weighing
from rules.learnt.grams import digit_runs, fold
from rules.learnt.scoring import readings
from rules.learnt.weights import Weights, WeightsError, pack, parse
from rules.model import Action, Nature, Place
from rules.pack.loading import load
from rules.scan.fingerprints import fingerprint
from rules.text import PARTIAL, Piece, Text, Trait
from tests.support.notices import notice
from tests.support.one_rule import one_rule
from tests.support.private_lists import identity_numbers, mobiles
from tests.support.writers import is_kept_apart, texts_of, writers

MARK = "机密★三年\n今天中午食堂有红烧肉，去晚了就没了。"
INTERNAL = ("各科室：局里定的，下周三上午到青石镇看现场，带队的是分管副局长，行程先不要往外说，名单各自收好。"
            "查的是三家企业的危废台账，不通知镇里，到了现场再亮明身份。")
ORDER = ("各组：下周三联合执法行动方案已定，八点半在青石镇派出所后院集合，带队的是分管副局长，便衣先进厂，"
         "手机统一上交，查的是三家企业的危废台账，名单各自收好，不通知镇里，先不要往外说。")
LIFTED = {
    "press": "县委书记作出批示后，全县上下迅速行动，防汛工作取得成效，被省报头版报道。",
    "lesson": ("【保密课堂】哪些内容不能发微信群？\n一是标有“机密”“秘密”字样的文件；二是讨论稿、征求意见稿；"
               "三是领导批示的原话。请大家牢记：涉密不上网，上网不涉密。"),
}
CARRIED = {
    "press": "刚接到通知，书记在报告上批示了：请建国同志牵头，三天内查清桥垮的原因，先不要对外讲，查完直接报我。",
    "lesson": ("青石镇撤并村校实施方案（讨论稿）\n一、拟撤并柳沟、上湾两所村校，教师编制收回县里统筹。"
               "二、本稿请各位领导会前审阅。"),
}
STORY = ("李建国同志家庭困难情况：妻子患乳腺癌晚期，女儿重度抑郁休学在家，本人去年因工伤致残，"
         "家里靠低保和借债过日子，欠亲戚十二万元，户口在外地。")
AT = 300
NO_TIME = -1.0


@pytest.fixture(scope="module")
def weights() -> Weights:
    return parse(built_in_weights().content)


@pytest.fixture(scope="module")
def lenient(builtin: Pack, weights: Weights) -> Judge:
    """A judge whose weighing lets everything go."""
    weigher = msgspec.structs.replace(weights.header.weigher, intercepts=(1e6, 0.0, 0.0))
    header = msgspec.structs.replace(weights.header, weigher=weigher)
    return Judge([builtin], weighing=Weighing(replace(weights, header=header)))


def _stopped(judge: Judge, text: str) -> bool:
    return judge.judge(Text(text)).action.severity >= Action.WARN.severity


def test_what_the_learnt_judge_says_of_state_secrets_has_a_name_and_counts_among_them(weights: Weights) -> None:
    judge = Judge([], weighing=Weighing(weights))
    told = {one.rule for one in weights.explanations.values() if one.nature is Nature.STATE_SECRET}
    assert told
    assert told == judge.secret
    assert {judge.names[rule] for rule in told} == {weights.explanations[rule].name for rule in told}


def test_a_mark_in_its_place_is_blocked_whatever_the_weighing_says(lenient: Judge) -> None:
    assert lenient.judge(Text(INTERNAL)).action in (Action.ALLOW, Action.LOG)
    verdict = lenient.judge(Text(MARK))
    assert verdict.action is Action.BLOCK
    assert [match.text for match in verdict.matches if match.action is Action.BLOCK] == ["机密★三年"]


def test_a_units_own_rule_decides_alone(lenient: Judge, builtin: Pack) -> None:
    rule = one_rule("  - {把握: 中, 主证: [青松计划, 白杨计划]}\n")
    own = load(f"规则包: 单位\n版本: '1'\n{rule}".encode(), "单位.yaml")
    both = Judge([builtin, own], weighing=lenient.weighing)
    verdict = both.judge(Text("今天聊聊青松计划，挺有意思。"))
    assert verdict.action is Action.WARN
    assert [match.rule for match in verdict.matches if match.action is Action.WARN] == ["YS-01"]


@pytest.mark.parametrize("kind", LIFTED)
def test_what_a_rule_sees_is_lifted_in_a_text_for_everybody(judge: Judge, weighed: Judge, kind: str) -> None:
    assert _stopped(judge, LIFTED[kind])
    verdict = weighed.judge(Text(LIFTED[kind]))
    assert verdict.action is Action.LOG
    assert verdict.matches


@pytest.mark.parametrize("kind", CARRIED)
def test_what_the_same_rule_sees_is_carried_in_its_twin(judge: Judge, weighed: Judge, kind: str) -> None:
    rules = {match.rule for match in judge.judge(Text(LIFTED[kind])).matches}
    verdict = weighed.judge(Text(CARRIED[kind]))
    assert verdict.action in (Action.WARN, Action.BLOCK)
    assert rules & {match.rule for match in verdict.matches if match.action.severity >= Action.WARN.severity}


def test_a_text_in_which_no_rule_sees_anything_is_stopped_by_what_it_reads_like(weighed: Judge) -> None:
    verdict = weighed.judge(Text(INTERNAL))
    added = verdict.matches[-1]
    assert (verdict.action, added.action) == (Action.BLOCK, Action.BLOCK)
    assert verdict.explanation_of(added.rule) is not None
    assert INTERNAL[added.start:added.end] == added.text != ""


def test_a_text_below_a_long_table_of_numbers_is_stopped_as_it_is_alone(weighed: Judge) -> None:
    table = "".join("\t".join(f"{row * 37 % 997}.{column}" for column in range(12)) + "\n" for row in range(60))
    assert len(table) > 2_000
    assert not _stopped(weighed, table)
    assert _stopped(weighed, f"{table}{INTERNAL}")


def test_of_a_part_of_a_text_only_rules_speak(weighed: Judge) -> None:
    verdict = weighed.judge(Text(INTERNAL, traits=(Trait(PARTIAL),)))
    assert {match.rule for match in verdict.matches} <= set(weighed.names)


def test_what_decides_alone_is_said_before_a_text_is_weighed_and_nothing_else_is(weighed: Judge) -> None:
    text = Text("\n".join([ORDER, *(notice(seed) for seed in range(8)), MARK]))
    certain, whole = weighed.steps(text)
    assert certain.action is Action.BLOCK
    assert {match.text for match in certain.matches} == {"机密★三年"}
    assert whole == weighed.judge(text)
    assert set(certain.matches) < set(whole.matches)
    for words in (INTERNAL, CARRIED["press"], "今天中午食堂有红烧肉。"):
        assert list(weighed.steps(Text(words))) == [weighed.judge(Text(words))]


def test_a_bad_paragraph_far_from_what_a_rule_asks_about_is_pointed_at_too(weighed: Judge) -> None:
    original = "\n".join([CARRIED["press"], *(notice(seed) for seed in range(8)), ORDER])
    verdict = weighed.judge(Text(original))
    stopping = [match for match in verdict.matches if match.action.severity >= Action.WARN.severity]
    assert any(match.start < len(CARRIED["press"]) for match in stopping)
    assert any(match.start >= original.index(ORDER) for match in stopping)


def test_a_text_too_long_for_its_time_names_the_learnt_judge_among_what_did_not_look(weighed: Judge) -> None:
    verdict = weighed.judge(Text(notice(1)), seconds=NO_TIME)
    assert weighed.weighing is not None
    with pytest.raises(OutOfTime):
        weighed.weighing.weigh(INTERNAL, (), Deadline(NO_TIME))
    assert weighed.weighing.weights.explanations.keys() <= set(map(str, verdict.gaps))


def test_a_list_too_long_for_its_time_is_stopped_by_its_beginning_and_says_that_not_all_was_judged(
        weighed: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "BEGINNING_SECONDS", 60.0)  # a busy computer takes longer
    rows = "".join(f"{name}\t{number}\t青石镇柳沟村{row}号\n" for row, (name, number) in enumerate(
        zip(cycle(("李建国", "王芳", "赵敏")), mobiles(200) * 20, strict=False)))
    listed = f"返乡人员名单\n姓名\t电话\t住址\n{rows}"
    short = weighed.judge(Text(listed[:2_000]))
    sheet = Piece(0, len(listed), place=Place(sheet="名单", cell="A1"), table=True)
    verdict = weighed.judge(Text(listed, (sheet,)), seconds=0.01)
    assert short.action.severity >= Action.WARN.severity
    assert verdict.action is short.action
    assert verdict.gaps
    assert {match.rule for match in verdict.matches} >= {match.rule for match in short.matches
                                                        if match.action is short.action}
    assert {match.place.sheet for match in verdict.matches} == {"名单"}
    assert [*weighed.steps(Text(listed), seconds=0.01)][-1].action is short.action


def test_the_beginning_of_a_published_list_too_long_for_its_time_passes(
        builtin: Pack, weighed: Judge) -> None:
    listed = "公示名单\n姓名\t电话\n" + "".join(f"李建国\t{number}\n" for number in mobiles(200) * 20)
    published = replace(builtin, published=(Published("公示", fingerprint(listed)),))
    judge = Judge([published], weighing=weighed.weighing)
    assert judge.judge(Text(listed), seconds=0.05).action.severity < Action.WARN.severity


def test_a_beginning_ends_before_a_line_that_would_be_cut(weighed: Judge) -> None:
    mark, level = "机密级", "好" * 40 + "\n"
    before = (level * CHARACTERS)[-(CHARACTERS - len(mark)):]
    cut = Text(f"{before}{mark}文件如何管理，请看本期内容。\n{level * 2_000}")
    assert _stopped(weighed, cut.original[:CHARACTERS]), "a line that ends there is a mark"
    verdict = weighed.judge(cut, seconds=NO_TIME)
    assert verdict.gaps
    assert verdict.action is Action.ALLOW


def test_a_short_heading_above_one_very_long_line_of_numbers_is_stopped_though_there_is_no_time_for_all_of_it(
        weighed: Judge) -> None:
    line = "，".join(identity_numbers(5_000))
    verdict = weighed.judge(Text(f"名单\n{line}"), seconds=NO_TIME)
    assert verdict.gaps
    assert verdict.action.severity >= Action.WARN.severity


def test_a_rule_that_the_unit_only_records_does_not_come_back_as_the_learnt_judge_and_takes_nothing_from_others(
        builtin: Pack, weighed: Judge) -> None:
    until = date(2027, 6, 30)
    rules = tuple(replace(rule, override=Override(Action.LOG, until)) if rule.id == "BC-08" else rule
                  for rule in builtin.rules)
    milder = Judge([replace(builtin, rules=rules)], lambda: until, weighing=weighed.weighing)
    alone = f"王芳身份证号{identity_numbers(1)[0]}，请查收。"
    assert weighed.judge(Text(alone)).action.severity >= Action.WARN.severity
    assert milder.judge(Text(alone)).action is Action.LOG
    far = f"{STORY}\n{'今天食堂有红烧肉，大家都去吃了。' * 90}\n{alone}"
    assert weighed.judge(Text(far)).action.severity >= Action.WARN.severity
    for worse in (f"{alone}\n{MARK}", f"{alone}\n{INTERNAL}", f"{MARK}\n{alone}", far):
        assert milder.judge(Text(worse)).action is weighed.judge(Text(worse)).action
    assert milder.judge(Text(INTERNAL)) == weighed.judge(Text(INTERNAL))


def test_many_texts_at_once_are_judged_as_each_by_itself(weighed: Judge) -> None:
    every = [one.text for writer in writers() if not is_kept_apart(writer) for one in texts_of(writer)]
    texts = [Text(one) for one in every[::len(every) // AT][:AT]]
    assert len(texts) == AT
    each = [weighed.judge(text) for text in texts]
    assert weighed.judge_many(texts) == each
    assert {verdict.action for verdict in each} >= {Action.ALLOW, Action.WARN, Action.BLOCK}


def test_one_bad_paragraph_in_the_middle_of_long_notices_stops_them_and_is_pointed_at(weighed: Judge) -> None:
    notices = [notice(seed) for seed in range(8)]
    assert not _stopped(weighed, "\n".join(notices))
    original = "\n".join([*notices[:4], ORDER, *notices[4:]])
    start = original.index(ORDER)
    verdict = weighed.judge(Text(original))
    assert verdict.action is Action.BLOCK
    stopping = [match for match in verdict.matches if match.action.severity >= Action.WARN.severity]
    assert [match for match in stopping if not start <= match.start < match.end <= start + len(ORDER)] == []


@pytest.mark.parametrize("heading", ["联系方式", "业主联系方式", "通讯录", "家长联系方式", "手机号"])
@pytest.mark.parametrize("rows", [20, 60])
def test_a_column_of_private_numbers_is_stopped_whatever_is_above_it(weighed: Judge, heading: str,
                                                                     rows: int) -> None:
    assert _stopped(weighed, "\n".join([heading, *mobiles(rows)]))


def test_weights_that_are_written_and_read_again_score_the_same(weights: Weights) -> None:
    again = parse(pack(weights.header, weights.vocabulary.hashes, np.vstack((weights.rarity[None], weights.tables))))
    first, second = (next(readings(INTERNAL, one)).stretch(0) for one in (weights, again))
    assert (first.held, first.blocked, first.layout) == (second.held, second.blocked, second.layout)
    assert again.header == weights.header


@pytest.mark.parametrize("at", [0, 20, 100_000, -1])
def test_a_changed_byte_in_a_file_of_weights_is_noticed(at: int) -> None:
    changed = bytearray(built_in_weights().content)
    changed[at] ^= 1
    with pytest.raises(WeightsError):
        parse(bytes(changed))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="甲乙aB09 \t\n，", max_size=60))
def test_a_folded_text_knows_where_each_symbol_was_and_how_long_its_runs_of_digits_were(text: str) -> None:
    folded = fold(text)
    places = folded.places.tolist()
    assert places == sorted(set(places))
    for place, symbol in zip(places, folded.symbols.tolist(), strict=True):
        if not text[place].isdigit() and not text[place].isspace():
            assert chr(symbol) == text[place].lower()
    kept = {place for place, character in enumerate(text) if not character.isdigit() and not character.isspace()}
    assert kept <= set(places)
    assert sum(digit_runs(folded.symbols)) == sum(character.isdigit() for character in text)
    for start, end in pairwise([*places, len(text)]):
        assert end == start + 1 or text[start:end].isdigit() or text[start:end].isspace()


def test_an_explanation_adds_up_to_the_odds_that_the_verdict_goes_by(weighed: Judge, weights: Weights) -> None:
    heard = explain(weighed, Text(INTERNAL)).heard
    assert heard is not None
    weighing = weighed.weighing
    assert weighing is not None
    said = weighed.said(Text(INTERNAL))
    heavy = weighing.heaviest(said.normalised.text, [one for one in said.soft if one is not None])
    assert heavy is not None
    intercepts = weights.header.weigher.intercepts
    odds = sum(one.added for one in weighing.contributions(heavy, Action.BLOCK)) + intercepts[2] - intercepts[0]
    assert odds == pytest.approx(log(heard.probabilities[2] / heard.probabilities[0]), abs=1e-6)
    assert heard.towards is Action.BLOCK


def test_an_explanation_has_the_same_verdict_and_shades_only_what_is_there(weighed: Judge) -> None:
    text = Text(f"{INTERNAL}\r\n２０２６年　{MARK}\n" * 40)
    explained = explain(weighed, text)
    assert explained.verdict == weighed.judge(text)
    assert len(explained.evidence) + len(explained.added) == len(explained.verdict.matches)
    heard = explained.heard
    assert heard is not None
    assert 0 <= heard.start < heard.end <= len(text.original)
    edges = [edge for one in heard.shades for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= min(len(text.original), LONGEST)
    assert {abs(one.level) for one in heard.shades} == set(range(1, DARKEST + 1))


def test_rules_that_are_alone_have_an_explanation_without_a_weighing(judge: Judge) -> None:
    explained = explain(judge, Text(MARK))
    assert explained.heard is None
    assert {one.alone for one in explained.evidence} == {True}
    assert explained.verdict.action is Action.BLOCK
