"""Makes random RE2 expressions, each with texts composed to match it without parsing it again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """An expression, and texts most of which it matches."""

    expression: str
    samples: tuple[str, ...]


_ONE = (
    *((character, character) for character in "密级青松计划年号aKsNo0189_é"),
    ("[甲乙丙]", "甲乙丙"), ("[一-龥]", "工程书"), ("[^\\n。]", "工a1 "), ("[a-f]", "acf"), ("[0-9]", "0589"),
    ("[^a]", "密b\n"), ("[①-③]", "①"), ("[à-ü]", "éà"), ("\\d", "0189"), ("\\D", "密a"), ("\\w", "aZ0_"),
    ("\\W", "密 。"), ("\\s", " \n"), ("\\S", "密a"), ("[[:digit:]]", "0189"), ("[[:alpha:]]", "aKz"),
    ("[[:^alpha:]]", "密0"), ("[[:upper:]密]", "A密"),
    ("[[:space:][:punct:]]", " .\n"), ("[^[:digit:]]", "密a"), ("\\pL", "密a"), ("\\PL", "0 "), ("\\p{Han}", "密工"),
    ("\\P{Han}", "a0"), ("[\\p{Han}\\d]", "密0"), ("[^\\p{Han}]", "a\n"), ("\\p{^Han}", "a"), ("[\\w-]", "a-"),
    ("[]甲]", "]甲"), ("[^]甲]", "乙"), ("[a\\-z]", "-z"), ("\\x{5BC6}", "密"), ("\\x61", "a"),
    ("\\.", "."), ("\\n", "\n"),
    (".", "密a"), ("[[:word:]一二]", "一a"), ("[\\D]", "密"), ("[^\\D]", "05"), ("[[a]", "[a"), ("[a-]", "a-"),
)
_EDGES = ("\\b", "\\B", "^", "$", "(?m:^)", "(?m:$)", "\\A", "\\z", "(?m)^", "(?i)", "(?s)", "(?-i)", "")
_COUNTS = (("?", 0, 1), ("{2}", 2, 2), ("{0,3}", 0, 3), ("{1,4}", 1, 4), ("{3,6}", 3, 6), ("{2,3}?", 2, 3),
           ("??", 0, 1), ("{6,9}", 6, 9), ("{0}", 0, 0))
_GROUPS = ("(?:{})", "({})", "(?i:{})", "(?P<n>{})", "(?<名>{})", "(?s:{})", "(?i-s:{})")
_NOISE = ("", "a", "\n", " ", "密", "1", "。", "甲\n", "0年", "Z_", "已经发了", "\n\n", "é")
_DEEPEST = 2
_IN_GROUPS, _OF_EDGES, _REPEATED, _BETWEEN = 0.25, 0.1, 0.3, 0.4


class Author:
    """Writes expressions, not all of them valid or usable in a pack. The same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def expression(self) -> Written:
        """Return one more expression."""
        return self._joined(_DEEPEST)

    def text(self, samples: Sequence[str]) -> str:
        """Return a text of samples with other characters between them."""
        chance = self._chance
        return "".join(chance.choice(_NOISE) if chance.random() < _BETWEEN else chance.choice(samples)
                       for _ in range(chance.randint(1, 8)))

    def _joined(self, depth: int) -> Written:
        parts = [self._part(depth) for _ in range(self._chance.randint(1, 5))]
        return Written("".join(part.expression for part in parts),
                       tuple(map("".join, zip(*(part.samples for part in parts), strict=True))))

    def _part(self, depth: int) -> Written:
        chance = self._chance
        if chance.random() < _IN_GROUPS and depth:
            return self._grouped(depth)
        if chance.random() < _OF_EDGES:
            return Written(chance.choice(_EDGES), ("", ""))
        written, characters = chance.choice(_ONE)
        one = Written(written, (chance.choice(characters), chance.choice(characters).swapcase()))
        return self._repeated(one) if chance.random() < _REPEATED else one

    def _grouped(self, depth: int) -> Written:
        chance = self._chance
        options = [self._joined(depth - 1) for _ in range(chance.randint(1, 4))]
        whole = Written(chance.choice(_GROUPS).format("|".join(option.expression for option in options)),
                        (chance.choice(options).samples[0], chance.choice(options).samples[1]))
        return self._repeated(whole) if chance.random() < _REPEATED else whole

    def _repeated(self, one: Written) -> Written:
        written, least, most = self._chance.choice(_COUNTS)
        first, second = (sample * self._chance.randint(least, most) for sample in one.samples)
        return Written(one.expression + written, (first, second))
