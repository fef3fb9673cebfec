"""Writes reports: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
from pathlib import Path

from guard.platform.file_system import NO_LINK, PLAIN
from ui.report.report import Report


class ReportError(Exception):
    """A report cannot be written; the message says which and why."""


def write_reports(report: Report, html_path: Path | None, xlsx_path: Path | None) -> None:
    """Write the reports that are wanted. Raises ReportError."""
    # Each kind with its library: loading both takes a fifth of a second, which most inspections need not spend.
    if html_path is not None:
        from ui.report.html import html

        replace_file(html_path, html(report))
    if xlsx_path is not None:
        from ui.report.xlsx import xlsx

        replace_file(xlsx_path, xlsx(report))


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
