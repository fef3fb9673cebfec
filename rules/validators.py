"""Checks numbers by checksum and number plan: tells a real number from one that only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import mul
from types import MappingProxyType

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_ZERO = ord("0") * sum(_ID_WEIGHTS)
"""The surplus in the weighted sum of the characters' codes over that of their digits."""
_ID_CHECK = "10X98765432"
_PROVINCES = frozenset(
    (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
     61, 62, 63, 64, 65, 71, 81, 82, 83),
)
_SAMPLE_IDS = frozenset({"11010519491231002X", "440524188001010014", "34052419800101001X"})
"""Examples printed in GB 11643-1999 and on the forms that follow it: nobody's numbers."""
_EARLIEST_YEAR, _LATEST_YEAR = 1890, 2045
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))
_MOBILE_LENGTH = 11
_MOBILE_PREFIXES = frozenset(
    f"1{second}{third}"
    for second, thirds in (
        ("3", "0123456789"), ("4", "01456789"), ("5", "012356789"), ("6", "2567"), ("7", "012345678"),
        ("8", "0123456789"), ("9", "012356789"),
    )
    for third in thirds
)


def identity_number(number: str) -> bool:
    """GB 11643-1999: 18 characters, a province, a possible date of birth and the right check character. Spaces are
    ignored. Also the number of a foreigner's permanent residence card of 2023: 9, a province, the code of a country.

    The numbers that the standard prints as examples do not count.
    """
    number = number.replace(" ", "").upper()
    if not looks_like_identity_number(number):
        return False
    total = sum(map(mul, number[:17].encode(), _ID_WEIGHTS)) - _ID_ZERO
    return _ID_CHECK[total % 11] == number[17]


def looks_like_identity_number(number: str) -> bool:
    """The same without the check character, which people mistype; capital X only, and no spaces."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    if int(number[1:3] if number[0] == "9" else number[:2]) not in _PROVINCES:
        return False
    if number in _SAMPLE_IDS or not _EARLIEST_YEAR <= int(number[6:10]) <= _LATEST_YEAR:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def old_identity_number(number: str) -> bool:
    """GB 11643-1989: 15 digits, a province and a possible date of birth in the twentieth century; no check digit."""
    if len(number) != 15 or not (number.isascii() and number.isdigit()) or int(number[:2]) not in _PROVINCES:
        return False
    try:
        date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return False
    return True


def bank_card(number: str) -> bool:
    """A UnionPay card: 16 to 19 digits from 62, Luhn check digit (ISO/IEC 7812-1). Spaces and dashes are ignored."""
    digits = "".join(character for character in number if character in "0123456789")
    return 16 <= len(digits) <= 19 and digits.startswith("62") and luhn(digits)


def luhn(digits: str) -> bool:
    """The check digit of cards (ISO/IEC 7812-1)."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def credit_code(code: str) -> bool:
    """GB 32100-2015: the unified social credit code, 18 characters with a check character modulo 31."""
    code = code.upper()
    if len(code) != 18 or any(character not in _CREDIT_CHARACTERS for character in code):
        return False
    values = map(_CREDIT_CHARACTERS.index, code[:17])
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_CHARACTERS[-total % 31] == code[17]


def mobile_number(number: str) -> bool:
    """A mainland mobile number: 11 digits with an assigned prefix; +86, spaces and dashes are ignored.

    Numbers of documentation do not count: 13800138000 and those beside it, five zeros after the prefix, eight equal
    digits.
    """
    digits = number
    if len(number) != _MOBILE_LENGTH:
        digits = number.replace("-", "").replace(" ", "").removeprefix("+86").removeprefix("86")
    if len(digits) != _MOBILE_LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    return digits[:3] in _MOBILE_PREFIXES and not _is_sample_mobile(digits)


def _is_sample_mobile(digits: str) -> bool:
    rest = digits[3:]
    return rest.startswith(("00000", f"00{digits[:3]}")) or len(set(rest)) == 1


VALIDATORS: Mapping[str, Callable[[str], bool]] = MappingProxyType({
    "GB11643": identity_number,
    "银联Luhn": bank_card,
    "GB32100": credit_code,
    "手机": mobile_number,
})
"""Names that a pack may write after 校验."""
