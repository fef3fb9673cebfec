"""Inserts 部件: named pieces of patterns, written {姓氏} inside a 正则."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rules.pack.schema import PieceDocument
from rules.pack.word_lists import Path, Say
from rules.scan.hashed import is_hashed
from rules.sentences.catalogue import sentence

PIECES, EXPRESSION = "部件", "正则"
"""The section, and the key of an expression."""

LONGEST_EXPRESSION = 6000
"""Most characters of an expression after its pieces are inserted."""

_TOKEN = re.compile(
    r"\\[pPx]\{[^{}]*\}|\\.|(?P<set>\[\^?\]?(?:\\[pP]\{[^{}]*\}|\\.|\[:\^?\w+:\]|[^\]\\])*\])|\{(?P<name>[^\d,{}\s][^{}]*)\}",
    re.DOTALL,
)
_IN_SET = re.compile(r"(?<!\\[pP])\{([^\d,{}\s\]][^{}\]]*)\}")


class Pieces:
    """The pieces and word lists that an expression may name. ``used`` are the names that were used."""

    def __init__(
        self, pieces: Mapping[str, PieceDocument], words: Sequence[tuple[str, tuple[str, ...]]], problem: Say,
    ) -> None:
        self.used: set[str] = set()
        self._pieces = pieces
        self._words = dict(words)
        self._problem = problem
        self._whole: dict[str, str] = {}

    def whole(self, path: Path, alternatives: Sequence[str], above: tuple[str, ...] = ()) -> str:
        """Return one expression of these alternatives, with every piece inserted.

        "" when it is refused, which has been reported then.
        """
        spelled = [self._spelled((*path, number), one, above) for number, one in enumerate(alternatives)]
        if None in spelled:
            return ""
        joined = "|".join(one for one in spelled if one is not None)
        if len(joined) > LONGEST_EXPRESSION:
            self._problem(path, sentence("expression.too-long", count=len(joined), limit=LONGEST_EXPRESSION))
            return ""
        return joined

    def check_unused(self) -> None:
        """Check the pieces that no pattern names too: faults are reported before somebody uses them."""
        used = set(self.used)
        for name in self._pieces:
            self._piece((PIECES, name), name, ())
        self.used = used

    def _spelled(self, path: Path, expression: str, above: tuple[str, ...]) -> str | None:
        if "{" not in expression:
            return expression
        whole: list[str] = []
        end = 0
        for token in _TOKEN.finditer(expression):
            inside = _IN_SET.search(token["set"]) if token["set"] else None
            if inside is not None and self._is_known(inside[1]):
                self._problem(path, sentence("expression.piece-in-brackets", name=inside[1]))
                return None
            if token["name"]:
                piece = self._piece(path, token["name"], above)
                if piece is None:
                    return None
                whole += (expression[end:token.start()], f"(?:{piece})")
                end = token.end()
        return "".join((*whole, expression[end:]))

    def _is_known(self, name: str) -> bool:
        return name in self._pieces or name in self._words

    def _piece(self, path: Path, name: str, above: tuple[str, ...]) -> str | None:
        if name in above:
            self._problem(path, sentence("expression.piece-circle", name=name))
            return None
        self.used.add(name)
        if any(map(is_hashed, self._words.get(name, ()))):
            self._problem(path, sentence("expression.hashed-list", name=name))
            return None
        if name in self._words:
            return "|".join(map(re.escape, self._words[name]))
        if name not in self._pieces:
            self._problem(path, sentence("expression.no-such-piece", name=name))
            return None
        if name not in self._whole:
            self._whole[name] = self.whole((PIECES, name, EXPRESSION), self._pieces[name].expression, (*above, name))
        return self._whole[name] or None
