"""Tests what a verdict says, and how far it can be trusted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.definition import Pack
from rules.judge.judge import Judge
from rules.judge.matching import LONGEST_WORDS
from rules.model import MOST_MATCHES, Action, Box, Confidence, Nature
from rules.pack.loading import load
from rules.text import Piece, Text

IDS = ("430102199003077230", "450222198811230029", "520102197501012811")
PIECES = [
    "機密☆５年", "秘\u200b密", "\n", " ", "。", "李建国 430102199003077230", "13812345678", "王芳",
    "（此件不予公開）", "內部資料 注意保存",
    "关于做好与朱某某密接人员排查的函", "不良影响", "例如",
    "张三 2020/1/26 10:31\n请各村务必上报\n", "批示：请办", "a", "女", "\r", "",
    "男", "秘密", "密码：Abc12345", "服务器", "花桥现已发生一例肺炎",
]


def test_clean_text_is_allowed_and_names_the_pack(judge: Judge, builtin: Pack) -> None:
    verdict = judge.judge(Text("下周一开会，请带笔记本。"))
    assert verdict.action is Action.ALLOW
    assert (verdict.matches, verdict.explanations, verdict.gaps) == ((), (), ())
    assert verdict.pack == f"{builtin.name} {builtin.version}"


def test_empty_text_is_allowed(judge: Judge) -> None:
    assert judge.judge(Text("")).action is Action.ALLOW


def test_a_match_points_into_the_original_as_the_user_sees_it(judge: Judge) -> None:
    original = "前缀\n機\u200b密 ☆１０年\n后缀"
    match, = judge.judge(Text(original)).matches
    assert match.text == "機\u200b密 ☆１０年"
    assert original[match.start:match.end] == match.text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_every_match_is_a_piece_of_the_original_and_not_too_long(judge: Judge, original: str) -> None:
    verdict = judge.judge(Text(original))
    assert verdict.gaps == ()
    for match in verdict.matches:
        assert match.text == original[match.start:match.end]
        assert 0 < len(match.text) <= LONGEST_WORDS
    strictest = max((match.action.severity for match in verdict.matches), default=0)
    assert verdict.action.severity == strictest
    assert {entry.rule for entry in verdict.explanations} == {match.rule for match in verdict.matches}


def test_the_explanation_has_the_words_for_the_user(judge: Judge) -> None:
    explanation = judge.judge(Text("机密★5年")).explanation_of("BC-01")
    assert explanation is not None
    assert explanation.nature is Nature.STATE_SECRET
    assert explanation.title == "先别发，这份带密级标志"
    assert "机要渠道" in explanation.advice
    assert "聊天软件" in explanation.destinations
    assert "保守国家秘密法" in explanation.legal_basis


def test_an_exempted_match_is_logged_and_says_so(judge: Judge) -> None:
    verdict = judge.judge(Text("判断题：首页的“机密★10年”字样表示保密期限为十年。"))
    assert verdict.action is Action.LOG
    match, = verdict.matches
    assert (match.rule, match.action, match.confidence) == ("BC-01", Action.LOG, Confidence.LOW)


@pytest.mark.parametrize("quoted", [1, 5, 20])
def test_one_real_mark_survives_any_number_of_quoted_ones(quoted: int, judge: Judge) -> None:
    text = "例如“机密★10年”是标注形式。\n" * quoted + "机密★5年\n某某县委办公室文件\n" + "例如“秘密★3年”。\n" * quoted
    verdict = judge.judge(Text(text))
    assert verdict.action is Action.BLOCK
    assert [match.text for match in verdict.matches if match.action is Action.BLOCK] == ["机密★5年"]


def test_a_rule_that_ran_out_of_time_is_a_gap_and_not_a_pass(judge: Judge) -> None:
    verdict = judge.judge(Text("机密★5年\n李建国 430102199003077230"), seconds=0.0)
    assert {"BC-01", "BC-08"} <= set(verdict.gaps)


def test_a_huge_text_ends_in_time_and_names_its_gaps(judge: Judge) -> None:
    rows = "".join(f"李建国 430102199003077230 138{number % 10000:04d}5678\n" for number in range(120_000))
    verdict = judge.judge(Text(rows), seconds=0.5)
    assert verdict.gaps != ()


def test_page_and_boxes_come_from_the_pieces(judge: Judge) -> None:
    first, second = "某某县工作简报\n", "机密★5年  正本"
    text = Text(
        first + second,
        (
            Piece(0, len(first), 1, Box(0, 0, 70, 10)),
            Piece(len(first), len(first + second), 2, Box(0, 20, 90, 10), char_edges=tuple(range(0, 100, 10))),
        ),
        from_picture=True,
    )
    match, = judge.judge(text).matches
    assert match.page == 2
    assert match.boxes == (Box(0, 20, 50, 10),)


def test_patterns_for_pictures_leave_copied_text_alone(judge: Judge) -> None:
    assert judge.judge(Text("札密大5年", from_picture=True)).action is Action.BLOCK
    assert judge.judge(Text("札密大5年")).action is Action.ALLOW


def test_a_list_gives_one_match_a_person_and_never_the_whole_document(judge: Judge) -> None:
    rows = "\n".join(f"{name}\t{number}" for name, number in zip(("李建国", "王芳", "张伟"), IDS, strict=True))
    verdict = judge.judge(Text(f"人员名单\n{rows}\n以上人员请关注"))
    assert [match.text for match in verdict.matches if match.rule == "BC-05"] == rows.split("\n")


def test_a_flood_of_matches_is_bounded(judge: Judge) -> None:
    verdict = judge.judge(Text("机密★5年\n" * 2000), seconds=20)
    assert verdict.action is Action.BLOCK
    assert len(verdict.matches) == MOST_MATCHES


def test_several_packs_judge_together(builtin: Pack) -> None:
    own = load("""
