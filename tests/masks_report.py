"""Measures how well masked copies hide what they must: make masks-report.

    python -m tests.masks_report [odd]

tests/corpus/masks/texts.jsonl was annotated by somebody who did not know the code: for each text the spans that must
be hidden and the stretches that must stay. Texts with even numbers only measure: nothing is tuned by them. With
``odd`` the missed and wrongly hidden spans of the others are listed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.redact.fields import district_end
from guard.redact.masks import joined
from guard.redact.text import narrow
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from rules.judge.assembled import judge_of
from rules.pack.loading import load
from rules.sensitivity import Sensitivity
from rules.text import Text

TEXTS = Path(__file__).with_name("corpus") / "masks" / "texts.jsonl"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with (start, end, kind) of what must be hidden and (start, end) of what must stay, in code points."""

    number: int
    layout: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    harmless: tuple[tuple[int, int], ...]


def texts() -> Iterator[Marked]:
    """Yield the texts in their order."""
    for line in TEXTS.read_text("utf-8").splitlines():
        one = json.loads(line)
        yield Marked(int(one["id"].removeprefix("m")), one["layout"], one["text"], tuple(map(tuple, one["spans"])),
                     tuple(map(tuple, one["harmless"])))


def left(marked: Marked, hidden: set[int]) -> list[tuple[int, int, str]]:
    """Return the spans that are not sufficiently hidden: more than a surname or a district is readable."""
    return [span for span in marked.spans if not hidden.issuperset(_telling(marked.text, *span))]


def _telling(text: str, start: int, end: int, kind: str) -> Iterator[int]:
    if kind == "name" and end - start > 1:
        start += 1
    if kind == "address":
        start = min(district_end(text, start, end) + 1, end - 1)
    return (place for place in range(start, end) if text[place].isalnum())


def main() -> int:
    """Measure and print."""
    judge = judge_of([load(builtin_pack(), BUILTIN_PACK)], built_in_weights().content, Sensitivity.STANDARD)
    for half, name in ((0, "even numbers, which only measure"), (1, "odd numbers")):
        chosen = [marked for marked in texts() if marked.number % 2 == half]
        must, missed, stay, gone = Counter[str](), Counter[str](), 0, 0
        characters = [0, 0]
        for marked in chosen:
            masks = joined(narrow(marked.text, judge.judge(Text(marked.text))))
            hidden = {place for mask in masks for place in range(mask.start, mask.end)}
            must.update(kind for _, _, kind in marked.spans)
            lost = left(marked, hidden)
            missed.update(kind for _, _, kind in lost)
            wrongly = [span for span in marked.harmless if not hidden.isdisjoint(range(*span))]
            stay, gone = stay + len(marked.harmless), gone + len(wrongly)
            characters[0] += sum(end - start for start, end in marked.harmless)
            characters[1] += sum(len(hidden.intersection(range(*span))) for span in marked.harmless)
            if half and "odd" in sys.argv:
                _list(marked, lost, wrongly)
        print(f"{len(chosen)} texts of {name}: {sum(missed.values())} of {must.total()} spans missed "
              f"({sum(missed.values()) / must.total():.2%}), {gone} of {stay} harmless stretches touched "
              f"({gone / stay:.2%}; {characters[1] / characters[0]:.2%} of their characters)")
        print("  " + ", ".join(f"{kind} {missed[kind]}/{must[kind]}" for kind in sorted(must)))
    return 0


def _list(marked: Marked, lost: list[tuple[int, int, str]], wrongly: list[tuple[int, int]]) -> None:
    for start, end, kind in lost:
        print(f"m{marked.number} {marked.layout} {kind}: {marked.text[max(0, start - 12):start]!r}"
              f"[{marked.text[start:end]}]{marked.text[end:end + 8]!r}")
    for start, end in wrongly:
        print(f"m{marked.number} {marked.layout} harmless: {marked.text[max(0, start - 8):start]!r}"
              f"[{marked.text[start:end]}]{marked.text[end:end + 8]!r}")


if __name__ == "__main__":
    sys.exit(main())
