"""Runs `make corpus-report`: judges writers that were not learnt from, into docs/judgement.md.

    python -m tests.learning.report [FILE]

Each writer that may be learnt from is judged by what was learnt from others, scores and weigher alike; the writers
that are kept apart, the real texts that are not learnt from, by the weights that are shipped.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path

import numpy as np

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.learnt.weights import FIRST_COLUMNS, parse
from rules.model import Action
from rules.pack.loading import load
from rules.sensitivity import Sensitivity
from rules.text import Text
from tests.learning.__main__ import material
from tests.learning.apart import blocks_of
from tests.learning.crossing import FOLDS, Asked, Lesson, crossed, learn, weighed
from tests.learning.figures import Judged, action_of, by, share, table
from tests.learning.fitting import scaled
from tests.learning.joining import joined_of
from tests.learning.material import (
    JOINED,
    NATURES,
    Learnable,
    built_in_rules,
    kept_apart,
    learnable_writers,
    of_writer,
    pictures_of,
    real,
    seeing,
)
from tests.support.intervals import interval

OUTPUT = Path(__file__).parents[2] / "docs" / "judgement.md"
CURVE = (5, 10, 20, 30, 60, 100)
_SECONDS = 10.0
_BESIDE = "texts beside harmless ones"
_LENGTHS = (("under 80", 0, 80), ("80 to 399", 80, 400), ("400 and more", 400, 1 << 30))
_KINDS = ("doc", "chat", "table", "snippet", "filename", "ocr", "mail", "code", "other")


def main(arguments: Sequence[str]) -> int:
    """Print the report and write it."""
    output = Path(arguments[0]) if arguments else OUTPUT
    began = time.monotonic()
    writers = learnable_writers()
    rules = built_in_rules()
    some = material(writers, rules)
    decided = _left_out(some, writers, rules)
    lines = [*_heading(writers), *_of_left_out(some, writers, decided), *_of_kept_apart(rules),
             *_of_real_text(), *_curve(some, writers, rules), *_lists(some, writers, decided)]
    lines.append(f"Made in {(time.monotonic() - began) / 60:.0f} minutes.")
    output.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))
    return 0


def _heading(writers: Sequence[str]) -> Iterator[str]:
    yield "# How well MiShao judges"
    yield ""
    yield (f"`make corpus-report`, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, Python "
           f"{platform.python_version()}. {len(writers)} writers are learnt from, {len(kept_apart())} are kept apart "
           "([what a label means](../tests/corpus/writers/GUIDE.md), [model card](model-card.md)). Intervals are 95 %.")
    yield ""


def _left_out(some: Lesson, writers: Sequence[str], rules: Judge) -> list[Action | None]:
    """Return what is decided about each text."""
    blocks = blocks_of(some.texts, some.seeing)
    scores, of_blocks = crossed(some, (some, blocks.lesson), writers, FIRST_COLUMNS)
    _, (chances, block_chances) = weighed(Asked(some, scores), (Asked(blocks.lesson, of_blocks),), writers,
                                          tuple(sorted(rules.names)))
    header = parse(built_in_weights().content).header
    decided = [_decided(one, header.thresholds[Sensitivity.STANDARD]) for one in chances]
    likeliest = sorted(range(len(blocks.owners)), key=lambda block: block_chances[block, 0])
    for owner, block in ((blocks.owners[block], block) for block in likeliest):
        decided[owner] = decided[owner] or _decided(block_chances[block], header.apart.get(Sensitivity.STANDARD, inf))
    return decided


def _decided(chances: Sequence[float], threshold: float) -> Action | None:
    if chances[1] + chances[2] < threshold:
        return None
    return Action.BLOCK if chances[2] >= chances[1] else Action.WARN


def _judged(some: Lesson, writers: Sequence[str], decided: Sequence[Action | None]) -> list[Judged]:
    return [Judged(text, action) for text, action in zip(some.texts, decided, strict=True) if text.group in writers]


def _of_left_out(some: Lesson, writers: Sequence[str], decided: Sequence[Action | None]) -> Iterator[str]:
    judged = _judged(some, writers, decided)
    texts = [one for one in judged if one.text.kind not in ("picture", JOINED)]
    yield "## Each writer by what was learnt from the others"
    yield ""
    yield (f"Writers are divided into {FOLDS} parts, whole, and each is judged by what was learnt from the others. "
           "The threshold is chosen so that it is wrong on 4 % of these: what it finds is the measurement. "
           "What decides alone, and what a rule asks for where the judge is not sure, is not in these figures.")
    yield ""
    pictures = [one for one in judged if one.text.kind == "picture"]
    beside = [one for one in judged if one.text.kind == JOINED]
    yield from table("all", [("texts", texts), ("pictures of texts", pictures), (_BESIDE, beside)])
    yield from table("nature", by(texts, (*NATURES, "none"), attribute="nature"))
    yield from table("kind", by(texts, _KINDS))
    yield from table("characters", [(name, [one for one in texts if least <= len(one.text.text.original) < most])
                                    for name, least, most in _LENGTHS])
    yield from table("writer", by(texts, writers, attribute="group"))


def _of_kept_apart(rules: Judge) -> Iterator[str]:
    pack = load(builtin_pack(), BUILTIN_PACK)
    weights = built_in_weights().content
    writers = kept_apart()
    texts = [one for writer in writers for one in of_writer(writer)]
    pictures = [one for writer in writers for one in pictures_of(writer)]
    judge = judge_of([pack], weights, Sensitivity.STANDARD)
    yield "## Writers that are kept apart"
    yield ""
    beside = [one for writer in writers for one in joined_of(of_writer(writer))]
    both = [Judged(one, action_of(judge.judge(one.text, _SECONDS))) for one in texts]
    alone = [Judged(one, action_of(rules.judge(one.text, _SECONDS))) for one in texts]
    drawn = [Judged(one, action_of(judge.judge(one.text, _SECONDS))) for one in pictures]
    yield from table("all", [("rules and learnt judge", both), ("rules alone", alone), ("pictures", drawn),
                             (_BESIDE, [Judged(one, action_of(judge.judge(one.text, _SECONDS)))
                                                             for one in beside])])
    yield from table("nature", by(both, (*NATURES, "none"), attribute="nature"))
    yield from table("writer", by(both, writers, attribute="group"))
    for stop in Sensitivity:
        other = judge_of([pack], weights, stop)
        yield from table(f"灵敏度 {stop}", [("all", [Judged(one, action_of(other.judge(one.text, _SECONDS)))
                                                  for one in texts])])
    pointed = [_points(judge, one) for one in texts if one.action is not None and one.hits]
    found = [one for one in pointed if one is not None]
    yield f"The words that decide are pointed at in {share(sum(found), len(found))} of the {len(found)} that are found."
    yield ""


def _points(judge: Judge, one: Learnable) -> bool | None:
    """Return whether a match covers words that decide; None when the text is not stopped."""
    verdict = judge.judge(one.text, _SECONDS)
    if action_of(verdict) is None:
        return None
    places = [(start, start + len(hit)) for hit in one.hits if (start := one.text.original.find(hit)) >= 0]
    return any(match.start < end and start < match.end for start, end in places for match in verdict.matches
               if match.action.severity >= Action.WARN.severity)


def _of_real_text() -> Iterator[str]:
    judge = judge_of([load(builtin_pack(), BUILTIN_PACK)], built_in_weights().content, Sensitivity.STANDARD)
    yield "## Real texts that were not learnt from"
    yield ""
    yield ("The half of the sources that is not learnt from, by the hash of each text. No package carries statutes or "
           "public documents: they are not measured.")
    yield ""
    yield "| what | texts | alarms | in 10,000 | at most |"
    yield "|---|---|---|---|---|"
    for kind in ("news", "reviews", "chat"):
        texts = [Text(one.text.original) for one in real(learnt=False) if one.kind == kind]
        alarms = sum(action_of(verdict) is not None for verdict in judge.judge_many(texts, _SECONDS))
        often, most = (part * 10_000 for part in (alarms / len(texts), interval(alarms, len(texts))[1]))
        yield f"| {kind} | {len(texts)} | {alarms} | {often:.1f} | {most:.1f} |"
    yield ""


def _curve(some: Lesson, writers: Sequence[str], rules: Judge) -> Iterator[str]:
    """Print the share found on the writers kept apart when fewer are learnt from, at one false alarm in twenty-five."""
    texts = [one for writer in kept_apart() for one in of_writer(writer)]
    seen = seeing(texts, rules, some.seeing.vocabulary)
    must = np.array([one.action is not None for one in texts])
    yield "## The more writers, the better"
    yield ""
    yield "| writers learnt from | found where 4 % are wrong |"
    yield "|---|---|"
    for number in (*CURVE, len(writers)):
        part = list(writers[::max(len(writers) // number, 1)][:number])
        chosen = np.isin(some.groups, [*part, "ours", "real"])
        learnt = learn(some, chosen, ("held",))
        scores = learnt.scores["held"].of(scaled(seen.rows, learnt.rare))
        found = float((scores[must] > np.quantile(scores[~must], 0.96)).mean())
        yield f"| {number} | {found:.1%} |"
    yield ""


def _lists(some: Lesson, writers: Sequence[str], decided: Sequence[Action | None]) -> Iterator[str]:
    judged = [one for one in _judged(some, writers, decided) if one.text.kind not in ("picture", JOINED)]
    yield "## What was judged wrongly"
    yield ""
    for name, ids in (("missed", [one.text.id for one in judged if one.text.action is not None and not one.held]),
                      ("wrongly stopped", [one.text.id for one in judged if one.text.action is None and one.held])):
        yield f"{len(ids)} {name}: {' '.join(ids)}"
        yield ""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
