"""Finds details of persons and their positions: names, numbers, addresses, ages, illnesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from rules.features.identity import identity_numbers
from rules.features.names import FIRST_CHARACTERS, is_chinese_name
from rules.validators import mobile_number

ID_NUMBER = "证件"
MASKED_ID = "掩码证件"
PHONE = "电话"
MASKED_PHONE = "掩码电话"
ADDRESS = "住址"
ILLNESS = "病情"
MINOR = "未成年"
SEX_OR_AGE = "性别年龄"

_CHILD_AGE = 14
_LONGEST_HEADING = 200
_HEADING_SHARE = 0.25
_HAN = r"[\u4e00-\u9fff]"
# The first characters of a match come before the look-behind in the expression: ``re`` then skips ahead to them.
_MASKED_ID = re.compile(r"[1-9](?<![0-9A-Za-z].)\d{2,9}[*xX×]{4,12}\d{0,4}[\dXx*](?![0-9A-Za-z])")
_PHONE = re.compile(r"[+81](?<!\d.)(?:(?:(?<=\+)8|(?<=8))6[- ]?1|(?<=1))[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d×*])")
_MASKED_PHONE = re.compile(r"1(?<![0-9A-Za-z].)[3-9]\d[*xX×]{4}\d{4}(?!\d)")
_ADDRESS = re.compile(
    r"(?:[省市区县州旗镇乡]|街道)[\u4e00-\u9fff0-9]{1,24}(?:小区|社区|[村路街巷组号栋幢室屯弄苑庄])",
)
_AGE = re.compile(r"(\d(?<!\d.)\d{0,2})周?岁")
_SEX = re.compile(r"[男女](?<![\u4e00-\u9fff].)(?![\u4e00-\u9fff])")
_ILL = re.compile(
    r"确诊(?!者)|疑似病例|阳性|诊断[:为是]|初步诊断|主诉|现病史|既往史|无症状感染|患有|肺炎|艾滋病|梅毒|乙肝|肺结核|精神分裂|抑郁症"
    r"|[\u4e00-\u9fff]癌|肿瘤|糖尿病|高血压|冠心病|骨折|住院号|病历号|病案号|发热\d|体温3[89]",
)
_ILL_WORD = re.compile(
    "确诊|疑似病例|阳性|诊断|主诉|现病史|既往史|无症状感染|患有|肺炎|艾滋病|梅毒|乙肝|肺结核|精神分裂|抑郁症|癌|肿瘤|糖尿病|高血压|冠心病"
    "|骨折|住院号|病历号|病案号|发热|体温3",
)
_AREA = re.compile("[省市区县州旗镇乡街]")
_EITHER_SEX = re.compile("[男女]")
_MASKS = "*xX×"
_PATIENT = re.compile(
    r"(?:患者|病人|病例|确诊者|感染者|感染人员|密接者?|次密接者?|密切接触者|阳性人员)(?:姓名)?[: ]{0,2}"
    rf"({_HAN}{{2,4}}?)(?=[,。;、\s(男女0-9住身]|$)",
)
_CONTACT = re.compile(r"确诊者|感染者|感染人员|密接|次密接|密切接触者|阳性人员")
_LABELLED = re.compile(
    rf"(?:姓名|联系人|户主|法定代表人|当事人|学生|举报人)[: ]{{0,2}}({_HAN}{{2,4}}?)(?=[,。;、\s(男女0-9]|$)",
)
_STANDING_ALONE = re.compile(
    rf"(?<!{_HAN})(?=[{FIRST_CHARACTERS}])(?:({_HAN}{{2,4}})(?!{_HAN})"
    rf"|({_HAN}{{2,3}})(?=电话|手机|身份证|证件号|联系电话|住址))",
)
_CALLED = re.compile(
    rf"(?<!{_HAN})((?=[{FIRST_CHARACTERS}]){_HAN}(?:先生|女士|小姐|太太|阿姨|大[爷妈姐哥]|老[师板]|师傅|总|经理|主任|医生|同学"
    rf"|嬢嬢|[叔伯姐哥婶嫂]|婆婆|阿婆|公公)|[老小阿]{_HAN}|{_HAN}{{1,3}}?(?:妈妈?|爸爸?|奶奶|爷爷|外[公婆]|姥[姥爷]|家长)"
    r"|父亲?|母亲?|丈夫|妻子|爱人|老[公婆]|儿子|女儿|监护人|家属|胞?[弟兄]|哥哥|姐姐|弟弟|妹妹|外甥|侄[子女])"
    rf"[ \t:,(]{{0,3}}(?:的?(?:联系)?(?:电话|手机)|电|[(]{_HAN}{{1,4}}[)])?[是号]?[ \t:,]{{0,3}}$",
)
"""Words for people without their names, right before a number: 何先生, 老符, 乐乐妈, 儿子."""
_FARTHEST_CALL = 18
_HEADING_WORD = re.compile(
    "姓名|性别|年龄|身份证|证件号|电话|手机|联系方式|住址|地址|户籍|诊断|住院号|病历号|工号|职务|与户主关系|车牌|返乡|来源地|密接|监护人"
    "|家长|班级|病情|症状",
)


_DESCRIPTIONS = (
    (ADDRESS, _ADDRESS, _AREA), (SEX_OR_AGE, _SEX, _EITHER_SEX), (ILLNESS, _ILL, _ILL_WORD),
)


class Detail(NamedTuple):
    """One detail of a person; ``value`` is a number's significant characters, or the words."""

    start: int
    end: int
    kind: str
    value: str


