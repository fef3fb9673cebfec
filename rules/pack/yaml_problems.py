"""Explains why a file is not valid YAML: the line, the cause, the remedy, for authors of packs.

The parser says where it could not go on; the mistake is often on that line or on the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.reader import ReaderError

from rules.pack.yaml_indents import misplaced
from rules.pack.yaml_node import TreeError
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Where PyYAML was built without its C part, the same events come more slowly."""

_TAB = re.compile(r" *\t")
_FULL_WIDTH = re.compile(r"[ -]*[^\s:：#\"'\[{]{1,20}：(?: *[\[{]|(?!.*: ))")
_NO_BLANK = re.compile(r"[ -]*[^\s:：#\"'\[{/]{1,20}:(?![ /])(?!.*: ).")
_NO_BLANK_AFTER_DASH = re.compile(r" *-[^\s\d.-]")
_WIDE_COMMA = re.compile(r"[^\"'#]*[\[{][^\"'#]*，")
_TWO = re.compile(r"[^\"'\[{]*?: [^\"'\[{]*: ")
_OPENED = ("while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping")


def refused(error: yaml.YAMLError, text: str) -> TreeError:
    """Return the message for an error of the parser."""
    lines = text.split("\n")
    if isinstance(error, ReaderError):
        return _control_character(error, lines)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return TreeError(0, _UNKNOWN)
    line = mark.line + 1
    opened = getattr(error, "context_mark", None)
    problem, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
    if opened is not None and (context in _OPENED or "expected ':'" in problem):
        line = opened.line + 1
    for place in (line, _before(lines, line)):
        cause = _seen(lines[place - 1]) if 0 < place <= len(lines) else NOTHING
        if cause:
            return TreeError(place, cause)
    if context.startswith("while parsing a block") or "mapping values" in problem or "simple key" in context:
        moved = misplaced(text, (_before(lines, line), line), _stops_at)
        if moved is not None:
            return moved
    at = lines[line - 1] if line <= len(lines) else ""
    return TreeError(line, _said(problem, context, at))


def _control_character(error: ReaderError, lines: Sequence[str]) -> TreeError:
    """Return a message with line and number of a character that no YAML may contain."""
    unwanted = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")
    line = next((number for number, words in enumerate(lines, 1) if chr(unwanted) in words), 0)
    return TreeError(line, sentence("yaml.control-character", number=f"{unwanted:04X}"))


def _before(lines: Sequence[str], line: int) -> int:
    """Return the last line above one that has more than a comment, 0 when there is none."""
    above = range(min(line - 1, len(lines)), 0, -1)
    return next((place for place in above if lines[place - 1].partition("#")[0].strip()), 0)


def _stops_at(text: str) -> int:
    """Return the line (from 1) where the parser stops, 0 when it reads the whole text."""
    try:
        for _event in yaml.parse(text, LOADER):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line + 1 if mark is not None else 1
    return 0


def _seen(words: str) -> Sentence:
    """Return the obvious fault of a line, NOTHING when there is none."""
    if _TAB.match(words):
        return sentence("yaml.tab")
    if _FULL_WIDTH.match(words):
        return sentence("yaml.wide-colon")
    if _NO_BLANK.match(words):
        return sentence("yaml.no-space")
    if _NO_BLANK_AFTER_DASH.match(words):
        return sentence("yaml.dash")
    return NOTHING


def _said(problem: str, context: str, words: str) -> Sentence:
    """Return the message for a line by what the parser expected there."""
    if "mapping values" in problem and _TWO.match(words):
        return sentence("yaml.two-colons")
    if "parsing a flow" in context and _WIDE_COMMA.match(words):
        return sentence("yaml.wide-comma")
    return next((told for part, told in _TOLD if part in f"{context}: {problem}"), _UNKNOWN)


_UNKNOWN = sentence("yaml.mistake")
_TOLD = (
    ("unknown escape", sentence("yaml.backslash")),
    ("scanning an anchor", sentence("yaml.anchors")),
    ("scanning an alias", sentence("yaml.aliases")),
    ("scanning a tag", sentence("yaml.tags")),
    ("scanning a quoted scalar", sentence("yaml.open-quote")),
    ("parsing a flow", sentence("yaml.open-bracket")),
    ("cannot start any token", sentence("yaml.needs-quotes")),
)
