"""Lists the files of a report that somebody must deal with, for the sheet that is printed, filled in and signed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from guard.core.decide import SEVERITY
from guard.core.model import Outcome
from guard.inspect.finding import Finding, marked
from guard.inspect.summary import path_of
from rules.model import Action, Nature
from ui.report.report import STATES, Report

TITLE = "处理登记"
COLUMNS = ("序号", "文件", "结果", "查出", "核对", "处理", "处理人", "日期")
PEOPLE = ("检查人", "检查日期", "负责人")
"""Who writes beside each of these words, above the table."""

_ACTIONS = frozenset({Action.BLOCK.value, Action.WARN.value})


@dataclass(frozen=True, slots=True)
class ToSign:
    """One row. ``token`` is the colour of the result, ``found`` the kinds of what was found or why it was not read."""

    number: int
    path: str
    token: str
    result: str
    found: str


def rows(report: Report, most: int) -> list[ToSign]:
    """Return the rows, 国家秘密 first and then the strictest, at most ``most`` of them."""
    return [_row(number, finding) for number, finding in enumerate(gravest(report, most), start=1)]


def gravest(report: Report, most: int) -> list[Finding]:
    """Return the files with an answer other than 可发: 国家秘密 first, then the strictest; at most ``most``."""
    ranks: tuple[list[Finding], ...] = tuple([] for _ in range(len(SEVERITY) + 1))
    for finding in report.findings():
        rank = ranks[_rank(finding)]
        if finding.outcome is not Outcome.ALLOW and len(rank) < most:
            rank.append(finding)
    return list(islice((finding for rank in ranks for finding in rank), most))


def _rank(finding: Finding) -> int:
    """Return 0 for 国家秘密, otherwise more for a milder answer."""
    return 0 if is_secret(finding) else len(SEVERITY) - SEVERITY.index(finding.outcome)


def is_secret(finding: Finding) -> bool:
    """Tell whether a rule for 国家秘密 matched in a file or in its name."""
    return Nature.STATE_SECRET.value in _natures(finding)


def _natures(finding: Finding) -> list[str]:
    return list(dict.fromkeys(mark.nature for mark, _ in marked(finding) if mark.action in _ACTIONS))


def _row(number: int, finding: Finding) -> ToSign:
    token, glyph, word = STATES[finding.outcome]
    result = f"{glyph} {Nature.STATE_SECRET.value if is_secret(finding) else word}"
    found = [nature for nature in _natures(finding) if nature] + [finding.reason or ""]
    return ToSign(number, path_of(finding), token, result, "；".join(filter(None, found)))
