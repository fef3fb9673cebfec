"""Makes of a pack with code words the form that is published: words as keyed digests, examples with stand-ins (ADR 58).

A stand-in is a string of rare characters, as long as the word that it replaces. It is an ordinary word of the same
list, so that every computer proves the examples as they are published, with a key or without one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from rules.deadline import Deadline
from rules.definition import Hashing, Pack, Source
from rules.exact.digests import Keys
from rules.exact.hashed_words import LONGEST, SHORTEST, hashed, salt_of
from rules.pack.loading import load
from rules.pack.proof import prove
from rules.pack.word_lists import HASHED, HASHING, LISTS, NOTE, WORDS
from rules.pack.writing import Content, as_yaml
from rules.pack.yaml_tree import read_tree
from rules.scan.hashed import is_hashed
from rules.scan.normalise import normalise
from rules.scan.scanner import Scanner
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_RULES, _PATTERNS = "规则", "模式"
_EXAMPLES = frozenset({"必须命中", "不得命中", "不得吞掉", "例句"})
_SECONDS = 10.0
_SHOWN = 30
_PERSON = b"mishao stand-in"
_RARE_ROWS, _RARE_COLUMNS = range(0xD8, 0xF8), range(0xA1, 0xFF)
"""The second level of GB/T 2312: characters that are rarely used, two of which are hardly ever neighbours."""


class HashingError(SaidError):
    """The words of a pack cannot be hashed; the message says what to change."""


def hashed_pack(untrusted_bytes: bytes, source: str, key: bytes) -> bytes:
    """Return a pack without the words of the lists that are to be hashed (发布时散列), the same for the same key.

    Comments are left out. Every example is proven three times: as it is written, with hashed words, and as published.
    Raises PackError, HashingError.
    """
    pack = load(untrusted_bytes, source)
    if not pack.to_hash:
        raise HashingError(sentence("hashing.nothing"))
    for failure in prove(pack):
        raise HashingError(sentence("hashing.example-fails", rule=failure.rule, why=failure.words))
    hiding = _Hiding(pack, key)
    content = hiding.content(cast(dict[str, object], read_tree(untrusted_bytes).content))
    written = f"# {sentence('hashing.head')}\n{as_yaml(content)}".encode()
    published = load(written, source)
    hiding.check(content, published)
    hidden = replace(pack, words=published.words, hashing=published.hashing)
    for failure in (*prove(hidden, key), *prove(published)):
        raise HashingError(sentence("hashing.answers-differ", rule=failure.rule, example=failure.example[:_SHOWN],
                                    why=failure.happened))
    return written


class _Hiding:
    """The words of one pack that are to be hidden, and what takes their places."""

    def __init__(self, pack: Pack, key: bytes) -> None:
        self._key = key
        self._lists = {name: tuple(word for word in words if not is_hashed(word))
                       for name, words in pack.words if name in pack.to_hash}
        for name, words in self._lists.items():
            for word in words:
                if not SHORTEST <= len(word) <= LONGEST:
                    raise HashingError(sentence("hashing.too-short", name=name, word=word, least=SHORTEST,
                                                most=LONGEST))
        salt = salt_of(pack.name, key)
        self._keys = Keys.of(key, salt)
        self._hashing = Hashing(salt, self._keys.check)
        if pack.hashing not in (None, self._hashing):
            raise HashingError(sentence("hashing.other-key"))
        self._words = {word: name for name, words in self._lists.items() for word in words}
        self._scanner = Scanner(sorted(self._words), (), {})
        squeezed = {_squeezed(word): word for word in self._words}
        self._squeezed = {word: self._words[whole] for word, whole in squeezed.items()}
        self._traces = Scanner(sorted(self._squeezed), (), {})
        self._stand_ins: dict[str, str] = {}

    def content(self, written: Mapping[str, object]) -> dict[str, Content]:
        """Return the content of the published file."""
        others = {key: self._with_stand_ins(value) for key, value in written.items() if key not in (LISTS, HASHING)}
        lists = cast(Mapping[str, Content], written[LISTS])
        hidden: dict[str, Content] = {name: self._list(name, one) if name in self._lists else one
                                      for name, one in lists.items()}
        hashing = {"盐": self._hashing.salt.hex(), "核对": self._hashing.check.hex()}
        head = {key: others.pop(key) for key in ("规则包", "版本")}
        return {**head, HASHING: hashing, LISTS: hidden, **others}

    def check(self, content: Mapping[str, Content], published: Pack) -> None:
        """Raise HashingError when a word is still in the published file, in whatever writing."""
        for place, text in (*_strings("", content), *spelled_out(published)):
            squeezed = _squeezed(text)
            found = self._traces.scan(squeezed, Deadline(_SECONDS))
            for word, name in self._squeezed.items() if found.found else ():
                if found.word(word):
                    raise HashingError(sentence("hashing.still-there", place=place.strip(), name=name, word=word))

    def _list(self, name: str, written: Content) -> dict[str, Content]:
        words = self._lists[name]
        kept = {key: one for key, one in written.items() if key == NOTE} if isinstance(written, Mapping) else {}
        known = written.get(HASHED, ()) if isinstance(written, Mapping) else ()
        digests = {word[1:] for word in hashed(words, self._keys)} | set(cast(Sequence[str], known))
        stand_ins = [self._stand_ins[word] for word in words if word in self._stand_ins]
        return {**kept, **({WORDS: sorted(stand_ins)} if stand_ins else {}), HASHED: sorted(digests)}

    def _with_stand_ins(self, value: object) -> Content:
        """Return a part of the file with stand-ins in its examples."""
        if isinstance(value, Mapping):
            return {key: self._example(one) if key in _EXAMPLES else self._with_stand_ins(one)
                    for key, one in value.items()}
        return [self._with_stand_ins(one) for one in value] if isinstance(value, list) else str(value)

    def _example(self, value: object) -> Content:
        if isinstance(value, Mapping):
            return {key: self._example(one) for key, one in value.items()}
        return [self._example(one) for one in value] if isinstance(value, list) else self._replaced(str(value))

    def _replaced(self, text: str) -> str:
        normalised = self._scanner.mended(normalise(text))
        scan = self._scanner.scan(normalised.text, Deadline(_SECONDS))
        found = sorted((start, start - end, word) for word in self._words for start, end in scan.word(word))
        parts, behind = [], 0
        for start, size, word in found:  # of those that begin together, the longest comes first
            first, last = normalised.original(start, start - size)
            if first >= behind:
                parts += [text[behind:first], self._stand_in(word)]
                behind = last
        return "".join((*parts, text[behind:]))

    def _stand_in(self, word: str) -> str:
        if word not in self._stand_ins:
            seed = hashlib.blake2b(word.encode(), key=self._key, salt=self._hashing.salt, person=_PERSON).digest()
            numbers = hashlib.shake_256(seed).digest(2 * len(word))
            rare = _rare_characters()
            self._stand_ins[word] = "".join(
                rare[int.from_bytes(numbers[at:at + 2], "big") % len(rare)] for at in range(0, len(numbers), 2))
        return self._stand_ins[word]


def _strings(place: str, content: Content) -> Iterator[tuple[str, str]]:
    """Yield every string of a file with the keys that lead to it; of lines of an example also all as one."""
    if isinstance(content, Mapping):
        called = str(content.get("编号", ""))
        for key, value in content.items():
            yield place, key
            yield from _strings(f"{place} {called} {key}".replace("  ", " "), value)
    elif isinstance(content, str | int):
        yield place, str(content)
    else:
        if place.rpartition(" ")[2] in (*_EXAMPLES, "文字", "截图") and all(isinstance(one, str) for one in content):
            yield place, "".join(map(str, content))
        for one in content:
            yield from _strings(place, one)


def spelled_out(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield every word of a pack with its place; products and alternatives of expressions are written out."""
    for name, words in pack.words:
        yield from ((f"{LISTS} {name}", word) for word in words if not is_hashed(word))
    for rule in pack.rules:
        yield from ((f"{_RULES} {rule.id}", reference.name) for reference in rule.references()
                    if reference.source is Source.WORD)
    for pattern in pack.patterns:
        yield from ((f"{_PATTERNS} {pattern.name}", literal) for literal in pattern.shape.literals)


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, normalise(text).text))


@cache
def _rare_characters() -> str:
    """Return characters that normalising leaves as they are: a constant."""
    made = "".join(bytes((row, column)).decode("gb2312", "ignore") for row in _RARE_ROWS for column in _RARE_COLUMNS)
    return "".join(one for one in made if normalise(one).text == one)
