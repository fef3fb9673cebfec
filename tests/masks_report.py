"""Measures how well masked copies hide what they must: make masks-report, which writes docs/masks.md.

    python -m tests.masks_report [texts] [two] [prose] [pictures] [hands]

Only the parts that are named are measured anew, all when none is; the others stay as they are in the file.
tests/corpus/masks was annotated by somebody who did not know the code: for each text the spans that must be hidden and
the stretches that must stay. Nothing is learnt from it or tuned by it, and its texts are not listed here. Two others
marked the same texts again by tests/corpus/tags/GUIDE.md, each alone (one.jsonl, other.jsonl): what both hide must be
hidden, what both leave must stay, and everything else may be either; what each of them would have missed of the other's
marks tells how far people get. Long official texts in which few places must be hidden are in prose.jsonl, and marked
twice in the same way. The texts of tests/corpus/tags are learnt from; those of every third hand are measured with what
was learnt from the others.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guard.core.model import Item, Kind, Unreadable
from guard.reading.client import ReaderClient
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import joined, render
from guard.redact.personal import Personal
from guard.redact.picture import is_turned
from guard.redact.places import fills
from guard.redact.tagged import left_by
from guard.redact.text import narrow
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from guard.supply.tag_weights import built_in_tagger
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.pack.loading import load
from rules.sensitivity import Sensitivity
from rules.tagging.deciding import Tagged, spans_of
from rules.tagging.encoder import Encoder
from rules.tagging.tagger import Tagger
from rules.tagging.weights import TagWeights
from rules.tagging.windows import Hint
from rules.text import Text
from tests.support.drawn_texts import LOOKS, draw
from tests.support.reader_program import COMMAND
from tests.support.writers import WrittenText
from tests.tagging.measuring import HEAD, Marks, Spans, Tally, outside, share, telling

MarkedTexts = Mapping[str, tuple[Marks, Spans]]
"""By the number of each text: what must be hidden, and what may be."""

FOLDER = Path(__file__).with_name("corpus") / "masks"
OUTPUT = Path(__file__).parents[1] / "docs" / "masks.md"
_SPACE = re.compile(r"\s+")
_STRETCH = re.compile(r"[^\s，。；：、,;:!?！？（）()]+")
_SHORTEST_TOLD = 2
_ROUNDS = 4
_ONE_IN = 3
_THRESHOLDS = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5)
_INTRODUCTION = """# What masked copies hide

Written by `make masks-report`. *Missed* is a marked span of which more can be read in the masked copy than a surname
or a county; *harmless* is what nobody marked. In brackets: the interval that contains the true share in 95 of 100
such measurements, and the numbers. A copy *names a doubt* where it tells its reader of which kinds something may still
be legible. The aim is 0.5 % missed and 2 % of harmless characters hidden; it is not reached, nor is it by people who
hide by one guide, of whom each is measured by the other.
[model-card.md](model-card.md) says what is learnt, and from what.
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with (start, end, kind) of what must be hidden and (start, end) of what must stay, in code points."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    harmless: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MarkedTwice:
    """Texts by their numbers, and what each of two people hides of them and is unsure of."""

    title: str
    texts: Mapping[str, str]
    one: MarkedTexts
    other: MarkedTexts

    def agreed(self, number: str) -> tuple[Marks, Spans]:
        """Return what both hide of a text, and what only one of them does or one of them is unsure of."""
        marks, unsure = self.one[number]
        others, other_unsure = self.other[number]
        return tuple(_both(marks, others)), (*_places(marks), *_places(others), *unsure, *other_unsure)


def texts() -> Iterator[Marked]:
    """Yield the texts in their order."""
    for one in _lines("texts"):
        yield Marked(one["id"], one["text"], tuple(map(tuple, one["spans"])), tuple(map(tuple, one["harmless"])))


def marked_twice(name: str, one: str, other: str, title: str) -> MarkedTwice:
    """Return the texts of one file as two people marked them."""
    return MarkedTwice(title, {line["id"]: line["text"] for line in _lines(name)}, _marked(one), _marked(other))


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _marked(name: str) -> MarkedTexts:
    return {one["id"]: (tuple(map(tuple, one["spans"])), tuple(map(tuple, one["unsure"]))) for one in _lines(name)}


