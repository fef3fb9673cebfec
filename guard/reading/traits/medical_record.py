"""Finds medical records, examination reports, order sheets: a title, a block of patient fields, and ruled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np

from guard.reading.model import Line
from guard.reading.traits.view import Found, View
from rules.model import Box
from rules.text import MEDICAL_RECORD, Trait

_TITLE = re.compile(
    r"(入院|出院|病程|查房|手术|麻醉|护理|抢救|会诊|转科|死亡)记录单?$"
    r"|(检查|检验|化验|诊断|病理|超声|影像|心电图|放射|内镜|彩超)(诊断)?报告单?$"
    r"|病历$|病案首页$|化验单$|医嘱单$|处方笺?$|体温单$|诊断证明书?$|出院小结$|门诊病历|住院病历")

_FIELDS = ("姓名", "患者姓名", "性别", "年龄", "婚姻", "职业", "检查日期", "送检日期", "报告日期")
_MEDICAL_FIELDS = (
    "科室", "科别", "病区", "床号", "病床", "住院号", "病案号", "病历号", "门诊号", "就诊号", "登记号", "检查号",
    "影像号", "标本号", "样本号", "标本", "条码号", "申请科室", "申请医生", "送检医师", "送检医生", "临床诊断",
    "入院日期", "过敏史")
_NAMES = "|".join((*_FIELDS, *_MEDICAL_FIELDS))
_FIELD = re.compile(rf"(?:^|[\s:：\d岁男女])({_NAMES})\s*(?:[:：]|$)")
_FIELD_AND_VALUE = re.compile(rf"^({_NAMES})[^、，。的和及]{{0,10}}$")
_SECTION = re.compile(
    r"^(主诉|现病史|既往史|个人史|家族史|体格检查|检查所见|影像所见|超声所见|诊断意见|检查结论|诊断结论|初步诊断"
    r"|入院诊断|出院诊断|出院医嘱|诊疗经过|医嘱内容|长期医嘱|临时医嘱|参考范围|参考值|Rp)[:：]?")

_LONGEST_TITLE = 20


def find(view: View) -> Found:
    """Return the sheet of a window, if it is a medical one."""
    title = next((line for line in view.lines if len(line.text) <= _LONGEST_TITLE
                  and _TITLE.search(line.text.replace(" ", ""))), None)
    fields = _named(view.lines, _FIELD, _FIELD_AND_VALUE)
    sections = _named(view.lines, _SECTION)
    medical = sum(name in _MEDICAL_FIELDS for name in fields)
    if len(fields) < 3 or medical + len(sections) < 1 or (title is None and medical < 2):
        return Found()
    if not _block(list(fields.values())):
        return Found()
    confidence = _confidence(title is not None, len(sections), _ruled(view, list(fields.values())))
    parts = [*fields.values(), *sections.values(), *([title] if title else [])]
    return Found((Trait(MEDICAL_RECORD, box=_around(parts), confidence=confidence),) if confidence else ())


def _named(lines: Sequence[Line], *patterns: re.Pattern[str]) -> dict[str, Line]:
    """Return the first line that contains each name captured by the patterns."""
    named: dict[str, Line] = {}
    for line in lines:
        for match in (match for pattern in patterns for match in pattern.finditer(line.text)):
            named.setdefault(match[1], line)
    return named


def _confidence(titled: bool, sections: int, ruled: bool) -> float:
    """Weigh what was seen besides the fields: a title, ruled lines, sections that only records have."""
    if titled:
        return 0.95 if ruled else 0.8
    return 0.7 if ruled or sections >= 2 else 0.0


def _block(fields: Sequence[Line]) -> bool:
    """Tell whether the fields are close together: at most as many rows as fields, and a little space."""
    if not fields:
        return False
    height = float(np.median([line.box.height for line in fields]))
    top, bottom = min(line.box.y for line in fields), max(line.box.y + line.box.height for line in fields)
    return bottom - top <= 3.2 * height * max(3, len(fields))


def _ruled(view: View, fields: Sequence[Line]) -> bool:
    """Tell whether long straight lines run beside the fields: frames of a table, rules above and below them."""
    around = _around(fields)
    left, top, right, bottom = view.reduced(Box(around.x - around.width // 8, around.y - around.height // 2 - 20,
                                                round(around.width * 1.3), around.height * 2 + 40))
    ink = cv2.morphologyEx(view.ink[top:bottom, left:right], cv2.MORPH_OPEN, np.ones((1, 13), np.uint8))
    # A line that is not quite level is a staircase of level pieces.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return any(cv2.boundingRect(contour)[2] >= 0.45 * (right - left) for contour in contours)


def _around(lines: Sequence[Line]) -> Box:
    left, top = min(line.box.x for line in lines), min(line.box.y for line in lines)
    right = max(line.box.x + line.box.width for line in lines)
    bottom = max(line.box.y + line.box.height for line in lines)
    return Box(left, top, right - left, bottom - top)
