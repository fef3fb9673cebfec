"""Changes a written pack: sets one field of one rule, adds or removes a rule. Every other line stays byte for byte.

The result is read again and compared with what was meant, so that an unusual way of writing is refused, not broken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from rules.pack.combining import is_combined, separator_in
from rules.pack.known_writing import PlaceError, end_of_list, head_of_list
from rules.pack.yaml_node import TreeError
from rules.pack.yaml_tree import read_tree
from rules.sentences.catalogue import sentence

_RULES = "规则"

Content = str | int | bool | Mapping[str, "Content"] | Sequence["Content"]
"""The value of a field: words, a number, or several of them."""

_LONGEST_LINE = 100
_ALWAYS_BELOW = frozenset({"判据", "必须命中", "不得命中"})
_WORDS = frozenset({"主证", "取自", "出现"})
_PLAIN = re.compile(r"[\w\u3000-\u303f（《“](?:[\w\u3000-\u303f\uff01-\uff5e“”‘’—…·×%/.+()<>=-]| (?! |#))*(?<! )")
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")


def as_yaml(content: Mapping[str, Content], indent: str = "") -> str:
    """Return a mapping as lines of YAML as people write packs: short values on one line, longer ones below."""
    return "".join(_entry(key, value, indent) for key, value in content.items())


def with_rule(text: str, rule: Mapping[str, Content]) -> str:
    """Return the pack with a rule added after the others. Raises PlaceError."""
    lines = lines_of(text)
    found = head_of_list(lines, _RULES)
    if found is None:
        lines += [f"{_RULES}:\n"]
        found = len(lines) - 1
    place, indent = end_of_list(lines, found + 1)
    gap = "" if place == found + 1 else "\n"
    lines.insert(place, gap + _as_item(rule, indent))
    return _checked(text, "".join(lines), lambda rules: [*rules, _plain(rule)])


def without_rule(text: str, number: int) -> str:
    """Return the pack without one rule, counted from 0. Raises PlaceError."""
    lines = lines_of(text)
    first, last, _ = _place(lines, number)
    return _checked(text, "".join(lines[:first] + lines[last:]), lambda rules: rules[:number] + rules[number + 1:])


def with_field(text: str, number: int, key: str, value: Content | None) -> str:
    """Return the pack with one field of a rule changed, added, or (with None) removed. Raises PlaceError."""
    lines = lines_of(text)
    first, last, indent = _place(lines, number)
    written = "" if value is None else _entry(key, value, indent + "  ")
    begin, end = _field(lines, first, last, indent, key)
    if begin == first and written:
        written = f"{indent}- {written.lstrip(' ')}"
    lines[begin:end] = [written] if written else []

    def changed(rules: list[object]) -> list[object]:
        rule = rules[number]
        assert isinstance(rule, dict)
        after = {name: one for name, one in rule.items() if name != key or value is not None}
        return [*rules[:number], {**after, **({} if value is None else {key: _plain(value)})}, *rules[number + 1:]]

    return _checked(text, "".join(lines), changed)


def lines_of(text: str) -> list[str]:
    """Return the lines of a pack, each with its end. Raises PlaceError for other line ends than ours."""
    if "\r" in text:
        raise PlaceError(sentence("writing.line-ends"))
    lines = _LINE.findall(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _place(lines: Sequence[str], number: int) -> tuple[int, int, str]:
    """Return the first line of a rule, the one after its last, and how far its dash is indented."""
    head = head_of_list(lines, _RULES)
    end, indent = end_of_list(lines, head + 1) if head is not None else (0, "")
    starts = [line for line in range((head or 0) + 1, end) if lines[line].startswith(f"{indent}- ")]
    if number >= len(starts):
        raise PlaceError(UNUSUAL)
    last = starts[number + 1] if number + 1 < len(starts) else end
    while last > starts[number] + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return starts[number], last, indent


def _field(lines: Sequence[str], first: int, last: int, indent: str, key: str) -> tuple[int, int]:
    """Return the lines of a field of a rule; an empty place at the end of the rule when it has none."""
    starts = re.compile(rf"(?:{indent}- |{indent}  )(?![ #-])[^:\n]+:")
    places = [line for line in range(first, last) if starts.match(lines[line])]
    for number, line in enumerate(places):
        if lines[line][len(indent) + 2:].startswith(f"{key}:"):
            return line, places[number + 1] if number + 1 < len(places) else last
    return last, last


UNUSUAL = sentence("writing.unusual")
"""Says that something is written in a way that cannot be changed here."""


def _checked(before: str, after: str, change: Callable[[list[object]], list[object]]) -> str:
    """Return the new text when it says what was meant and nothing else. Raises PlaceError."""
    try:
        was, now = read_tree(before.encode()).content, read_tree(after.encode()).content
    except TreeError as error:
        raise PlaceError(UNUSUAL) from error
    rules = (was.get(_RULES) or []) if isinstance(was, dict) else None
    if not isinstance(was, dict) or not isinstance(rules, list) or now != {**was, _RULES: change(rules)}:
        raise PlaceError(UNUSUAL)
    return after


def _plain(value: Content) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value]


def _as_item(content: Mapping[str, Content], indent: str) -> str:
    return f"{indent}- {as_yaml(content, indent + '  ').removeprefix(indent + '  ')}"


def _entry(key: str, value: Content, indent: str) -> str:
    line = f"{indent}{key}: {_valued(key, value)}"
    if isinstance(value, str | int) or not value or (
            len(line) <= _LONGEST_LINE and key not in _ALWAYS_BELOW and not _holds_mappings(value)):
        return f"{line}\n"
    if isinstance(value, Mapping):
        return f"{indent}{key}:\n{as_yaml(value, indent + '  ')}"
    return f"{indent}{key}:\n" + "".join(_item(one, indent) for one in value)


def _item(value: Content, indent: str) -> str:
    line = f"{indent}- {_listed(value)}"
    if isinstance(value, Mapping) and (len(line) > _LONGEST_LINE or _holds_mappings(list(value.values()))):
        return _as_item(value, indent)
    return f"{line}\n"


def _holds_mappings(value: Content) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and any(
        isinstance(one, Mapping) or _holds_mappings(one) for one in value)


def _flow(value: Content) -> str:
    if isinstance(value, int):
        return str(_plain(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_valued(key, one)}" for key, one in value.items()) + "}"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return "[" + ", ".join(map(_listed, value)) + "]"


def _valued(key: str, value: Content) -> str:
    return _listed(value) if key in _WORDS else _flow(value)


def _listed(value: Content) -> str:
    """Return an entry of a list. In quotes a separator is part of the word: rules.pack.word_lists."""
    if isinstance(value, str) and separator_in(value) and not is_combined(value):
        return json.dumps(value, ensure_ascii=False)
    return _flow(value)
