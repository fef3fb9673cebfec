"""What can be known of a regular expression before it runs: its length, whether it crosses lines, what it must contain.

The standard library's parser reads the pattern; RE2 is what runs it. Texts and literals are compared *folded*: ASCII
letters in lower case and every digit as 0, so that a number's shape (seventeen zeros) is a literal too.
"""

from __future__ import annotations

import re
import re._constants as constant  # type: ignore[import-not-found]  # typeshed has no stub for re's own modules
import re._parser as parser  # type: ignore[import-not-found]
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple, TypeAlias

FOLD = bytes(ord("0") if 48 <= byte <= 57 else byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
"""Byte table for ``bytes.translate``: lengths and offsets stay the same."""

_HAN_CLASS = r"\p{Han}"
_ESCAPE_OR_SET = re.compile(r"\\p\{Han\}|\\.|[\[\]]", re.DOTALL)
_HAN = "一-鿿㐀-䶿"
_LARGEST_SET = 160
_LONGEST_REPEAT = 4
_LONGEST_RUN = 18
_UNBOUNDED = 100_000
_WEAK = 0.8
_DEARER = 2
_COMMON = frozenset("号年月日时分男女省市县区州旗路街村镇乡人民公教水体建交环审农商财卫关于的")

_COMMON_WORDS = frozenset((
    "方案", "情况", "名单", "时间", "安排", "建议", "关于", "通知", "对象", "部署", "计划",
    "路线", "题目", "议题", "人选", "预案",
))

_Item: TypeAlias = tuple[Any, Any]
_Strings: TypeAlias = "set[str]"


class _Need(NamedTuple):
    """Words one of which every match contains, beginning at most ``before`` code points after the match."""

    words: _Strings
    before: int


_NOTHING = _Need(set(), 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """What every match of a pattern obeys.

    ``longest`` is in code points, None when there is no limit. ``literals`` are folded; every match contains at least
    one of them, which begins at most ``before`` code points after the match does: with 0 a match can begin only where a
    literal stands. Empty when nothing useful is known: such a pattern must run over the whole text.
    """

    longest: int | None
    crosses_lines: bool
    literals: frozenset[str]
    before: int = 0

    @property
    def selective(self) -> bool:
        """True when each literal has two Chinese characters or four other ones: such a pattern costs little."""
        return bool(self.literals) and all(len(word.encode()) >= 4 for word in self.literals)


def fold(word: str) -> str:
    """Return a word as the literal pass sees it."""
    return word.encode().translate(FOLD).decode()


def shape_of(expression: str) -> Shape:
    """Read a pattern of RE2 syntax. Raises re.error for what this parser cannot read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        tree = parser.parse(_spell_out_han(expression))
    _, longest = tree.getwidth()
    dot_crosses = bool(tree.state.flags & re.DOTALL) or "(?s" in expression
    need = _required(tree)
    if not need.words or _score(need.words) < _WEAK:
        need = _NOTHING
    need = _minimal(need)
    return Shape(
        longest=None if longest >= _UNBOUNDED else int(longest),
        crosses_lines=_crosses(tree.data, dot_crosses),
        literals=frozenset(need.words),
        before=need.before,
    )


def _minimal(need: _Need) -> _Need:
    """Leave out words that hold another one.

    Where matches begin with their literal only words that begin with another one may go, unless too many would stay.
    """
    words = need.words
    lengths = sorted(set(map(len, words)))
    minimal = {word for word in words if words.isdisjoint(_parts_of(word, lengths))}
    if need.before == 0:
        beginning = {word for word in words if not any(word[:end] in words for end in range(1, len(word)))}
        if len(beginning) <= _DEARER * len(minimal):
            return _Need(beginning, 0)
    return _Need(minimal, need.before + max(map(len, need.words), default=0))


def _parts_of(word: str, lengths: Sequence[int]) -> Iterator[str]:
    """Yield what of these lengths, the shortest first, stands in a word other than the word itself: few, where
    comparing each word with all others is not.
    """
    for length in lengths:
        if length >= len(word):
            return
        for start in range(len(word) - length + 1):
            yield word[start:start + length]


def _spell_out_han(expression: str) -> str:
    r"""Replace \p{Han}, which only RE2 knows, by its main ranges: nothing here depends on the rare rest."""
    in_set = False

    def spelt_out(sign: re.Match[str]) -> str:
        nonlocal in_set
        if sign[0] == _HAN_CLASS:
            return _HAN if in_set else f"[{_HAN}]"
        if sign[0] in "[]":
            in_set = sign[0] == "["
        return sign[0]

    return _ESCAPE_OR_SET.sub(spelt_out, expression)


def _score(words: _Strings) -> float:
    """Estimate how rare the least rare of these words is."""
    return min(map(_rarity, words)) - 0.004 * len(words)


@lru_cache(16_384)
def _rarity(word: str) -> float:
    """Return its bytes, less for digits and for common characters. Remembered: each is weighed in several sets."""
    if word.isascii():
        return 0.3 if len(word) < 3 else len(word) - 0.25 * word.count("0")
    if len(word) == 1:
        return 1.2 if word in _COMMON else 1.9
    return len(word.encode()) - (2.0 if word in _COMMON_WORDS else 0.0)


def _crosses(tree: Sequence[_Item], dot_crosses: bool) -> bool:
    return any(_item_crosses(operation, argument, dot_crosses) for operation, argument in tree)


def _item_crosses(operation: Any, argument: Any, dot_crosses: bool) -> bool:
    newline = ord("\n")
    if operation is constant.LITERAL:
        return bool(argument == newline)
    if operation is constant.NOT_LITERAL:
        return bool(argument != newline)
    if operation is constant.ANY:
        return dot_crosses
    if operation is constant.IN:
        return _set_has(argument, newline)
    return any(_crosses(part, dot_crosses) for part in _parts(operation, argument))


def _parts(operation: Any, argument: Any) -> Sequence[Sequence[_Item]]:
    """Return the sub-patterns of one item, as lists: through the parser's own class each item takes many times as long.
    """
    if operation in (constant.MAX_REPEAT, constant.MIN_REPEAT):
        return (argument[2].data,)
    if operation is constant.SUBPATTERN:
        return (argument[3].data,)
    if operation is constant.BRANCH:
        return tuple(branch.data for branch in argument[1])
    return ()


def _set_has(items: Sequence[_Item], point: int) -> bool:
    """Say whether a character set holds a code point; a category that might is said to."""
    negated = any(operation is constant.NEGATE for operation, _ in items)
    listed = False
    for operation, argument in items:
        if operation is constant.LITERAL:
            listed |= argument == point
        elif operation is constant.RANGE:
            listed |= argument[0] <= point <= argument[1]
        elif operation is constant.CATEGORY:
            listed |= argument in (constant.CATEGORY_SPACE, constant.CATEGORY_NOT_DIGIT, constant.CATEGORY_NOT_WORD)
    return listed != negated


def _exact(tree: Sequence[_Item]) -> _Strings | None:
    """Return every folded string a sub-pattern can match, or None when they are too many to list."""
    current: _Strings = {""}
    for operation, argument in tree:
        following = _letter(argument) if operation is constant.LITERAL else _exact_item(operation, argument)
        if following is None or len(current) * len(following) > _LARGEST_SET:
            return None
        current = {first + second for first, second in product(current, following)}
    return current


def _exact_item(operation: Any, argument: Any) -> _Strings | None:
    if operation is constant.AT:
        return {""}
    if operation is constant.IN:
        return _exact_set(argument)
    if operation is constant.SUBPATTERN:
        return _exact(argument[3].data)
    if operation is constant.BRANCH:
        branches = [_exact(branch.data) for branch in argument[1]]
        return None if None in branches else set().union(*(branch for branch in branches if branch))
    if operation in (constant.MAX_REPEAT, constant.MIN_REPEAT):
        return _exact_repeat(*argument)
    return None


def _letter(point: int) -> _Strings | None:
    """Fold one character; None for a letter outside ASCII that has two cases, which (?i) would match either way."""
    folded = _folded(point)
    return None if folded is None else {folded}


@lru_cache(4096)
def _folded(point: int) -> str | None:
    """See _letter. Remembered: the patterns of a pack hold the same few hundred signs thousands of times."""
    sign = chr(point)
    return None if not sign.isascii() and sign.lower() != sign.upper() else fold(sign)


def _exact_set(items: Sequence[_Item]) -> _Strings | None:
    found: _Strings = set()
    for operation, argument in items:
        if operation is constant.LITERAL:
            letter = _letter(argument)
            if letter is None:
                return None
            found |= letter
        elif operation is constant.RANGE and argument[1] < 128:
            found |= {fold(chr(point)) for point in range(argument[0], argument[1] + 1)}
        elif operation is constant.CATEGORY and argument is constant.CATEGORY_DIGIT:
            found.add("0")
        else:
            return None
    return found


def _exact_repeat(least: int, most: Any, tree: Any) -> _Strings | None:
    if most is constant.MAXREPEAT or most > _LONGEST_REPEAT:
        return None
    once = _exact(tree.data)
    if once is None:
        return None
    found: _Strings = set()
    for count in range(least, most + 1):
        if len(once) ** count > _LARGEST_SET:
            return None
        found |= {"".join(choice) for choice in product(once, repeat=count)}
    return found if len(found) <= _LARGEST_SET else None


def _required(tree: Any) -> _Need:
    """Return a set of folded strings one of which every match contains; _NOTHING when there is no such set."""
    candidates: list[_Need] = []
    current: _Strings = {""}
    begins = 0
    for number, item in enumerate(tree.data):
        following = _exact([item])
        joined = None
        if following is not None and not ("" in following and len(following) > 3):
            joined = {first + second for first, second in product(current, following)}
        if joined is not None and len(joined) <= _LARGEST_SET:
            current = joined
            continue
        candidates.append(_Need(current, begins))
        run = _run(item)
        if run:
            candidates.append(_Need({first + second for first, second in product(current, run)}, begins))
        else:
            inside = _inside(item)
            candidates.append(_Need(inside.words, _width(tree[:number]) + inside.before))
        exact = following is not None and "" not in following
        current = following if exact and following is not None else {""}
        begins = _width(tree[:number] if exact else tree[:number + 1])
    candidates.append(_Need(current, begins))
    useful = [candidate for candidate in candidates if candidate.words and "" not in candidate.words]
    return max(useful, key=lambda candidate: _score(candidate.words), default=_NOTHING)


def _width(tree: Any) -> int:
    """Return how many code points a sub-pattern can match at most."""
    return min(int(tree.getwidth()[1]), _UNBOUNDED)


def _run(item: _Item) -> _Strings:
    """Return the shortest run of a repeated single string, such as six zeros for [0-9]{6,12}."""
    operation, argument = item
    if operation not in (constant.MAX_REPEAT, constant.MIN_REPEAT) or argument[0] < 1:
        return set()
    once = _exact(argument[2].data)
    if not once or "" in once or len(once) > 2:
        return set()
    length = min(int(argument[0]), _LONGEST_RUN if len(once) == 1 else _LONGEST_REPEAT)
    return {"".join(choice) for choice in product(once, repeat=length)}


def _inside(item: _Item) -> _Need:
    """Return what the inside of one item requires; _NOTHING when nothing."""
    operation, argument = item
    if operation in (constant.MAX_REPEAT, constant.MIN_REPEAT):
        return _required(argument[2]) if argument[0] >= 1 else _NOTHING
    if operation is constant.SUBPATTERN:
        return _required(argument[3])
    if operation is constant.BRANCH:
        branches = [_required(branch) for branch in argument[1]]
        if all(branch.words for branch in branches):
            return _Need(set().union(*(branch.words for branch in branches)), max(one.before for one in branches))
    return _NOTHING
