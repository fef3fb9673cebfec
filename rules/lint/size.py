"""Lists, lines and expressions that nobody reads to their end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.definition import Pack, Problem
from rules.lint.report import Report
from rules.model import ALERTS, EXEMPTED, PUBLISHED
from rules.pack.combining import written_words
from rules.pack.pieces import EXPRESSION, PIECES
from rules.pack.word_lists import LISTS, Path, entries_of

MOST_WORDS = 40
"""Most words, as somebody reads them, of one list."""

LONGEST_LINE = 200
"""Most characters of a line."""

LONGEST_EXPRESSION = 120
"""Most characters of an expression, or of each of its alternatives."""

_MADE_BY_THE_PROGRAM = (PUBLISHED, ALERTS, EXEMPTED)


def lint_size(pack: Pack) -> tuple[Problem, ...]:
    """Return what of a pack is too long to be kept in order by a person."""
    if not pack.written:
        return ()
    report = Report(pack)
    content = report.content()
    return (*_lists(content, report), *_expressions(content, report), *_lines(pack))


def _lists(content: Mapping[str, object], report: Report) -> Iterator[Problem]:
    for name, written in _section(content, LISTS):
        count = sum(written_words(entry) for _, entry in entries_of(name, written))
        if count > MOST_WORDS:
            yield report.problem((LISTS, name), "", f"词表“{name}”写了 {count} 个词，"
                                 f"超过 {MOST_WORDS} 个就没有人看得过来。"
                                 "请删去用不着的、写成“前 × 后”，或者拆成几个词表再引用。")


def _expressions(content: Mapping[str, object], report: Report) -> Iterator[Problem]:
    for part in (PIECES, "模式"):
        for name, written in _section(content, part):
            path: Path = (part, name, EXPRESSION) if isinstance(written, Mapping) else (part, name)
            alternatives = written.get(EXPRESSION) if isinstance(written, Mapping) else written
            for number, one in enumerate(alternatives if isinstance(alternatives, list) else [alternatives]):
                length = len(str(one))
                if length > LONGEST_EXPRESSION:
                    yield report.problem((*path, number), "", f"{part}“{name}”里有一个正则长 {length} 个字符，"
                                         f"超过 {LONGEST_EXPRESSION} 个。请拆成几项，每项一行；重复的部分写进“部件”。")


def _section(content: Mapping[str, object], part: str) -> Iterator[tuple[str, object]]:
    section = content.get(part)
    yield from section.items() if isinstance(section, Mapping) else ()


def _lines(pack: Pack) -> Iterator[Problem]:
    part = ""
    for number, line in enumerate(pack.written.decode("utf-8-sig").splitlines(), 1):
        if line[:1].strip("# -"):
            part = line.partition(":")[0]
        if len(line) > LONGEST_LINE and part not in _MADE_BY_THE_PROGRAM:
            yield Problem(pack.source, number, "", f"这一行有 {len(line)} 个字，超过 {LONGEST_LINE} 个。请分成几行写。")
