"""Compares what a user of LibreOffice sees on both sides, with the guard and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.harm.libre_office.deeds import DEEDS, Seen, Source, seen
from tests.harm.libre_office.sides import Side
from tests.harm.observing import DELAY_MILLISECONDS

_LOOKS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table. ``words`` describe the difference, "" for none, ``undone`` why it cannot be done without
    the guard either; ``delays`` are those of the first paste, in ms: without the guard and with it."""

    source: Source
    deed: str
    words: str = ""
    undone: str = ""
    delays: tuple[float, float] | None = None

    @property
    def differs(self) -> bool:
        """True when a user sees an unintended difference: for what is held on purpose nothing counts."""
        return bool(self.words) and not self.source.marked

    def __str__(self) -> str:
        """Return the cell as shown in the table."""
        return f"not done without the guard either: {self.undone}" if self.undone else self.words or "same"


def compare(plain: Side, guarded: Side, source: Source, deed: str) -> Cell:
    """Do an action on both sides, once more where they differ. Failures of LibreOffice itself do not count."""
    without: list[Seen] = []
    beside: list[Seen] = []
    for _ in range(_LOOKS):
        without.append(seen(plain, source, DEEDS[deed]))
        if without[-1].failure:
            return Cell(source, deed, undone=without[-1].failure)
        beside.append(seen(guarded, source, DEEDS[deed]))
        if not (words := differences(without, beside)):
            break
    theirs, mine = without[0].milliseconds, beside[0].milliseconds
    return Cell(source, deed, words, delays=None if theirs is None or mine is None else (theirs, mine))


def differences(without: Sequence[Seen], beside: Sequence[Seen]) -> str:
    """Return the differences that all runs with the guard show and none without it."""
    if failures := [entry.failure for entry in beside if entry.failure]:
        return f"not done: {failures[-1]}"
    return ", ".join(dict.fromkeys([*_of_programs(without, beside), *_of_contents(without, beside),
                                    *_of_delays(without, beside)]))


def _of_programs(without: Sequence[Seen], beside: Sequence[Seen]) -> Iterator[str]:
    if not {entry.exit_code for entry in beside} & {entry.exit_code for entry in without}:
        yield f"ended with {beside[0].exit_code}, not {without[0].exit_code}"
    if not {entry.titles for entry in beside} & {entry.titles for entry in without}:
        yield f"windows {list(beside[0].titles)}, not {list(without[0].titles)}"
    gone = set.intersection(*(set(entry.offered) for entry in without)) - set(beside[0].offered)
    if gone:
        yield f"{len(gone)} formats gone"


def _of_contents(without: Sequence[Seen], beside: Sequence[Seen]) -> Iterator[str]:
    for mine in beside:
        for theirs in without:
            if (mine.content is None) == (theirs.content is None) and (
                    mine.content is None or theirs.content is None or not mine.content.differs_by(theirs.content)):
                return
    mine, theirs = beside[0].content, without[0].content
    if mine is None or theirs is None:
        yield "nothing was pasted" if mine is None else "pasted, where nothing was"
    else:
        yield f"content: {mine.differs_by(theirs)}"


def _of_delays(without: Sequence[Seen], beside: Sequence[Seen]) -> Iterator[str]:
    fastest = [min((entry.milliseconds for entry in looks if entry.milliseconds is not None), default=0.0)
               for looks in (beside, without)]
    if fastest[0] > fastest[1] + DELAY_MILLISECONDS:
        yield f"{fastest[0]:.0f} ms, not {fastest[1]:.0f}"
