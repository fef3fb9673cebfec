"""Finds phone numbers, mailboxes, home addresses and other numbers of private people, in any layout.

A column of them alone is a list of people. Those of an office differ: other numbers (land lines, 400, 95…), other
mailboxes and no address of a dwelling. A hit is one such detail; its value is the same in every spelling.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from rules.features.doors import GATES as DOOR_GATES
from rules.features.doors import doors
from rules.features.model import Hit, View
from rules.validators import identity_number, luhn, mobile_number, old_identity_number

MOBILE = "手机"
MAILBOX = "邮箱"
DOOR = "门牌"
CARD = "银行卡"
OLD_ID = "旧证件"

_NUMBER_GATES = (
    "00000000", "000-0000", "000 0000", "000.0000", "00 00 00", "000-00000", "000 00000", "00000-0000",
)
_MOBILE = re.compile(
    r"1(?:(?<![0-9A-Za-z_@]1)|(?<=861)(?<![1-9A-Za-z_]861)|(?<=86[- )]1))[3-9](?:[ .-]?\d){9}(?![0-9A-Za-z_@%])",
)
_GROUPS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (5, 6), (4, 3, 4), (4, 4, 3), (3, 2, 2, 2, 2)})
_SEPARATORS = re.compile("[ .-]")
_NUMBERED = re.compile(r"\s*[1-9]\d{0,3}\.")
_TEST_RANGE = "0000"
"""Middle digits of the numbers used in documents and tests of programs; such a line contains other characters of a
program."""
_PROGRAM = re.compile("[A-Za-z\"'`={}<>]")
_OTHER = (
    r"(?:单号|编号|流水号?|发票号码?|批号|序列号|学号|工号|条码|货号|凭证号|合同号|表号|户号|时间戳"
    r"|(?<![A-Za-z])ID)"
)
_OTHER_LABEL = re.compile(_OTHER + r"[:=\"' ]{0,3}$")
_OTHER_HEADING = re.compile(_OTHER + r"(?=[\s:,|(\"']|$)")
_PERSONAL_HEADING = re.compile("手机|电话|联系|微信|[Tt]el|[Mm]obile|[Pp]hone")
_LONGEST_LABEL = 12
_MAILBOX = re.compile(
    r"@(?:vip\.)?(?:qq|foxmail|163|126|yeah|sina|sohu|139|189|188|21cn|wo|aliyun|tom|88|gmail|outlook|hotmail|live|msn"
    r"|icloud|me)\.(?:com|cn|net)(?:\.cn)?(?![A-Za-z0-9-]|\.[A-Za-z0-9])",
    re.IGNORECASE,
)
_MAILBOX_NAME = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_HAN = re.compile("[\u4e00-\u9fff]")
_CARD = re.compile(r"[3-69](?<![0-9A-Za-z_.-].)\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z_-])")
_OLD_ID = re.compile(r"[1-9](?<![0-9A-Za-z_.-].)\d{14}(?![0-9A-Za-z_-])")
_LONGEST_HEADING = 200
"""How much of a line is looked at, to either side, in characters."""
_LONGEST_RUN = 20_000
"""Most characters that are looked at between two checks of the deadline."""
_SAME_LENGTH = re.compile(r"[2-9](?<![0-9A-Za-z_.-].)\d{10}(?![0-9A-Za-z_-])")
_CHECKED: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (CARD, _CARD, lambda digits: luhn(digits) and not identity_number(digits)),
    (OLD_ID, _OLD_ID, old_identity_number),
    (MOBILE, _SAME_LENGTH, mobile_number),
)
_SHARES = {MOBILE: 0.5, CARD: 0.8, OLD_ID: 0.8}
"""Least share of valid numbers among all of the same length: of order or parcel numbers some are valid by chance, one
card in ten."""


class Contacts:
    """Finds contact details, card numbers and old identity numbers of private people."""

    name = "contacts"
    kinds = frozenset({MOBILE, MAILBOX, DOOR, CARD, OLD_ID})
    gates = (*_NUMBER_GATES, "@", *DOOR_GATES)

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return every detail in order; ``value`` tells one from another. Raises OutOfTime."""
        hits: list[Hit] = []
        strangers: Counter[str] = Counter()
        for start, end, heading in _runs(view, _NUMBER_GATES):
            hits.extend(_mobiles(view.text, start, end, heading))
            hits.extend(_checked(view.text, start, end, strangers))
        for start, end, _ in _runs(view, ("@",)):
            hits.extend(_mailboxes(view.text, start, end))
        for start, end, heading in _runs(view, DOOR_GATES):
            hits.extend(_hit(view.text, span, DOOR) for span in doors(view.text, start, end, heading))
        return tuple(sorted(_without_strangers(hits, strangers), key=lambda hit: hit.start))


