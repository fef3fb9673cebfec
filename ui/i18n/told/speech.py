"""Finds which sentence of the tables something is, and says it in the user's language with the same values."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ui.i18n.say import listed, mark, say, speaks_chinese
from ui.i18n.told import SENTENCES
from ui.i18n.told.keeping import TITLES

_DEPTH = 4
"""How deep sentences may stand in the values of others."""

_LONGEST = 4000
"""Characters that are looked at; nobody says more in one go."""

_AS_WRITTEN = frozenset(("key", "part", "expected", "published", "alerts", "exempted"))
"""Values that stand so in a file, whatever language its mistakes are told in."""

_EXPLAINED = mark("{name}：{what}")
_COLON = chr(0xFF1A)
_COMMA = chr(0x3001)
_STOP = chr(0x3002)
_CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]")
_WHOLE_SENTENCE = re.compile(f"[^{_STOP}]+{_STOP}?")


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with places for values. ``weight`` is how much of it stands fast."""

    words: str
    pattern: re.Pattern[str]
    fixed: tuple[str, ...]
    weight: int


class Sentences:
    """Sentences that may arrive, and which of them one is."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._plain: set[str] = set()
        found: list[_Template] = []
        for words in sentences:
            template = _template(words)
            if template is None:
                self._plain.add(words)
            else:
                found.append(template)
        self._templates = sorted(found, key=lambda template: -template.weight)

    def matching(self, spoken: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield each sentence that this may be, with the values in it; what says most by itself comes first."""
        if spoken in self._plain:
            yield spoken, {}
            return
        for template in self._templates:
            if all(part in spoken for part in template.fixed):
                match = template.pattern.fullmatch(spoken)
                if match is not None:
                    yield template.words, match.groupdict()


def translated(spoken: str) -> str:
    """Return what guard or rules said, or a pack of the program says, in the user's language.

    What stands in no table stays as it is: a unit's own rules, names, another program's words.
    """
    if speaks_chinese() or len(spoken) > _LONGEST:
        return spoken
    return _Saying(_known()).best(spoken, _DEPTH)


def entitled(spoken: str) -> str:
    """Return the same as it stands alone in a list: what was translated begins with a capital."""
    words = translated(spoken)
    return words if words == spoken else words[:1].upper() + words[1:]


def titled(title: str) -> str:
    """Return an item's title: translated only where it is the guard's own, for any other is a file's or content."""
    return entitled(title) if title in TITLES else title


def translated_or(spoken: str, otherwise: str) -> str:
    """Return the same where the tables have it, else other words."""
    if not spoken or (not speaks_chinese() and next(_known().matching(spoken), None) is None):
        return otherwise
    return translated(spoken)


@cache
def _known() -> Sentences:
    return Sentences(SENTENCES)


@dataclass(frozen=True, slots=True)
class _Saying:
    """Sentences stand in others, one after another, behind a colon: of all readings the best leaves least unsaid."""

    known: Sentences

    def best(self, spoken: str, depth: int) -> str:
        """Return the best reading; ``depth`` is how deep sentences may still stand in others."""
        if not depth or not _CHINESE.search(spoken):
            return spoken
        readings = (*self._as_sentences(spoken, depth), *self._one_after_another(spoken, depth),
                    *self._explained(spoken, depth), *self._listed(spoken, depth), spoken)
        return min(readings, key=_unsaid)

    def _as_sentences(self, spoken: str, depth: int) -> Iterator[str]:
        for words, values in self.known.matching(spoken):
            yield say(words, **{
                name: value if name in _AS_WRITTEN else self.best(value, depth - 1) for name, value in values.items()})

    def _one_after_another(self, spoken: str, depth: int) -> Iterator[str]:
        parts = _WHOLE_SENTENCE.findall(spoken)
        for end in range(len(parts) - 1, 0, -1):
            rest = self.best("".join(parts[end:]).strip(), depth - 1)
            yield from (f"{first} {rest}" for first in self._as_sentences("".join(parts[:end]).strip(), depth))

    def _explained(self, spoken: str, depth: int) -> Iterator[str]:
        name, colon, what = spoken.partition(_COLON)
        if colon:
            yield say(_EXPLAINED, name=self.best(name, depth - 1), what=self.best(what, depth - 1))

    def _listed(self, spoken: str, depth: int) -> Iterator[str]:
        """A list of which every part is known or holds no Chinese: a name that has the sign in it stays whole."""
        parts = spoken.split(_COMMA)
        if len(parts) > 1 and all(part.isascii() or any(self.known.matching(part)) for part in parts):
            yield listed(self.best(part, depth - 1) for part in parts)


def _unsaid(words: str) -> int:
    return len(_CHINESE.findall(words))


def _template(words: str) -> _Template | None:
    """Return a sentence as a pattern, or None when no value stands in it."""
    parts = [(fixed, name) for fixed, name, _, _ in string.Formatter().parse(words)]
    names = [name for _, name in parts if name is not None]
    if not names or not all(name.isidentifier() for name in names):
        return None
    followed = [not fixed and name is not None for fixed, name in parts[1:]] + [False]
    pattern = "".join(re.escape(fixed) + (f"(?P<{name}>.{'+' if beside else '*'}?)" if name else "")
                      for (fixed, name), beside in zip(parts, followed, strict=True))
    fixed = tuple(fixed for fixed, _ in parts if fixed)
    return _Template(words, re.compile(pattern, re.DOTALL), fixed, sum(map(len, fixed)))
