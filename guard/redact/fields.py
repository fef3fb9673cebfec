"""Finds fields of forms, records and tables: a label says what its value is, and the whole value is masked.

「现病史：…」 is masked to the next label, a column of 住址 row by row. All positions are of the normalised text
(rules.scan.normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from guard.redact.districts import district_end
from guard.redact.mask_kinds import MaskKind
from guard.redact.traces import Found
from rules.features.names import is_chinese_name

_PEOPLE = (
    "(?:患者|病人|学生|幼儿|家长|监护人|户主|申请人|当事人|被申请人|举报人|信访人|来电人|投诉人|联系人|收件人|寄件人"
    "|考生|职工|本人)"
)
_RECORD = "|".join((
    "主诉|现病史|既往史|个人史|家族史|婚育史|月经史|过敏史|生育史|接触史|流行病学史|旅居史|查体|体格检查|专科检查|辅助检查",
    "检查(?:所见|结果|结论)?|检验结果|化验(?:结果)?|影像(?:所见|诊断)?|超声(?:所见|提示)?|病理(?:诊断|结果)?",
    "(?:初步|入院|出院|临床|术前|术后|门诊|目前)?诊断(?:意见|结果)?|印象|病情(?:描述|摘要)?|症状|体征|体温|血压|病名|病种",
    "疾病名称|医嘱|处方|用药|治疗(?:经过|方案)?|诊疗经过|手术(?:名称|经过)?|处理(?:意见)?|核酸(?:检测)?结果|检测结果",
    "残疾(?:类别|等级|情况)|健康状况|精神状况|心理状况|测评结果",
))
_LABELS: tuple[tuple[MaskKind | None, tuple[str, ...]], ...] = (
    (MaskKind.NAME, (
        rf"{_PEOPLE}?(?:姓名|名字)|{_PEOPLE}|曾用名|法定代表人|经办人姓名|家属|配偶|父亲|母亲|丈夫|妻子|被告人?|原告人?",
        "嫌疑人|受害人|被害人|密接者?|陪护人?|紧急联系人|房东|租客|收货人|持卡人|开户人|户名",
    )),
    (MaskKind.ID_NUMBER, (
        r"(?:公民)?(?:居民)?(?:身份证件?|证件|护照|军官证|港澳通行证|残疾证|驾驶证)(?:号码?|编号)?|身份号码|ID",
    )),
    (MaskKind.PHONE, (
        rf"{_PEOPLE}?(?:联系)?(?:电话|手机)(?:号码?)?|联系方式|家长电话|电话号码|Tel|Phone|Mobile",
    )),
    (MaskKind.BANK_CARD, ("(?:银行)?(?:卡号|账号|账户)|银行卡号?|收款账号|社会保障卡号",)),
    (MaskKind.CASE_NUMBER, (
        ("(?:住院|门诊|病案|病历|就诊|登记|检查|影像|条码|样本|床位?|学籍|学|考|准考证|工单|信访件?|案件?|受理|社保卡?"
         "|医保卡?)(?:编?号码?)"),
    )),
    (MaskKind.ACCOUNT, ("微信号?|QQ号?|邮箱|电子邮[件箱]|E-?mail|用户名|昵称",)),
    (MaskKind.ADDRESS, (
        "(?:现|家庭|经常|户籍|户口|居|通讯|收货|收件|联系|详细|工作)?(?:住址|地址|居住地|住所地?|住处|户籍所在地|户籍地|住宅)",
        "籍贯|出生地|现住|家住|送达地址|房屋坐落",
    )),
    (MaskKind.UNIT, (
        "(?:现)?(?:工作|就读|所在)?(?:单位|学校|班级|院校)|职业|职务|岗位|部门班组|任职单位|毕业院校|用人单位|工作单位及职务",
    )),
    (MaskKind.BIRTH, ("出生(?:日期|年月日?|时间)?|生日",)),
    (MaskKind.HEALTH, (_RECORD,)),
    (None, (
        "性别|年龄|民族|婚姻状况|文化程度|学历|政治面貌|时间|日期|备注|类别|类型|科室|病区|医[生师]|主管医师|记录人|填报人",
        "审核人|办理时限|诉求(?:内容|类别)?|事项|反映问题|问题描述|来源|序号|编号|金额|数量|单价|合计|与户主关系|关系",
        "是否.{1,8}|入院(?:日期|时间)|出院(?:日期|时间)|收件时间|办理结果|处置意见|回复",
    )),
)
"""What is before a value or above a column, by the kind of the value; None ends another's value and masks none."""
_ANY = "|".join(f"(?P<L{number}>{'|'.join(patterns)})" for number, (_, patterns) in enumerate(_LABELS))
_LABEL = re.compile(rf"(?:^|(?<=[\s,;、|(。:\]】]))(?:[(\d一二三四五六七八九十]{{1,3}}[.、)]{{1,2}} ?)?(?:{_ANY})"
                    r"(?:[(][^)\n]{0,10}[)])? ?:[ \t]*", re.MULTILINE)
