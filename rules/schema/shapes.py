"""Shapes of single values, lists and tables in files that people write: each reads a value or says what is wrong.

A value may be typed already (TOML, YAML with types) or be text (rule packs): both are read alike. Nothing here knows
about keys with meanings; rules.schema.record does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from rules.schema.problem import Kind, Mistake, Place
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
K = TypeVar("K")
E = TypeVar("E", bound=Enum)

Way = tuple[Any, ...]
"""The way to a value, innermost step first: ``(step, way)``, ``()`` at the root. Steps are added faster so."""

WRONG: Any = object()
"""What a shape returns for a value that it has said something about."""


class Mistakes(list[Mistake]):
    """What was found so far."""

    def say(self, way: Way, why: Sentence, kind: Kind = Kind.HERE) -> Any:
        """Add a mistake and return WRONG."""
        self.append(Mistake(place_of(way), why, kind))
        return WRONG


def place_of(way: Way) -> Place:
    """Return a way as the steps from the root."""
    steps: list[int | str] = []
    while way:
        steps.append(way[0])
        way = way[1]
    return tuple(reversed(steps))


class Shape(Generic[T_co]):
    """What a value must be like; ``T_co`` is what it is read as."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return a ``T_co``, or WRONG after saying in ``found`` what is wrong with the value."""
        raise NotImplementedError

    def keys(self) -> frozenset[str]:
        """Return every key that may be written in it."""
        return frozenset()


class Text(Shape[str]):
    """Words. ``least`` and ``most`` count characters.

    ``pattern`` must match all of them, else ``wrong`` is said. ``visible``: control characters are refused.
    """

    def __init__(self, least: int = 0, most: int | None = None, pattern: str = "", wrong: Sentence = NOTHING,
                 visible: bool = False) -> None:
        self._least, self._most = least, most
        self._pattern = re.compile(pattern) if pattern else None
        self._wrong = wrong
        self._visible = visible

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the words; a number or a date without quotes is not taken for words."""
        if not isinstance(value, str):
            return found.say(way, sentence("schema.must-be-text"))
        if self._visible and (control := _CONTROL.search(value)) is not None:
            return found.say(way, sentence("schema.control-character", place=control.start() + 1,
                                           number=f"U+{ord(control.group()):04X}"))
        if len(value) < self._least:
            return found.say(way, sentence("schema.too-short", least=self._least) if value
                             else sentence("schema.empty"))
        if self._most is not None and len(value) > self._most:
            return found.say(way, sentence("schema.too-long", most=self._most))
        if self._pattern is not None and self._pattern.fullmatch(value) is None:
            return found.say(way, self._wrong)
        return value


class Line(Shape[str]):
    """Words on one line that people see. ``least`` and ``most`` count characters; with a ``least`` blanks are nothing.

    Refused: ends of lines, control characters, and invisible ones that turn or hide what is written behind them.
    """

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self._least, self._words = least, Text(least, most)

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the words as they were written."""
        written = self._words.read(value, way, found)
        if written is WRONG:
            return WRONG
        if (hidden := _NOT_ON_A_LINE.search(written)) is not None:
            return found.say(way, sentence("schema.control-character", place=hidden.start() + 1,
                                           number=f"U+{ord(hidden.group()):04X}"))
        return found.say(way, sentence("schema.empty")) if self._least and not written.strip() else written


class FilePath(Shape[str]):
    """The path of a file or folder as people write it, of Linux or Windows; nothing is looked up on a disk.

    It begins at the root or with ``~/``; ``anywhere``: it may also be relative. The home of another user, ``~name``, is
    refused: whether there is one differs between computers.
    """

    def __init__(self, anywhere: bool = False) -> None:
        self._anywhere = anywhere

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the path as it was written."""
        written = _VISIBLE.read(value, way, found)
        if written is WRONG:
            return WRONG
        if _HOME_OF_ANOTHER.match(written):
            return found.say(way, sentence("schema.path-of-another"))
        if not self._anywhere and not _FROM_THE_ROOT.match(written):
            return found.say(way, sentence("schema.path-from-the-root"))
        if _has_long_name(written):
            return found.say(way, sentence("schema.path-too-long", name=_NAME_BYTES, whole=_PATH_BYTES))
        return written


class Certificates(Shape[str]):
    """Certificates as PEM has them, or nothing; what is written between them is left out: it may not be ASCII."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the certificates alone."""
        written = Text().read(value, way, found)
        if written is WRONG:
            return WRONG
        if not written.strip():
            return ""
        certificates = _CERTIFICATE.findall(written)
        if not certificates or "-----BEGIN" in _CERTIFICATE.sub("", written):
            return found.say(way, sentence("schema.certificates"))
        return "\n".join((*certificates, ""))


