"""Expands lines of an example that mean others: a distance, or a number of invented numbers with valid check digits.

Large quantities in an example say nothing to a reader of the pack: "（隔300字）", "（20个手机号）".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from rules.validators import VALIDATORS

_FILLER = "这一行和前后说的事情都不相干。"
_MARGIN = 20
_MOST = 100
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑"
_GIVEN = ("建国", "芳", "伟", "秀英", "敏")


def spelled_out(lines: Sequence[str]) -> str:
    """Return the text that these lines mean."""
    return "\n".join(map(_line, lines))


def gap(characters: int) -> str:
    """Return neutral lines that put at least this many characters between the text before and after them."""
    return "\n".join([_FILLER] * ((characters + _MARGIN) // len(_FILLER) + 1))


def _line(line: str) -> str:
    mark = _MARK.fullmatch(line.strip())
    if mark is None:
        return line
    if mark["characters"]:
        return gap(int(mark["characters"]))
    between = "、" if mark["between"] else "\n"
    return between.join(map(_INVENTED[mark["kind"]], range(min(int(mark["count"]), _MOST))))


def _mobile(number: int) -> str:
    return f"139{number * 37 + 1204:04d}{number * 7391 % 9000 + 1000}"


def _named_mobile(number: int) -> str:
    name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]
    return f"{name} {_mobile(number)}"


def _identity(number: int) -> str:
    begun = f"430102{1970 + number % 30}{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 900 + 100}"
    return _checked(begun, "0123456789X", "GB11643")


def _card(number: int) -> str:
    return _checked(f"622848{number * 104729 % 10**9 + 10**9:012d}", "0123456789", "银联Luhn")


def _checked(begun: str, characters: str, validator: str) -> str:
    return next(begun + character for character in characters if VALIDATORS[validator](begun + character))


_INVENTED: Mapping[str, Callable[[int], str]] = MappingProxyType({
    "手机号": _mobile,
    "姓名和手机号": _named_mobile,
    "身份证号": _identity,
    "银行卡号": _card,
    "邮箱": lambda number: f"{number * 7919 + 31415926}@139.com",
    "门牌": lambda number: f"幸福里{number // 6 + 1}栋{number % 6 + 1}01",
    "座机号": lambda number: f"0731-8{number * 7919 % 900000 + 2100000}",
})
_MARK = re.compile(
    rf"[（(](?:隔(?P<characters>\d{{1,4}})字|(?P<count>\d{{1,3}})[个张](?P<kind>{'|'.join(_INVENTED)})(?P<between>，顿号隔开)?)[）)]",
)
