"""Finds the elements of an official document by their position: GB/T 9704-2012 7.2 (版头) and 7.4 (版记).

A document number or a name with 文件 in running text is not an element: only those where the standard puts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.features.model import Hit, View

RED_LINE = "红头"
NUMBER = "发文字号"
SIGNER = "签发人"
COPIES = "抄送"
PRINTED = "印发"
SERIAL = "份号"
URGENCY = "紧急程度"

_HAN = r"[\u4e00-\u9fff]"
_BODY = (
    r"(?:人民政府|委员会|办公室|办公厅|办|局|厅|部|院|党组|党委|[省市县区州镇乡]委|指挥部|领导小组|专班|公司|集团"
    r"|学校|大学|学院|中学|小学|医院|中心|法院|检察院|协会|工会|管理处|支队|大队|联合会|政府|街道|社区|公署)"
)
_RED_LINE = re.compile(
    rf"(?:{_HAN}{{2,30}}{_BODY}(?:文件|会议纪要|公报|明电|发电)"
    rf"|(?:{_HAN}{{2,20}})?(?:传真|明传|内部)电报|{_HAN}{{2,30}}{_BODY}[(](?:通知|函|通报|决定|批复)[)])",
)
_LETTER_HEAD = re.compile(rf"{_HAN}{{2,30}}{_BODY}")
_NUMBER = re.compile(
    rf"(?P<number>{_HAN}{{1,12}}[〔\[(【](?:19|20)\d\d[〕\])】] ?第?\d{{1,5}} ?号)(?P<signer>[ \t]+签发人?[: ].*)?",
)
_SIGNER = re.compile(rf"签发人?[: ]{{1,4}}(?:{_HAN}{{2,4}}[ \t]{{0,6}}){{1,4}}")
_COPIES = re.compile(r"(?:抄送|抄报|分送)(?:机关|单位)?[: ][^\n]{2,}")
_NUMERAL = "[〇○零一二三四五六七八九十]"
_DATE = rf"(?:\d{{4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日|{_NUMERAL}{{4}}年{_NUMERAL}{{1,2}}月{_NUMERAL}{{1,3}}日)"
_PRINTED = re.compile(rf"(?:{_HAN}{{3,30}}[ \t]*)?{_DATE} ?印(?:发|制)?(?:[ \t]*[(]?共印?\d+份[)]?)?")
_SERIAL = re.compile(r"(?:(?:份号|编号|No\.?)[: ]{0,2})?(?P<serial>\d{6})")
_LABELLED_SERIAL = re.compile(r"份号[: ]{0,2}\d{3,7}")
_LEVEL = re.compile(r"(?:绝密|机密|秘密)(?:级|件)?(?:[ \t]?[★*][^\n]{0,16})?")
_URGENCY = re.compile(r"(?:(?:绝密|机密|秘密)[^\n]{0,16}[ \t])?(?P<urgency>特急|加急|特提|平急|急件)")
_HEAD_LINES = 12
_FIRST_LINES = 6
_SERIAL_LINES = 4
_LONGEST_LINE = 90

_Line = tuple[int, int, str]


class RedHead:
    """Finds the elements of 红头文件; ``value`` is the kind, so that (>=3) asks for three different elements."""

    name = "red_head"
    kinds = frozenset({RED_LINE, NUMBER, SIGNER, COPIES, PRINTED, SERIAL, URGENCY})
    gates = (
        "文件", "会议纪要", "公报", "明电", "发电", "电报", "(通知)", "(函)", "(通报)", "(决定)", "(批复)",
        "〔0000〕", "[0000]", "(0000)", "【0000】", "签发", "抄送", "抄报", "分送", "日印", "日 印", "份号",
        "特急", "加急", "特提", "平急", "急件", "绝密", "机密", "秘密",
    )

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return the elements in order of position. Raises OutOfTime."""
        hits: list[Hit] = []
        heads: dict[int, list[_Line]] = {}
        for start, end in view.lines_with(self.gates):
            line = _line(view, start, end)
            if line is None:
                continue
            hits.extend(_anywhere(line))
            page = view.page_start(start)
            head = heads.get(page)
            if head is None:
                head = heads[page] = list(_head(view, page))
            if line in head:
                hits.extend(_in_head(line, head))
        return tuple(sorted(set(hits), key=lambda hit: (hit.start, hit.end)))


def _line(view: View, start: int, end: int) -> _Line | None:
    """Return a line without surrounding blanks, None when it is empty or too long for an element."""
    words = view.text[start:min(end, start + 2 * _LONGEST_LINE)]
    stripped = words.strip()
    if not stripped or len(stripped) > _LONGEST_LINE or end - start > 2 * _LONGEST_LINE:
        return None
    first = start + len(words) - len(words.lstrip())
    return first, first + len(stripped), stripped


def _head(view: View, page: int) -> Iterator[_Line]:
    """Yield the first non-empty lines of a page."""
    start = page
    for _ in range(3 * _HEAD_LINES):
        end = view.line(start)[1]
        line = _line(view, start, end)
        if line is not None:
            yield line
        start = end + 1
        if start >= len(view.text):
            break


def _anywhere(line: _Line) -> Iterator[Hit]:
    """Yield the elements that are alone on their line anywhere: the imprint has no fixed place in a copied text."""
    first, last, words = line
    if _COPIES.fullmatch(words):
        yield _hit(COPIES, first, min(last, first + 40))
    if _PRINTED.fullmatch(words):
        yield _hit(PRINTED, first, last)
    if _LABELLED_SERIAL.fullmatch(words):
        yield _hit(SERIAL, first, last)


def _in_head(line: _Line, head: list[_Line]) -> Iterator[Hit]:
    """Yield the elements that count only in the first lines of a page."""
    first, last, words = line
    place = head.index(line)
    numbered = _NUMBER.fullmatch(words)
    if place < _HEAD_LINES and numbered:
        yield _hit(NUMBER, first, first + numbered.end("number"))
        if place and _LETTER_HEAD.fullmatch(head[place - 1][2]):
            yield _hit(RED_LINE, head[place - 1][0], head[place - 1][1])
    if place < _HEAD_LINES:
        signed = _SIGNER.search(words)
        if signed and (signed.end() == len(words) and (signed.start() == 0 or numbered)):
            yield _hit(SIGNER, first + signed.start(), first + signed.end())
    if place < _FIRST_LINES:
        if _RED_LINE.fullmatch(words):
            yield _hit(RED_LINE, first, last)
        urgent = _URGENCY.fullmatch(words)
        if urgent:
            yield _hit(URGENCY, first + urgent.start("urgency"), last)
    if place <= _HEAD_LINES and (_LEVEL.fullmatch(words) or _URGENCY.fullmatch(words) or _RED_LINE.fullmatch(words)
                                 or numbered):
        yield from _serial_above(head[max(0, place - _SERIAL_LINES):place])


def _serial_above(lines: list[_Line]) -> Iterator[Hit]:
    """Yield the copy number above a level, an urgency or a heading: elsewhere six digits alone are only a number."""
    for first, last, words in lines:
        if _SERIAL.fullmatch(words):
            yield _hit(SERIAL, first, last)


def _hit(kind: str, first: int, last: int) -> Hit:
    return Hit(first, last, kind, frozenset({kind}))
