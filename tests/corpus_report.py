"""Measures the rules alone on the project's own texts: ``python -m tests.corpus_report``.

With the learnt judge, and on the writers: ``make corpus-report``. ``--failures`` shows what fails in the tuned half.
The held-out half's failures are never shown: the pack must not be tuned by them.
"""

from __future__ import annotations

import sys

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.loading import load
from rules.text import Text
from tests.support.corpus import HELD_OUT, TUNED, UNSEEN, Sample, samples, score, written

STOPPING = (Action.WARN, Action.BLOCK)
_ROW = "{:<22}{:>9}{:>9}{:>9}{:>12}"


def _table(judge: Judge, chosen: list[Sample], word: str) -> None:
    print(_ROW.format("category", "samples", word, "share", "as expected"))
    for category in [*dict.fromkeys(sample.category for sample in chosen), "all"]:
        result = score(judge, [sample for sample in chosen if category in (sample.category, "all")])
        exact = f"{result.exact}" if word == "found" else f"{result.samples - result.stopped}"
        print(_ROW.format(category, result.samples, result.stopped, f"{result.share:.1%}", exact))
    print()


def _chosen(everything: tuple[Sample, ...], half: str, positive: bool) -> list[Sample]:
    return [one for one in everything if one.half == half and (one.action is not None) is positive]


def _unseen(judge: Judge) -> None:
    """Print the figures of texts whose writers knew no rule and by which nothing was tuned."""
    print("== unseen")
    texts = written(UNSEEN)
    stopped = [one for one in texts if judge.judge(Text(one.text, from_picture=one.from_picture)).action in STOPPING]
    for word, internal in (("found", True), ("wrong", False)):
        count, all_ = (sum(one.internal is internal for one in some) for some in (stopped, texts))
        print(f"{word} {count} of {all_}: {count / all_:.1%}")


def main(arguments: list[str]) -> None:
    """Print the figures of both halves, and with ``--failures`` what fails in the tuned half."""
    judge = Judge([load(builtin_pack(), BUILTIN_PACK)])
    everything = samples()
    for half in (TUNED, HELD_OUT):
        print(f"== {half} half")
        for word, positive in (("found", True), ("wrong", False)):
            _table(judge, _chosen(everything, half, positive), word)
    _unseen(judge)
    if "--failures" in arguments:
        for positive in (True, False):
            for sample, words in score(judge, _chosen(everything, TUNED, positive)).failures:
                print(f"-- {sample.category} {sample.rule} {sample.action}\n{sample.text}\n   => {words}")


if __name__ == "__main__":
    main(sys.argv[1:])