_HEAD = re.compile(rf"(?:{_ANY})(?:[(][^)\n]{{0,10}}[)])?")
_BARE_RECORD = re.compile(rf"^(?:{_RECORD})[ \t]{{1,4}}(?=\S)", re.MULTILINE)
_NUMBER_ENDS = re.compile(r"[,;。|\t\n]|[ ](?=[\u4e00-\u9fff])|[ ]{2,}")
_VALUE_ENDS = MappingProxyType({
    MaskKind.NAME: re.compile(r"[\s,;。|(]"),
    **dict.fromkeys((MaskKind.ID_NUMBER, MaskKind.PHONE, MaskKind.BANK_CARD, MaskKind.CASE_NUMBER, MaskKind.ACCOUNT),
                    _NUMBER_ENDS),
})
_NAME_OF_TWO_PARTS = re.compile(
    r"([\u4e00-\u9fff]{1,2})[ ](?![男女][\s,;。|(]|[男女]$)([\u4e00-\u9fff]{1,2})(?=[\n\t,;。|(]|[ ]{2}|$)")
_USUAL_END = re.compile(r"[,;。|\t\n]|[ ]{2,}")
_PLAIN_LABEL = rf"(?:{'|'.join(chain.from_iterable(patterns for _, patterns in _LABELS))})(?:[(][^)\n]{{0,10}}[)])?"
_RECORD_GOES_ON = re.compile(
    rf"\n(?![ \t]*(?:\n|$|[一二三四五六七八九十\d]{{1,2}}[、.)]|[^\n:]{{1,8}}:|{_PLAIN_LABEL}[ \t\n:]))")
_NEXT_LABEL = re.compile(rf"[ \t]{_PLAIN_LABEL}(?=[ \t:])")
_NO_PERSON = re.compile(
    "(?:公司|机关|机构|中心|学校|大学|中学|小学|幼儿园|医院|卫生院|法院|检察院|委员会|政府|派出所|街道|支队|大队|中队|银行|协会|集团"
    "|工厂|[^ ]{2}(?:局|厅|厂|办|社|科|站)|姓名|关系|部位|编号|号码|处所|费用|诊断|日期|时间|情况|签[名字]|工单|专员"
    "|核查人|人员)$|[:\\d]")
"""Ends of what is at the place of a name, but is an office or no name at all."""
_NAME_COLUMN = re.compile("姓名|监护人|家长|户主|联系人|填报人|患者|学生|人员")
_NAME_CELL = re.compile(r"\s*[\u4e00-\u9fff]{1,8}(?:[ ·•・‧][\u4e00-\u9fff]{1,8}){0,4}\s*")
_SEPARATED = re.compile(r"[\t,|]")
_LONGEST_LABEL = 8
_LONGEST_VALUE = 1200
_LONGEST_HEADING = 200
_FEWEST_COLUMNS = 2


class _Head(NamedTuple):
    """The heading of a column; ``kind`` None: nothing under it is masked."""

    kind: MaskKind | None


def fields(text: str) -> Iterator[Found]:
    """Yield the values of labelled fields, of columns under a heading, and of forms with a cell on each line."""
    for found_at, found_to, kind in (*_labelled(text), *_columns(text), *_cells_in_turn(text)):
        start, end = _trimmed(text, found_at, found_to)
        if kind is MaskKind.ADDRESS:
            start = district_end(text, start, end)
        words = text[start:end]
        if words and not is_label(words) and (kind is not MaskKind.NAME or _NO_PERSON.search(words) is None):
            yield start, end, kind


def is_label(words: str) -> bool:
    """Tell whether words are nothing but a label or the heading of a column, which tells nothing of anybody."""
    return _HEAD.fullmatch(words) is not None


def _kind(match: re.Match[str]) -> MaskKind | None:
    return next(kind for number, (kind, _) in enumerate(_LABELS) if match[f"L{number}"] is not None)


