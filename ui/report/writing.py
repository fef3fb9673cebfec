"""Writes reports atomically, readable by their owner only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from guard.inspect.own_report import sealed
from guard.platform import atomic_file
from guard.util.os_errors import why
from ui.report.report import Report


class ReportError(Exception):
    """A report cannot be written; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file that an option names, None without it. ``endings``: the allowed file endings, () for any."""

    option: str
    path: Path | None
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """Files a command wrote earlier and may replace: ``name`` is the word for them, ``knows`` recognises them."""

    name: str
    knows: Callable[[Path], bool]


def refuse_targets(targets: Iterable[Target], earlier: Earlier | None = None) -> None:
    """Raise ReportError unless these may be written: only files that the command wrote ``earlier`` are replaced."""
    taken: dict[Path, str] = {}
    for target in targets:
        if target.path is None:
            continue
        other = taken.get(target.path.absolute())
        if other is not None:
            raise ReportError(f"{other} 和 {target.option} 不能写进同一个文件 {target.path}，请给两个名称。")
        taken[target.path.absolute()] = target.option
        _refuse(target.option, target.path, target.endings, earlier)


def _refuse(option: str, path: Path, endings: tuple[str, ...], earlier: Earlier | None) -> None:
    if endings and path.suffix.lower() not in endings:
        raise ReportError(f"{option} 的文件名要以 {' 或 '.join(endings)} 结尾，{path} 不是。请改名再运行。")
    if os.path.lexists(path) and (earlier is None or not earlier.knows(path)):
        why = f"，又不是以前的{earlier.name}（或者后来改过）" if earlier is not None else ""
        raise ReportError(f"{path} 已经存在{why}，没有动它。请换个名称再运行。")
    if not os.access(path.absolute().parent, os.W_OK):
        raise ReportError(f"文件夹 {path.absolute().parent} 不存在或不能写入，{path.name} 没处放。请换个地方再运行。")


def write_reports(report: Report, html_path: Path | None, xlsx_path: Path | None) -> None:
    """Write the requested reports. Raises ReportError."""
    # Each format imports its own library: loading both takes a fifth of a second, which most inspections need not
    # spend.
    if html_path is not None:
        from ui.report.html import html

        replace_file(html_path, sealed(html(report)))
    if xlsx_path is not None:
        from ui.report.xlsx import xlsx

        replace_file(xlsx_path, sealed(xlsx(report)))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file atomically. Raises ReportError."""
    try:
        atomic_file.replace(path, content)
    except OSError as error:
        raise ReportError(
            f"{path} 写不了（{why(error)}），请换个地方再运行一次。") from error
