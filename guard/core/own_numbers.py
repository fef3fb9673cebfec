"""我的信息: the user's own numbers, known by keyed hashes only; matches about them alone cause no questions. Pure.

Little is left out, on purpose: only personal data, only a match whose own words contain one of these numbers, and only
when the item contains no other number that could be a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import msgspec

from guard.core.model import Judged
from rules.model import MOST_MATCHES, Action, Nature, Verdict
from rules.text import PARTIAL, Text
from rules.validators import bank_card, identity_number, mobile_number


class OwnKind(StrEnum):
    """What may be registered; the values are the words of the guard's own sentences."""

    IDENTITY = "身份证号"
    PHONE = "手机号"
    CARD = "银行卡号"


class OwnEntry(msgspec.Struct, frozen=True):
    """One registered number. ``at`` is when, in seconds since the epoch; ``digest`` is its keyed hash."""

    kind: OwnKind
    at: float
    digest: bytes


MOST = {OwnKind.IDENTITY: 1, OwnKind.PHONE: 3, OwnKind.CARD: 5}
"""Most numbers of each kind that may be registered: those of one person, not a list of people."""

_VALID = {OwnKind.IDENTITY: identity_number, OwnKind.PHONE: mobile_number, OwnKind.CARD: bank_card}

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_RUN = re.compile(r"\d(?:[- ]?\d)*(?:[Xx](?![A-Za-z0-9]))?")
_PART = re.compile(r"[^- ]+")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LONGEST_DATE = 8
_SHORTEST, _LONGEST = 11, 19
"""Characters of a mobile number, and of the longest bank card number."""

_Part = tuple[int, int, str]
"""Start and end of some digits, and the digits."""

_FEWEST_DIGITS = 7
"""Fewer digits are an age, an amount or a house number, and not a person's number."""


@dataclass(frozen=True, slots=True)
class Own:
    """The numbers of this computer's user: HMAC-SHA256 of each under ``key``, which stays on this computer."""

    key: bytes = b""
    digests: tuple[bytes, ...] = ()

    def holds(self, number: str) -> bool:
        """Return whether this number, without spaces, is one of them."""
        return digest(self.key, number) in self.digests


NOBODY = Own()
"""No registered numbers."""


def digest(key: bytes, number: str) -> bytes:
    """Return the keyed hash of a number."""
    import hashlib  # they load OpenSSL, 4 MB, which the tray does not need
    import hmac

    return hmac.new(key, number.upper().encode(), hashlib.sha256).digest()


def number_of(kind: OwnKind, untrusted_words: str) -> str | None:
    """Return the number somebody typed, without spaces, or None when it is not a valid one of this kind."""
    number = re.sub("[- ]", "", untrusted_words.translate(_WIDE).strip()).upper()
    return number if _VALID[kind](number) else None


def without_own(judged: Judged, own: Own) -> Judged:
    """Return what was judged without the matches that are about the user's own numbers alone.

    Nothing is left out of an item that was not read or judged to the end, that has so many matches that a verdict does
    not list them all, or that contains any other number of seven digits or more that is not a date.
    """
    if not own.digests or judged.text is None or judged.verdict is None or not _whole(judged.text, judged.verdict):
        return judged
    verdict = judged.verdict
    personal = {entry.rule for entry in verdict.explanations if entry.nature is Nature.PERSONAL}
    places = _own_places(judged.text.original, own) if personal else []
    if not places:
        return judged
    kept = tuple(match for match in verdict.matches if match.rule not in personal
                 or not any(start < match.end and match.start < end for start, end in places))
    action = max((match.action for match in kept), key=lambda each: each.severity, default=Action.ALLOW)
    return replace(judged, verdict=replace(verdict, matches=kept, action=action))


def _whole(text: Text, verdict: Verdict) -> bool:
    return (not verdict.gaps and len(verdict.matches) < MOST_MATCHES
            and all(trait.kind != PARTIAL for trait in text.traits))


def _own_places(original: str, own: Own) -> list[tuple[int, int]]:
    """Return the positions of own numbers, or nothing when a number of another person may be beside them."""
    places: list[tuple[int, int]] = []
    is_own = cache(own.holds)  # a long list may contain the same number many times
    for run in _RUN.finditer(original.translate(_WIDE)):
        for start, end, number in _numbers(run, is_own):
            if is_own(number):
                places.append((start, end))
            elif sum(character.isdigit() for character in number) >= _FEWEST_DIGITS and not _DATE.fullmatch(number):
                return []
    return places


def _numbers(run: re.Match[str], is_own: Callable[[str], bool]) -> Iterator[_Part]:
    """Yield the numbers of one run of digits: own ones, with any spacing, and the digits between those.

    Ends at the first that is longer than a date and not the user's own: what follows changes nothing.
    """
    begin = run.start()
    parts = [(begin + part.start(), begin + part.end(), part.group()) for part in _PART.finditer(run.group())]
    rest: list[_Part] = []
    at = 0
    while at < len(parts) and _digits(rest) <= _LONGEST_DATE:
        own_parts = next((parts[at:end] for end in range(min(len(parts), at + _LONGEST), at, -1)
                          if _is_own(parts[at:end], is_own)), [])
        if own_parts:
            yield from _together(rest)
            yield from _together(own_parts)
        rest = [] if own_parts else [*rest, parts[at]]
        at += len(own_parts) or 1
    yield from _together(rest)


def _is_own(parts: Sequence[_Part], is_own: Callable[[str], bool]) -> bool:
    number = "".join(part[2] for part in parts)
    return _SHORTEST <= len(number) <= _LONGEST and is_own(number)


def _digits(parts: Iterable[_Part]) -> int:
    return sum(len(part[2]) for part in parts)


def _together(parts: Sequence[_Part]) -> Iterator[_Part]:
    if parts:
        yield parts[0][0], parts[-1][1], "".join(part[2] for part in parts)
