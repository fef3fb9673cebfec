"""Defines the content of a report, independent of its format."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guard.core.model import Outcome
from guard.inspect.finding import Finding, Mark
from guard.inspect.summary import Summary
from guard.inspect.walking import LeftOut
from guard.util.path_text import readable

STATES = {
    Outcome.BLOCK: ("hold", "■", "拦下"),
    Outcome.WARN: ("ask", "◆", "提醒"),
    Outcome.UNREADABLE: ("unknown", "▲", "没读出"),
    Outcome.ALLOW: ("clear", "●", "可发"),
}
"""The colour token, the shape and the word of each answer; the three are always shown together."""

_NAMED = 5

CAUTION = "本报告只有位置、规则和打码后的字样，没有文件内容，但列出了敏感文件放在哪里：请按内部资料保管。"


@dataclass(frozen=True, slots=True)
class Report:
    """One inspection. ``findings`` yields the files in the order of their paths, as often as it is called.

    ``computer`` and ``user`` are where and as whom it ran: the 保密办 gets many reports. ``idle`` are filters that
    excluded nothing.
    """

    computer: str
    user: str
    given: tuple[str, ...]
    pack: str
    started_at: float
    ended_at: float
    summary: Summary
    left_out: LeftOut
    idle: tuple[str, ...]
    findings: Callable[[], Iterator[Finding]]


def account() -> str:
    """Return the name of the account that runs this, or its number when it has no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else ""


def moment(seconds: float) -> str:
    """Return a time, in seconds since the epoch, in the words of reports."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def place_words(mark: Mark, in_name: bool) -> str:
    """Return the place of a mark, in words."""
    return "文件名" if in_name else mark.where


def remarks(report: Report) -> list[str]:
    """Return in words which filters excluded nothing, which OCR engine was used instead, and what was not
    inspected and why.
    """
    left_out = report.left_out
    words = [f"{option} 没有跳过任何文件：请看看是不是写错了" for option in report.idle]
    words += [f"{said}（{count} 个文件）" for said, count in report.summary.stand_ins.items()]
    if left_out.links:
        words.append(f"链接 {left_out.links} 个，没有跟进：它们指向的文件在哪里，就在哪里查")
    if left_out.excluded:
        words.append(f"按 --exclude 跳过 {left_out.excluded} 项")
    if left_out.older:
        words.append(f"按 --since 跳过 {left_out.older} 个较早的文件")
    if left_out.reports:
        words.append(f"没有查以前的自查报告 {len(left_out.reports)} 份：{_some(left_out.reports)}")
    if left_out.file_systems:
        words.append(f"没有进入别的文件系统：{_some(left_out.file_systems)}（要查就加 --cross-file-systems）")
    return words


def _some(paths: Sequence[str]) -> str:
    """Return the first of these paths."""
    return "、".join(map(readable, paths[:_NAMED])) + (" 等" if len(paths) > _NAMED else "")
