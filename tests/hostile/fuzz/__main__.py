"""Runs `make fuzz`: changed inputs for every part with outside input, and the number given to each.

    FUZZ_INPUTS=1000000 FUZZ_SEED=1 .venv/bin/python -m tests.hostile.fuzz [REPORT]

Each input is determined by seed, part and number: a finding is reproduced by `--again PART NUMBER`. Ends with 0 when
nothing was found.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.fuzz.processes import SAMPLES
from tests.hostile.fuzz.targets import PARTS, Part
from tests.soak.report import machine

SLOW_SECONDS = 5.0
"""Processor seconds for one input; more is a finding too."""

_SHOWN = 10


def inputs(part: Part, seed: int, count: int) -> Iterator[bytes]:
    """Yield the inputs of a part."""
    chance = random.Random(f"{seed} {part.name}")
    seeds = part.seeds(chance)
    for _ in range(count):
        yield part.change(chance, chance.choice(seeds))


def fed(part: Part, seed: int, count: int) -> list[str]:
    """Feed a part and return the findings."""
    found = []
    for number, untrusted_bytes in enumerate(inputs(part, seed, count)):
        begun = time.process_time()
        try:
            part.feed(untrusted_bytes)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            place = traceback.extract_tb(error.__traceback__)[-1]
            found.append(f"{part.name} {number}: {type(error).__name__} {str(error)[:100]} "
                         f"({Path(place.filename).name}:{place.lineno})")
        if (taken := time.process_time() - begun) > SLOW_SECONDS:
            found.append(f"{part.name} {number}: {taken:.0f} s")
    return found


def main(count: int, seed: int, path: Path | None) -> int:
    """Feed everything, print the table and return the exit code."""
    rows, problems, total, begun = [], [], 0, time.monotonic()
    work = [(part.name, count * part.share // 1000, lambda number, part=part: fed(part, seed, number))
            for part in PARTS]
    work += [(sample.name, max(1, count * sample.share // 1_000_000),
              lambda number, sample=sample: sample.feed(random.Random(f"{seed} {sample.name}"), number))
             for sample in SAMPLES]
    for name, number, feed in work:
        started = time.monotonic()
        found = feed(number)
        total += number
        rows.append(f"| {name} | {number:,} | {time.monotonic() - started:.0f} | {len(found)} |")
        print(rows[-1], flush=True)
        problems += found
    said = [f"{total:,} inputs in {(time.monotonic() - begun) / 60:.0f} minutes; found: {len(problems)}.", "",
            "| part | inputs | seconds | found |", "|---|---|---|---|", *rows, "",
            *(f"- {problem}" for problem in problems[:_SHOWN])]
    print("\n".join([said[0], *said[-_SHOWN:]] if problems else said[:1]))
    if path is not None:
        head = ["# Fuzzing", "", f"    make fuzz FUZZ_INPUTS={count} FUZZ_SEED={seed}", "", f"{machine()}.", ""]
        path.write_text("\n".join([*head, *said]).rstrip() + "\n", "utf-8")
    return 1 if problems else 0


def again(name: str, number: int, seed: int) -> None:
    """Feed one input once more, and show it."""
    part = next(part for part in PARTS if part.name == name)
    *_, untrusted_bytes = inputs(part, seed, number + 1)
    print(untrusted_bytes)
    part.feed(untrusted_bytes)


if __name__ == "__main__":
    chosen = int(os.environ.get("FUZZ_SEED", "1"))
    logging.disable()  # every cut-off client is logged, as it should be
    if sys.argv[1:2] == ["--again"]:
        again(sys.argv[2], int(sys.argv[3]), chosen)
    else:
        wanted = int(os.environ.get("FUZZ_INPUTS", "100000"))
        sys.exit(main(wanted, chosen, Path(sys.argv[1]) if sys.argv[1:] else None))