def _places(marks: Marks) -> Iterator[tuple[int, int]]:
    return ((start, end) for start, end, _ in marks)


def _both(marks: Marks, others: Marks) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of marks that others cover, too."""
    for start, end, kind in marks:
        for other_start, other_end in _places(others):
            if max(start, other_start) < min(end, other_end):
                yield max(start, other_start), min(end, other_end), kind


def main() -> int:
    """Measure and write."""
    wanted = sys.argv[1:] or list(_PARTS)
    before = OUTPUT.read_text("utf-8").split(_BETWEEN)[1:] if OUTPUT.exists() else []
    kept = dict(zip(_PARTS, before, strict=False))
    judge = judge_of([load(builtin_pack(), BUILTIN_PACK)], built_in_weights().content, Sensitivity.STANDARD)
    tagger, problem = built_in_tagger()
    if tagger is None or problem:
        print(problem)
        return 1
    kept |= {part: _PARTS[part](judge, tagger) for part in wanted}
    OUTPUT.write_text(_BETWEEN.join((_INTRODUCTION, *(kept.get(part, "") for part in _PARTS))), "utf-8")
    return 0


def masks_of(text: Text, judge: Judge, tagger: Tagger | None) -> tuple[Masked, ...]:
    """Return what is masked in a text at the first look, whether or not it is stopped."""
    return joined(narrow(text.original, judge.judge(text), tagger))


def copied(original: str, masks: Sequence[Masked], tagger: Tagger) -> tuple[tuple[Masked, ...], bool]:
    """Return what is masked in the copy that people get, and whether it names a doubt: what the tagger still finds in
    a copy is masked, too (guard.redact.text.redact)."""
    for _ in range(_ROUNDS):
        left = left_by(render(original, masks), tagger)
        if not left.found:
            break
        masks = [*masks, *Personal(original).everywhere(left.found)]
    return joined(masks), bool(left.doubtful)


def _of_texts(judge: Judge, tagger: Tagger) -> str:
    alone, first, given = Tally(), Tally(), Tally()
    for marked in texts():
        text = Text(marked.text)
        alone.add(marked.text, masks_of(text, judge, None), marked.spans, marked.harmless)
        masks = masks_of(text, judge, tagger)
        first.add(marked.text, masks, marked.spans, marked.harmless)
        masks, doubted = copied(marked.text, masks, tagger)
        given.add(marked.text, masks, marked.spans, marked.harmless, doubted=doubted)
    return "\n".join(_table(f"300 texts of tests/corpus/masks: {title}", tally) for title, tally in (
        ("rules alone, as without valid weights", alone), ("rules and the tagger, at the first look", first),
        ("the copy that people get, after the second look", given)))


def _of_two(judge: Judge, tagger: Tagger) -> str:
    """Measure by what two people agree about, and each of them by the other."""
    return _of_marked_twice(judge, tagger, marked_twice("texts", "one", "other", "300 texts of tests/corpus/masks"))


def _of_prose(judge: Judge, tagger: Tagger) -> str:
    """The same of official texts that say little of somebody, in much that harms nobody."""
    return _of_marked_twice(judge, tagger, marked_twice(
        "prose", "prose_one", "prose_other", "80 long official texts of tests/corpus/masks"))


def _of_marked_twice(judge: Judge, tagger: Tagger, twice: MarkedTwice) -> str:
    first, given = Tally(), Tally()
    for number, original in twice.texts.items():
        spans, unsure = twice.agreed(number)
        harmless = outside(original, spans, unsure)
        masks = masks_of(Text(original), judge, tagger)
        first.add(original, masks, spans, harmless)
        masks, doubted = copied(original, masks, tagger)
        given.add(original, masks, spans, harmless, doubted=doubted)
    return "\n".join((*(_table(f"{twice.title}, as two people marked them by one guide: {title}", tally)
                        for title, tally in (("rules and the tagger, at the first look", first),
                                             ("the copy that people get, after the second look", given))),
                      _of_people(twice)))


def _of_people(twice: MarkedTwice) -> str:
    """Measure each of the two who marked by the other: what people miss and hide who hide by one guide."""
    rows = [next(_hidden_by(twice, mine, theirs, unsure_too).lines()).replace("| all |", f"| {who} hides {what} |")
            for who, mine, theirs in (("the one", twice.one, twice.other), ("the other", twice.other, twice.one))
            for what, unsure_too in (("what they marked", False), ("what they are unsure of, too", True))]
    found = "\n".join((f"## {twice.title}, hidden by one of these two people and measured by the other", "",
                       HEAD.replace("kind", "people"), *rows, ""))
    print(found, flush=True)
    return found


def _hidden_by(twice: MarkedTwice, mine: MarkedTexts, theirs: MarkedTexts, unsure_too: bool) -> Tally:
    tally = Tally()
    for number, original in twice.texts.items():
        spans, unsure = mine[number]
        marks, doubts = theirs[number]
        hidden = (*_places(spans), *(unsure if unsure_too else ()))
        tally.add(original, [Masked(start, end, MaskKind.PRIVATE) for start, end in hidden], marks,
                  outside(original, marks, doubts))
    return tally


def _table(title: str, tally: Tally) -> str:
    found = "\n".join((f"## {title}", "", HEAD, *tally.lines(), ""))
    print(found, flush=True)
    return found


def _of_pictures(judge: Judge, tagger: Tagger) -> str:
    """Draw, read, mask and read again: what is read once more was missed. What is never read is not counted."""
    chosen = set(json.loads((FOLDER / "pictures.json").read_text("utf-8")))
    twice = marked_twice("texts", "one", "other", "")
    reader = ReaderClient(COMMAND)
    strict, agreed = _Pictures(), _Pictures()
    for number, marked in enumerate(one for one in texts() if one.id in chosen):
        look = [*LOOKS][number % len(LOOKS)]
        before, after = _read_twice(reader, marked, look, judge, tagger)
        strict.add(marked, look, before, after)
        agreed.add(_with_stretches(marked, *twice.agreed(marked.id)), look, before, after)
    reader.close()
    looks = f"{len(chosen)} pictures of these texts, in {len(LOOKS)} looks"
    return "\n".join((strict.table(looks), agreed.table(f"{looks}, as two people marked them by one guide")))


class _Pictures:
    """Counts spans that are read again and harmless stretches that are not."""

    def __init__(self) -> None:
        self._must, self._missed = Counter[str](), Counter[str]()
        self._stay, self._gone = Counter[str](), Counter[str]()

    def add(self, marked: Marked, look: str, before: str, after: str) -> None:
        """Add one picture: what was read in it and in its copy."""
        for start, end, kind in marked.spans:
            told = _told(marked.text, start, end, kind)
            if len(told) >= _SHORTEST_TOLD and told in before:
                self._must[kind] += 1
                self._missed[kind] += told in after
        for start, end in marked.harmless:
            words = _SPACE.sub("", marked.text[start:end])
            if len(words) >= _SHORTEST_TOLD and words in before:
                self._stay[look] += 1
                self._gone[look] += words not in after

    def table(self, title: str) -> str:
        """Return the counts as a table, kinds and looks apart."""
        kinds = [f"| {kind} | {share(self._missed[kind], self._must[kind])} | |" for kind in sorted(self._must)]
        looks = [f"| {look} | | {share(self._gone[look], self._stay[look])} |" for look in LOOKS]
        all_of_them = (f"| all | {share(self._missed.total(), self._must.total())} "
                       f"| {share(self._gone.total(), self._stay.total())} |")
        found = "\n".join((f"## {title}", "", "| kind | spans that are read again | harmless stretches that are not |",
                           "|---|---|---|", all_of_them, *kinds, *looks, ""))
        print(found, flush=True)
        return found


def _with_stretches(marked: Marked, spans: Marks, unsure: Spans) -> Marked:
    """Return a text with other marks, and what is outside of them, between commas and spaces, as its stretches."""
    stay = {start for start, _ in outside(marked.text, spans, unsure)}
    left = "".join(character if place in stay else "\n" for place, character in enumerate(marked.text))
    return Marked(marked.id, marked.text, tuple(spans), tuple(words.span() for words in _STRETCH.finditer(left)))


def _read_twice(reader: ReaderClient, marked: Marked, look: str, judge: Judge, tagger: Tagger) -> tuple[str, str]:
    """Return what is read in a picture of a text and in its masked copy, without white space.

    A photo whose lines are not level is straightened first, as for the copies that people get; where they still are
    not, nobody gets one. What is filled is that of the first attempt (guard.redact.picture).
    """
    drawn = draw(WrittenText(marked.id, "masks", "doc", None, "none", marked.text, ()), look)
    item = Item("picture", Kind.PICTURE, drawn)
    read = reader.read(item)
    if not isinstance(read, Unreadable) and is_turned(read):
        level = reader.straighten(item)
        item = item if isinstance(level, Unreadable) else Item("level", Kind.PICTURE, level)
        read = reader.read(item)
    if isinstance(read, Unreadable) or is_turned(read):
        return "", ""
    copy = reader.fill(item, fills(read, masks_of(read, judge, tagger)))
    again = reader.read(Item("copy", Kind.PICTURE, copy)) if isinstance(copy, bytes) else copy
    words = "" if isinstance(again, Unreadable) else again.original
    return _SPACE.sub("", read.original), _SPACE.sub("", words)


def _told(text: str, start: int, end: int, kind: str) -> str:
    places = [*telling(text, start, end, kind)]
    return _SPACE.sub("", text[places[0]:places[-1] + 1]) if places else ""


def _of_hands(judge: Judge, tagger: Tagger) -> str:
    """Measure every third hand with what was learnt from the others, at several thresholds."""
    # Learning needs libraries that a run of the guard does not.
    from tests.tagging.fitting import fit
    from tests.tagging.learn_encoder import learnt as learnt_encoder
    from tests.tagging.lexicons import learnt_lexicon
    from tests.tagging.material import hands, lesson, marked_by
    from tests.tagging.word_lists import word_list

    lexicon, words = learnt_lexicon(), word_list()
    apart = hands()[::_ONE_IN]
    lessons = [lesson(marked, lexicon, words) for hand in hands() if hand not in apart for marked in marked_by(hand)]
    learnt = _Hiding(fit(lessons, lexicon, words), Encoder(learnt_encoder(lessons)))
    chosen = tagger.limits.hide
    tallies = {hide: Tally() for hide in sorted({*_THRESHOLDS, chosen})}
    for marked in (marked for hand in apart for marked in marked_by(hand)):
        verdict = judge.judge(Text(marked.text))
        harmless = outside(marked.text, marked.spans, marked.unsure)
        for hide, tally in tallies.items():
            learnt.hide = hide
            tally.add(marked.text, joined(narrow(marked.text, verdict, learnt)), marked.spans, harmless)
    curve = "\n".join(next(tally.lines()).replace("| all |", f"| from {hide} on |") for hide, tally in tallies.items())
    title = f"texts of the hands {', '.join(apart)} of tests/corpus/tags, with what was learnt from the others"
    return (f"## {title}: rules and the tagger, at the first look, by the probability from which on it hides\n\n"
            f"{HEAD.replace('kind', 'hidden')}\n{curve}\n\n"
            + _table(f"the same by kind, from {chosen} on", tallies[chosen]))


class _Hiding(Tagger):
    """A tagger that hides from a probability on that can be changed, and looks once at each text."""

    def __init__(self, weights: TagWeights, encoder: Encoder) -> None:
        super().__init__(weights, encoder)
        self.hide = self.limits.hide
        self._last: tuple[str, NDArray[np.float32]] = ("", np.zeros((0, 0), np.float32))

    def spans(self, text: str, hints: Sequence[Hint], hide: float | None = None) -> list[Tagged]:
        """Return the spans to hide from the probability that was last set on, or ``hide``."""
        if text != self._last[0]:
            self._last = text, self.chances(text, hints)
        return spans_of(text, self._last[1], self.hide if hide is None else hide) if text else []


_PARTS = {"texts": _of_texts, "two": _of_two, "prose": _of_prose, "pictures": _of_pictures, "hands": _of_hands}
_BETWEEN = "\n<!-- part -->\n"


if __name__ == "__main__":
    sys.exit(main())