def _runs(view: View, gates: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, the line above) of lines with a gate; consecutive lines are joined."""
    first, last, heading = -1, -2, ""
    for start, end in view.lines_with(gates):
        if start > last + 1 or end - first > _LONGEST_RUN:
            if first >= 0:
                yield first, last, heading
            if start > last + 1:
                heading = _line_above(view, start)
            first = start
        last = end
    if first >= 0:
        yield first, last, heading


def _without_strangers(hits: Sequence[Hit], strangers: Mapping[str, int]) -> Iterator[Hit]:
    """Yield the hits, without the kinds of which too many numbers of the same length are invalid."""
    found = Counter(kind for hit in hits for kind in hit.kinds)
    believed = {kind for kind, count in found.items()
                if count >= _SHARES.get(kind, 0) * (count + strangers.get(kind, 0))}
    return (hit for hit in hits if not believed.isdisjoint(hit.kinds))


def _line_above(view: View, start: int) -> str:
    """Return the line above a run of lines, which may be their heading; empty for a paragraph."""
    if not start:
        return ""
    first, last = view.line(start - 1)
    return view.text[first:last] if last - first <= _LONGEST_HEADING else ""


def _hit(text: str, span: tuple[int, int], kind: str) -> Hit:
    return Hit(*span, re.sub(r"[ \t,|]", "", text[slice(*span)]).lower(), frozenset({kind}))


def _mobiles(text: str, start: int, end: int, heading: str) -> Iterator[Hit]:
    if _OTHER_HEADING.search(heading) and not _PERSONAL_HEADING.search(heading):
        return
    for match in _MOBILE.finditer(text, start, end):
        first, last = match.span()
        parts = _SEPARATORS.split(match.group())
        digits = "".join(parts)
        if tuple(map(len, parts)) not in _GROUPS or not mobile_number(digits):
            continue
        line = _line_start(text, first)
        if text[first - 1:first] == "." and not _NUMBERED.fullmatch(text, line, first):
            continue  # decimals of a fraction
        if _OTHER_LABEL.search(text[max(line, first - _LONGEST_LABEL):first]):
            continue
        if digits[3:7] == _TEST_RANGE and _PROGRAM.search(_line(text, first)):
            continue
        yield Hit(first, last, digits, frozenset({MOBILE}))


def _mailboxes(text: str, start: int, end: int) -> Iterator[Hit]:
    for match in _MAILBOX.finditer(text, start, end):
        local = _MAILBOX_NAME.search(text[max(start, match.start() - 64):match.start()])
        first = match.start() - len(local.group()) if local else match.start()
        # 「Li Ming <li@qq.com>」 without Chinese around it is a list of authors.
        if local and (text[first - 1:first] != "<" or _HAN.search(_line(text, first))):
            yield _hit(text, (first, match.end()), MAILBOX)


def _checked(text: str, start: int, end: int, strangers: Counter[str]) -> Iterator[Hit]:
    """Yield the numbers that pass a check; count in ``strangers`` those of the same length that fail it."""
    for kind, pattern, valid in _CHECKED:
        for match in pattern.finditer(text, start, end):
            digits = match.group().replace(" ", "").replace("-", "")
            if valid(digits):
                yield Hit(*match.span(), digits, frozenset({kind}))
            elif not identity_number(digits):
                strangers[kind] += 1


def _line_start(text: str, position: int) -> int:
    """Return where the line around a position begins, within the limit that is looked at."""
    floor = max(0, position - _LONGEST_HEADING)
    found = text.rfind("\n", floor, position)
    return floor if found < 0 else found + 1


def _line(text: str, position: int) -> str:
    """Return the line around a position, within the limit that is looked at."""
    end = text.find("\n", position, position + _LONGEST_HEADING)
    return text[_line_start(text, position):end if end >= 0 else position + _LONGEST_HEADING]
