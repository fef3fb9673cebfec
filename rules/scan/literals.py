"""Derives facts about a regular expression before it runs.

The facts are its length, whether it crosses lines, and what it must contain. All of it comes from the expression as
RE2 reads it (rules.scan.re2_parser). Texts and literals are compared *folded*: ASCII letters in lower case and every
digit as 0, so that a number's shape (seventeen zeros) is a literal too.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeAlias
from unicodedata import category

from rules.scan.re2_nodes import (
    UNBOUNDED,
    Branch,
    CharacterSet,
    Edge,
    Literal,
    Node,
    Repeat,
    Sequence,
    inner,
    width,
)
from rules.scan.re2_parser import parse

FOLD = bytes(ord("0") if 48 <= byte <= 57 else byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
"""Byte table for ``bytes.translate``: lengths and offsets stay the same."""

_LARGEST_SET = 160
_LONGEST_REPEAT = 4
_MOST_OPTIONAL = 3
_LONGEST_RUN = 18
_NEWLINE = 10
_WEAK = 0.8
_DEARER = 2
_COMMON = frozenset("号年月日时分男女省市县区州旗路街村镇乡人民公教水体建交环审农商财卫关于的")

_COMMON_WORDS = frozenset((
    "方案", "情况", "名单", "时间", "安排", "建议", "关于", "通知", "对象", "部署", "计划",
    "路线", "题目", "议题", "人选", "预案",
))

_Strings: TypeAlias = "set[str]"


class _Need(NamedTuple):
    """Words one of which every match contains, beginning at most ``before`` code points after the match."""

    words: _Strings
    before: int


_NOTHING = _Need(set(), 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of all matches of a pattern.

    ``longest`` is in code points, None when there is no limit; ``shortest`` is 0 for an expression that can match an
    empty text somewhere. ``literals`` are folded; every match contains at least one of them, which begins at most
    ``before`` code points after the match does: with 0 a match can begin only where a literal is. Empty when nothing
    useful is known: such a pattern must run over the whole text.
    """

    longest: int | None
    crosses_lines: bool
    literals: frozenset[str]
    before: int = 0
    shortest: int = 1

    @property
    def selective(self) -> bool:
        """True when each literal has two Chinese characters or four other ones: such a pattern costs little."""
        return bool(self.literals) and all(len(word.encode()) >= 4 for word in self.literals)


def fold(word: str) -> str:
    """Return a word in the folded form of the literal pass."""
    return word.encode().translate(FOLD).decode()


def shape_of(expression: str) -> Shape:
    """Return the shape of an expression that RE2 compiles. Raises rules.scan.re2_parser.ParseError."""
    return shape_of_tree(parse(expression))


def shape_of_tree(tree: Sequence) -> Shape:
    """Return the shape of a parsed expression."""
    shortest, longest = tree.width
    need = _required(tree)
    if not need.words or _score(need.words) < _WEAK:
        need = _NOTHING
    need = _minimal(need)
    return Shape(
        longest=None if longest >= UNBOUNDED else longest,
        crosses_lines=_crosses(tree),
        literals=frozenset(need.words),
        before=need.before,
        shortest=shortest,
    )


def _minimal(need: _Need) -> _Need:
    """Leave out words that contain another one.

    Where matches begin with their literal, only words that begin with another one may go, unless too many would stay.
    """
    words = need.words
    lengths = sorted(set(map(len, words)))
    minimal = {word for word in words if words.isdisjoint(_parts_of(word, lengths))}
    if need.before == 0:
        beginning = {word for word in words if not any(word[:end] in words for end in range(1, len(word)))}
        if len(beginning) <= _DEARER * len(minimal):
            return _Need(beginning, 0)
    return _Need(minimal, need.before + max(map(len, need.words), default=0))


def _parts_of(word: str, lengths: Items[int]) -> Iterator[str]:
    """Yield the parts of a word, other than itself, that have these lengths, the shortest first: few, where comparing
    each word with all others is not."""
    for length in lengths:
        if length >= len(word):
            return
        for start in range(len(word) - length + 1):
            yield word[start:start + length]


def _score(words: _Strings) -> float:
    """Estimate how rare the least rare of these words is."""
    return min(map(_rarity, words)) - 0.004 * len(words)


@lru_cache(16_384)
def _rarity(word: str) -> float:
    """Return the length of the word in bytes, less for digits and for common characters. Remembered: each word is
    scored in several sets."""
    if word.isascii():
        return 0.3 if len(word) < 3 else len(word) - 0.25 * word.count("0")
    if len(word) == 1:
        return 1.2 if word in _COMMON else 1.9
    return len(word.encode()) - (2.0 if word in _COMMON_WORDS else 0.0)


