"""Tests that chat records are recognised by their headers."""

from __future__ import annotations

import pytest

from rules.deadline import Deadline
from rules.features.chat import Chat
from rules.features.model import Hit, View
from rules.scan.normalise import normalise


def _find(original: str) -> tuple[Hit, ...]:
    return Chat().find(View(normalise(original).text, (), lambda _: (), Deadline(60)))


def _score(original: str) -> int:
    return max((hit.score for hit in _find(original)), default=0)


RECORDS = {
    "copied from WeChat": "张三 2020/1/26 10:31\n收到\n李四 2020/1/26 10:32\n好的",
    "with weekday": "张三 星期三 10:31\n收到\n李四 昨天 10:32\n好的",
    "QQ export": "2020-01-26 10:31:22 张三(123456789)\n收到\n\n2020-01-26 10:32:10 李四(987654321)\n好的",
    "name, colon, time": "张三: 2020-01-26 10:31:22\n收到\n李四: 2020-01-26 10:32:10\n好的",
    "time, name, colon": "[10:31] 张三: 收到\n[10:32] 李四: 好的\n[10:33] 张三: 嗯",
    "mail export": "—————  2020-1-26  —————\n\n张三  10:31\n\n收到\n\n李四  10:32\n\n好的",
    "names on their own lines": "张主任：\n请落实\n李四：\n收到\n王五：\n收到\n张主任：\n好",
    "names before the words": "张三：今晚谁值班\n李四：我\n张三：好的\n李四：收到",
    "card": "群聊的聊天记录\n张三：今晚谁值班\n李四：我",
    "nicknames": "罗科长：材料先自查\n小米：收到\n罗科长：按要求报送\n小米：明白",
    "weekday in brackets": "[昨天 18:20] 办公室: 请报数\n[昨天 18:22] 市一院孙姐: 收到\n[昨天 18:31] 市二院小葛: 好的",
    "time below the name": "张书记\n昨天 21:08\n请落实\n郭支书\n昨天 21:10\n收到",
    "export of WeChat": "2020-01-26 10:31:22 张三\n收到\n\n2020-01-26 10:32:10 李四\n好的",
    "page whose blanks are lost": "工作群的聊天记录\n张三2020/1/26 10:31\n收到\n李四2020/1/26 10:32\n好的",
    "table of messages": "时间,发送人,类型,内容\n2020-01-26 10:31:22,张三,文本,收到\n2020-01-26 10:32:10,李四,文本,好",
    "copied from WeChat 4": "张建国：\n请今晚报数\n\n李秀英：\n收到\n\n王强：\n东湖已报",
    "card with the group's name": "[聊天记录]\n城关工作群的聊天记录\n张建国: 请今晚报数\n李秀英: 收到",
    "card of 飞书": "城关工作群 的会话记录\n张建国：请今晚报数\n李秀英：收到",
    "copied from 飞书": "张建国 1月26日 10:31\n请今晚报数\n李秀英 1月26日 10:32\n收到",
    "copied from 飞书 in English": "Zhang Jianguo 10:31 AM\n请今晚报数\nLi Xiuying 10:32 AM\n收到",
    "copied from 钉钉": "张建国(张建国) 10:31\n请今晚报数\n李秀英 10:32\n收到",
    "copied from 企业微信": "张建国 1-26 10:31:22\n请今晚报数\n李秀英@微信 1-26 10:32:01\n收到",
    "screenshot": "应急值守群(56)\n10:31\n张三\n今晚谁值班\n李四\n我来\n10:40",
}


@pytest.mark.parametrize("form", RECORDS)
def test_a_record_is_recognised(form: str) -> None:
    assert _score(RECORDS[form]) >= 65


@pytest.mark.parametrize(
    "text",
    [
        "时间：1月26日\n地点：三楼\n主持人：张三\n议题：值班\n记录：李四",
        "姓名：李建国\n性别：男\n年龄：45\n住址：某村\n电话：无",
        "一、目的：安全\n二、依据：规定\n三、要求：落实\n四、时间：今天",
        "https://example.cn: a\nhttp: b\nINFO: c\nWARN: d",
        "今天开会。\n明天休息。",
        "张三 2020/1/26 10:31 请假",
        "时间,姓名,方式\n2020-01-26 08:31:22,张三,刷卡\n2020-01-26 08:32:10,李四,刷脸\n2020-01-26 08:33:10,王五,刷卡",
        "2020-01-26 10:31:22 INFO\nstarted\n2020-01-26 10:31:23 INFO\nready",
        "",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert _score(text) < 65


def test_what_an_export_says_of_itself_is_no_speaker() -> None:
    text = (
        "微信群“城关工作群”的聊天记录如下:\n消息分组:我的QQ群\n消息对象:城关工作群\n\n"
        "2020-01-26 10:31:22 张建国(123456789)\n收到\n\n2020-01-26 10:32:10 李秀英<li@example.cn>\n好的"
    )
    assert [hit.value for hit in _find(text)] == ["张建国", "李秀英"]


def test_each_hit_is_a_speakers_name_where_it_heads_a_message() -> None:
    text = "张三 2020/1/26 10:31\n收到\n李四 2020/1/26 10:32\n好的\n张三 2020/1/26 10:33\n嗯"
    assert [(text[hit.start:hit.end], hit.value) for hit in _find(text)] == [
        ("张三", "张三"), ("李四", "李四"), ("张三", "张三"),
    ]
