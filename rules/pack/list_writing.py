"""Adds words to a list of a written pack whose words are hashed when it is published. Other lines stay byte for byte.

The result is read again and compared with what was meant, so that an unusual way of writing is refused, not broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rules.characters import hides
from rules.exact.hashed_words import LONGEST, SHORTEST
from rules.pack.combining import separator_in
from rules.pack.known_writing import PlaceError, head_of_list
from rules.pack.word_lists import LISTS, TO_HASH, WORDS, entries_of, spelled_or_nothing, to_hash
from rules.pack.writing import UNUSUAL, Content, as_yaml, lines_of
from rules.pack.yaml_node import TreeError
from rules.pack.yaml_tree import read_tree
from rules.scan.normalise import normalise
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

LONGEST_NAME = 20
"""Most characters of a list's name."""

_NAME = re.compile(rf"\w{{1,{LONGEST_NAME}}}")
_RULES = "规则"
_ENTRY = re.compile(r"( +)[^\s#\-][^:\n]*:")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Words that somebody gives for a list: those that it takes, how many it has already, and the others with why."""

    taken: tuple[str, ...]
    known: int
    refused: tuple[tuple[str, Sentence], ...]


def sorted_words(text: str, name: str, given: Iterable[str]) -> Sorted:
    """Return which of these words a list of a pack takes; one that comes twice counts as known."""
    have = {_plain(word) for _, entry in entries_of(name, _lists(text).get(name))
            for word in spelled_or_nothing(entry)}
    taken: list[str] = []
    refused: list[tuple[str, Sentence]] = []
    known = 0
    for word in filter(None, map(str.strip, given)):
        plain = _plain(word)
        if plain in have:
            known += 1
        elif not SHORTEST <= len(plain) <= LONGEST:
            refused.append((word, sentence("list-writing.length", least=SHORTEST, most=LONGEST)))
        elif word.startswith("@") or hides(word) or "\n" in plain:
            refused.append((word, sentence("list-writing.characters")))
        elif separator_in(word) or "×" in word:
            refused.append((word, sentence("list-writing.several")))
        else:
            have.add(plain)
            taken.append(word)
    return Sorted(tuple(taken), known, tuple(refused))


def with_words_to_hash(text: str, name: str, words: Sequence[str]) -> str:
    """Return the pack with words added to a list, which is made where there is none, and its words to be hashed when
    the pack is published. Comments within that list are left out. Raises PlaceError.
    """
    if not _NAME.fullmatch(name):
        raise PlaceError(sentence("list-writing.name", most=LONGEST_NAME))
    was = _lists(text)
    meant = _to_hash(was.get(name), words)
    lines = lines_of(text)
    head = head_of_list(lines, LISTS)
    if head is None:
        head = next((at for at, line in enumerate(lines) if line.startswith(f"{_RULES}:")), len(lines))
        lines.insert(head, f"{LISTS}:\n")
    first, last, indent = _place(lines, head, name)
    lines[first:last] = [as_yaml({name: meant}, indent)]
    return _checked(text, "".join(lines), {**was, name: meant})


def lists_of(text: str) -> dict[str, bool]:
    """Return the names of the lists of a pack, and whether their words are to be hashed; none for a text that is none.
    """
    lists = _lists(text)
    hashed = set(to_hash({LISTS: lists}))
    return {name: name in hashed for name in lists}


def _to_hash(written: object, words: Sequence[str]) -> dict[str, Content]:
    if isinstance(written, Mapping):
        kept = {key: one for key, one in written.items() if key not in (TO_HASH, WORDS)}
        had = written.get(WORDS, [])
    else:
        kept, had = {}, written or []
    entries = cast(list[Content], list(had) if isinstance(had, list) else [])
    return {TO_HASH: True, **kept, WORDS: [*entries, *words]}


def _place(lines: Sequence[str], head: int, name: str) -> tuple[int, int, str]:
    """Return the lines of a list below the head of all lists, an empty place behind the last where there is none, and
    how far the lists are indented."""
    end = next((at for at in range(head + 1, len(lines)) if re.match(r"[^\s#]", lines[at])), len(lines))
    while end > head + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    entries = [(at, found[1]) for at in range(head + 1, end) if (found := _ENTRY.match(lines[at]))]
    indent = entries[0][1] if entries else "  "
    starts = [at for at, one in entries if one == indent]
    for number, at in enumerate(starts):
        if lines[at].startswith(f"{indent}{name}:"):
            last = starts[number + 1] if number + 1 < len(starts) else end
            while last > at + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
                last -= 1
            return at, last, indent
    return end, end, indent


def _checked(before: str, after: str, lists: Mapping[str, object]) -> str:
    try:
        was, now = read_tree(before.encode()).content, read_tree(after.encode()).content
    except TreeError as error:
        raise PlaceError(UNUSUAL) from error
    meant = {name: {key: "true" if one is True else one for key, one in written.items()}
             if isinstance(written, Mapping) else written for name, written in lists.items()}
    if not isinstance(was, dict) or now != {**was, LISTS: meant}:
        raise PlaceError(UNUSUAL)
    return after


def _lists(text: str) -> dict[str, object]:
    try:
        content = read_tree(text.encode()).content
    except TreeError:
        return {}
    lists = content.get(LISTS) if isinstance(content, dict) else None
    return cast(dict[str, object], lists) if isinstance(lists, dict) else {}


def _plain(word: str) -> str:
    return normalise(word).text.strip()
