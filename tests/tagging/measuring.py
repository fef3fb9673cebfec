"""Measures masks by texts that somebody marked: which spans are not sufficiently hidden, which harmless text is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from guard.redact.districts import district_end
from guard.redact.mask_kinds import Masked
from guard.redact.masks import kept_of
from tests.support.intervals import interval

Marks = Sequence[tuple[int, int, str]]
Spans = Sequence[tuple[int, int]]


@dataclass(slots=True)
class Tally:
    """Counted by kind: the spans that must be hidden, those of them that are not, harmless characters, hidden ones."""

    must: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    wrongly: Counter[str] = field(default_factory=Counter)
    copies: Counter[bool] = field(default_factory=Counter)
    """Texts, by whether their copy names a kind of which something may still be legible."""
    silent: int = 0
    """Missed spans in copies that name none."""

    def add(self, text: str, masks: Iterable[Masked], marks: Marks, harmless: Spans, *, doubted: bool = False) -> None:
        """Count one text; only letters and digits count."""
        masks = tuple(masks)
        hidden = hidden_by(masks)
        self.must.update(kind for _, _, kind in marks)
        missed = [kind for start, end, kind in marks if not hidden.issuperset(telling(text, start, end, kind))]
        self.missed.update(missed)
        self.copies[doubted] += 1
        self.silent += 0 if doubted else len(missed)
        stay = {place for start, end in harmless for place in range(start, end) if text[place].isalnum()}
        self.harmless += len(stay)
        for mask in masks:
            self.wrongly[mask.kind.value] += len(stay.intersection(range(mask.start + kept_of(mask.kind), mask.end)))

    def lines(self) -> Iterator[str]:
        """Yield what was counted, in words."""
        missed, wrongly = self.missed.total(), self.wrongly.total()
        yield f"| all | {share(missed, self.must.total())} | {share(wrongly, self.harmless)} |"
        if self.copies[True]:
            yield (f"| all, in copies that name no doubt ({self.copies[False]} of {self.copies.total()}) "
                   f"| {share(self.silent, self.must.total())} | |")
        for kind in sorted(self.must):
            yield f"| {kind} | {share(self.missed[kind], self.must[kind])} | |"
        for kind in sorted(self.wrongly):
            if self.wrongly[kind]:
                yield f"| hidden as {kind} | | {share(self.wrongly[kind], self.harmless)} |"


HEAD = "| kind | spans missed | harmless characters hidden |\n|---|---|---|"


def hidden_by(masks: Iterable[Masked]) -> set[int]:
    """Return the places of a text that cannot be read in its masked copy."""
    return {place for mask in masks for place in range(mask.start + kept_of(mask.kind), mask.end)}


def telling(text: str, start: int, end: int, kind: str) -> Iterator[int]:
    """Yield the places of a span that may not be read: a surname, or a county before an address, may."""
    if kind == "name" and end - start > 1:
        start += 1
    if kind == "address":
        start = min(district_end(text, start, end) + 1, end - 1)
    return (place for place in range(start, end) if text[place].isalnum())


def outside(text: str, marks: Marks, unsure: Spans) -> list[tuple[int, int]]:
    """Return the stretches of a text that are neither marked nor doubtful."""
    inside = {place for start, end in (*((start, end) for start, end, _ in marks), *unsure)
              for place in range(start, end)}
    return [(place, place + 1) for place in range(len(text)) if place not in inside]


def share(count: int, of: int) -> str:
    """Return a share in per cent with its 95 % interval (Wilson) and its numbers."""
    if not of:
        return "none"
    low, high = interval(count, of)
    return f"{count / of:.2%} ({low:.2%} to {high:.2%}; {count} of {of})"