def _crosses(node: Node) -> bool:
    """Return whether a match can contain a newline."""
    if isinstance(node, Literal):
        return node.point == _NEWLINE
    if isinstance(node, CharacterSet):
        return node.newline
    return any(map(_crosses, node.items if isinstance(node, Sequence) else inner(node)))


def _exact(items: Items[Node]) -> _Strings | None:
    """Return every folded string that a sequence of parts matches, or None when they are too many to list."""
    current: _Strings = {""}
    for item in items:
        following = _exact_item(item)
        if following is None or len(current) * len(following) > _LARGEST_SET:
            return None
        current = {first + second for first, second in product(current, following)}
    return current


def _exact_item(item: Node) -> _Strings | None:
    if isinstance(item, Literal):
        folded = _folded(item.point, item.any_case)
        return None if folded is None else {folded}
    if isinstance(item, Edge):
        return {""}
    if isinstance(item, CharacterSet):
        return _exact_set(item)
    if isinstance(item, Branch):
        branches = [_exact(option.items) for option in item.options]
        return None if None in branches else set().union(*(branch for branch in branches if branch))
    return _exact_repeat(item) if isinstance(item, Repeat) else _exact(item.items)


@lru_cache(4096)
def _folded(point: int, any_case: bool) -> str | None:
    """Fold one character; None for one that RE2 may match as another one too, and for one that is in no text.

    With (?i) RE2 folds by Unicode: characters that become an ASCII letter then (ſ, K) are never in a normalised text.
    Remembered: the expressions of a pack contain the same few hundred characters thousands of times.
    """
    character = chr(point)
    if character.isascii():
        return fold(character)
    if any_case and (character.lower() != character.upper() or category(character) == "Cn"):
        return None
    return None if category(character) == "Cs" else character


def _exact_set(item: CharacterSet) -> _Strings | None:
    if item.ranges is None or sum(high - low + 1 for low, high in item.ranges) > _LARGEST_SET:
        return None
    folded = {_folded(point, item.any_case) for low, high in item.ranges for point in range(low, high + 1)}
    found = {character for character in folded if character is not None}
    return found if len(found) == len(folded) else None


def _exact_repeat(item: Repeat) -> _Strings | None:
    if item.most is None or item.most > _LONGEST_REPEAT:
        return None
    once = _exact(item.item.items)
    if once is None:
        return None
    found: _Strings = set()
    for count in range(item.least, item.most + 1):
        if len(once) ** count > _LARGEST_SET:
            return None
        found |= {"".join(choice) for choice in product(once, repeat=count)}
    return found if len(found) <= _LARGEST_SET else None


def _required(tree: Sequence) -> _Need:
    """Return a set of folded strings one of which every match contains; _NOTHING when there is no such set."""
    candidates: list[_Need] = []
    current: _Strings = {""}
    begins = behind = 0
    for item in tree.items:
        before, behind = behind, min(behind + width(item)[1], UNBOUNDED)
        following = _exact_item(item)
        optional = following is not None and "" in following and len(following) > _MOST_OPTIONAL
        if following is not None and not optional and len(current) * len(following) <= _LARGEST_SET:
            current = {first + second for first, second in product(current, following)}
            continue
        candidates.append(_Need(current, begins))
        run = _run(item)
        if run:
            candidates.append(_Need({first + second for first, second in product(current, run)}, begins))
        else:
            inside = _inside(item)
            candidates.append(_Need(inside.words, before + inside.before))
        exact = following is not None and "" not in following
        current = following if exact and following is not None else {""}
        begins = before if exact else behind
    candidates.append(_Need(current, begins))
    useful = [candidate for candidate in candidates if candidate.words and "" not in candidate.words]
    return max(useful, key=lambda candidate: _score(candidate.words), default=_NOTHING)


def _run(item: Node) -> _Strings:
    """Return the shortest run of a repeated single string, such as six zeros for [0-9]{6,12}."""
    if not isinstance(item, Repeat) or item.least < 1:
        return set()
    once = _exact(item.item.items)
    if not once or "" in once or len(once) > 2:
        return set()
    length = min(item.least, _LONGEST_RUN if len(once) == 1 else _LONGEST_REPEAT)
    return {"".join(choice) for choice in product(once, repeat=length)}


def _inside(item: Node) -> _Need:
    """Return what the inside of one part requires; _NOTHING when it requires nothing."""
    if isinstance(item, Repeat):
        return _required(item.item) if item.least >= 1 else _NOTHING
    if isinstance(item, Sequence):
        return _required(item)
    if isinstance(item, Branch):
        options = [_required(option) for option in item.options]
        if all(option.words for option in options):
            return _Need(set().union(*(option.words for option in options)), max(one.before for one in options))
    return _NOTHING
