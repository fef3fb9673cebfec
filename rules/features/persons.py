"""Distinct people in tables, lists, narrative and recognised cells, with what is told about each.

A name alone is no evidence: only a name beside a number, an address with age, or an illness counts. One hit is one
person; its span is that person's deciding words. Categories: 个人信息保护法 art. 28.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.features.model import Hit, View
from rules.features.names import is_name
from rules.features.words import words
from rules.validators import identity_number, mobile_number

ID_NUMBER = "证件"
MASKED_ID = "掩码证件"
PHONE = "电话"
MASKED_PHONE = "掩码电话"
ADDRESS = "住址"
ILLNESS = "病情"
MINOR = "未成年"
SEX_OR_AGE = "性别年龄"

_HAN = r"[\u4e00-\u9fff]"
_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5} ?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{3}[\dXx]"
    r"(?![0-9A-Za-z])",
)
_MASKED_ID = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{2,9}[*xX×]{4,12}\d{0,4}[\dXx*](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_MASKED_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d[*xX×]{4}\d{4}(?!\d)")
_ADDRESS = re.compile(
    rf"{_HAN}{{1,8}}(?:省|市|区|县|州|旗|镇|乡|街道)[\u4e00-\u9fff0-9]{{1,24}}?"
    r"(?:村|路|街|巷|小区|社区|组|号|栋|幢|室|屯|弄|苑|庄)",
)
_AGE = re.compile(r"(?<!\d)(\d{1,3})周?岁")
_SEX = re.compile(r"(?:^|[\s,、|(;])(?:男|女)(?=[\s,、|);。]|$)")
_ILL = re.compile(
    r"确诊(?!者)|疑似病例|阳性|诊断[:为是]|初步诊断|主诉|现病史|既往史|无症状感染|患有|肺炎|艾滋病|梅毒|乙肝|肺结核|精神分裂|抑郁症|癌"
    r"|肿瘤|糖尿病|高血压|冠心病|骨折|住院号|病历号|病案号|发热\d|体温3[89]",
)
_PATIENT = re.compile(
    r"(?:患者|病人|病例|确诊者|感染者|感染人员|密接者?|次密接者?|密切接触者|阳性人员)(?:姓名)?[: ]{0,2}"
    rf"({_HAN}{{2,4}}?)"
    r"(?=[,。;、\s(男女0-9住身]|$)",
)
_CONTACT = re.compile(r"^(?:确诊者|感染者|感染人员|密接|次密接|密切接触者|阳性人员)")
_LABELLED = re.compile(
    rf"(?:姓名|联系人|户主|法定代表人|当事人|学生|举报人)[: ]{{0,2}}({_HAN}{{2,4}}?)(?=[,。;、\s(男女0-9]|$)",
)
_TOLD = re.compile(
    rf"(?:^|[\s,。;、:(0-9.])({_HAN}{{2,3}})"
    r"(?=[(,、: ]{1,2}(?:男|女|身份证|证件|电话|联系电话|手机|\d{1,3}岁|1[3-9]\d|[1-9]\d{16}))",
)
_CELL = re.compile(r"[^\t|,;、]+")
_NUMBERING = re.compile(r"^[\s\d.、()#]+")
_HEADINGS = words(
    "姓名 性别 年龄 身份证 证件号 电话 手机 联系方式 住址 地址 户籍 诊断 住院号 病历号 工号 职务 与户主关系 车牌 返乡 "
    "来源地 密接 监护人 家长 班级 病情 症状",
)
_ILLNESS_HEADINGS = ("诊断", "病情", "症状", "病名", "核酸结果", "检测结果", "病种")
_MINOR_HEADINGS = ("监护人", "家长", "学生姓名", "幼儿姓名")
_CHILD_AGE = 14
_LONGEST_LINE = 600
_LONGEST_ROW = 200


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading row of a table, which tells what its rows hold."""

    names: bool = False
    illness: bool = False
    minors: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """A name with its span in the line; ``patient`` when the words before it say that the person is ill."""

    start: int
    end: int
    name: str
    patient: bool = False
    contact: bool = False


