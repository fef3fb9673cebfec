"""Writes the report of the files that were checked in the window, the same as that of `mishao check`."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path

from guard.control.offered_requests import CheckedItem
from guard.core.model import Judged, Outcome, Reason, Unreadable
from guard.inspect.finding import Finding, Part, part_of
from guard.inspect.summary import Summary
from guard.inspect.walking import LeftOut
from guard.util.path_text import readable, text_path
from ui.i18n.say import say
from ui.kit.display_text import visible
from ui.report.report import Report, account
from ui.report.writing import ReportError, write_reports
from ui.selfcheck.one_by_one import CheckedFile


def write_checked(given: tuple[str, ...], checked: Sequence[CheckedFile], path: Path) -> str:
    """Write the report as a page, or as a workbook for a path that ends in .xlsx; return how it went, in words."""
    findings = [_finding(file) for file in checked]
    summary = Summary()
    for finding in findings:
        summary.add(finding)
    pack = next((item.verdict.pack for file in checked for item in file.items if item.verdict), "")
    now = time.time()
    roots = tuple(readable(str(text_path(one))) for one in given)
    report = Report(socket.gethostname(), account(), roots, pack, now, now, summary, LeftOut(), (),
                    lambda: iter(findings))
    workbook = path.suffix.lower() == ".xlsx"
    try:
        write_reports(report, None if workbook else path, path if workbook else None)
    except ReportError:
        return say("没能保存，请换一个文件夹。")
    return say("报告已保存：{name}", name=visible(path.name))


def _finding(file: CheckedFile) -> Finding:
    named = next((item for item in file.items if item.of_name), None)
    content = next(item for item in file.items if not item.of_name)
    name = _part(named) if named is not None else Part(Outcome.ALLOW)
    return Finding(file.path, readable(str(text_path(file.path))), name, _part(content))


def _part(item: CheckedItem) -> Part:
    unread = Unreadable(Reason.MALFORMED, item.reason) if item.reason else None
    return part_of(Judged(item.name, verdict=item.verdict, unreadable=unread))
