"""Words what an item was held by: laws by name and article, and a known case only where it resembles the item. Pure."""

from __future__ import annotations

import re

from guard.core.model import Case
from guard.core.people_found import FoundKind
from rules.model import Explanation
from ui.items.nine_cases import CASES
from ui.kit.display_text import lines

BETWEEN = chr(0xFF1B)
"""The character that separates laws in rule packs."""

RESEMBLES = {
    1: ("交办",),
    2: ("防控工作", "防控材料", "疫情防控"),
    3: ("调查报告", "核查报告", "未经核定"),
    4: ("病历", "住院", "诊断", "检验报告"),
    5: ("返乡", "返回人员", "排查"),
    6: ("讨论稿", "通告"),
    7: ("密接", "排查函", "协查"),
    8: ("病例", "确诊", "阳性"),
    9: ("封控", "封城", "停业", "停课"),
}
"""Number of a case → words of which an item that resembles it has one."""

_LONGEST = 400
_LOOKS_AT = 20_000
_OF_PATIENTS = ("医师法", "传染病防治法")
"""Laws that a rule names for patients' data alone."""
_AT_A_HOSPITAL = frozenset({FoundKind.PATIENT_NUMBER, FoundKind.ILLNESS})
_DIGITS = "零一二三四五六七八九"
_ARTICLES = re.compile(r"第([0-9]{1,3}(?:[、—][0-9]{1,3})*)([条款项])")


def laws_of(explanation: Explanation, case: Case) -> tuple[str, ...]:
    """Return the laws that a rule names, each on one line; those for patients only for an item that is about some."""
    named = [law.strip() for law in lines(explanation.legal_basis[:_LONGEST]).split(BETWEEN)]
    kinds = {kind for kind, _ in case.found.kinds}
    fitting = [law for law in named if law and (not law.startswith(_OF_PATIENTS) or kinds & _AT_A_HOSPITAL)]
    return tuple(map(spelled, fitting or named[:1])) if explanation.legal_basis else ()


def similar_case(explanation: Explanation, case: Case) -> int | None:
    """Return the number of the first known case of a rule whose words occur in the item, None where none resembles it.
    """
    return resembling(explanation, "".join(
        item.text.original[:_LOOKS_AT] for item in case.judged if item.text is not None))


def resembling(explanation: Explanation, text: str) -> int | None:
    """Return the number of the first known case of a rule of which this text has a word, None where it has none."""
    return next((number for number in explanation.cases
                 if number in CASES and any(word in text for word in RESEMBLES[number])), None)


def spelled(law: str) -> str:
    """Return a law with its articles as laws are quoted: 第二十八条、第二十九条 for 第28、29条."""
    return _ARTICLES.sub(_spelled, law)


def _spelled(match: re.Match[str]) -> str:
    parts = re.split("([、—])", match[1])
    words = [f"第{_numeral(int(part))}{match[2]}" if part.isdigit() else part for part in parts]
    return "".join(words).replace("—", "至")


def _numeral(number: int) -> str:
    """Return a number below 1,000 in Chinese."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones or not number else "")