class Persons:
    """Finds people with what is told about them."""

    name = "persons"
    kinds = frozenset({ID_NUMBER, MASKED_ID, PHONE, MASKED_PHONE, ADDRESS, ILLNESS, MINOR, SEX_OR_AGE})
    gates = (
        "00000000", "000-0000", "000 0000", "****", "xxxx", "××××", "姓名", "男", "女", "岁", "患者", "病人", "病例",
        "密接", "密切接触者", "确诊者", "感染者", "感染人员", "阳性人员",
    )

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return one hit for each mention of a person; ``value`` is the same for the same person. Raises OutOfTime."""
        heading = _Heading()
        hits: list[Hit] = []
        previous_end = -1
        for start, end in view.lines_with(self.gates):
            line = view.text[start:end]
            if previous_end >= 0 and "\n\n" in view.text[previous_end:start]:
                heading = _Heading()
            previous_end = end
            if _is_heading(line):
                heading = _heading(line)
                continue
            for part_start, part in _parts(line):
                hits.extend(_people(part, start + part_start, heading))
        return tuple(_joined(hits))


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """Cut a very long line at sentence ends, so that no step costs more than its length."""
    if len(line) <= _LONGEST_LINE:
        yield 0, line
        return
    for found in re.finditer(r"[^。;!?]{1,600}[。;!?]?", line):
        yield found.start(), found.group()


def _is_heading(line: str) -> bool:
    return (
        len(line) <= _LONGEST_ROW
        and sum(word in line for word in _HEADINGS) >= 2
        and not _ID.search(line)
        and not _PHONE.search(line)
        and len(_CELL.findall(line)) + len(line.split()) > 2
        and ":" not in line
    )


def _heading(line: str) -> _Heading:
    return _Heading(
        names="姓名" in line,
        illness=any(word in line for word in _ILLNESS_HEADINGS),
        minors=any(word in line for word in _MINOR_HEADINGS),
    )


def _people(line: str, offset: int, heading: _Heading) -> Iterator[Hit]:
    names = _names(line)
    row = "\t" in line or "|" in line or "  " in line
    if row and len(_ID.findall(line)) <= 1:
        names = names[:1]
    if not names:
        yield from _nameless(line, offset)
        return
    for index, named in enumerate(names):
        first = 0 if index == 0 else named.start
        last = names[index + 1].start if index + 1 < len(names) else len(line)
        hit = _person(line, first, last, named, heading if row or "," in line else _Heading(), offset)
        if hit:
            yield hit


def _names(line: str) -> list[_Named]:
    """Return the names of a line in order: after a label, before a detail, or alone in a cell."""
    found: dict[int, _Named] = {}
    for match in _PATIENT.finditer(line):
        if is_name(match[1]):
            contact = _CONTACT.match(match.group()) is not None
            found[match.start(1)] = _Named(match.start(1), match.end(1), match[1], patient=True, contact=contact)
    for pattern in (_LABELLED, _TOLD):
        for match in pattern.finditer(line):
            if is_name(match[1]):
                found.setdefault(match.start(1), _Named(match.start(1), match.end(1), match[1]))
    for start, cell in _cells(line):
        if is_name(cell):
            found.setdefault(start, _Named(start, start + len(cell), cell))
    return [found[start] for start in sorted(found)]


def _cells(line: str) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of the cells of a row, without leading numbering."""
    divided = _CELL.finditer(line) if any(sign in line for sign in "\t|,;、") else re.finditer(r"\S+", line)
    for match in divided:
        pieces = re.finditer(r"\S+", match.group()) if "  " in match.group() else (match,)
        base = match.start() if "  " in match.group() else 0
        for piece in pieces:
            numbering = _NUMBERING.match(piece.group())
            skipped = numbering.end() if numbering else 0
            text = piece.group()[skipped:]
            yield base + piece.start() + skipped, text.rstrip()


def _nameless(line: str, offset: int) -> Iterator[Hit]:
    """Yield the valid identity numbers of a line without names: each is a person all the same."""
    for match in _ID.finditer(line):
        if identity_number(match.group()):
            yield Hit(offset + match.start(), offset + match.end(), _key(match.group()), frozenset({ID_NUMBER}))


def _key(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum()).upper()


def _person(line: str, first: int, last: int, named: _Named, heading: _Heading, offset: int) -> Hit | None:
    """Return the person of one part of a line, or None when nothing but the name is told."""
    part = line[first:last]
    numbers = [match for match in _ID.finditer(part) if identity_number(match.group())]
    phones = [match for match in _PHONE.finditer(part) if mobile_number(match.group())]
    kinds, details = _details(part, numbers, phones)
    _add_context(kinds, part, named, heading)
    strong = kinds - {SEX_OR_AGE}
    listed = heading.names and SEX_OR_AGE in kinds
    if not strong and not listed:
        return None
    if strong == {ADDRESS} and SEX_OR_AGE not in kinds and not heading.names:
        return None
    value = _key(numbers[0].group()) if numbers else named.name + (_key(phones[0].group())[-11:] if phones else "")
    end = max([named.end, *(first + position for position in details)])
    start = min([named.start, *(first + match.start() for match in numbers)])
    return Hit(offset + start, offset + end, value, frozenset(kinds))


def _details(
    part: str, numbers: Sequence[re.Match[str]], phones: Sequence[re.Match[str]],
) -> tuple[set[str], list[int]]:
    """Return the kinds of detail in a part of a line and where each of them ends."""
    kinds: set[str] = set()
    ends: list[int] = []
    if numbers:
        kinds.add(ID_NUMBER)
        ends.append(numbers[0].end())
    if phones:
        kinds.add(PHONE)
        ends.append(phones[0].end())
    masked_phone = _MASKED_PHONE.search(part)
    without_phone = part.replace(masked_phone.group(), " " * len(masked_phone.group())) if masked_phone else part
    for kind, match in (
        (MASKED_PHONE, masked_phone),
        (MASKED_ID, _MASKED_ID.search(without_phone)),
        (ADDRESS, _ADDRESS.search(part)),
        (SEX_OR_AGE, _AGE.search(part) or _SEX.search(part)),
    ):
        if match:
            kinds.add(kind)
            ends.append(match.end())
    age = _AGE.search(part)
    if age and int(age[1]) < _CHILD_AGE:
        kinds.add(MINOR)
    return kinds, ends


def _add_context(kinds: set[str], part: str, named: _Named, heading: _Heading) -> None:
    """Add illness and minority, which stand in the words around the name or in the table's heading."""
    ill = _ILL.search(part) is not None
    if named.contact or heading.illness or (ill and (named.patient or kinds & {SEX_OR_AGE, ID_NUMBER})):
        kinds.add(ILLNESS)
    if heading.minors and kinds & {PHONE, ID_NUMBER, ADDRESS}:
        kinds.add(MINOR)


def _joined(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Give every mention of a person what all its mentions tell."""
    told: dict[str, frozenset[str]] = {}
    for hit in hits:
        told[hit.value] = told.get(hit.value, frozenset()) | hit.kinds
    for hit in hits:
        yield Hit(hit.start, hit.end, hit.value, told[hit.value])
