"""Runs `make harm-day`: a day's copies between seven programs by real keys, with a guard and without, turn by turn.

    HARM_SEED=1 .venv/bin/python -m tests.harm.day COPIES [REPORT]

Each copy is made on both sides, which take turns in being first. Prints what differed for the user, how long pastes
took, and which clean copies were held. Ends with 0 when nothing differed except what must.
"""

from __future__ import annotations

import os
import random
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guard.control.requests import CaseOpened
from guard.core.model import Case
from tests.harm.day_desks import Desk, Paste, desks
from tests.harm.side import Side, side
from tests.soak.report import machine
from tests.soak.watching import percentile
from tests.support.brokering import NOTICE
from tests.support.corpus import UNSEEN, clerk_day, samples, written

HAND_SECONDS = 0.3
"""Seconds that a fast user needs from a copy to the paste, without the way to the other window."""

LINES = 40
MARKED_EVERY = 8
SOURCES = ("Mousepad", "Calc", "Chromium", "Firefox", "Evince", "Thunderbird", "GIMP")
_LONGEST = 120
_TARGETS: Mapping[str, tuple[str, ...]] = {
    "GIMP": ("Chromium", "Firefox"), "Evince": ("Mousepad", "Chromium", "Firefox"),
    "Thunderbird": ("Mousepad", "Chromium", "Firefox"),
}
_OFFICE = ("Mousepad", "Calc")
"""These get held content; browsers get the notice for 国家秘密."""

Lines = Sequence[tuple[str, bool]]
"""Each line, and whether it must be held."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One copy: from which program, which of its lines, into which program; ``marked``: it must be held."""

    source: str
    target: str
    line: int
    marked: bool


@dataclass
class Day:
    """The observations of a day."""

    turns: int = 0
    different: list[str] = field(default_factory=list)
    milliseconds: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    marked: int = 0
    held_right: int = 0
    not_held: list[int] = field(default_factory=list)
    false_alarms: list[int] = field(default_factory=list)


def main(copies: int, path: Path | None) -> int:
    """Make this many copies, write the report, and return the exit code."""
    seed = int(os.environ.get("HARM_SEED", "1"))
    chance = random.Random(seed)
    lines = day_lines(chance)
    words = [line for line, _ in lines]
    with side(guarded=False) as free, side(guarded=True) as guarded, desks(free, words) as here, \
            desks(guarded, words) as there:
        day, begun = Day(), []
        done = list(turns(chance, lines, copies))
        for number, turn in enumerate(done):
            both = ((False, here), (True, there))
            begun.append(time.time())
            found = dict(_one(on, programs, turn) for on, programs in (both if number % 2 else both[::-1]))
            differs = count(day, turn, found)
            print(f"{number + 1:4} {turn.source} → {turn.target} {'marked ' if turn.marked else ''}"
                  f"{_time(found[False])} / {_time(found[True])} {differs}", file=sys.stderr, flush=True)
        count_held(day, done, begun, [case.opened_at for case in cases(guarded)])
        lives = guarded.guard is not None and guarded.guard.status().troubles == ()
    text = "\n".join(_lines(day, copies, seed, lives=lives))
    print(text)
    if path is not None:
        path.write_text(text + "\n", "utf-8")
    return 0 if lives and not day.different and not day.false_alarms and not day.not_held else 1


def day_lines(chance: random.Random) -> Lines:
    """Return the lines of a day: ordinary ones of an office, and sometimes one that must be held."""
    ordinary = [entry["text"] for entry in clerk_day()] + [entry.text for entry in samples() if entry.action is None]
    ordinary += [entry.text for entry in written(UNSEEN) if not entry.internal]
    chance.shuffle(ordinary)
    plain = [" ".join(text.split())[:_LONGEST] for text in ordinary]
    return [(f"机密★5年 关于第{number}项工作的请示", True) if number % MARKED_EVERY == MARKED_EVERY - 1
            else (text, False) for number, text in enumerate(plain[:LINES])]


def turns(chance: random.Random, lines: Lines, copies: int) -> Iterator[Turn]:
    """Yield who copies what for whom, the same for the same random seed."""
    for _ in range(copies):
        source = chance.choice(SOURCES)
        target = chance.choice(_TARGETS.get(source, ("Mousepad", "Chromium", "Firefox", "Calc")))
        line = chance.randrange(len(lines))
        yield Turn(source, target, line, source not in _TARGETS and lines[line][1])


def _one(on: bool, programs: Mapping[str, Desk], turn: Turn) -> tuple[bool, Paste]:
    programs[turn.source].copy(turn.line)
    time.sleep(HAND_SECONDS)  # the pace is what is tested
    target = programs[turn.target]
    assert not isinstance(target, tuple)
    try:
        return on, target.paste()  # type: ignore[union-attr]
    except AssertionError as error:
        return on, Paste(f"[{error}]", None)


def count(day: Day, turn: Turn, found: Mapping[bool, Paste]) -> str:
    """Record one turn and return what differed in it, "" for nothing."""
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
    if guarded.seen == expected:
        return ""
    day.different.append(f"copy {day.turns}, {turn.source} → {turn.target}, line {turn.line}: {len(guarded.seen)} "
                         f"characters, without a guard {len(free.seen)}")
    return day.different[-1]


def count_held(day: Day, done: Sequence[Turn], begun: Sequence[float], opened: Sequence[float]) -> None:
    """Find for each turn whether a case was opened in it, and record the wrong ones.

    ``begun`` and ``opened`` are in seconds since 1970. A selection and the copy made of it can be one case or two:
    what counts is whether there was any.
    """
    held = {bisect_right(begun, moment) - 1 for moment in opened}
    for number, turn in enumerate(done):
        if turn.marked and number not in held:
            day.not_held.append(number + 1)
        elif number in held and not turn.marked:
            day.false_alarms.append(number + 1)


def cases(guarded: Side) -> list[Case]:
    """Return the cases that the guard has reported since its start, each once."""
    assert guarded.guard is not None
    found: dict[str, Case] = {}
    while not guarded.guard.events.empty():
        push = guarded.guard.events.get()
        if isinstance(push, CaseOpened):
            found.setdefault(push.case.id, push.case)
    return list(found.values())


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
         f"{len(day.different)} differences seen, {len(day.false_alarms)} false alarms (copies held that nobody "
         f"marked). Of {day.marked} marked ones {day.marked - len(day.not_held)} were held and {day.held_right} pasted "
         "right: office programs got the original, browsers the notice. The guard has "
         f"{'no troubles' if lives else '**troubles**'}."), "",
        "| from the keys of the paste to what it shows, ms | pastes | median | p99 |", "|---|---|---|---|",
        row(False), row(True), "", *(f"- {words}" for words in day.different),
        *(f"- copy {number}: false alarm" for number in day.false_alarms),
        *(f"- copy {number}: marked, and no case was opened" for number in day.not_held),
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None))
