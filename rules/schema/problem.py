"""What is wrong in a file that a person wrote, and how it is told: the file, the line, the field, what to change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce

from rules.characters import is_shown
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, SaidError, Sentence

Place = tuple[int | str, ...]
"""The keys and indexes (from 0) that lead to a value of a file."""

LineOf = Callable[[Place], int]
"""Returns the line (from 1) of the deepest value that exists on the way to a place, 0 where nobody knows."""

_MOST_SHOWN = 20


class Kind(Enum):
    """What a mistake is about, and so how its sentence begins."""

    HERE = "here"
    """The value cannot be as it is; ``why`` goes on after its name."""
    MISSING = "missing"
    UNKNOWN = "unknown"
    """The key is none; ``why`` says what may be written, NOTHING where only a guess helps."""
    WHOLE = "whole"
    """``why`` is the whole sentence."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that the validator found wrong at a place."""

    place: Place
    why: Sentence = NOTHING
    kind: Kind = Kind.HERE


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a file: its name, the line (1-based, 0 when unknown), a rule id or "", and what to change."""

    source: str
    line: int
    rule: str
    message: Sentence
    place: Place = field(default=(), compare=False)
    """Where it is in the file, () when that is unknown."""

    def __str__(self) -> str:
        return str(self.said())

    def said(self) -> Sentence:
        """Return the whole problem as one sentence."""
        where = f"{self.source}:{self.line}" if self.line else self.source
        what = sentence("pack.rule", rule=self.rule, why=self.message) if self.rule else self.message
        return sentence("joined.of", what=where, why=what)


class InvalidFileError(SaidError):
    """The file is refused. ``problems`` holds everything that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__(reduce(lambda first, then: sentence("joined.lines", first=first, then=then),
                                [problem.said() for problem in self.problems[:_MOST_SHOWN]]))


def visible(words: str) -> str:
    """Return words that can be shown in a terminal."""
    return "".join(character if is_shown(character) else "□" for character in words)


def whole_path(place: Place) -> str:
    """Return the name of a place with everything that leads to it: 政务协同 → 第 1 条 → 性质."""
    steps = [sentence("pack.entry", number=step + 1) if isinstance(step, int) else visible(step) for step in place]
    return reduce(lambda first, then: sentence("joined.path", first=first, then=then), steps) if steps else ""


def last_key(place: Place) -> str:
    """Return the key that is nearest to a place, for files whose other steps are told by line and rule."""
    return visible(next((step for step in reversed(place) if isinstance(step, str)), "")) or sentence("schema.content")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the mistakes of one kind of file. ``keys`` are all keys of such a file, for guesses at what was meant."""

    keys: Collection[str]
    name: Callable[[Place], str] = whole_path

    def problems(self, mistakes: Sequence[Mistake], source: str, line_of: LineOf) -> list[Problem]:
        """Return one problem for each mistake."""
        missing = [mistake.place for mistake in mistakes if mistake.kind is Kind.MISSING]
        return [Problem(source, self._line(mistake, line_of), "", self._message(mistake, missing),
                        mistake.place)
                for mistake in mistakes]

    def _line(self, mistake: Mistake, line_of: LineOf) -> int:
        """Return no line for what is missing at the top of a file: it is nowhere."""
        return 0 if mistake.kind is Kind.MISSING and len(mistake.place) == 1 else line_of(mistake.place)

    def _message(self, mistake: Mistake, missing: Sequence[Place]) -> Sentence:
        name = self.name(mistake.place)
        if mistake.kind is Kind.WHOLE:
            return mistake.why
        if mistake.kind is Kind.MISSING:
            return sentence("schema.missing", key=name)
        if mistake.kind is Kind.UNKNOWN and "：" in str(mistake.place[-1]):
            return sentence("schema.wide-colon", key=name)
        if mistake.kind is Kind.UNKNOWN and not mistake.why and mistake.place[-1] in self.keys:
            return sentence("schema.elsewhere", key=name)
        if mistake.kind is Kind.UNKNOWN:
            return sentence("schema.unknown", key=name, advice=mistake.why or self._guess(mistake.place, missing))
        if not name:
            return sentence("schema.whole-file", why=mistake.why)
        return sentence("schema.here", key=name, why=mistake.why)

    def _guess(self, place: Place, missing: Sequence[Place]) -> Sentence:
        """Guess which key was meant: first among those that are missing in the same place, then among all."""
        from difflib import get_close_matches  # the broker and the tray, which guess nothing, do without it

        beside = [str(other[-1]) for other in missing if other[:-1] == place[:-1]]
        written = str(place[-1])
        close = get_close_matches(written, beside, 1, 0.3) or get_close_matches(written, self.keys, 1, 0.5)
        return sentence("schema.did-you-mean", key=close[0]) if close else sentence("schema.delete-it")
