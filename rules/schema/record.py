"""Records: classes whose fields say under which key a person writes them and what may be written there.

A class is declared once, its fields by ``entry``; reading, the list of keys and every mistake come from that:

    @dataclass(frozen=True, slots=True)
    class Programs:
        kind: DestinationKind = entry("种类", choice(DestinationKind))
        names: tuple[str, ...] = entry("程序名", Many(Text()), default=())

    PROGRAMS = record(Programs)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, TypeVar

from rules.schema.problem import InvalidFileError, Kind, LineOf, Mistake, Place, Teller
from rules.schema.shapes import WRONG, Mistakes, Shape, Way, place_of
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

T = TypeVar("T")

_ENTRY = "entry"

Check = Callable[[T], Iterable[tuple[Place, Sentence]]]
"""Yields what has the right shape and yet cannot be meant: the place within the record, and the whole sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One key: the field it fills, what may be written there, and whether it must be written."""

    key: str
    name: str
    shape: Shape[Any]
    must: bool


def entry(key: str, shape: Shape[T], *, default: Any = MISSING, default_factory: Any = MISSING,
          must: bool = False) -> T:
    """Return the field of a dataclass that is written under ``key``; without a default it must be written.

    ``must``: it must be written although code may leave it out.
    """
    needed = must or (default is MISSING and default_factory is MISSING)
    metadata = {_ENTRY: (key, shape, needed)}
    made: Any = (field(default_factory=default_factory, metadata=metadata) if default_factory is not MISSING
                 else field(default=default, metadata=metadata))
    found: T = made
    return found


def rows_of(made: type[Any]) -> tuple[Row, ...]:
    """Return the keys of a class, in the order of its fields; fields that no file fills are left out."""
    found = ((one.name, one.metadata.get(_ENTRY)) for one in fields(made))
    return tuple(Row(told[0], name, told[1], told[2]) for name, told in found if told is not None)


class Record(Shape[T]):
    """A mapping of keys to what ``make`` is called with, by the names of fields.

    ``short``: text or a list alone is the value of this key. ``by_name``: the names of the fields are keys as well.
    """

    def __init__(self, make: Callable[..., T], rows: Sequence[Row], *, short: str = "",
                 short_types: tuple[type[object], ...] = (str,), by_name: bool = False,
                 check: Check[T] | None = None) -> None:
        self.rows = tuple(rows)
        self._make = make
        self._by_key = {row.key: row for row in rows}
        self._names = {row.name: row for row in rows} if by_name else {}
        self._must = frozenset(row.name for row in rows if row.must)
        self._short, self._short_types = short, short_types
        self._check = check

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the object that a mapping describes."""
        if self._short and isinstance(value, self._short_types):
            value = {self._short: value}
        if not isinstance(value, Mapping):
            return found.say(way, sentence("schema.must-be-mapping"))
        before = len(found)
        made: dict[str, Any] = {}
        for key, written in value.items():
            row = self._by_key.get(key) or self._names.get(key)
            if row is None:
                found.say((key, way), NOTHING, Kind.UNKNOWN)
            elif row.name in made:
                found.say((key, way), sentence("yaml.written-twice", key=row.key), Kind.WHOLE)
            else:
                made[row.name] = row.shape.read(written, (key, way), found)
        if not self._must <= made.keys():
            self._say_missing(made, value, way, found)
        return WRONG if len(found) > before else self._checked(self._make(**made), way, found)

    def _say_missing(self, made: Mapping[str, Any], value: Mapping[Any, Any], way: Way, found: Mistakes) -> None:
        """Name what is missing in the language in which the rest is written; of an empty mapping, what leads to it."""
        by_name = bool(self._names) and (not self._names.keys().isdisjoint(value) or (
            self._by_key.keys().isdisjoint(value) and _last_key(way).isascii()))
        for row in self.rows:
            if row.must and row.name not in made:
                found.say((row.name if by_name else row.key, way), NOTHING, Kind.MISSING)

    def _checked(self, made: T, way: Way, found: Mistakes) -> T:
        for place, words in self._check(made) if self._check is not None else ():
            found.append(Mistake((*place_of(way), *place), words, Kind.WHOLE))
        return made

    def keys(self) -> frozenset[str]:
        """Return every key that may be written in it and below."""
        return frozenset((*self._by_key, *self._names)).union(*(row.shape.keys() for row in self.rows))


def _last_key(way: Way) -> str:
    return next((step for step in reversed(place_of(way)) if isinstance(step, str)), "")


def record(made: type[T], *, short: str = "", short_types: tuple[type[object], ...] = (str,), by_name: bool = False,
           check: Check[T] | None = None) -> Record[T]:
    """Return the shape of a class whose fields are made by ``entry``; options as of Record."""
    return Record(made, rows_of(made), short=short, short_types=short_types, by_name=by_name, check=check)


def sections(made: type[T]) -> Record[T]:
    """Return the shape of a class whose keys are of the form ``section.key``, each section a mapping in the file."""
    parts: dict[str, list[Row]] = {}
    for row in rows_of(made):
        section, _, key = row.key.partition(".")
        parts.setdefault(section, []).append(replace(row, key=key))
    within = (Row(section, section, Record(dict, rows), must=False) for section, rows in parts.items())
    return Record(lambda **read: made(**{name: value for part in read.values() for name, value in part.items()}),
                  tuple(within))


def checked(shape: Shape[T], content: object) -> tuple[T, list[Mistake]]:
    """Return what a document says, and every mistake in it; only without mistakes it may be used."""
    found = Mistakes()
    return shape.read(content, (), found), found


def validated(shape: Shape[T], content: object, source: str, line_of: LineOf) -> T:
    """Return what a document says. Raises InvalidFileError, which names every mistake."""
    read, mistakes = checked(shape, content)
    if mistakes:
        raise InvalidFileError(Teller(shape.keys()).problems(mistakes, source, line_of))
    return read
