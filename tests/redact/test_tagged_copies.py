"""Tests masked copies with the learnt tagger: what is hidden, where else it occurs, and when no copy is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from guard.core.model import Judged
from guard.pipeline.pipeline import Rules
from guard.redact.form import exactly
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import render
from guard.redact.text import LONGEST_TEXT, Redaction, redact, refusing
from guard.supply.tag_weights import built_in_tagger
from rules.tagging.tagger import Tagger
from rules.text import Text

Tagged = Callable[[str], Redaction | None]
TEXTS: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("texts.yaml").read_bytes())
IDENTITY = "430102199003077230"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found, _ = built_in_tagger()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def copied(rules: Rules, tagger: Tagger) -> Tagged:
    return lambda original: copy_of(original, rules, tagger)


def copy_of(original: str, rules: Rules, tagger: Tagger | None) -> Redaction | None:
    text = Text(original)
    return redact(Judged("", text=text, verdict=rules.judge.judge(text)), rules.judge, rules.policy, (), tagger)


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry["name"])
def test_nothing_that_leads_to_a_person_is_left(copied: Tagged, entry: dict[str, Any]) -> None:
    copy = copied(entry["text"])
    assert copy is not None
    assert [secret for secret in entry["leads_to_people"] if secret in copy.text] == []


def test_an_address_is_hidden_however_it_is_written(copied: Tagged) -> None:
    copy = copied(f"1. 赵样例，证件号{IDENTITY}，住幸福里3栋402\n2. 钱样本，证件号{IDENTITY}，住供销社家属楼东头")
    assert copy is not None
    assert not [word for word in ("样例", "福里", "402", "销社", "东头", IDENTITY) if word in copy.text]
    assert sum(span.kind is MaskKind.ADDRESS for span in copy.spans) == 2


def test_a_label_stays_before_its_value_also_where_only_a_blank_divides_them(copied: Tagged) -> None:
    copy = copied("".join(f"{number}. {name}，证件号 {IDENTITY}，住幸福里 {number} 栋 402\n"
                          for number, name in enumerate(("赵样例", "钱演示", "孙范本"), start=1)))
    assert copy is not None
    assert copy.text == "1. 赵**，证件号 ****，****\n2. 钱**，证件号 ****，****\n3. 孙**，证件号 ****，****\n"


@pytest.mark.parametrize(("sentence", "name"), [
    ("请给王秀兰补办饭卡，身份证号码500241199202175314。", "秀兰"),
    ("宿舍调整：周国强（身份证500241199202175314）搬到南院4号楼317。", "国强"),
])
def test_a_name_is_hidden_also_where_official_prose_is_around_it(copied: Tagged, sentence: str, name: str) -> None:
    copy = copied("关于做好秋冬季安全生产工作的通知\n各乡镇人民政府，县直有关单位：\n"
                  "为进一步压实安全生产责任，防范遏制各类事故发生，现将有关事项通知如下：\n"
                  f"{sentence}\n请各单位于每月25日前将工作进展情况报县安委会办公室。")
    assert copy is not None
    assert name not in copy.text


def test_a_word_of_a_heading_is_not_hidden_by_half(copied: Tagged) -> None:
    copy = copied(f"低保复核名单\n姓名，身份证号\n赵样例，{IDENTITY}\n欧阳样，{IDENTITY}\n请各村周五前报齐。")
    assert copy is not None
    assert copy.text.splitlines()[0] == "低保复核名单"


def test_a_word_of_a_title_is_not_taken_for_a_name(copied: Tagged) -> None:
    title = "关于印发《管理规程》和全面立案的通知"
    copy = copied(f"{title}\n经办人报送名单如下：\n赵样例，{IDENTITY}\n欧阳样，{IDENTITY}")
    assert copy is not None
    assert copy.text.splitlines()[0] == title


def test_history_and_diagnosis_are_hidden_whole(copied: Tagged) -> None:
    copy = copied(f"姓名：李样例，男，45岁，身份证号{IDENTITY}\n现病史：三天前受凉后咳嗽，咳黄痰，夜间发热。\n"
                  "既往史：高血压十年，服氨氯地平。\n诊断：社区获得性肺炎")
    assert copy is not None
    assert not [word for word in ("受凉", "咳", "发热", "十年", "氨氯地平", "肺炎") if word in copy.text]
    assert "男，45岁" in copy.text
    assert "既往史：" in copy.text


def test_of_a_name_that_is_a_word_nothing_but_the_surname_is_left(copied: Tagged) -> None:
    people = "\n".join(f"{name}，身份证号{IDENTITY}" for name in ("赵样例", "钱演示", "孙范本"))
    copy = copied(f"值班人员信息\n{people}")
    assert copy is not None
    assert [line.split("，")[0] for line in copy.text.splitlines()[1:]] == ["赵**", "钱**", "孙**"]


def test_a_surname_alone_is_hidden_where_a_mask_replaces_it() -> None:
    assert render("韦老师", exactly("韦老师", [Masked(0, 1, MaskKind.NAME)])).text == "****老师"


def test_a_name_is_hidden_wherever_it_occurs_again(copied: Tagged) -> None:
    copy = copied(f"患者覃美兰，身份证{IDENTITY}。\n护士提醒：明早给覃美兰抽血；覃美兰的丈夫来过。")
    assert copy is not None
    assert "美兰" not in copy.text
    assert copy.text.count("覃**") == 3


def test_what_is_hidden_is_what_the_kinds_say(copied: Tagged) -> None:
    original = f"姓名：李样例\n身份证号：{IDENTITY}\n电话：13812345678"
    copy = copied(original)
    assert copy is not None
    hidden = {original[span.start:span.end]: span.kind for span in copy.spans}
    assert hidden == {"李样例": MaskKind.NAME, IDENTITY: MaskKind.ID_NUMBER, "13812345678": MaskKind.PHONE}


def test_no_copy_is_given_in_which_the_stricter_look_still_finds_somebody(rules: Rules, tagger: Tagger) -> None:
    original = f"患者李样例，身份证{IDENTITY}，电话13812345678，请尽快联系。"
    assert copy_of(original, rules, tagger) is not None
    strict = Tagger(tagger.weights, tagger.encoder, tagger.limits._replace(strict=1e-12))
    copy = copy_of(original, rules, strict)
    assert copy is None or "请尽快联系" not in copy.text


def test_a_copy_names_the_kinds_of_which_something_may_be_legible(rules: Rules, tagger: Tagger) -> None:
    original = f"患者李样例，身份证{IDENTITY}，电话13812345678，请尽快联系。"
    wary = Tagger(tagger.weights, tagger.encoder, tagger.limits._replace(doubt=1e-12))
    sure, doubtful = (copy_of(original, rules, one) for one in (tagger, wary))
    assert sure is not None
    assert doubtful is not None
    assert (doubtful.text, sure.doubts) == (sure.text, ())
    assert len(doubtful.doubts) == len(set(doubtful.doubts)) > 0


def test_without_a_tagger_rules_mask_and_say_less(rules: Rules) -> None:
    original = f"患者李样例，身份证{IDENTITY}，他姐姐在县文化馆看大门，上个月刚流产。"
    copy = copy_of(original, rules, None)
    assert copy is not None
    assert {span.kind for span in copy.spans} <= {MaskKind.NAME, MaskKind.ID_NUMBER}


@pytest.mark.thorough
def test_a_long_text_is_masked_to_its_end(copied: Tagged) -> None:
    prose = "会议强调，要加强巡查和宣传，压实各方责任，确保秋冬季不发生森林火灾。各乡镇要组织力量排查重点区域。\n"
    people = [f"{name}，证件号{IDENTITY}，住{home}\n" for name, home in
              (("赵国强", "幸福里3栋402"), ("钱丽华", "供销社家属楼东头"), ("孙志远", "柳树巷17号"))]
    copy = copied(prose * 300 + people[0] + prose * 300 + people[1] + prose * 10 + people[2])
    assert copy is not None
    assert len(copy.text) > 24_000
    assert not [word for word in ("国强", "丽华", "志远", "福里", "402", "销社", "柳树巷", IDENTITY)
                if word in copy.text]
    assert copy.text.count("会议强调") == 610


def test_a_text_that_is_too_long_to_be_examined_gets_no_copy(copied: Tagged) -> None:
    assert copied(f"患者李样例，身份证{IDENTITY}。\n" + "字" * LONGEST_TEXT) is None


def test_a_table_of_hundreds_is_hidden_to_its_end(copied: Tagged) -> None:
    rows = [f"李样{chr(0x4E00 + number)}\t139{number:08d}" for number in range(700)]
    copy = copied("姓名\t电话\n" + "\n".join(rows))
    assert copy is not None
    assert not [row for row in rows if row.split("\t")[0] in copy.text or row.split("\t")[1] in copy.text]


@pytest.mark.parametrize("prose", ["", "昨天下午全院开了会，食堂的菜咸了。", "请各科室下班前把窗户关好，谢谢配合。"])
@pytest.mark.parametrize(("words", "secret"), [
    ("诊断：梅毒", "梅"), ("诊断：尖锐湿疣", "湿疣"), ("他自小患癫痫", "癫痫"), ("过敏史：青霉素", "青霉素")])
def test_an_illness_is_hidden_whole_whatever_is_beside_it(copied: Tagged, words: str, secret: str, prose: str) -> None:
    copy = copied(f"姓名：蒲秀英，身份证号{IDENTITY}\n{words}\n{prose}")
    assert copy is not None
    assert secret not in copy.text


def test_an_illness_before_a_name_is_hidden_whole(copied: Tagged) -> None:
    copy = copied(f"梅毒患者宁大勇{IDENTITY}；肺痨：蒲秀英450222198811230029")
    assert copy is not None
    assert not [word for word in ("梅", "毒", "肺", "痨", "大勇", "秀英") if word in copy.text]


def test_what_the_tagger_finds_once_is_hidden_everywhere(copied: Tagged) -> None:
    copy = copied(f"患者覃美兰，身份证{IDENTITY}，得了蔷薇糠疹。\n通知：蔷薇糠疹这个月讲座改到周五，地点不变。")
    assert copy is not None
    assert "糠疹" not in copy.text


def test_without_a_tagger_a_copy_that_the_strictest_judge_stops_is_not_given(rules: Rules) -> None:
    judge = rules.judge
    given = {entry["text"]: copy.text for entry in TEXTS if (copy := copy_of(entry["text"], rules, None)) is not None}
    assert given
    assert [text for text, copy in given.items()
            if refusing(judge.strictest().judge(Text(copy)), judge.judge(Text(text)))] == []
