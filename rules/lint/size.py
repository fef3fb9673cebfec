"""Warns of lists, lines and expressions that are too long to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.definition import Pack
from rules.lint.report import Report
from rules.model import ALERTS, EXEMPTED, PUBLISHED
from rules.pack.combining import written_words
from rules.pack.pieces import EXPRESSION, PIECES
from rules.pack.word_lists import LISTS, Path, entries_of
from rules.pack.words import PARTS
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence

MOST_WORDS = 40
"""Most words of one list, counted as a reader sees them."""

LONGEST_LINE = 200
"""Most characters of a line."""

LONGEST_EXPRESSION = 120
"""Most characters of an expression, or of each of its alternatives."""

_MADE_BY_THE_PROGRAM = (PUBLISHED, ALERTS, EXEMPTED)


def lint_size(pack: Pack) -> tuple[Problem, ...]:
    """Return warnings for parts of a pack that are too long for a person to maintain."""
    if not pack.written:
        return ()
    report = Report(pack)
    content = report.content()
    return (*_lists(content, report), *_expressions(content, report), *_lines(pack))


def _lists(content: Mapping[str, object], report: Report) -> Iterator[Problem]:
    for name, written in _section(content, LISTS):
        count = sum(written_words(entry) for _, entry in entries_of(name, written))
        if count > MOST_WORDS:
            yield report.problem((LISTS, name), "",
                                 sentence("lint.list-length", name=name, count=count, limit=MOST_WORDS))


def _expressions(content: Mapping[str, object], report: Report) -> Iterator[Problem]:
    for part in (PIECES, "模式"):
        for name, written in _section(content, part):
            path: Path = (part, name, EXPRESSION) if isinstance(written, Mapping) else (part, name)
            alternatives = written.get(EXPRESSION) if isinstance(written, Mapping) else written
            for number, one in enumerate(alternatives if isinstance(alternatives, list) else [alternatives]):
                length = len(str(one))
                if length > LONGEST_EXPRESSION:
                    yield report.problem((*path, number), "", sentence(
                        "lint.expression-length", kind=PARTS[part], name=name, count=length, limit=LONGEST_EXPRESSION))


def _section(content: Mapping[str, object], part: str) -> Iterator[tuple[str, object]]:
    section = content.get(part)
    yield from section.items() if isinstance(section, Mapping) else ()


def _lines(pack: Pack) -> Iterator[Problem]:
    part = ""
    for number, line in enumerate(pack.written.decode("utf-8-sig").splitlines(), 1):
        if line[:1].strip("# -"):
            part = line.partition(":")[0]
        if len(line) > LONGEST_LINE and part not in _MADE_BY_THE_PROGRAM:
            yield Problem(pack.source, number, "", sentence("lint.line-length", count=len(line), limit=LONGEST_LINE))
