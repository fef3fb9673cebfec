"""Reads the corpus of judgement: texts with the required action; counts how well a judge does on each half.

The split is fixed by the hash of the text. Rules are tuned by looking at failures in the tuned half only; of the
held-out half only the numbers are looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text

CORPUS = Path(__file__).parents[1] / "corpus"
TUNED, HELD_OUT = "tuned", "held out"
PRACTICE, UNSEEN = "practice", "unseen"
"""Folders of texts by writers who did not know the rules: to learn from, never to tune by."""
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One text. ``action`` is the required action; None for a hard negative, which may get 记录 at most.

    ``rule`` is the rule that must ask for the action, "" for a hard negative.
    """

    category: str
    text: str
    action: Action | None
    rule: str = ""
    from_picture: bool = False

    @property
    def half(self) -> str:
        """``TUNED`` or ``HELD_OUT``, by the hash of the text."""
        return TUNED if hashlib.sha256(self.text.encode()).digest()[0] % 2 == 0 else HELD_OUT


@dataclass(frozen=True, slots=True)
class Written:
    """One text of ``PRACTICE`` or ``UNSEEN``: ``internal`` is True when it must be stopped."""

    category: str
    text: str
    internal: bool
    from_picture: bool = False


@dataclass(slots=True)
class Score:
    """The result of one judge on some samples: ``stopped`` is 提醒 or 拦截, ``exact`` is exactly the action and rule.
    """

    samples: int = 0
    stopped: int = 0
    exact: int = 0
    failures: list[tuple[Sample, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of the samples that were stopped, from 0 to 1."""
        return self.stopped / self.samples if self.samples else 0.0


def samples() -> tuple[Sample, ...]:
    """Return every sample of ``positives`` and ``negatives`` in tests/corpus."""
    found: list[Sample] = []
    for kind in ("positives", "negatives"):
        for path in sorted((CORPUS / kind).glob("*.yaml")):
            entries: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            for entry in entries:
                action = Action(entry["action"]) if kind == "positives" else None
                found.append(
                    Sample(path.stem, entry["text"], action, entry.get("rule", ""), entry.get("picture", False)),
                )
    return tuple(found)


def written(folder: str) -> tuple[Written, ...]:
    """Return the texts of ``PRACTICE`` or ``UNSEEN``."""
    reader = YAML(typ="safe", pure=True)
    return tuple(
        Written(entry["category"], entry["text"], entry["kind"] == "leak", entry.get("from_picture", False))
        for path in sorted((CORPUS / folder).glob("*.yaml"))
        for entry in reader.load(path.read_text(encoding="utf-8"))
    )


def clerk_day() -> list[dict[str, Any]]:
    """Return what is copied in a day: each ``name``, ``text`` and the strictest allowed action, ``at_most``."""
    entries: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
        (CORPUS / "clerk_day.yaml").read_text(encoding="utf-8"))
    return entries


def score(judge: Judge, chosen: Iterable[Sample]) -> Score:
    """Judge the samples; all of them must be positives or all of them negatives."""
    result = Score()
    for sample in chosen:
        verdict = judge.judge(Text(sample.text, from_picture=sample.from_picture), _SECONDS)
        result.samples += 1
        stopped = verdict.action.severity >= Action.WARN.severity
        result.stopped += stopped
        rules = {match.rule for match in verdict.matches if match.action is verdict.action}
        exact = verdict.action is sample.action and sample.rule in rules
        result.exact += exact
        if stopped if sample.action is None else not exact:
            words = "; ".join(f"{match.rule} {match.action} {match.text!r}" for match in verdict.matches)
            result.failures.append((sample, f"{verdict.action}: {words}"))
    return result
