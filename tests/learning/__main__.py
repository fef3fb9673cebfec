"""Runs `make learn`: learns from the repository's texts and writes rules/learnt/weights.bin.

    python -m tests.learning
"""

from __future__ import annotations

import hashlib
import sys

import numpy as np
from numpy.typing import NDArray

from rules.judge.judge import Judge
from rules.learnt.weights import FIRST_COLUMNS, RARITY, VERSION, Column, Header, pack, parse
from rules.model import Action
from rules.sensitivity import Sensitivity
from tests.learning.apart import SHARE, blocks_of, least_apart
from tests.learning.crossing import Asked, Learnt, Lesson, crossed, learn, lesson, weighed
from tests.learning.fitting import Array
from tests.learning.joining import joined_of
from tests.learning.material import (
    NATURES,
    built_in_rules,
    learnable_writers,
    of_writer,
    ours,
    pictures_of,
    real,
    seeing,
)
from tests.learning.messages import OUTPUT, decisive, words
from tests.learning.passages import passages_of

WRONG = dict(zip(Sensitivity, (0.02, 0.04, 0.08), strict=True))
"""The share of allowed texts that each sensitivity stops, on writers that were not learnt from."""

LOST = 0.005
"""The share of texts stopped by the weigher alone that the floor lets pass, so that quiet texts need no weighing."""

LIFT = 0.25
"""The probability below which the rules' action is dropped; `make learn` prints the results of other values."""

COLUMNS = (*FIRST_COLUMNS, *NATURES)


def main() -> int:
    """Learn and write."""
    writers = learnable_writers()
    judge = built_in_rules()
    rules = tuple(sorted(judge.names))
    some = material(writers, judge)
    print(f"{len(some.texts)} texts, {len(writers)} writers", flush=True)
    blocks = blocks_of(some.texts, some.seeing)
    scores, of_blocks = crossed(some, (some, blocks.lesson), writers, FIRST_COLUMNS)
    weigher, (chances, block_chances) = weighed(Asked(some, scores), (Asked(blocks.lesson, of_blocks),), writers, rules)
    stopped = chances[:, 1] + chances[:, 2]
    highest = blocks.highest(block_chances[:, 1] + block_chances[:, 2], len(stopped))
    alone = np.isin(some.groups, list(writers)) & (some.counts > 0)
    harmless = alone & (some.labels == 0)
    thresholds = {name: round(float(np.quantile(stopped[harmless], 1 - share * (1 - SHARE))), 4)
                  for name, share in WRONG.items()}
    apart = {name: round(least_apart(stopped[harmless], highest[harmless], thresholds[name], share * SHARE), 4)
             for name, share in WRONG.items()}
    _print_lifts(some, stopped, alone, thresholds[Sensitivity.STANDARD])
    silent = np.array([not one for one in some.seeing.seen])
    asked = alone & silent & (stopped >= thresholds[Sensitivity.STANDARD])
    floor = round(float(np.quantile(scores["held"][asked], LOST)), 4)
    learnt = learn(some, np.ones(len(some.texts), bool), COLUMNS)
    columns, rows = quantised(learnt)
    digest = hashlib.sha256(rows.tobytes()).hexdigest()[:12]
    vocabulary = some.seeing.vocabulary
    header = Header(VERSION, f"学习判断 {len(writers)}人 {digest}", len(vocabulary), columns, rules, weigher,
                    thresholds, floor, LIFT, decisive(), words(), apart)
    OUTPUT.write_bytes(pack(header, vocabulary.hashes, rows))
    parse(OUTPUT.read_bytes())
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes, thresholds {thresholds}, of blocks {apart}")
    return 0


def material(writers: tuple[str, ...], judge: Judge) -> Lesson:
    """Collect the texts to learn from: the writers, also as pictures and beside harmless texts, ours and real ones."""
    by_writers = [one for writer in writers for one in (*of_writer(writer), *pictures_of(writer))]
    beside = [one for writer in writers for one in joined_of(of_writer(writer))]
    whole = [*by_writers, *ours(), *real(learnt=True), *beside]
    seen = seeing(whole, judge)
    return lesson(whole, seen, passages_of(whole, seen))


def quantised(learnt: Learnt) -> tuple[tuple[Column, ...], NDArray[np.int8]]:
    """Return the columns, and the rows of a file: the rarity of grams, and each column's weights in whole steps."""
    columns, rows = [], [learnt.rare]
    for name, score in learnt.scores.items():
        weights = score.weights * (learnt.rare / RARITY)
        scale = float(np.quantile(np.abs(weights), 0.9999)) / 127
        columns.append(Column(name, round(scale, 9), round(score.bias, 6)))
        rows.append(np.clip(np.rint(weights / scale), -127, 127).astype(np.int8))
    return tuple(columns), np.array(rows)


def _print_lifts(some: Lesson, stopped: Array, judged: NDArray[np.bool_], threshold: float) -> None:
    """Print finds and false alarms on writers not learnt from, for several values of the lift."""
    asking = np.array([any(one.action.severity >= Action.WARN.severity for one in seen) for seen in some.seeing.seen])
    must = judged & (some.labels > 0)
    may = judged & (some.labels == 0)
    for lift in (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, threshold):
        held = (stopped >= threshold) | (asking & (stopped >= lift))
        print(f"lift {lift:.2f}: found {held[must].mean():.1%}, wrong {held[may].mean():.1%}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
