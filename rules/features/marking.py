"""Finds marks by their position: 密级★期限, 密级：, 【机密】, a level alone on its line, 公开属性, 内部.

State Secret marks: 国家秘密定密管理暂行规定 (密级★保密期限), GB/T 9704-2012 7.2.2; 保守国家秘密法实施条例 art. 21.
Disclosure marks: 政府信息公开条例 art. 14–16. A word in running text is never a mark here; rules catch that with
patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rules.features.model import Hit, View

STARRED = "密级标志"
FIELD = "密级字段"
BRACKETED = "方括号密级"
FILE_NAME = "文件名密级"
ALONE = "密级独占行"
NOT_PUBLIC = "不予公开"
ON_REQUEST = "依申请公开"
BEFORE_USE = "启用前标志"
INTERNAL = "内部标志"
INTERNAL_WORD = "内部字样"

_LEVEL = r"(?:绝密|机密|秘密)"
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_PERIOD = (
    rf"(?:\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|{_NUMBER} ?(?:年|个月|月|天|日)|长期"
    r"|[\u4e00-\u9fff]{1,10}?(?:前|后))"
)
_STARRED = re.compile(rf"{_LEVEL}(?:级|件)?[ \t]{{0,4}}(?:★[ \t]{{0,4}}{_PERIOD}?|\*[ \t]{{0,4}}{_PERIOD})")
_NEXT_LINE_STAR = re.compile(rf"[ \t]*[★*][ \t]{{0,4}}{_PERIOD}")
_FIELD = re.compile(
    rf"(?:密级|保密级别|保密等级|秘密等级|涉密等级)[ \t]?[:\]】][ \t]{{0,4}}[【\[(]?({_LEVEL})级?(?![\u4e00-\u9fff])",
)
_BRACKETED = re.compile(rf"^[ \t]*[【\[(「]({_LEVEL})(?:级|件)?(?:[★*][^】\])」\n]{{0,12}})?[】\])」]")
_FILE_NAME = re.compile(
    rf"(?:^|[/\\\s])({_LEVEL})(?:级|件)?[-_+·. —][^\n/\\]{{1,80}}"
    r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|dps|zip|rar|7z|txt)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^[ \t]*[【\[(「]?{_LEVEL}(?:级|件)?[】\])」]?[ \t]*$")
_BEFORE = re.compile(
    r"^[ \t]*+(?:(?:份号[: ]?|No\.?[ ]?)?\d{4,7}|特急|加急|特提|平急|密级[:]?|[【\[(「])?[ \t]*+$"
    r"|(?:密级|保密级别|保密等级|秘密等级)[ \t]?[:]?[ \t]*+$",
)
_OPTION = re.compile(rf"^[ \t]*(?:[、/|,或和及□☐○]|{_LEVEL})")
_BEFORE_USE = re.compile(r"(?:启用|启封|开启|开考|考试)之?前")
_EXAMINATION = re.compile("试卷|试题|考试|考生|答题|试 卷")
_EXAMINATION_REACH = 400
_FIRST_LINES = 6
_HEAD = re.compile(rf"(?:\s*+\S[^\n]*+\n){{{_FIRST_LINES}}}")
_LONGEST_LINE = 2_000
_GOES_ON = "是的为等和或及与应指表即要、,;.”\"'』。"

_DISCLOSURE_LABEL = r"(?:信息)?公开(?:属性|方式|形式|类别|选项|类型)|信息公开"
_REFUSED = r"(?:不予公开|不公开|免予公开|不得公开|不宜公开)"
_DISCLOSURE = re.compile(
    rf"^[^\n:]{{0,12}}?(?:{_DISCLOSURE_LABEL})[ \t:\]】]{{0,3}}(?:(?P<refused>{_REFUSED})|(?P<request>依申请公开))"
    r"(?![ \t]*[□☐○])",
)
_TICKED = re.compile(rf"[☑√■✓✔][ \t]?(?:(?P<refused>{_REFUSED})|(?P<request>依申请公开))")
_REMARK = re.compile(
    rf"(?:^[ \t]*|[ \t)》])[(【\[](?:此件|本件|此文|该件)?(?:(?P<refused>{_REFUSED})|(?P<request>依申请公开))[)】\]]"
    r"(?=[ \t]*$)"
    rf"|^[ \t]*(?:此件|本件)(?:(?P<refused_plain>{_REFUSED})|(?P<request_plain>依申请公开))[ \t.。]*$",
)
_INTERNAL = re.compile(
    r"^[ \t]*[(【\[★]?(?:工作秘密|内部(?:事项|资料|文件|材料|使用|参考|传阅)?)"
    r"(?P<care>[ \t,.!:·]{0,4}(?:请?(?:注意|妥善)(?:保管|保密|保存)|(?:不得|严禁|请勿|不准)(?:外传|外泄|扩散)"
    r"|阅后[即收][毁回]))?"
    r"[!。]?[)】\]]?[ \t]*$",
)


class Marking:
    """Finds marks by their position.

    Every hit is fixed except 启用前标志: the mark of an examination paper loses its effect, by its own words, when
    the paper is opened.
    """

    name = "marking"
    kinds = frozenset({
        STARRED, FIELD, BRACKETED, FILE_NAME, ALONE, BEFORE_USE, NOT_PUBLIC, ON_REQUEST, INTERNAL, INTERNAL_WORD,
    })
    gates = (
        "绝密", "机密", "秘密", "不予公开", "不公开", "免予公开", "不得公开", "不宜公开", "依申请公开", "内部",
    )

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return the marks in order of position. Raises OutOfTime."""
        hits: list[Hit] = []
        heads: dict[int, int] = {}
        for start, whole_end in view.lines_with(self.gates):
            # In a very long line a mark can only be at the beginning.
            end = min(whole_end, start + _LONGEST_LINE)
            hits.extend(_level_marks(view, start, end, heads))
            hits.extend(_disclosure_marks(view.text[start:end], start))
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _hit(kind: str, line_start: int, first: int, last: int, words: str) -> Hit:
    return Hit(line_start + first, line_start + last, words.strip(), frozenset({kind}), fixed=True)


