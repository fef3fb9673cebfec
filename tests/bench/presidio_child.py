"""Runs in .build/bench: presidio-analyzer's pattern recognisers on the texts of bench_judge, one JSON line per text.

The recognisers are called directly, without an NLP engine: the finding of keywords and patterns is compared.
"""

from __future__ import annotations

import json
import re
import sys
import time
from importlib.metadata import version

from presidio_analyzer import Pattern, PatternRecognizer

_FLAGS = re.DOTALL | re.MULTILINE
_ONE = re.compile(r"\\b")


def main() -> None:
    given = json.loads(sys.stdin.readline())
    keywords = sorted(given["keywords"], key=len, reverse=True)
    together = "|".join(map(re.escape, keywords))
    ways = {
        "deny_list": _recogniser("KEYWORD", deny_list=given["keywords"]),
        "pattern": _recogniser("KEYWORD", patterns=[Pattern("keywords", together, 0.5)]),
    }
    expressions = _recogniser("EXPRESSION", patterns=[
        Pattern(str(number), _ONE.sub(r"(?a:\\b)", expression), 0.5)
        for number, expression in enumerate(given["expressions"])
    ])
    _answer({"version": version("presidio-analyzer")})
    for line in sys.stdin:
        asked = json.loads(line)
        begun = time.process_time()
        words = ways[asked["way"]].analyze(asked["text"], ["KEYWORD"])
        spans = expressions.analyze(asked["text"], ["EXPRESSION"])
        seconds = time.process_time() - begun
        _answer({"seconds": seconds, "keywords": len(words), "expressions": len(spans)})


def _recogniser(entity: str, **what: object) -> PatternRecognizer:
    return PatternRecognizer(supported_entity=entity, supported_language="zh", global_regex_flags=_FLAGS, **what)


def _answer(fields: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
