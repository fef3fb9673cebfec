"""Carries out `mishao check DIR`: a self-inspection (自查), for people, for programs and as reports for the 保密办."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from guard.core.model import Outcome
from guard.inspect.finding import Finding, marked
from guard.inspect.index import Index
from guard.inspect.inspection import Inspection
from guard.inspect.records import finding_record, line, worst
from guard.inspect.summary import Summary
from guard.inspect.walking import Scope
from guard.inspect.workers import WorkerPool
from guard.util import exit_codes
from guard.util.path_text import readable
from ui.console.check_output import EXIT_CODES, WORDS
from ui.console.progress import progress
from ui.report.report import STATES, Report, account, place_words, remarks
from ui.report.writing import ReportError, write_reports
from ui.terminal import complain, people, printable, write

_SHOWN_MARKS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The folders to inspect and the outputs asked for. ``pack`` names the rules in force."""

    paths: tuple[str, ...]
    scope: Scope
    pack: str
    as_json: bool = False
    html: Path | None = None
    xlsx: Path | None = None


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Let SIGTERM end what runs here as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@_terminated_as_interrupted()
def inspect(asked: Asked, index: Index, pool_for: Callable[[int], WorkerPool]) -> int:
    """Inspect, print and write the reports; return the exit code of `check`."""
    inspection = Inspection(index, asked.paths, asked.scope, pool_for)
    started = time.time()
    summary = Summary()
    try:
        _work(asked, inspection, summary)
        idle = tuple(inspection.left_out.idle(asked.scope))
        report = Report(socket.gethostname(), account(), asked.paths, asked.pack, started, time.time(), summary,
                        inspection.left_out, idle, index.findings)
        write_reports(report, asked.html, asked.xlsx)
    except KeyboardInterrupt:
        complain(f"已停下：{summary.files} 个文件有了结果，都记在索引里。再运行同一条命令，会从这里接着查。")
        return exit_codes.INTERRUPTED
    except ReportError as error:
        complain(error, "查过的文件不会再查。")
        return exit_codes.NOT_DELIVERED
    finally:
        inspection.close()
    if asked.as_json:
        for option in idle:
            complain(f"{option} 没有跳过任何文件：请看看是不是写错了。")
        for words in summary.stand_ins:
            complain(words)
    else:
        _show_summary(people(), report, [path for path in (asked.html, asked.xlsx) if path])
    return EXIT_CODES[worst(list(summary.outcomes))]


def _work(asked: Asked, inspection: Inspection, summary: Summary) -> None:
    told, console = progress(not asked.as_json and os.isatty(1))
    console = console or people()
    try:
        total, unchanged = inspection.look(told.looking)
        told.begin(total, unchanged)
        for finding in inspection.unchanged():
            _take(finding, asked, summary, console)
        for finding in inspection.judge(total - unchanged):
            _take(finding, asked, summary, console)
            told.step()
    finally:
        told.end()


def _take(finding: Finding, asked: Asked, summary: Summary, console: Console) -> None:
    summary.add(finding)
    if asked.as_json:
        write(line(finding_record(finding)))
    elif finding.outcome is not Outcome.ALLOW:
        _show(console, finding)


def _show(console: Console, finding: Finding) -> None:
    words, style = WORDS[finding.outcome]
    console.print(Text.assemble((words, f"bold {style}"), "  ", printable(readable(finding.shown))))
    if finding.reason:
        console.print(f"    {printable(finding.reason)}")
    marks = list(marked(finding))
    for mark, in_name in marks[:_SHOWN_MARKS]:
        times = f" ×{mark.times}" if mark.times > 1 else ""
        console.print(Text.assemble(f"    {mark.rule} {mark.name}：", (printable(mark.snippet), "bold underline"),
                                    f"{times}  {place_words(mark, in_name)}"))
    if len(marks) > _SHOWN_MARKS:
        console.print(f"    还有 {len(marks) - _SHOWN_MARKS} 处")


def _show_summary(console: Console, report: Report, written: Sequence[Path]) -> None:
    summary = report.summary
    counts = "，".join(f"{WORDS[outcome][0]} {summary.outcomes[outcome]}" for outcome in STATES)
    console.print(f"共 {summary.files} 个文件（{summary.unchanged} 个和上次一样）：{counts}")
    for words in remarks(report):
        console.print(f"    {printable(words)}")
    for path in written:
        console.print(f"报告：{printable(str(path))}")
