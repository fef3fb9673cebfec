"""`make harm-day`: a day's copies between seven programs by real keys, with a guard and without it, turn by turn.

    HARM_SEED=1 .venv/bin/python -m tests.harm.day COPIES [report]

Each copy is done on both sides, the one that comes first by turns. Prints what its user saw otherwise, how long pastes
took, and which clean copies were held. Ends with 0 when nothing was different but what had to be.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guard.requests import CaseOpened
from tests.harm.day_desks import Desk, Paste, desks
from tests.harm.side import Side, side
from tests.soak.report import machine, place
from tests.soak.watching import percentile
from tests.support.brokering import NOTICE
from tests.support.corpus import UNSEEN, clerk_day, samples, written

HAND_SECONDS = 0.3
"""What a quick hand needs from a copy to the paste, the way to the other window apart."""

LINES = 40
MARKED_EVERY = 8
SOURCES = ("Mousepad", "Calc", "Chromium", "Firefox", "Evince", "Thunderbird", "GIMP")
_LONGEST = 120
_TARGETS: Mapping[str, tuple[str, ...]] = {
    "GIMP": ("Chromium", "Firefox"), "Evince": ("Mousepad", "Chromium", "Firefox"),
    "Thunderbird": ("Mousepad", "Chromium", "Firefox"),
}
_OFFICE = ("Mousepad", "Calc")
"""They get what is held; browsers get the notice of what is 国家秘密."""

Lines = Sequence[tuple[str, bool]]
"""Each line, and whether it must be held."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One copy: from which program, which line of it, into which; ``marked``: it must be held."""

    source: str
    target: str
    line: int
    marked: bool


@dataclass
class Day:
    """What was seen."""

    turns: int = 0
    different: list[str] = field(default_factory=list)
    milliseconds: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    marked: int = 0
    held_right: int = 0
    pictures: int = 0
    held: int = 0


def main(copies: int, *, report: bool) -> int:
    """Do so many copies and return the exit code."""
    seed = int(os.environ.get("HARM_SEED", "1"))
    chance = random.Random(seed)
    lines = day_lines(chance)
    words = [line for line, _ in lines]
    with side(guarded=False) as free, side(guarded=True) as guarded, desks(free, words) as here, \
            desks(guarded, words) as there:
        told_before(guarded)
        day = Day()
        for number, turn in enumerate(turns(chance, lines, copies)):
            both = ((False, here), (True, there))
            found = dict(_one(on, programs, turn) for on, programs in (both if number % 2 else both[::-1]))
            count(day, turn, found)
            print(f"{number + 1:4} {turn.source} → {turn.target} {'marked ' if turn.marked else ''}"
                  f"{_time(found[False])} / {_time(found[True])} {day.different[-1] if day.different else ''}",
                  file=sys.stderr, flush=True)
        day.held = told_before(guarded)
        lives = guarded.guard is not None and guarded.guard.status().troubles == ()
    text = "\n".join(_lines(day, copies, seed, lives=lives))
    print(text)
    if report:
        place("harm-day").write_text(text + "\n", "utf-8")
    return 1 if day.different or not lives or day.held_right != day.marked else 0


def day_lines(chance: random.Random) -> Lines:
    """Return the lines of a day: ordinary ones of an office, and now and then one that must be held."""
    ordinary = [entry["text"] for entry in clerk_day()] + [entry.text for entry in samples() if entry.action is None]
    ordinary += [entry.text for entry in written(UNSEEN) if not entry.internal]
    chance.shuffle(ordinary)
    plain = [" ".join(text.split())[:_LONGEST] for text in ordinary]
    return [(f"机密★5年 关于第{number}项工作的请示", True) if number % MARKED_EVERY == MARKED_EVERY - 1
            else (text, False) for number, text in enumerate(plain[:LINES])]


def turns(chance: random.Random, lines: Lines, copies: int) -> Iterator[Turn]:
    """Say who copies what for whom, the same for the same chance."""
    for _ in range(copies):
        source = chance.choice(SOURCES)
        target = chance.choice(_TARGETS.get(source, ("Mousepad", "Chromium", "Firefox", "Calc")))
        line = chance.randrange(len(lines))
        yield Turn(source, target, line, source not in _TARGETS and lines[line][1])


def _one(on: bool, programs: Mapping[str, Desk], turn: Turn) -> tuple[bool, Paste]:
    programs[turn.source].copy(turn.line)
    time.sleep(HAND_SECONDS)  # the pace is the point here
    target = programs[turn.target]
    assert not isinstance(target, tuple)
    try:
        return on, target.paste()  # type: ignore[union-attr]
    except AssertionError as error:
        return on, Paste(f"[{error}]", None)


def count(day: Day, turn: Turn, found: Mapping[bool, Paste]) -> None:
    """Write down one turn."""
    free, guarded = found[False], found[True]
    day.turns += 1
    expected = free.seen
    if turn.marked:
        day.marked += 1
        if turn.target not in _OFFICE:
            expected = f"0 0 {NOTICE}"
        day.held_right += guarded.seen == expected
    for on, paste in found.items():
        if paste.milliseconds is not None:
            day.milliseconds[on].append(paste.milliseconds)
    if guarded.seen != expected:
        day.different.append(f"{turn.source} → {turn.target}, line {turn.line}: {len(guarded.seen)} signs, "
                             f"without a guard {len(free.seen)}")


def told_before(guarded: Side) -> int:
    """Return how many copies the guard has held since it was asked last; what is held again counts again."""
    assert guarded.guard is not None
    events, count_ = guarded.guard.events, 0
    cases = set()
    while not events.empty():
        push = events.get()
        if isinstance(push, CaseOpened) and push.case.id not in cases:
            cases.add(push.case.id)
            count_ += push.case.origin.value == "clipboard"
    return count_


def _time(paste: Paste) -> str:
    return "nothing" if paste.milliseconds is None else f"{paste.milliseconds:.0f} ms"


def _lines(day: Day, copies: int, seed: int, *, lives: bool) -> list[str]:
    def row(on: bool) -> str:
        values = day.milliseconds[on]
        return (f"| {'with' if on else 'without'} a guard | {len(values)} | {percentile(values, 0.5):.0f} | "
                f"{percentile(values, 0.99):.0f} |")

    return [
        "# A day's copies", "", f"    make harm-day COPIES={copies} HARM_SEED={seed}", "", f"{machine()}.", "",
        (f"{day.turns} copies between {', '.join(SOURCES)}, each done with a guard and without it. "
         f"{len(day.different)} differences seen, {day.held - day.marked} false alarms (copies held that nobody "
         f"marked), {day.held_right} of {day.marked} marked ones held right: office programs got the original, "
         f"browsers the notice. The guard has {'no troubles' if lives else '**troubles**'}."), "",
        "| from the keys of the paste to what it shows, ms | pastes | median | p99 |", "|---|---|---|---|",
        row(False), row(True), "", *(f"- {words}" for words in day.different),
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), report=sys.argv[2:] == ["report"]))