class Number(Shape[int]):
    """A whole number from ``least`` to ``most``. ``wrong`` is the whole sentence to be said instead of the usual."""

    def __init__(self, least: int | None = None, most: int | None = None, wrong: Sentence = NOTHING) -> None:
        self._least, self._most, self._wrong = least, most, wrong

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the number, also of its digits in quotes."""
        number = _whole_number(value)
        if number is None:
            return self._refused(found, way, NOTHING)
        if self._least is not None and number < self._least:
            return self._refused(found, way, sentence("schema.at-least", least=self._least))
        if self._most is not None and number > self._most:
            return self._refused(found, way, sentence("schema.at-most", most=self._most))
        return number

    def _refused(self, found: Mistakes, way: Way, limits: Sentence) -> Any:
        if self._wrong:
            return found.say(way, self._wrong, Kind.WHOLE)
        return found.say(way, sentence("schema.must-be-number", limits=limits))


class Decimal(Shape[float]):
    """A number of minutes and the like, with or without a fraction, from ``least`` to ``most``."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the number, also of its digits in quotes."""
        if isinstance(value, str) and _FRACTION.fullmatch(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not self._least <= value <= self._most:
            return found.say(way, sentence("schema.must-be-decimal", least=self._least, most=self._most))
        return float(value)


class Flag(Shape[bool]):
    """Yes or no: true or false, and the other spellings of YAML 1.1 that older files have."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return whether it is yes."""
        if isinstance(value, bool):
            return value
        known = _FLAGS.get(str(value).lower()) if isinstance(value, str | int) else None
        return found.say(way, sentence("schema.only-true-false")) if known is None else known


class Day(Shape[date]):
    """A day, as 2027-06-30."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the day."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            return found.say(way, sentence("schema.must-be-date"))


class Words(Shape[T]):
    """One of some words, each of which means something. ``former`` are words of earlier versions: they are read, and
    no longer named as possible.
    """

    def __init__(self, meanings: Mapping[str, T], former: Mapping[str, T] = MappingProxyType({})) -> None:
        self._meanings, self._former = dict(meanings), dict(former)

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return what the word means."""
        if isinstance(value, str) and value in (all_of_them := self._former | self._meanings):
            return all_of_them[value]
        return found.say(way, sentence("schema.only", expected=tuple(self._meanings)))

    def known(self) -> Sentence:
        """Return which words may be keys, as advice to somebody who wrote another."""
        return sentence("schema.only-these-keys", expected=tuple(self._meanings))


def choice(words: type[E]) -> Words[E]:
    """Return the shape of one member of an enumeration, written by its value."""
    return Words({str(word.value): word for word in words})


class Many(Shape[tuple[T, ...]]):
    """A list of ``least`` to ``most`` values of one shape; a single value of a type in ``alone`` is a list of one."""

    def __init__(self, of: Shape[T], least: int = 0, most: int | None = None,
                 alone: tuple[type[object], ...] = ()) -> None:
        self._of, self._least, self._most, self._alone = of, least, most, alone

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the values in their order."""
        if not isinstance(value, list | tuple):
            if not isinstance(value, self._alone):
                return found.say(way, sentence("schema.must-be-list"))
            value = (value,)
        if len(value) < self._least:
            return found.say(way, sentence("schema.too-few", least=self._least, found=len(value)))
        if self._most is not None and len(value) > self._most:
            return found.say(way, sentence("schema.too-long", most=self._most))
        read = self._of.read
        return tuple([read(entry, (number, way), found) for number, entry in enumerate(value)])

    def keys(self) -> frozenset[str]:
        """Return the keys that may be written in an entry."""
        return self._of.keys()


class Table(Shape[dict[K, T]]):
    """A mapping of names that its writer chooses, or of words that mean something, to values of one shape."""

    def __init__(self, names: Shape[K], of: Shape[T], least: int = 0) -> None:
        self._names, self._of, self._least = names, of, least

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the mapping in its order."""
        if not isinstance(value, Mapping):
            return found.say(way, sentence("schema.must-be-mapping"))
        if len(value) < self._least:
            return found.say(way, sentence("schema.too-few", least=self._least, found=len(value)))
        entries = ((self._name(key, (key, way), found), self._of.read(entry, (key, way), found))
                   for key, entry in value.items())
        return {name: read for name, read in entries if name is not WRONG}

    def _name(self, key: str, way: Way, found: Mistakes) -> Any:
        if isinstance(self._names, Words):
            told = Mistakes()
            name: K = self._names.read(key, way, told)
            return found.say(way, self._names.known(), Kind.UNKNOWN) if told else name
        return self._names.read(key, way, found)

    def keys(self) -> frozenset[str]:
        """Return the keys that may be written in a value; the names are the writer's own."""
        return self._of.keys()


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        return int(value) if len(value) <= _MOST_DIGITS and _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int) else None


def _has_long_name(path: str) -> bool:
    """Return whether no file system takes this path. Windows counts characters where Linux counts bytes."""
    if _OF_WINDOWS.match(path):
        return any(len(name) > _NAME_BYTES for name in _BETWEEN_NAMES.split(path)) or len(path) > _PATH_BYTES
    written = path.encode("utf-8", "surrogatepass")
    return any(len(name) > _NAME_BYTES for name in written.split(b"/")) or len(written) > _PATH_BYTES


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_VISIBLE = Text(1, visible=True)
_NAME_BYTES, _PATH_BYTES = 255, 4_000
"""The longest name of a file, and the longest path: a little less than the system's, for what is below a folder."""

_HOME_OF_ANOTHER = re.compile(r"~[^/\\]")
_OF_WINDOWS = re.compile(r"[A-Za-z]:[/\\]|\\\\|~\\")
_FROM_THE_ROOT = re.compile(rf"/|~(?:/|$)|{_OF_WINDOWS.pattern}")
_BETWEEN_NAMES = re.compile(r"[/\\]")
_NOT_ON_A_LINE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_DIGITS = re.compile(r"[-+]?[0-9]+(?:_[0-9]+)*")
_FRACTION = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")
_MOST_DIGITS = 30
_FLAGS = {word: meaning for meaning, words in ((True, "true 1 yes on y t"), (False, "false 0 no off n f"))
          for word in words.split()}
