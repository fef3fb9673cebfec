"""Writes entries of a pack's lists of texts, and its next 版本, as YAML; every other line stays unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from rules.characters import is_shown
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidValueError

_NEXT_PART = re.compile(r"[^\s#\-]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")
_DASH = re.compile(r"( *)-(?: |$)")
_LAST_NUMBER = re.compile(r"[0-9]+(?=[^0-9]*$)")


class PlaceError(SaidValueError):
    """The list is written in a form to which nothing can be added; the message says what to change."""


def entries_as_yaml(entries: Sequence[Mapping[str, object]], indent: str = "") -> str:
    """Return entries as lines of YAML in the plain form that every pack may use, each line ended by ``\\n``."""
    return "".join(f"{indent}{line}\n" for entry in entries for line in _lines(entry))


def _lines(entry: Mapping[str, object]) -> Iterator[str]:
    start = "- "
    for key, value in entry.items():
        yield f"{start}{key}: {_value(value)}"
        start = "  "


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, int):
        return str(value)
    plain = "".join(character if is_shown(character) else " " for character in str(value))
    return json.dumps(plain, ensure_ascii=False)


def new_pack(name: str, version: str) -> bytes:
    """Return the head of an empty pack; ``load`` refuses it until entries were added."""
    return f"规则包: {_value(name)}\n版本: {_value(version)}\n".encode()


def with_entries(written: bytes, part: str, entries: Sequence[Mapping[str, object]]) -> bytes:
    """Return the bytes of a pack with entries added to one of its lists. Every other line stays byte for byte.

    Raises PlaceError when the list is written on one line. The caller must load the result: text that only looks like
    a list of the pack is not recognised as such here.
    """
    text = written.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = _LINE.findall(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    found = _head(lines, part)
    if found is None:
        added = f"{part}:\n{entries_as_yaml(entries)}"
        return ("".join(lines) + added.replace("\n", end)).encode()
    number, match = found
    if match["value"] == "[]":
        lines[number] = re.sub(r" *\[\]", "", lines[number], count=1)
    elif match["value"]:
        raise PlaceError(sentence("writing.no-adding", part=part))
    place, indent = end_of_list(lines, number + 1)
    lines.insert(place, entries_as_yaml(entries, indent).replace("\n", end))
    return "".join(lines).encode()


def raised(version: str) -> str:
    """Return the version that follows this one: its last number is one higher."""
    found = _LAST_NUMBER.search(version)
    if found is None:
        return f"{version}.2"
    return version[:found.start()] + str(int(found[0]) + 1).zfill(len(found[0])) + version[found.end():]


def with_raised_version(written: bytes, version: str) -> bytes:
    """Return the bytes of a pack that has this version with the one that follows it; unchanged where it is written in
    another form. As with ``with_entries``, the caller must load the result.
    """
    lines = _LINE.findall(written.decode("utf-8"))
    found = _head(lines, "版本")
    if found is None:
        return written
    number, match = found
    start, end = match.span("value")
    value = lines[number][start:end].replace(version, raised(version))
    lines[number] = lines[number][:start] + value + lines[number][end:]
    return "".join(lines).encode()


def without_list(written: bytes, part: str) -> bytes:
    """Return the bytes of a pack without one of its lists. As with ``with_entries``, the caller must load the result.
    """
    lines = _LINE.findall(written.decode("utf-8"))
    found = _head(lines, part)
    if found is None:
        return written
    end = found[0] + 1
    while end < len(lines) and not _NEXT_PART.match(lines[end]):
        end += 1
    mark = "\ufeff" if lines[found[0]].startswith("\ufeff") else ""
    return (mark + "".join((*lines[:found[0]], *lines[end:]))).encode()


def _head(lines: Sequence[str], part: str) -> tuple[int, re.Match[str]] | None:
    """Return where a list begins, with its value on that line, or None."""
    head = re.compile(rf"\ufeff?[\"']?{part}[\"']?[ ]*:[ ]*(?P<value>[^#\r\n]*?)[ ]*(?P<comment>#[^\r\n]*)?(?:\r?\n)?")
    return next(((number, match) for number, line in enumerate(lines) if (match := head.fullmatch(line))), None)


def end_of_list(lines: Sequence[str], first: int) -> tuple[int, str]:
    """Return the line after the last entry of a list that begins at ``first``, and how far its dashes are indented."""
    place, indent = first, None
    for number in range(first, len(lines)):
        if _NEXT_PART.match(lines[number]):
            break
        dash = _DASH.match(lines[number])
        if dash is not None and indent is None:
            indent = dash[1]
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            place = number + 1
    return place, indent or ""


def head_of_list(lines: Sequence[str], part: str) -> int | None:
    """Return the line that begins a list with one entry per paragraph, None without it. Raises PlaceError."""
    found = _head(lines, part)
    if found is not None and found[1]["value"]:
        raise PlaceError(sentence("writing.no-changing", part=part))
    return None if found is None else found[0]