规则包: 本单位规则
版本: "1"
规则:
- 编号: DW-01
  名称: 内部代号
  类别: 本单位
  性质: 工作秘密
  依据: 本单位规定
  去向: [聊天软件]
  判据: [{把握: 高, 主证: [青松计划]}]
  动作: {高: 拦截}
  提示语: {标题: 内部代号, 说明: 有内部代号, 办法: 请改用公开名称}
  必须命中: [青松计划, 关于青松计划]
  不得命中: [松树, 计划]
""".encode(), "own.yaml")
    verdict = Judge([builtin, own]).judge(Text("青松计划\n机密★5年"))
    assert {match.rule for match in verdict.matches} == {"BC-01", "DW-01"}
    assert verdict.pack == f"{builtin.label}; 本单位规则 1"


def test_many_messages_get_the_verdicts_each_would_get_alone(judge: Judge) -> None:
    chance = random.Random(7)
    texts = [Text("".join(chance.choices(PIECES, k=chance.randrange(4)))) for _ in range(2500)]
    texts += [Text(""), Text("机密★5年"), Text("\n"), Text("机密"), Text("★5年")]
    assert judge.judge_many(texts) == [judge.judge(text) for text in texts]


BROKEN = ("王建国 430102\n199003077230 确诊", "430102\x0b199003077230", "430102 \u2028199003077230",
          "王建国 430102\n199003077230\n王芳 450222\n198811230029\n张伟 520102\n197501012811", "密\n★", "机\n密\n★5年",
          "电话：138\n12345678")


def test_messages_whose_numbers_and_marks_are_broken_over_lines_get_the_verdicts_each_would_get_alone(
        judge: Judge) -> None:
    texts = [Text(original) for original in BROKEN]
    assert judge.judge_many(texts) == [judge.judge(text) for text in texts]
    assert judge.judge(texts[3]).action is Action.BLOCK


ODD = (
    "機　密☆１０年", "机\u200b密★5年", "\u200b", "机 密", " ", ".", "\r", "\r\n", "\n", "\ufeff", "秘", "密", "★5年",
    "姓名\t电话\n李建国\t13812345678", "住院号：00234567",
    "張三 2020/1/26 10:31\n請各科室務必上報\n李四 2020/1/26 10:32\n收到",
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.sampled_from((*PIECES, *ODD)) | st.text(max_size=3), max_size=6).map("".join), max_size=12),
       st.booleans())
def test_odd_characters_at_the_edges_of_messages_change_no_verdict(judge: Judge, words: list[str],
                                                                   picture: bool) -> None:
    texts = [Text(original, (Piece(0, len(original), 1),), from_picture=picture) for original in words]
    assert judge.judge_many(texts) == [judge.judge(text) for text in texts]


def test_a_mark_split_over_two_messages_is_in_neither(judge: Judge) -> None:
    assert [verdict.action for verdict in judge.judge_many([Text("机"), Text("密★5年")])] == [Action.ALLOW] * 2


def test_no_messages_give_no_verdicts(judge: Judge) -> None:
    assert judge.judge_many([]) == []


def test_the_deciding_words_of_a_numbered_order_look_whole(judge: Judge) -> None:
    verdict = judge.judge(Text("请转发《某某市疫情防控交办单》（第010号），按时办结"))
    assert [match.text for match in verdict.matches if match.rule == "BC-06"] == ["《某某市疫情防控交办单》（第010号）"]