def _is_of_examination(text: str, hit: Hit) -> bool:
    """Return whether a mark until use (启用前) is on an examination paper."""
    if not _BEFORE_USE.search(hit.value):
        return False
    around = (max(0, hit.start - _EXAMINATION_REACH), hit.end + _EXAMINATION_REACH)
    return _EXAMINATION.search(text, *around) is not None


def _of_examination(hit: Hit) -> Hit:
    return hit._replace(kinds=hit.kinds | {BEFORE_USE}, fixed=False)


def _level_marks(view: View, start: int, end: int, heads: dict[int, int]) -> Iterator[Hit]:
    """Yield the marks of one line. ``heads`` receives the position where the first lines of each page end."""
    line = view.text[start:end]
    if "密" not in line:
        return
    for found in _STARRED.finditer(line) if "★" in line or "*" in line else ():
        if _in_position(line, found.start(), found.end(), lambda: _in_head(view, start, heads)):
            hit = _hit(STARRED, start, found.start(), found.end(), found.group())
            yield _of_examination(hit) if _is_of_examination(view.text, hit) else hit
    for found in _FIELD.finditer(line) if "级" in line else ():
        if not _OPTION.match(line[found.end():]):
            yield _hit(FIELD, start, found.start(), found.end(), found.group())
    bracketed = _BRACKETED.match(line)
    if bracketed and line[bracketed.end():].strip():
        yield _hit(BRACKETED, start, bracketed.start(1), bracketed.end(), bracketed.group())
    named = _FILE_NAME.search(line) if "." in line else None
    if named:
        yield _hit(FILE_NAME, start, named.start(1), named.end(1), named.group(1))
    if _ALONE.match(line):
        yield from _lonely(view, start, end)


def _in_position(line: str, first: int, last: int, in_head: Callable[[], bool]) -> bool:
    """Return whether a starred mark is at a line's start, beside 份号 or 紧急程度, in a field, or at a line's end."""
    before, after = line[:first], line[last:]
    if not after.strip():
        return bool(_BEFORE.search(before)) or before[-1:] in " \t)》"
    if not _BEFORE.search(before) or after[0] in _GOES_ON:
        return False
    return not "\u4e00" <= after[0] <= "\u9fff" or in_head()


def _in_head(view: View, line_start: int, heads: dict[int, int]) -> bool:
    """Return whether fewer than _FIRST_LINES lines with words are above it on the page."""
    page = view.page_start(line_start)
    if page not in heads:
        head = _HEAD.match(view.text, page)
        heads[page] = head.end() if head else len(view.text) + 1
    return line_start < heads[page]


def _lonely(view: View, start: int, end: int) -> Iterator[Hit]:
    """Yield a level alone on its line, joined with a period on the next line; words of a list of levels are no mark."""
    line = view.text[start:end]
    first = len(line) - len(line.lstrip())
    period = _NEXT_LINE_STAR.match(view.text, end + 1)
    if period:
        yield Hit(start + first, period.end(), view.text[start + first:period.end()].strip(), frozenset({STARRED}),
                  fixed=True)
        return
    word = line.strip()
    for neighbour in (_line_above(view, start), _line_below(view, end)):
        if _ALONE.match(neighbour) and neighbour.strip()[:2] != word[:2]:
            return
    yield _hit(ALONE, start, first, len(line.rstrip()), word)


def _line_above(view: View, start: int) -> str:
    above = view.text[max(0, start - 60):max(0, start - 1)].rstrip()
    return above.rpartition("\n")[2]


def _line_below(view: View, end: int) -> str:
    below = view.text[end + 1:end + 60].lstrip()
    return below.partition("\n")[0]


def _disclosure_marks(line: str, start: int) -> Iterator[Hit]:
    for pattern in (_DISCLOSURE, _TICKED, _REMARK) if "公开" in line else ():
        found = pattern.search(line)
        if found:
            groups = found.groupdict()
            refused = groups.get("refused") or groups.get("refused_plain")
            first = found.start() + len(found.group()) - len(found.group().lstrip())
            yield _hit(NOT_PUBLIC if refused else ON_REQUEST, start, first, found.end(), found.group())
            break
    internal = _INTERNAL.match(line) if "内部" in line or "工作秘密" in line else None
    if internal:
        kind = INTERNAL if internal["care"] or "工作秘密" in internal.group() else INTERNAL_WORD
        first = len(line) - len(line.lstrip())
        yield _hit(kind, start, first, internal.end(), internal.group())
