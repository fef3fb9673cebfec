"""Checks a draft on the background thread. No Qt."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cache

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.definition import Pack
from rules.judge.judge import Judge
from rules.lint.dialect import lint_dialect
from rules.lint.exemptions import lint_exemptions
from rules.lint.ids import taken
from rules.lint.lint import lint
from rules.lint.size import lint_size
from rules.model import Action, Match
from rules.pack.advice import Advisor
from rules.pack.loading import PackError, load
from rules.pack.proof import Failure, prove
from rules.pack.words import PARTS
from rules.schema.problem import Problem
from rules.sentences.sentence import Sentence
from rules.text import Text
from ui.i18n.say import mark, say
from ui.kit.display_text import one_line
from ui.kit.sentences import told

ANSWERS = {Action.BLOCK: ("hold", mark("拦截")), Action.WARN: ("ask", mark("提醒")),
           Action.LOG: ("log", mark("只记录")), Action.ALLOW: ("clear", mark("可发"))}
"""Shape and word of each action of a draft."""

_SHOWN = 20
_NAMED = 20
"""Characters of a failed example that name it."""


@dataclass(frozen=True, slots=True)
class Report:
    """Result for one text: why it is no pack, or which examples fail and what to change; ``judge`` is None without a
    pack."""

    text: str
    pack: Pack | None = None
    judge: Judge | None = None
    problems: tuple[Problem, ...] = ()
    failures: tuple[Failure, ...] = ()
    advice: tuple[Sentence, ...] = ()
    """One sentence for each failure."""
    warnings: tuple[Problem, ...] = ()

    @property
    def green(self) -> bool:
        """True when it may be signed."""
        return self.pack is not None and not self.failures

    def failure_of(self, rule: str, kind: str, number: int, text: str | None = None) -> (
            tuple[Sentence, Sentence] | None):
        """Return the message for a failed example, counted from 1, and what to change; None when it passes. Of several
        texts with one number, ``text`` is the one asked about."""
        for failure, advice in zip(self.failures, self.advice, strict=True):
            if ((failure.rule, failure.kind, failure.example_number) == (rule, kind, number)
                    and text in (None, failure.example)):
                return failure.happened, advice
        return None

    def trouble_of(self, rule: str) -> bool:
        """Return whether a fault of this rule prevents signing the pack."""
        return rule in {*(one.rule for one in self.problems), *(one.rule for one in self.failures)}

    def reason(self) -> str:
        """Return why it cannot be signed, "" when it can."""
        if self.problems:
            line = self.problems[0].line
            return (say("第 {line} 行：", line=line) if line else "") + told(self.problems[0].message)
        if self.failures:
            first = self.failures[0]
            return say("还有 {count} 个样例没通过，不能签名：{rule} {kind}“{example}”", count=len(self.failures),
                       rule=first.rule, kind=told(PARTS[first.kind]), example=one_line(first.example, _NAMED))
        return ""


@dataclass(frozen=True, slots=True)
class Tried:
    """The draft's answer on one text: the strictest action, its matches, how long judging took, or why it was not
    read."""

    action: Action = Action.ALLOW
    matches: tuple[Match, ...] = field(default=())
    milliseconds: float = 0.0
    unread: str = ""
    text: str = ""


def check(text: str) -> Report:
    """Load and prove a draft."""
    try:
        pack = load(text.encode(), say("草稿"))
    except PackError as error:
        return Report(text, problems=error.problems[:_SHOWN])
    problems = taken(pack, _builtin())
    if problems:
        return Report(text, problems=problems[:_SHOWN])
    failures = prove(pack)
    advisor = Advisor(pack)
    warnings = (*lint(pack), *lint_exemptions(pack), *lint_size(pack), *lint_dialect(pack))
    return Report(text, pack, Judge([pack]), (), failures, tuple(map(advisor.advise, failures)), warnings[:_SHOWN])


def baseline(text: str) -> Pack:
    """Return the pack with which changes are compared; an empty one for a new pack or one that cannot be read."""
    try:
        return load(text.encode(), say("打开时"))
    except PackError:
        return Pack("", "", (), (), (), ())


def try_text(judge: Judge, text: Text) -> Tried:
    """Judge a text by a draft."""
    began = time.perf_counter()
    verdict = judge.judge(text)
    return Tried(verdict.action, verdict.matches, (time.perf_counter() - began) * 1000, text=text.original)


@cache
def _builtin() -> Pack:
    """Return the pack with the reserved ids. Remembered: a draft is checked after each key press."""
    return load(builtin_pack(), BUILTIN_PACK)
