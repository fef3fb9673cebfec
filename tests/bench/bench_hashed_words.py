"""Measures hashed words of a pack: time per KB of text beside the same words in clear, by how many lengths they have.

    make bench-hashed-words

Processor time, because other work on the machine lengthens wall time.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from rules.exact.digests import Keys
from rules.exact.hashed_words import HashedWords, hashed, salt_of
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.pack.hashing import hashed_pack
from rules.pack.loading import load
from rules.scan.normalise import normalise
from rules.sensitivity import Sensitivity
from rules.text import Text
from tests.bench.bench_edm import KEY, pastes
from tests.support.code_words import CODE_WORDS

ROUNDS, PASTES, WORDS = 7, 200, 1000
LENGTHS = ((4,), (2, 3, 4), (2, 3, 4, 5, 6, 7), tuple(range(2, 18)))


def least(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least processor time in milliseconds of several rounds."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        do()
        found.append(time.process_time() - began)
    return min(found) * 1000


def list_all(lookup: HashedWords, text: str) -> list[tuple[str, int]]:
    return list(lookup(text))


def looked_up() -> None:
    chance = random.Random(7)
    keys = Keys.of(KEY, salt_of("甲", KEY))
    texts = [normalise(text).text for text in pastes(PASTES)]
    long = normalise("".join(pastes(1000))).text
    for lengths in LENGTHS:
        words = {"".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(lengths[number % len(lengths)]))
                 for number in range(WORDS)}
        lookup = HashedWords(hashed(sorted(words), keys), keys)
        each = [least(partial(list_all, lookup, text)) for text in texts]
        whole = least(partial(list_all, lookup, long), 3) / 1000
        print(f"{WORDS} words of {len(lengths):2} lengths: {statistics.median(each):.3f} ms per paste of 1 KB, "
              f"{whole:.3f} ms per KB of 1 MB at once")


def judged() -> None:
    weights, builtin = built_in_weights().content, load(builtin_pack(), BUILTIN_PACK)
    packs = (load(CODE_WORDS.encode(), "甲"), load(hashed_pack(CODE_WORDS.encode(), "甲", KEY), "甲"))
    judges: list[Judge] = [judge_of([builtin, pack], weights, Sensitivity.STANDARD, (), KEY) for pack in packs]
    texts = list(map(Text, pastes(PASTES)))
    medians = [statistics.median(least(partial(judge.judge, text, 60)) for text in texts)
               for judge in judges]
    print(f"judging 1 KB by the built-in pack and one with code words: {medians[0]:.3f} ms in clear, "
          f"{medians[1]:.3f} ms hashed (4 lengths)")


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    looked_up()
    judged()


if __name__ == "__main__":
    main()
