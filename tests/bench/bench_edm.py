"""Measures exact data match: size of an index and time to make it, time per KB of text, false matches, cost of a guess.

    make bench-edm              a million invented people; ROWS=100000 for less

Processor time is printed beside wall time, because other work on the machine lengthens only the latter.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from rules.deadline import Deadline
from rules.exact.building import About, build
from rules.exact.digests import Digesting
from rules.exact.finding import rows_in
from rules.exact.index import KEPT_BITS, PAIRS_PER_BUCKET, ExactIndex, index_of
from rules.judge.assembled import judge_of
from rules.model import Nature
from rules.pack.loading import load
from rules.scan.normalise import normalise
from rules.sensitivity import Sensitivity
from rules.text import Text
from tests.bench.tables import name, people
from tests.support.real_text import chat_lines, news, reviews
from tests.support.writers import texts_of, writers

ROWS = int(os.environ.get("ROWS", "1000000"))
KEY, SALT = b"k" * 32, b"s" * 16
PASTE = 1024
ROUNDS = 5


def written() -> list[str]:
    return [one.text for writer in writers() for one in texts_of(writer)]


def pastes(count: int) -> list[str]:
    """Return pieces of 1 KB of the writers' texts, as UTF-8."""
    whole = "\n".join(written()).encode()
    return [whole[at:at + PASTE].decode(errors="ignore") for at in range(0, count * PASTE, PASTE)]


def timed(index: ExactIndex, text: str) -> tuple[float, float]:
    """Return the least wall time and processor time in milliseconds of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        rows_in(text, index, Deadline(60))
        rounds.append((time.perf_counter() - wall, time.process_time() - processor))
    return min(wall for wall, _ in rounds) * 1000, min(processor for _, processor in rounds) * 1000


def speed(index: ExactIndex) -> None:
    rows_in("王芳 13800000000", index, Deadline(9))
    measured = [timed(index, normalise(text).text) for text in pastes(300)]
    wall, processor = (statistics.median(column) for column in zip(*measured, strict=True))
    print(f"a paste of 1 KB, median of 300, best of {ROUNDS}: {wall:.2f} ms, {processor:.2f} ms of a processor")
    for size in (10, 100):
        text = normalise("".join(pastes(size))).text
        wall, processor = timed(index, text)
        print(f"{size} KB at once: {wall / size:.3f} ms per KB, {processor / size:.3f} ms of a processor")


def beside(index: ExactIndex) -> None:
    """Print the whole judgement of the same pastes with and without the index: on a busy machine the difference tells
    more than a time."""
    pack, weights = load(builtin_pack(), BUILTIN_PACK), built_in_weights().content
    judges = [judge_of([pack], weights, Sensitivity.STANDARD, exact) for exact in ((), (index,))]
    medians = []
    for judge in judges:
        best = []
        for text in map(Text, pastes(200)):
            rounds = []
            for _ in range(ROUNDS):
                began = time.process_time()
                judge.judge(text, 60)
                rounds.append(time.process_time() - began)
            best.append(min(rounds))
        medians.append(statistics.median(best) * 1000)
    print(f"judging the same pastes: {medians[0]:.2f} ms of a processor without an index, {medians[1]:.2f} with it")


def listed(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def found(index: ExactIndex, rows: Sequence[Sequence[str]], count: int) -> None:
    """Print how many rows of the table are found, each alone, by each two of their values."""
    for first, second in ((0, 1), (0, 2), (1, 2), (0, 3)):
        hits = sum(bool(rows_in(normalise(f"请联系{row[first]}，{row[second]}。").text, index, Deadline(9)))
                   for row in rows[:count])
        print(f"  columns {first + 1} and {second + 1}: {hits} of {count} rows found")


def wrong(index: ExactIndex) -> None:
    """Print the matches in text about nobody of the table, and what other invented people match."""
    for what, lines in (("writers' texts", written()), ("news", news()), ("reviews", reviews()),
                        ("chat lines", chat_lines())):
        size = sum(len(line.encode()) for line in lines) / 1024
        hits = sum(len(rows_in(normalise(line).text, index, Deadline(60))) for line in lines)
        print(f"  {what}: {hits} matches in {size:,.0f} KB")
    others = list(people(2000, 99))
    hits = sum(len(rows_in(normalise(listed([row])).text, index, Deadline(60))) for row in others)
    print(f"  2,000 lines about other invented people: {hits} matches")
    chance = random.Random(5)
    pairs = "\n".join(f"{name(chance)}、{name(chance)}{'。' * 200}" for _ in range(2000))
    hits = len(rows_in(normalise(pairs).text, index, Deadline(60)))
    print(f"  2,000 pairs of random names: {hits} matches")
    print(f"  by chance one pair of values in {2**KEPT_BITS // PAIRS_PER_BUCKET:,} that are looked up")


def guesses(index: ExactIndex) -> None:
    """Print what a guess costs somebody who has key and index: two values, both digests, one look-up."""
    digesting, count = Digesting(index.keys), 200_000
    characters = np.zeros((count, 47), np.uint16)
    characters[:, :11] = np.frombuffer(np.char.encode(np.char.mod("138%08d", np.arange(count)), "utf-16-le").tobytes(),
                                       np.uint16).reshape(count, -1)[:, :11]
    known = digesting.of_strings(["欧阳慕白"])
    began = time.process_time()
    digests = digesting.of_values(characters, np.full(count, 11, np.intp))
    index.holds(digesting.of_pairs(digests, np.repeat(known, count, axis=0)))
    each = (time.process_time() - began) / count
    print(f"guessing the number of a known name: {1 / each:,.0f} guesses per second and processor with this code; "
          f"{10**8 * each / 60:,.1f} minutes for the 10^8 numbers behind one prefix")


def read_through(rows: Iterator[Sequence[str]], kept: list[Sequence[str]]) -> Iterator[Sequence[str]]:
    for row in rows:
        if len(kept) < 2000:
            kept.append(row)
        yield row


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    kept: list[Sequence[str]] = []
    wall, processor = time.perf_counter(), time.process_time()
    made = build(read_through(people(ROWS, 1), kept), About("名册", Nature.PERSONAL, 0.0), KEY, SALT)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} rows of 4 columns: {len(made.content) / 2**20:.1f} MB, {made.header.pairs:,} pairs, "
          f"{made.left_out:,} left out; made in {time.perf_counter() - wall:.0f} s "
          f"({time.process_time() - processor:.0f} s of a processor, with inventing them), peak {peak:.0f} MB")
    began = time.process_time()
    index = index_of(made.content, KEY)
    print(f"opened in {(time.process_time() - began) * 1000:.1f} ms; the fullest bucket has {index.fullest} pairs")
    speed(index)
    beside(index)
    found(index, kept, 500)
    wrong(index)
    guesses(index)


if __name__ == "__main__":
    main()
