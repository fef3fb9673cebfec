"""Defines the engines that bench_judge compares: MiShao's scan, a loop of ``re``, and Presidio in a child."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rules.deadline import Deadline
from rules.scan.literals import shape_of
from rules.scan.normalise import normalise
from rules.scan.scanner import Scanner
from tests.bench.generated_rules import Generated

ROOT = Path(__file__).parents[2]
PRESIDIO_PYTHON = ROOT / ".build" / "bench" / "bin" / "python"
_NO_LIMIT = 3600.0


class Found(NamedTuple):
    """Hits of keywords and of expressions in one text."""

    keywords: int
    expressions: int


Engine = Callable[[str], tuple[float, Found]]
"""Searches one text; returns seconds of the processor and what was found."""


def mishao(generated: Generated) -> Engine:
    """Normalise, one literal pass, RE2 on windows: everything before the rule logic."""
    patterns = {expression: (expression, shape_of(expression)) for expression in generated.expressions}
    scanner = Scanner(generated.keywords, (), patterns)
    words_of: dict[int, list[str]] = {}
    for word in generated.keywords:
        words_of.setdefault(scanner.word_literal(word), []).append(word)
    always = [key for key in patterns if scanner.pattern_literals(key) is None]
    patterns_of: dict[int, list[str]] = {}
    for key in patterns:
        for literal in scanner.pattern_literals(key) or ():
            patterns_of.setdefault(literal, []).append(key)

    def search(text: str) -> tuple[float, Found]:
        begun = time.process_time()
        deadline = Deadline(_NO_LIMIT)
        scan = scanner.scan(normalise(text).text, deadline)
        # As in rules/judge/plan.py: a pattern none of whose literals is in the text is not searched.
        words = sum(len(scan.word(word)) for literal in scan.found for word in words_of.get(literal, ()))
        asked = {*always, *(key for literal in scan.found for key in patterns_of.get(literal, ()))}
        spans = sum(len(scan.pattern(key, deadline)) for key in asked)
        return time.process_time() - begun, Found(words, spans)

    return search


def plain_loop(generated: Generated) -> Engine:
    """The obvious program: ``str.find`` for each keyword, ``finditer`` for each expression."""
    compiled = [re.compile(expression, re.ASCII) for expression in generated.expressions]

    def search(text: str) -> tuple[float, Found]:
        begun = time.process_time()
        words = 0
        for word in generated.keywords:
            position = text.find(word)
            while position >= 0:
                words += 1
                position = text.find(word, position + 1)
        spans = sum(1 for expression in compiled for _ in expression.finditer(text))
        return time.process_time() - begun, Found(words, spans)

    return search


class Presidio:
    """presidio-analyzer's PatternRecognizer, timed by the child itself. Raises OSError when it cannot be started."""

    def __init__(self, generated: Generated) -> None:
        if not PRESIDIO_PYTHON.exists():
            raise FileNotFoundError(PRESIDIO_PYTHON)
        self._child = subprocess.Popen(
            [str(PRESIDIO_PYTHON), str(Path(__file__).with_name("presidio_child.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        ready = self._ask({"keywords": generated.keywords, "expressions": generated.expressions})
        self.version = str(ready["version"])

    def engine(self, way: str) -> Engine:
        """Return the recogniser with keywords as ``deny_list`` (its own way) or as ``pattern`` (without word edges)."""
        def search(text: str) -> tuple[float, Found]:
            answer = self._ask({"way": way, "text": text})
            return float(str(answer["seconds"])), Found(int(str(answer["keywords"])), int(str(answer["expressions"])))

        return search

    def close(self) -> None:
        """End the child."""
        if self._child.stdin:
            self._child.stdin.close()
        self._child.wait(30)

    def _ask(self, question: dict[str, object]) -> dict[str, object]:
        assert self._child.stdin
        assert self._child.stdout
        try:
            self._child.stdin.write(json.dumps(question).encode() + b"\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            raise OSError("presidio-analyzer ended") from None
        answer = self._child.stdout.readline()
        if not answer:
            raise OSError("presidio-analyzer did not answer")
        parsed: dict[str, object] = json.loads(answer)
        return parsed


_HOSTILE = r"(a+)+$"
_ALMOST = 30
_LONG = 100_000
_PATIENCE = 5.0


def backtracking() -> Iterator[str]:
    """Yield the cost of ``(a+)+$`` on characters that almost match: first ours, then ``re`` in a child that may be
    ended."""
    scanner = Scanner((), (), {_HOSTILE: (_HOSTILE, shape_of(_HOSTILE))})
    for length in (_ALMOST, _LONG):
        text = "a" * length + "!"
        begun = time.process_time()
        hits = scanner.scan(text, Deadline(_NO_LIMIT)).pattern(_HOSTILE, Deadline(_NO_LIMIT))
        spent = (time.process_time() - begun) * 1000
        yield f"MiShao scan (RE2), {length:7} characters: {spent:.3f} ms, {len(hits)} hits"
    program = f"import re; re.search({_HOSTILE!r}, 'a' * {_ALMOST} + '!')"
    begun = time.perf_counter()
    try:
        subprocess.run([sys.executable, "-c", program], check=True, timeout=_PATIENCE)
        yield f"re,                {_ALMOST:7} characters: {time.perf_counter() - begun:.3f} s with its start"
    except subprocess.TimeoutExpired:
        yield f"re,                {_ALMOST:7} characters: not done after {_PATIENCE:.0f} s, ended"
