"""Tests 已发布清单 and 紧急布控 in a pack: written from texts, read, applied by the judge."""

from __future__ import annotations

import io

import pytest
from ruamel.yaml import YAML

from rules.definition import Pack
from rules.judge.judge import Judge
from rules.model import Action, Confidence, Nature
from rules.pack.diff import How, changes
from rules.pack.known_texts import alert_entry, published_entry
from rules.pack.loading import PackError, load
from rules.pack.proof import prove
from rules.text import Box, Piece, Text
from tests.support.notices import notice, recognised

DRAFT = notice(3).replace("工作的通知", "工作的通知（征求意见稿）", 1)
LEAK = notice(4)


def _pack(**lists: object) -> bytes:
    stream = io.BytesIO()
    YAML(typ="safe", pure=True).dump({"规则包": "本单位", "版本": "1", **lists}, stream)
    return stream.getvalue()


def _alert(text: str = LEAK) -> dict[str, object]:
    return alert_entry("BK-01", "某份方案", "保密办布控单第1号", text)


def _judge(builtin: Pack, **lists: object) -> Judge:
    return Judge([builtin, load(_pack(**lists), "unit.yaml")])


def test_entries_written_by_the_program_are_read_back_and_proven() -> None:
    pack = load(_pack(已发布清单=[published_entry("通知", DRAFT)], 紧急布控=[_alert()]), "unit.yaml")
    assert (pack.published[0].name, pack.alerts[0].id, pack.rules) == ("通知", "BK-01", ())
    assert pack.alerts[0].nature is Nature.WORK_SECRET
    assert prove(pack) == ()


def test_a_published_text_passes_and_only_leaves_a_record(builtin: Pack, judge: Judge) -> None:
    assert judge.judge(Text(DRAFT)).action is Action.WARN
    known = _judge(builtin, 已发布清单=[published_entry("通知", DRAFT)])
    for text in (DRAFT, f"各位请看：\n{DRAFT}", recognised(DRAFT, 4, 0.01), DRAFT.replace("要", "应当")):
        verdict = known.judge(Text(text))
        assert verdict.action in (Action.LOG, Action.ALLOW)
        assert all(match.confidence is Confidence.NONE for match in verdict.matches)


def test_what_was_added_to_a_published_text_is_found_all_the_same(builtin: Pack) -> None:
    known = _judge(builtin, 已发布清单=[published_entry("通知", DRAFT)])
    added = f"{DRAFT}\n患者李建国，男，身份证430102199003077230，住院号00234567，确诊肺结核"
    verdict = known.judge(Text(added))
    assert verdict.action in (Action.WARN, Action.BLOCK)
    assert all(match.start >= len(DRAFT) for match in verdict.matches if match.action is not Action.LOG)


@pytest.mark.parametrize("mark", ["机密★5年\n", "000012\n秘密\n特急\n", "公开属性：不予公开\n"])
def test_no_list_lifts_a_mark_that_is_where_a_mark_belongs(builtin: Pack, mark: str) -> None:
    text = f"{mark}{DRAFT}"
    known = _judge(builtin, 已发布清单=[published_entry("误列入的通知", text)])
    assert known.judge(Text(text)).action is Action.BLOCK


def test_a_state_secret_mark_in_running_text_is_not_lifted_either(builtin: Pack) -> None:
    text = DRAFT.replace("三、", "三、附件为机密★5年的图纸，", 1)
    known = _judge(builtin, 已发布清单=[published_entry("误列入的通知", text)])
    assert known.judge(Text(text)).action is Action.BLOCK


def test_a_document_under_alert_is_blocked_with_what_to_do(builtin: Pack, judge: Judge) -> None:
    assert judge.judge(Text(LEAK)).action is Action.ALLOW
    known = _judge(builtin, 紧急布控=[_alert()])
    for text in (LEAK, LEAK[120:400], recognised(LEAK, 4)):
        verdict = known.judge(Text(text))
        match, = verdict.matches
        explanation = verdict.explanation_of("BK-01")
        assert (verdict.action, match.rule, match.text) == (Action.BLOCK, "BK-01", text[match.start:match.end])
        assert 0 < len(match.text) <= 80
        assert explanation is not None
        assert explanation.destinations == ("聊天软件", "外部邮箱", "网盘", "网页表单")
        assert "某份方案" not in explanation.title + explanation.sentence + explanation.advice


def test_a_document_under_alert_is_blocked_even_when_it_is_listed_as_published(builtin: Pack) -> None:
    known = _judge(builtin, 紧急布控=[_alert()], 已发布清单=[published_entry("通知", f"{LEAK}完")])
    assert known.judge(Text(LEAK)).action is Action.BLOCK


def test_an_excerpt_in_a_picture_is_shown_in_its_lines(builtin: Pack) -> None:
    lines = LEAK.split("\n")
    pieces, position = [], 0
    for number, line in enumerate(lines):
        pieces.append(Piece(position, position + len(line), 1, Box(10, 40 * number, 900, 30)))
        position += len(line) + 1
    verdict = _judge(builtin, 紧急布控=[_alert()]).judge(Text(LEAK, tuple(pieces), from_picture=True))
    assert verdict.matches[0].page == 1
    assert verdict.matches[0].boxes


def test_many_texts_at_once_are_judged_as_one_by_one(builtin: Pack) -> None:
    known = _judge(builtin, 紧急布控=[_alert()], 已发布清单=[published_entry("通知", DRAFT)])
    texts = [Text(text) for text in (LEAK, "收到", DRAFT, LEAK[120:400], notice(9), "机密★5年")]
    assert known.judge_many(texts) == [known.judge(text) for text in texts]


def test_a_pack_of_nothing_is_refused() -> None:
    with pytest.raises(PackError, match="已发布清单"):
        load(_pack(), "unit.yaml")


@pytest.mark.parametrize(("key", "said", "loosens"), [
    ("性质", "不实信息", True), ("名称", "另一个名字", False), ("依据", "布控单第2号", False),
])
def test_a_changed_entry_of_an_alert_is_told_and_another_nature_loosens(key: str, said: str, loosens: bool) -> None:
    before = {**_alert(), "性质": "国家秘密"}
    (change,) = changes(*(load(_pack(紧急布控=[entry]), "unit.yaml") for entry in (before, {**before, key: said})))
    assert (change.how, change.loosens, len(change.lines)) == (How.CHANGED, loosens, 1)
    assert change.lines[0] == f"{key}：{before[key]} → {said}"
