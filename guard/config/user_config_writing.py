"""Writes what changed of a user's own configuration into mishao.toml; other lines stay, with their comments."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from guard.config.errors import PolicyError
from guard.config.user_config import Configuration, content_of, load_configuration
from guard.platform import atomic_file
from guard.util.path_text import path_text
from guard.util.toml_text import lines_of
from rules.schema.record import rows_of

Value = str | tuple[str, ...] | None


def change(path: Path, how: Callable[[Configuration], Configuration]) -> Configuration:
    """Make of what the file says by now what ``how`` returns; return that. Raises PolicyError for a file that cannot be
    read, and OSError, and then the old one is still there.
    """
    content = content_of(path)
    before = load_configuration(content, path_text(path))
    after = how(before)
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        atomic_file.replace(path, rewritten(content.decode("utf-8-sig"), after).encode())
    return after


def rewritten(text: str, after: Configuration) -> str:
    """Return the text of a file with what ``after`` says. A text of an unusual form, in which no line could be changed
    by itself, is written anew, without its comments.
    """
    before, made = load_configuration(text.encode(), ""), text
    for row in rows_of(Configuration):
        value = getattr(after, row.name)
        if value != getattr(before, row.name):
            section, _, key = row.key.partition(".")
            made = _with_value(made, section, key, value)
    try:
        return made if load_configuration(made.encode(), "") == after else written(after)
    except PolicyError:
        return written(after)


def written(configuration: Configuration) -> str:
    """Return a configuration as TOML, without what is empty."""
    made = ""
    for row in rows_of(Configuration):
        section, _, key = row.key.partition(".")
        made = _with_value(made, section, key, getattr(configuration, row.name))
    return made


def _with_value(text: str, section: str, key: str, value: Value) -> str:
    """Return the text with another value of a key, none for an empty one."""
    lines, end = text.split("\n"), "\r" if "\r\n" in text else ""
    line_of = lines_of(text)
    head, at = line_of((section,)), line_of((section, key))
    assigned = [f"{key} = {_toml(value)}"] if value else []
    if at != head:
        last, comment = _extent(lines, at - 1)
        lines[at - 1:last] = [f"{line}{comment}{end}" for line in assigned]
    elif head:
        lines[head:head] = [f"{line}{end}" for line in assigned]
    elif assigned:
        before = [*lines[:-1], *([lines[-1] + end] if lines[-1] else []), *([end] if text else [])]
        lines = [*before, f"[{section}]{end}", f"{assigned[0]}{end}", ""]
    return "\n".join(lines)


def _extent(lines: Sequence[str], first: int) -> tuple[int, str]:
    """Return the line after an assignment, and the comment at its end with the space before it."""
    for last in range(first + 1, len(lines) + 1):
        whole = "\n".join(lines[first:last]) + "\n"
        said = _read(whole)
        if said is None:
            continue
        for place in (place for place, character in enumerate(whole) if character == "#"):
            if _read(whole[:place]) == said:
                start = len(whole[:place].rstrip())
                return last, whole[start:].rstrip("\r\n")
        return last, ""
    return len(lines), ""


def _read(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _toml(value: str | tuple[str, ...]) -> str:
    # JSON's strings are TOML's basic strings, except for DEL, which TOML requires to be escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
