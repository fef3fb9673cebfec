"""Impact preview: compares the results of two sets of rules on the same texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.core.ports import Reader
from guard.files.items import load, walk
from guard.pipeline.judging import read_item
from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Compared:
    """One text judged by both: its name, the actions before and after, and the rules that acted, "" for none."""

    name: str
    before: Action
    after: Action
    rule: str = ""

    @property
    def stricter(self) -> int:
        """Greater than zero when it would be stopped more strictly, less than zero when less, zero when unchanged."""
        return self.after.severity - self.before.severity


@dataclass(frozen=True, slots=True)
class Impact:
    """Every text that was compared, and the names of those that could not be read."""

    compared: tuple[Compared, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def more(self) -> tuple[Compared, ...]:
        """What would be stopped more strictly."""
        return tuple(one for one in self.compared if one.stricter > 0)

    @property
    def fewer(self) -> tuple[Compared, ...]:
        """What would be stopped less strictly."""
        return tuple(one for one in self.compared if one.stricter < 0)

    @property
    def same(self) -> int:
        """How many would not change."""
        return len(self.compared) - len(self.more) - len(self.fewer)


def compare(before: Judge, after: Judge, texts: Iterable[tuple[str, Text | None]]) -> Impact:
    """Judge each named text by both; None means a text that could not be read."""
    compared, unread = [], []
    for name, text in texts:
        if text is None:
            unread.append(name)
            continue
        compared.append(_compared(name, text, before, after))
    return Impact(tuple(compared), tuple(unread))


def texts_of(folder: Path, reader: Reader) -> Iterator[tuple[str, Text | None]]:
    """Yield each file of a folder by its path in it, with its text."""
    for path in walk(folder):
        read = read_item(load(path), reader)
        name = path.name if path == folder else str(path.relative_to(folder))
        yield name, read if isinstance(read, Text) else None


def _compared(name: str, text: Text, before: Judge, after: Judge) -> Compared:
    was, now = before.judge(text), after.judge(text)
    acting = now if now.action.severity >= was.action.severity else was
    rule = next((match.rule for match in acting.matches if match.action is acting.action), "")
    return Compared(name, was.action, now.action, rule)
