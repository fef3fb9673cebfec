"""Prints the answers of `mishao check` for people, or JSON lines for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import FileIO
from typing import BinaryIO, cast

from rich.console import Console
from rich.text import Text

from guard.core.match_place import where
from guard.core.model import Outcome
from guard.inspect.check import Checked, Checker
from guard.inspect.records import answer_lines, line, record, worst
from guard.util import exit_codes
from guard.util.path_text import readable
from rules.model import Action, Match, Verdict
from ui.terminal import people, printable, standard_input, write

WORDS = {
    Outcome.ALLOW: ("● 可发", "green"),
    Outcome.WARN: ("◆ 提醒", "yellow"),
    Outcome.BLOCK: ("■ 拦下", "red"),
    Outcome.UNREADABLE: ("▲ 没读出", "magenta"),
}
"""The word of each answer with its shape, and its colour."""

EXIT_CODES = {Outcome.ALLOW: exit_codes.OK, Outcome.WARN: exit_codes.WARN, Outcome.BLOCK: exit_codes.BLOCK,
              Outcome.UNREADABLE: exit_codes.UNREADABLE}

_SHOWN_MATCHES = 8


def check_paths(checker: Checker, paths: Sequence[str], as_json: bool, with_text: bool) -> int:
    """Check files, folders and ``-`` (standard input); print the answers and return the exit code."""
    console = None if as_json else people()
    outcomes: list[Outcome] = []
    for checked in _answers(checker, paths):
        outcomes.append(checked.outcome)
        if console is None:
            write(line(record(checked, with_text)))
        else:
            _show(console, checked, with_text)
    return EXIT_CODES[worst(outcomes)]


def check_lines(checker: Checker, with_text: bool) -> int:
    """Answer JSON lines from standard input; return the exit code."""
    with FileIO(sys.stdin.fileno(), closefd=False) as incoming:
        return EXIT_CODES[answer_lines(cast(BinaryIO, incoming), checker, with_text, write)]


def _answers(checker: Checker, paths: Sequence[str]) -> Iterator[Checked]:
    for path in paths:
        if path == "-":
            yield checker.stream(standard_input())
        else:
            yield from checker.paths([path])


def _show(console: Console, checked: Checked, with_text: bool) -> None:
    words, style = WORDS[checked.outcome]
    console.print(Text.assemble((words, f"bold {style}"), "  ", printable(readable(checked.path or "（标准输入）"))))
    if checked.reason:
        console.print(f"    {printable(checked.reason)}")
    for part in checked.parts:
        if part.verdict is not None:
            _show_matches(console, part.verdict, in_name=part is checked.name)
    if with_text and checked.judged.text is not None:
        console.print(*checked.judged.text.original.split("\n"), sep="\n")


def _show_matches(console: Console, verdict: Verdict, in_name: bool) -> None:
    for match in verdict.matches[:_SHOWN_MATCHES]:
        console.print(_line(match, in_name))
    if len(verdict.matches) > _SHOWN_MATCHES:
        console.print(f"    还有 {len(verdict.matches) - _SHOWN_MATCHES} 处")
    for explanation in verdict.explanations:
        if any(match.rule == explanation.rule and match.action is not Action.LOG for match in verdict.matches):
            words = f"    {explanation.sentence} {explanation.advice}（依据：{explanation.legal_basis}）"
            console.print(Text(words, "dim"))


def _line(match: Match, in_name: bool) -> Text:
    spot = "文件名" if in_name else printable(where(match)) or f"第 {match.start + 1} 字"
    lowered = "（只记录）" if match.action is Action.LOG else ""
    words = (printable(match.text), "bold underline")
    return Text.assemble(f"    {match.rule} {match.name}{lowered}：", words, f"  {spot}")