class Named(NamedTuple):
    """A name; ``patient`` when the word before it says that the person is ill, ``contact`` when it names a contact."""

    start: int
    end: int
    name: str
    patient: bool = False
    contact: bool = False


def details(text: str, start: int, end: int) -> list[Detail]:
    """Return the details between two positions, in order."""
    return sorted([*_numbers(text, start, end), *_words(text, start, end)], key=itemgetter(0))


def _numbers(text: str, start: int, end: int) -> Iterator[Detail]:
    for found in identity_numbers(text, start, end):
        if found.valid:
            yield Detail(found.start, found.end, ID_NUMBER, found.number)
    for match in _PHONE.finditer(text, start, end):
        number = match.group()
        if mobile_number(number):
            first, last = match.span()
            yield Detail(first, last, PHONE, number.replace("-", "").replace(" ", "")[-11:])


def _words(text: str, start: int, end: int) -> Iterator[Detail]:
    yield from _masked(text, start, end)
    if text.find("岁", start, end) >= 0:
        for match in _AGE.finditer(text, start, end):
            yield Detail(match.start(), match.end(), SEX_OR_AGE, match.group())
            if int(match[1]) < _CHILD_AGE:
                yield Detail(match.start(), match.end(), MINOR, match.group())
    for kind, pattern, gate in _DESCRIPTIONS:
        # Patterns of many branches are slow to fail: a search for their plain words comes first.
        if gate.search(text, start, end):
            for match in pattern.finditer(text, start, end):
                first, last = match.span()
                yield Detail(first, last, kind, match.group())


def _masked(text: str, start: int, end: int) -> Iterator[Detail]:
    if all(text.find(character, start, end) < 0 for character in _MASKS):
        return
    masked_phones = {match.start() for match in _MASKED_PHONE.finditer(text, start, end)}
    for match in _MASKED_ID.finditer(text, start, end):
        kind = MASKED_PHONE if match.start() in masked_phones else MASKED_ID
        yield Detail(match.start(), match.end(), kind, match.group())


def names(text: str, start: int, end: int) -> list[Named]:
    """Return the names between two positions, in order: after a label, or between punctuation."""
    found: dict[int, Named] = {}
    for match in _PATIENT.finditer(text, start, end):
        if is_chinese_name(match[1]):
            contact = _CONTACT.match(match.group()) is not None
            found[match.start(1)] = Named(match.start(1), match.end(1), match[1], patient=True, contact=contact)
    for match in _LABELLED.finditer(text, start, end):
        if is_chinese_name(match[1]):
            found.setdefault(match.start(1), Named(match.start(1), match.end(1), match[1]))
    known: dict[str, bool] = {}
    for match in _STANDING_ALONE.finditer(text, start, end):
        first, last = match.span()
        word = text[first:last]
        named = known.get(word)
        if named is None:
            named = known[word] = is_chinese_name(word)
        if named and first not in found:
            found[first] = Named(first, last, word)
    return [found[position] for position in sorted(found)]


def called(text: str, start: int, number: int) -> Named | None:
    """Return the word for a person right before a number, in a line that begins at ``start``."""
    match = _CALLED.search(text, max(start, number - _FARTHEST_CALL), number)
    return Named(match.start(1), match.end(1), match[1]) if match else None


def has_address(text: str, start: int, end: int) -> bool:
    """Return whether an address is between two positions."""
    return _ADDRESS.search(text, start, end) is not None


def heading_words(text: str, start: int, end: int) -> list[int]:
    """Return where words that may head a column begin, in order; is_heading decides whether a line is a heading."""
    return [match.start() for match in _HEADING_WORD.finditer(text, start, end)]


def is_heading(text: str, start: int, end: int) -> bool:
    """Return whether a line is the heading row of a table of people."""
    if end - start > _LONGEST_HEADING or text.find(":", start, end) >= 0:
        return False
    found = {match.group() for match in _HEADING_WORD.finditer(text, start, end)}
    return len(found) >= 2 and sum(map(len, found)) >= _HEADING_SHARE * (end - start - text.count(" ", start, end))
