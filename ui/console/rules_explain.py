"""Carries out `mishao rules explain FILE|-`: why a text is judged as it is, as tables for people or as one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guard.files.items import is_folder
from guard.inspect.check import Checked, Checker
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.util import exit_codes
from rules.judge.explaining import explain
from ui.console.packs_asked import Asked, KnownPack, with_packs
from ui.console.rules_in_force import Supplied, supply_in_force
from ui.report.explained import Table, tables
from ui.report.writing import ReportError, Target, refuse_targets, replace_file
from ui.terminal import complain, people, printable, standard_input

STANDARD_INPUT = "-"
_SHORT_NAME = "标准输入"


@dataclass(frozen=True, slots=True)
class Explaining:
    """The arguments: a file or ``-``, where a page goes, how to start a reader, packs and options."""

    path: str
    html: Path | None
    reader: tuple[str, ...]
    asked: Asked


def explain_text(explaining: Explaining) -> int:
    """Print why a text is judged so, or write the page; 5 when it cannot be read, 2 for wrong usage."""
    try:
        refuse_targets((Target("--html", explaining.html, (".html",)),))
    except ReportError as error:
        complain(error)
        return exit_codes.USAGE
    if explaining.path != STANDARD_INPUT and is_folder(Path(explaining.path)):
        complain("一次只能说明一份内容，请写一个文件，不要写文件夹。")
        return exit_codes.USAGE
    supply = supply_in_force(explaining.asked.home, explaining.asked.config)
    if supply is None:
        return exit_codes.USAGE
    if not explaining.asked.names:
        return _run(explaining, supply)

    def run(packs: Sequence[KnownPack]) -> int:
        return _run(explaining, replace(supply, packs=tuple(known.pack for known in packs)))

    return with_packs(explaining.asked, run)


def _run(explaining: Explaining, supply: Supplied) -> int:
    policy = supply.policy
    rules = Rules(supply.judge(), policy)
    reader = ReaderClient(explaining.reader, engine=policy.engine, read_unconfined=policy.read_unconfined)
    try:
        return _answer(explaining, rules, _read(explaining.path, Checker(rules, reader, reader.ready)))
    finally:
        reader.close()


def _read(path: str, checker: Checker) -> Checked:
    if path == STANDARD_INPUT:
        return checker.stream(standard_input())
    return next(checker.paths([path]))


def _answer(explaining: Explaining, rules: Rules, checked: Checked) -> int:
    name = _SHORT_NAME if explaining.path == STANDARD_INPUT else explaining.path
    text = checked.judged.text
    if checked.reason is not None or text is None:
        complain(f"{printable(name)}：{checked.reason or '没有读出文字。'}")
        if text is None:
            return exit_codes.UNREADABLE
    explained = explain(rules.judge, text)
    if explaining.html is not None:
        from ui.report.explained_page import html

        try:
            replace_file(explaining.html, html(name, text, explained))
        except ReportError as error:
            complain(error)
            return exit_codes.USAGE
        people().print(f"● 已写入 {explaining.html}。里面有全文，请按这份内容本身的要求保管。")
        return exit_codes.OK
    console = people()
    for table in tables(name, text, explained):
        for line in _lines(table):
            console.print(line)
    return exit_codes.OK


def _lines(table: Table) -> Iterator[str]:
    """Yield a table in columns, each as wide as its widest cell; the last one is not padded."""
    from rich.cells import cell_len

    yield table.title
    rows = [[printable(cell) for cell in row] for row in ((table.head,) if table.head else ()) + table.rows]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()
    if table.note:
        yield f"  {table.note}"
    yield ""


