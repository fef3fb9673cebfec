"""Finds traces of people that no rule counts, but a masked copy may not keep: only where something was stopped.

A rule must be sure before it stops anybody; one mask too many costs nothing, so these patterns require less: no
checksum, a name that only follows a word of kinship, a nickname, a door. All work on the normalised text
(rules.scan.normalise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.redact.mask_kinds import MaskKind
from rules.features.names import is_name

Found = tuple[int, int, MaskKind]

_HAN = "[\\u4e00-\\u9fff]"
_WORD = "[0-9A-Za-z]"
_DAY = r"(?:0[1-9]|1[0-2])[ \-.]?(?:0[1-9]|[12]\d|3[01])"
_EVERYWHERE: tuple[tuple[MaskKind, re.Pattern[str]], ...] = (
    (MaskKind.ID_NUMBER, re.compile(
        rf"(?<!{_WORD})[1-9]\d{{5}}[ \-.]?(?:(?:18|19|20)\d\d[ \-.]?{_DAY}[ \-.]?\d{{3}}[\dXx]|\d\d{_DAY}\d{{3}})"
        rf"(?!{_WORD})"
        rf"|(?<!{_WORD})(?:\d{{4}} ){{4}}\d[\dXx](?!{_WORD})")),
    (MaskKind.PHONE, re.compile(
        r"(?<!\d)(?:\+?86[ .\-]?)?1[3-9]\d(?:[ .\-_]?\d){8}(?!\d)|(?<!\d)\(?0\d{2,3}\)?[ \-]?[1-9]\d{6,7}(?!\d)")),
    (MaskKind.NUMBER, re.compile(
        rf"(?<!{_WORD})(?:[A-Za-z]{{1,4}}\d{{6,60}}|\d{{9,60}}|(?!19|20)\d{{7,8}}(?!\d))[Xx]?"
        r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][· ]?[0-9A-Z]{5,6}(?![0-9A-Za-z])")),
    (MaskKind.ACCOUNT, re.compile(
        r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}"
        r"|(?:微信号?|QQ号?|qq|账号)[: ]{0,2}(?P<account>[A-Za-z0-9_\-]{5,30})")),
    (MaskKind.NAME, re.compile(
        rf"(?<!{_HAN}){_HAN}{{1,8}}(?:[·•・‧]{_HAN}{{1,8}}){{1,4}}"
        r"|(?i:name)[: ]{1,3}(?P<name>[A-Za-z]{2,20}(?: [A-Za-z]{2,20}){0,3})")),
    (MaskKind.ADDRESS, re.compile(
        rf"(?:[省市区县州旗镇乡]|街道)(?:{_HAN}|[0-9A-Za-z#\-]){{1,30}}?\d{{1,5}}(?:号|栋|幢|座|室|组|单元|弄|楼|户)"
        r"(?:号楼|号院|[号院栋幢座室层楼户组]|单元|\d{1,4}){0,8}")),
)
_HOME = re.compile(r"(?:住址|家住|住在|现住|居住地|户籍地|户籍所在地|地址)[: 是于为]{0,2}(?P<place>[^\s,。;、|]{4,40})")
_RELATED = re.compile(
    "(?:患者|病人|病例|患儿|确诊者|感染者|密接者?|姓名|实名|我是|本人|名叫|[父母]亲|[爸妈]爸?妈?|丈夫|妻子|爱人|配偶|儿子|女儿"
    "|之[子女夫妻父母]|其[父母妻夫子女]|(?<=[,;、( \\t])[父母妻夫子女]|老[公婆]|岳[父母]|爷爷|奶奶|外[公婆]|孙[子女]"
    "|叔叔|姑姑|舅舅|伯伯|[儿女]婿|儿媳|[哥弟姐妹]{1,2}|家属|家长|户主|学生|考生|幼儿|儿童|孩子|同学|同事|邻居|隔壁|村民|居民|职工|员工|陪护"
    f"|医[生师]|护士)[: ]{{0,2}}(?={_HAN}{{2}})|人[: ]{{1,2}}(?={_HAN}{{2}})",
)
_ABOUT = re.compile(f"(?:上报|关于)[: ]{{0,2}}(?={_HAN}{{2}})")
NO_NAME = frozenset("的为住等是与和在于及称说到从去来已被也均系因经现有男女今昨电身确诊将应就请、")
"""Characters that no given name contains where a sentence continues."""
_ROW_HEAD = re.compile(rf"[ |]{{0,4}}(?:\d{{1,4}}[.、 ,|)]{{1,3}})?(?P<name>{_HAN}{{2,5}})(?P<separator>[ \t,|:;])")
_LABEL = re.compile(
    "姓名|性别|年龄|身份|证|号|电话|手机|联系|方式|址|户籍|诊断|职务|单位|部门|人员|名单|登记|排查|密接|确诊|患者|病例|记录|合计|备注"
    "|社区|街道|值班|家庭|成员|返乡|学生|家长|班级|病情|症状|群",
)
_SPLIT_NAME = re.compile(rf"(?<!{_HAN})({_HAN}{{2}}) {{1,2}}({_HAN})(?!{_HAN})")
_FOREIGN_NAME = re.compile(r"\b[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){1,3}\b|\b[A-Z]{2,20}(?: [A-Z]{2,20}){1,3}\b")
_NICKNAME = re.compile(r"(?<![0-9A-Za-z@.])[A-Za-z](?=[A-Za-z_\-]{0,30}[0-9_])[A-Za-z0-9_\-]{5,30}")
_MASKED_NUMBER = re.compile(r"\d{3,6}[*xX×]{4,12}\d{0,4}")
_BEFORE_NUMBER = re.compile(
    rf"({_HAN}{{2,4}}?)[ ,:(]{{0,2}}(?:的?(?:(?:联系)?(?:电话|手机|方式)|(?:公民|居民)?(?:身份证|证件))(?:号码?)?)?"
    "[ :(为是]{0,2}$",
)
_FARTHEST_NAME = 22


def traces(text: str) -> Iterator[Found]:
    """Yield what is personal in any context: numbers with any grouping, accounts, doors, names after words of kinship.
    """
    for kind, pattern in _EVERYWHERE:
        yield from ((*match.span(match.lastgroup or 0), kind) for match in pattern.finditer(text))
    yield from homes(text)
    for match in _RELATED.finditer(text):
        yield from _name_from(text, match.end())


def subjects(text: str) -> Iterator[Found]:
    """Yield what looks like a name after 关于 and the like: a word of a title is more often there."""
    for match in _ABOUT.finditer(text):
        yield from _name_from(text, match.end())


def homes(text: str) -> Iterator[Found]:
    """Yield what follows 住在 and the like: where somebody lives."""
    return ((match.start("place"), match.end("place"), MaskKind.ADDRESS) for match in _HOME.finditer(text))


def masked_numbers(text: str) -> Iterator[int]:
    """Yield where a number begins that somebody has masked already: the name beside it needs a mask as with the number.
    """
    return (match.start() for match in _MASKED_NUMBER.finditer(text))


def traces_in_row(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield names and accounts of one line that contains somebody's number."""
    head = _ROW_HEAD.match(text, start, end)
    if head is not None and _LABEL.search(head["name"]) is None and (head["separator"] != ":" or is_name(head["name"])):
        yield head.start("name"), head.end("name"), MaskKind.NAME
    for match in _SPLIT_NAME.finditer(text, start, end):
        if is_name(match[1] + match[2]):
            yield match.start(), match.end(), MaskKind.NAME
    yield from ((match.start(), match.end(), MaskKind.NAME) for match in _FOREIGN_NAME.finditer(text, start, end))
    yield from ((match.start(), match.end(), MaskKind.ACCOUNT) for match in _NICKNAME.finditer(text, start, end))


def name_before(text: str, start: int) -> Iterator[Found]:
    """Yield the name before a number at ``start``, with nothing but a bracket or colon between them."""
    before = _BEFORE_NUMBER.search(text, max(0, start - _FARTHEST_NAME), start)
    if before is None:
        return
    end = before.end(1)
    for length in (4, 3, 2):
        word = text[max(0, end - length):end]
        if is_full_name(word, length) and NO_NAME.isdisjoint(word[1:]):
            yield end - length, end, MaskKind.NAME
            return


def is_full_name(word: str, length: int) -> bool:
    """Tell whether a word has this length, can be a full name and is not a label such as 联系方式."""
    return len(word.strip()) == length and is_name(word) and _LABEL.search(word) is None


def _name_from(text: str, start: int) -> Iterator[Found]:
    """Yield the name that begins here. Its end is uncertain: its first two characters are yielded separately too."""
    for length in (4, 3, 2):
        word = text[start:start + length]
        if is_full_name(word, length) and NO_NAME.isdisjoint(word[2:]):
            yield start, start + length, MaskKind.NAME
            if length == 3:
                yield start, start + 2, MaskKind.NAME
            return
