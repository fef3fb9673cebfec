"""Reads TOML that people wrote by the one validator, with the line of each mistake."""

from __future__ import annotations

import re
import tomllib
from typing import TypeVar

from guard.sentences.catalogue import sentence
from rules.schema.problem import InvalidFileError, LineOf, Place, Problem
from rules.schema.record import validated
from rules.schema.shapes import Shape
from rules.sentences.sentence import Sentence

T = TypeVar("T")

_LINE = re.compile(r"\(at line (\d+)")
_HEADING = re.compile(r"[ \t]{0,40}(?P<open>\[\[?)(?P<name>[^\]\n]{1,100})\]")
_KEY = re.compile(r"[ \t]{0,40}(?P<name>[\w\-\"'. \t]{1,100})=")

_STRING = re.compile(r"""#[^\n]*|\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""", re.DOTALL)
"""A comment or a string: only together can they be told apart."""

_TWICE = ("Cannot overwrite a value", "Cannot declare")
"""How tomllib begins about what is written twice."""


def read_toml(shape: Shape[T], untrusted_bytes: bytes, source: str) -> T:
    """Return what a file says; ``source`` is its name for messages. Raises InvalidFileError, whatever the bytes are."""
    try:
        text = untrusted_bytes.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = untrusted_bytes[:error.start].count(b"\n") + 1
        raise _refused(source, line, sentence("toml.not-utf-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(source, text, str(error)) from error
    # tomllib raises ValueError and RecursionError for a number of thousands of digits, and for thousands of nested
    # brackets.
    except ValueError as error:
        raise _refused(source, 0, sentence("toml.number")) from error
    except RecursionError as error:
        raise _refused(source, 0, sentence("toml.brackets")) from error
    return validated(shape, document, source, lines_of(text))


def lines_of(text: str) -> LineOf:
    """Return what knows where a value is: tomllib does not, so headings and keys are looked for.

    Strings over several lines are passed over: they can hold whatever looks like a key.
    """
    known: dict[Place, int] = {}

    def line_of(place: Place) -> int:
        if not known:
            known.update(_lines(_without_long_strings(text)))
        return next((known[place[:end]] for end in range(len(place), 0, -1) if place[:end] in known), 0)

    return line_of


def _lines(text: str) -> dict[Place, int]:
    known: dict[Place, int] = {}
    section: Place = ()
    tables: dict[Place, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        heading, key = _HEADING.match(line), _KEY.match(line)
        if heading is not None:
            section = _keys(heading["name"])
            if heading["open"] == "[[":
                tables[section] = tables.get(section, -1) + 1
                section = (*section, tables[section])
            _note(known, section, number)
        elif key is not None:
            _note(known, (*section, *_keys(key["name"])), number)
    return known


def _note(known: dict[Place, int], place: Place, number: int) -> None:
    """Note a line, also for what is first mentioned by what is in it: ``[[a]]`` and ``[a.b]`` make ``a``."""
    for end in range(1, len(place) + 1):
        known.setdefault(place[:end], number)


def _without_long_strings(text: str) -> str:
    """Return correct TOML with the content of strings over several lines left out, but not their line ends."""
    return _STRING.sub(lambda found: "\n" * found[0].count("\n") or found[0], text)


def _not_toml(source: str, text: str, error: str) -> InvalidFileError:
    """Return why it is no TOML, by what tomllib says: the key where one was written twice."""
    found = _LINE.search(error)
    line = int(found[1]) if found else text.count("\n") + 1
    if not error.startswith(_TWICE):
        return _refused(source, line, sentence("toml.mistake"))
    for number in range(line, 0, -1):  # the value behind the key may go over several lines
        written = text.split("\n")[number - 1]
        if key := _HEADING.match(written) or _KEY.match(written):
            return _refused(source, number, sentence("yaml.written-twice", key=".".join(map(str, _keys(key["name"])))))
    return _refused(source, line, sentence("toml.mistake"))


def _keys(written: str) -> Place:
    return tuple(part.strip(" \t\"'") for part in written.split("."))


def _refused(source: str, line: int, why: Sentence) -> InvalidFileError:
    return InvalidFileError((Problem(source, line, "", why),))
