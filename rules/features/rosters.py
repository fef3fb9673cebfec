"""Finds names below a heading that names a condition of people: 「密接人员」, 「低保户名单」.

Names alone are no evidence. The heading is a short line, or the words before a colon, that names such a condition;
most of the lines below it contain names. A heading for those who work with them (「低保工作人员」), or for published
lists, does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.features.model import Hit, View
from rules.features.names import is_chinese_name
from rules.features.words import words

CONDITION = "处境"

_CONDITIONS = words(
    "患者 病人 病例 确诊 阳性 感染 密接 密切接触 隔离 艾滋 结核 精神障碍 残疾 孕妇 低保 特困 五保 贫困 困难 救助 失独 "
    "留守 困境 孤儿 返乡 来返 服刑 矫正 刑满 吸毒 戒毒 涉毒 嫌疑 信访 上访 举报 被害 受害 "
    "欠薪 欠费 欠款 逾期 处分 考生",
)
_OTHERS = re.compile(
    "工作|值班|志愿|小组|专班|领导|医生|医护|护士|医师|教师|监考|责任人|负责|成员|委员|培训|会议|参会|参加|出席|捐|联络|联系|结对|帮扶|获奖|优秀"
    "|先进|表彰|公示|公布|公告|公开|光荣",
)
_HEADING = re.compile(
    r"[^\n。,;:!?]{0,36}(?:名单|名册|台账|登记|底册|人员|对象|患者|病人|病例|户|者|人|儿童|孤儿|职工|学生|考生|妇|员|家庭|家属|姓名|表|信息|情况|明细)"
    r"[ \t]{0,3}(?:[(][^)\n]{0,20}[)]|\d{0,8})[ \t]{0,3}",
)
_TABLE_HEADING = re.compile(r"(?=[^\n。]{0,60}(?:姓名|户主|名字))(?=[^\n。]{0,60}(?:[\t,|]|  ))[^\n。:!?]{4,80}")
"""The heading row of a table with a column of names, of which another column may name the condition."""
_NUMBERING = re.compile(r"[ \t]{0,4}(?:[(]?[一二三四五六七八九十百]{1,4}[.、)][ \t]{0,3}|[(]?\d{0,4}[.、) \t]{0,3})")
_BETWEEN = re.compile(r"[、,;|/\s]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LONGEST_ROW = 80
_LINES_BETWEEN = 2
"""Most lines between a heading and the first name (「序号　姓名」, a date), and between two names."""


class Rosters:
    """Finds the names below a heading that names a condition."""

    name = "rosters"
    kinds = frozenset({CONDITION})
    gates = tuple(sorted(_CONDITIONS))

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return one hit for each name, in order of position; ``value`` is the name. Raises OutOfTime."""
        hits: list[Hit] = []
        read = 0
        for start, end in view.lines_with(self.gates):
            heading_end = _heading_end(view.text, start, end)
            if start < read or heading_end is None:
                continue
            for hit in _below(view, heading_end):
                hits.append(hit)
                read = hit.end
        return tuple(hits)


def _heading_end(text: str, start: int, end: int) -> int | None:
    """Return where the heading at the beginning of a line ends; None for a line without one."""
    match = _TABLE_HEADING.fullmatch(text, start, end) or _HEADING.match(text, start, end)
    if match is None or _OTHERS.search(match.group()) or not any(word in match.group() for word in _CONDITIONS):
        return None
    behind = match.end()
    return behind if behind == end or text[behind] in ":\t,|" else None


def _below(view: View, start: int) -> Iterator[Hit]:
    """Yield the names that follow a heading, in its own line and in those below it."""
    text, missed, number = view.text, -1, 0  # words after the heading on its own line are not a line between
    while start < len(text) and missed <= _LINES_BETWEEN:
        number += 1
        if number % 128 == 0:
            view.deadline.check()
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found = list(_of_line(text, start, end))
        missed = 0 if found else missed + 1
        yield from found
        start = end + 1


def _of_line(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield the names of a row: all of a line with nothing but names, the first one of a row with other cells."""
    while start < end and text[start] in ": \t,|":
        start += 1
    numbering = _NUMBERING.match(text, start, end)
    start = numbering.end() if numbering else start
    cells = [cell for cell in _BETWEEN.split(text[start:end]) if cell]
    named = [cell for cell in cells if _NAME.fullmatch(cell) and is_chinese_name(cell)]
    if len(named) < len(cells) and (end - start > _LONGEST_ROW or "。" in text[start:end]):
        return
    position = start
    for name in named if len(named) == len(cells) else named[:1]:
        position = text.index(name, position)
        yield Hit(position, position + len(name), name, frozenset({CONDITION}))
        position += len(name)