def _labelled(text: str) -> Iterator[Found]:
    labels = list(_LABEL.finditer(text))
    for number, match in enumerate(labels):
        following = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        kind = _kind(match)
        if kind is not None:
            yield match.end(), _value_end(text, match.end(), following, kind), kind
    for match in _BARE_RECORD.finditer(text):
        yield match.end(), _value_end(text, match.end(), len(text), MaskKind.HEALTH), MaskKind.HEALTH


def _value_end(text: str, start: int, following: int, kind: MaskKind) -> int:
    """Return the end of a value: of its clause or line; of a record where the next label or heading begins."""
    limit = min(following, start + _LONGEST_VALUE)
    if kind is MaskKind.NAME:
        parts = _NAME_OF_TWO_PARTS.match(text, start, limit)
        if parts is not None and is_chinese_name(parts[1] + parts[2]):  # 「欧阳 建国」, not a name and an office
            return parts.end()
    if kind is not MaskKind.HEALTH:
        found = _VALUE_ENDS.get(kind, _USUAL_END).search(text, start, limit)
        return found.start() if found else limit
    found = _NEXT_LABEL.search(text, start, limit)
    limit = found.start() if found else limit
    end = start
    while (feed := text.find("\n", end, limit)) >= 0:
        if _RECORD_GOES_ON.match(text, feed) is None:
            return feed
        end = feed + 1
    return limit


def _columns(text: str) -> Iterator[Found]:
    """Yield the cells below a heading row: one that has two known labels, or a column of names.

    The table ends at the next blank line, or when a line has no cell in the first column of names.
    """
    kinds: Sequence[MaskKind | None] = ()
    place = 0
    for line in text.split("\n"):
        cells = _cells(line)
        heads = [_head(line[start:end]) for start, end in cells] if len(line) <= _LONGEST_HEADING else []
        if _is_heading(line, heads):
            kinds = [None if head is None else head.kind for head in heads]
        elif not line.strip() or (MaskKind.NAME in kinds and len(cells) <= kinds.index(MaskKind.NAME)):
            kinds = ()
        else:
            for (start, end), kind in zip(cells, kinds, strict=False):
                if kind is not None and (len(cells) == len(kinds) or
                                         (kind is MaskKind.NAME and _NAME_CELL.fullmatch(line, start, end))):
                    yield place + start, place + end, kind
        place += len(line) + 1


def _is_heading(line: str, heads: Sequence[_Head | None]) -> bool:
    known = [head.kind for head in heads if head is not None]
    return len(known) >= max(_FEWEST_COLUMNS, len(heads) / 2) or (
        "姓名" in line and MaskKind.NAME in known and _SEPARATED.search(line) is not None)


def _head(words: str) -> _Head | None:
    """Return what a column under this heading contains; None for an unknown heading."""
    found = _HEAD.fullmatch(words)
    if found is not None:
        return _Head(_kind(found))
    return _Head(MaskKind.NAME) if len(words) <= _LONGEST_LABEL and _NAME_COLUMN.search(words) else None


def _cells(line: str) -> list[tuple[int, int]]:
    """Return the cells of a row; of the separators in it the strongest counts."""
    for separator in ("\t", "|", ","):
        if separator in line:
            edges = [number for number, one in enumerate(line) if one == separator]
            bounds = zip([-1, *edges], [*edges, len(line)], strict=True)
            found = [_trimmed(line, start + 1, end) for start, end in bounds]
            return found if separator != "|" else [cell for cell in found if cell[0] < cell[1]]
    return [match.span() for match in re.finditer(r"\S+", line)]


def _cells_in_turn(text: str) -> Iterator[Found]:
    """Yield the cells of a table that was read as one cell per line: the labels one below the other, then the rows."""
    lines: list[tuple[int, int]] = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(_trimmed(text, place, place + len(line)))
        place += len(line) + 1
    number = 0
    while number < len(lines):
        kinds = _labels_from(text, lines, number)
        number += max(1, len(kinds))
        if len(kinds) <= _FEWEST_COLUMNS:
            continue
        turn = 0
        while number < len(lines) and not _labels_from(text, lines, number):
            kind = kinds[turn % len(kinds)]
            if kind is not None:
                yield *lines[number], kind
            number, turn = number + 1, turn + 1


def _labels_from(text: str, lines: Sequence[tuple[int, int]], number: int) -> list[MaskKind | None]:
    """Return the kinds of the lines from this one on that contain nothing but a label."""
    kinds: list[MaskKind | None] = []
    while number < len(lines) and (head := _HEAD.fullmatch(text, *lines[number])) is not None:
        kinds.append(_kind(head))
        number += 1
    return kinds


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\"":
        start += 1
    while end > start and text[end - 1] in " \t\"。;,":
        end -= 1
    return start, end
