"""Checks paths and texts with the same read, judge and decide steps the guard uses."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from guard.core.decide import outcome_of, unreadable_words
from guard.core.model import Item, Judged, Kind, Outcome, Reason, Unreadable
from guard.core.ports import Reader
from guard.files.items import FILE_LIMIT, load, names_of, walk
from guard.pipeline.judging import judge_item, needs_reader, read_and_judge, read_item
from guard.pipeline.pipeline import Rules
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes
from rules.sentences.sentence import Sentence
from rules.text import Text

_CLOSED = Unreadable(Reason.NOT_FOUND, sentence("reading.no-standard-input"))
_TOO_LARGE = Unreadable(Reason.TOO_LARGE, sentence("reading.item-over-mb", limit=megabytes(FILE_LIMIT)))


@dataclass(frozen=True, slots=True)
class Checked:
    """One answer of ``check``. ``path`` is as the user gave it (found files: the argument joined with the rest).

    ``judged`` is the content, ``name`` the name of a file, which is judged too. ``stand_in``: see Checker.prepare.
    """

    judged: Judged
    path: str | None = None
    id: object = None
    name: Judged | None = None
    stand_in: str = ""

    @property
    def outcome(self) -> Outcome:
        """Allow, warn, block or unreadable."""
        return outcome_of(self.parts)

    @property
    def parts(self) -> tuple[Judged, ...]:
        """What was judged: the content, then the name."""
        return (self.judged,) if self.name is None else (self.judged, self.name)

    @property
    def reason(self) -> str | None:
        """Why it could not be read or not be judged completely, for people."""
        return unreadable_words(self.judged)


@dataclass(frozen=True, slots=True)
class Checker:
    """Judges what it is given under these rules; pictures go to the reader, which ``prepare`` makes ready.

    ``prepare`` returns, for people, which OCR engine replaces the requested one, "" when none does.
    """

    rules: Rules
    reader: Reader
    prepare: Callable[[], str]

    def paths(self, given: Sequence[str]) -> Iterator[Checked]:
        """Yield one answer for each file, in the order given; folders file by file in name order."""
        for argument in given:
            for found in walk(Path(argument)):
                name = argument if found == Path(argument) else os.path.join(argument, found.relative_to(argument))  # noqa: PTH118 - keeps ./
                yield self._file(found, name, Path(argument))

    def stream(self, incoming: BinaryIO | None) -> Checked:
        """Judge what comes from standard input, None where it is closed: text in any encoding a text file may have, up
        to FILE_LIMIT bytes.
        """
        untrusted_bytes = incoming.read(FILE_LIMIT + 1) if incoming is not None else b""
        started = time.perf_counter()
        problem = _CLOSED if incoming is None else _TOO_LARGE if len(untrusted_bytes) > FILE_LIMIT else None
        item = Item("-", Kind.FILES, problem=problem) if problem else Item("-", Kind.FILES, untrusted_bytes)
        return Checked(judge_item("-", read_item(item, self.reader), self.rules.judge, started), "-")

    def texts(self, untrusted_texts: Sequence[tuple[object, str]]) -> list[Checked]:
        """Judge many short texts, given as (id, text), in one pass; answers in the same order."""
        started = time.perf_counter()
        texts = [Text(text) for _, text in untrusted_texts]
        verdicts = self.rules.judge.judge_many(texts)
        each = round((time.perf_counter() - started) * 1000 / max(1, len(texts)), 3)
        return [
            Checked(Judged("", text=text, verdict=verdict, elapsed_ms=each), id=identifier)
            for (identifier, _), text, verdict in zip(untrusted_texts, texts, verdicts, strict=True)
        ]

    def _file(self, path: Path, name: str, root: Path) -> Checked:
        started = time.perf_counter()
        item = load(path)
        stand_in = ""
        if needs_reader(item):
            waiting = time.perf_counter()
            stand_in = self.prepare()
            started += time.perf_counter() - waiting  # starting a process does not count as time of an item
        judged = judge_item(path.name, read_item(item, self.reader), self.rules.judge, started)
        named = read_and_judge(names_of(path, root), self.reader, self.rules.judge)
        return Checked(judged, name, name=named, stand_in=stand_in)


def malformed(words: str) -> Checked:
    """Return the answer to an input line that does not have the required form."""
    return Checked(Judged("", unreadable=Unreadable(Reason.MALFORMED, Sentence(words))))
