"""Expands 词表: spells out products and inserts the lists that a list names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, islice

from rules.exact.hashed_words import LONGEST, MOST_LENGTHS, SHORTEST
from rules.pack.combining import CombiningError, separator_in, spelled
from rules.pack.schema import PackDocument
from rules.pack.yaml_tree import Tree
from rules.scan.hashed import hashed_word, length_of
from rules.scan.normalise import normalise
from rules.schema.shapes import Flag, Mistakes
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

LISTS, WORDS, NOTE = "词表", "词", "说明"
"""The section, and the two keys of a list with a purpose."""

HASHED, TO_HASH, HASHING = "散列", "发布时散列", "散列密钥"
"""The keys of a list with hashed words and of one whose words are to be hashed, and the section about the key."""

Path = tuple[int | str, ...]
"""Keys and indexes that lead to a place in the document."""

Say = Callable[[Path, Sentence], None]
"""Receives a fault and its place."""

_ALIKE = 0.6
_MOST_WORDS = 1_200_000
"""Most words of all lists together; words of a list that several lists name count several times."""


def entries_of(name: str, written: object) -> Iterator[tuple[Path, str]]:
    """Yield every entry of a list as it is written, with the path that leads to it."""
    path: Path = (LISTS, name)
    if isinstance(written, Mapping):
        path, written = (*path, WORDS), written.get(WORDS)
    for number, row in enumerate(written if isinstance(written, Sequence) else ()):
        if isinstance(row, str):
            yield (*path, number), row
        elif isinstance(row, Sequence):
            yield from (((*path, number, place), str(entry)) for place, entry in enumerate(row))


def spelled_or_nothing(entry: str) -> tuple[str, ...]:
    """Return the words of an entry, none when it cannot be read."""
    try:
        return spelled(entry)
    except CombiningError:
        return ()


def place_of(content: object, name: str, word: str) -> Path:
    """Return the path to the entry of a list that a word comes from; for a word of another list, the list's path."""
    lists = content.get(LISTS) if isinstance(content, Mapping) else None
    written = lists.get(name) if isinstance(lists, Mapping) else None
    return next((path for path, entry in entries_of(name, written)
                 if word in (normalise(one).text.strip() for one in spelled_or_nothing(entry))), (LISTS, name))


class Spelling:
    """Expands single entries; reports what would disable words without anybody noticing."""

    def __init__(self, tree: Tree, normalised: Mapping[str, str], problem: Say) -> None:
        self._tree = tree
        self._normalised = normalised
        self._problem = problem

    def words(self, path: Path, entry: str, empty: Sentence) -> Iterator[str]:
        """Yield the canonical words of an entry; ``empty`` is reported for one that is none."""
        try:
            found = spelled(entry)
        except CombiningError as error:
            self._problem(path, error.words)
            return
        separator = separator_in(entry) if found == (entry,) else ""
        if separator and not self._is_quoted(path, entry):
            self._problem(path, sentence("lists.full-width-comma", entry=entry) if separator == "，"
                          else sentence("lists.separator", entry=entry, character=separator))
            return
        for one in found:
            word = self._normalised[one].strip()
            if not word or "\n" in word:
                self._problem(path, empty)
            else:
                yield word

    def _is_quoted(self, path: Path, entry: str) -> bool:
        """Return whether an entry is written in quotes: then the separator is meant as a character."""
        line = self._tree.written(path)
        return f'"{entry}"' in line or f"'{entry}'" in line


def to_hash(content: object) -> Iterator[str]:
    """Yield the names of the lists whose words are to be hashed before the pack is published."""
    lists = content.get(LISTS) if isinstance(content, Mapping) else None
    for name, written in lists.items() if isinstance(lists, Mapping) else ():
        if isinstance(written, Mapping) and Flag().read(written.get(TO_HASH, False), (), Mistakes()) is True:
            yield name


class WordLists:
    """The lists of one document. ``used`` are those that another list names."""

    def __init__(self, document: PackDocument, tree: Tree, spelling: Spelling, problem: Say, warn: Say) -> None:
        self.used: set[str] = set()
        self._defined = (*document.words, *document.patterns, *document.structures, *document.pieces)
        content = tree.content.get(LISTS, {}) if isinstance(tree.content, dict) else {}
        self._written = {name: content[name] for name in document.words}
        self._hashing = document.hashing
        self._spelling = spelling
        self._problem = problem
        self._warn = warn
        self._words: dict[str, tuple[str, ...]] = {}
        self._room = _MOST_WORDS

    def words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return every list with its words."""
        self._check_hashed()
        return tuple((name, self._list(name, ())) for name in self._written)

    def _check_hashed(self) -> None:
        lengths: set[int] = set()
        for name, written in self._written.items():
            hashed = set(map(length_of, _hashed(written)))
            lengths |= hashed
            if hashed and self._hashing is None:
                self._problem((LISTS, name), sentence("lists.hashed-without-key", name=name))
            if hashed and not SHORTEST <= min(hashed) <= max(hashed) <= LONGEST:
                self._problem((LISTS, name), sentence("lists.hashed-length", name=name, least=SHORTEST, most=LONGEST))
        if len(lengths) > MOST_LENGTHS:
            self._problem((LISTS,), sentence("lists.hashed-lengths", count=len(lengths), most=MOST_LENGTHS))

    def _list(self, name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if name not in self._words:
            found = (word for number, (path, entry) in enumerate(entries_of(name, self._written[name]), 1)
                     for word in self._entry(name, number, path, entry, (*above, name)))
            words = tuple(dict.fromkeys(islice(chain(found, _hashed(self._written[name])), self._room + 1)))
            if len(words) > self._room:
                self._problem((LISTS, name), sentence("lists.too-many-words", name=name))
                words = ()
            self._room -= len(words)
            self._words[name] = words
        return self._words[name]

    def _entry(self, name: str, number: int, path: Path, entry: str, above: tuple[str, ...]) -> Iterator[str]:
        if entry.startswith("@") and self._names_something(path, entry):
            included = entry[1:]
            if included in above:
                self._problem(path, sentence("lists.circle", name=included))
            elif included in self._written:
                self.used.add(included)
                yield from self._list(included, above)
            return
        yield from self._spelling.words(path, entry, sentence("pack.listed-word-empty", name=name, number=number))

    def _names_something(self, path: Path, entry: str) -> bool:
        """Return whether an entry names a list, or was meant to; "@所有人" is a word that people write."""
        name = entry[1:]
        if name in self._written:
            return True
        if name in self._defined:
            self._problem(path, sentence("lists.not-a-list", entry=entry))
            return True
        alike = get_close_matches(name, self._written, 1, _ALIKE)
        if alike:
            self._problem(path, sentence("lists.did-you-mean", name=name, other=alike[0]))
            return True
        self._warn(path, sentence("lists.taken-as-word", name=name, entry=entry))
        return False


def _hashed(written: object) -> Iterator[str]:
    """Yield the hashed words of a list as it is written."""
    if isinstance(written, Mapping):
        yield from (hashed_word(str(entry)) for entry in written.get(HASHED, ()))
