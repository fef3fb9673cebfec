"""Writes reports: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
from pathlib import Path

from guard.inspect.own_report import is_own_report, sealed
from guard.platform.file_system import NO_LINK, PLAIN
from ui.report.report import Report


class ReportError(Exception):
    """A report cannot be written; the message says which and why."""


def refuse_targets(html_path: Path | None, xlsx_path: Path | None) -> None:
    """Raise ReportError unless these may be written: nothing but an earlier report is ever replaced."""
    if html_path is not None and xlsx_path is not None and html_path.absolute() == xlsx_path.absolute():
        raise ReportError(f"--html 和 --xlsx 不能写进同一个文件 {html_path}，请给两个名称。")
    for option, ending, path in (("--html", ".html", html_path), ("--xlsx", ".xlsx", xlsx_path)):
        if path is None:
            continue
        if path.suffix.lower() != ending:
            raise ReportError(f"{option} 的文件名要以 {ending} 结尾，{path} 不是。请改名再运行。")
        if os.path.lexists(path) and not is_own_report(path):
            raise ReportError(f"{path} 已经存在，又不是以前的自查报告（或者后来改过），没有动它。请换个名称再运行。")
        if not os.access(path.absolute().parent, os.W_OK):
            raise ReportError(f"文件夹 {path.absolute().parent} 不存在或不能写入，报告没处放。请换个地方再运行。")


def write_reports(report: Report, html_path: Path | None, xlsx_path: Path | None) -> None:
    """Write the reports that are wanted. Raises ReportError."""
    # Each kind with its library: loading both takes a fifth of a second, which most inspections need not spend.
    if html_path is not None:
        from ui.report.html import html

        replace_file(html_path, sealed(html(report)))
    if xlsx_path is not None:
        from ui.report.xlsx import xlsx

        replace_file(xlsx_path, sealed(xlsx(report)))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises ReportError."""
    part = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | PLAIN | NO_LINK, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        part.replace(path)
    except OSError as error:
        raise ReportError(
            f"报告 {path} 写不了（{error.strerror}），请换个地方再运行一次：查过的文件不会再查。") from error
