"""Finds identity numbers (GB 11643-1999) in every spelling.

They may be split by blanks, dashes or points, or joined to letters and words. A number with a wrong check character
is reported as such: somebody mistyped it, or it is another number of eighteen digits. The numbers printed as examples
in the standard and on forms belong to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rules.features.model import Hit, View
from rules.validators import identity_number, looks_like_identity_number

VALID = "证件号"
LABELLED = "标明证件"
POSSIBLE = "证件样"

# A look-ahead: a row's number before an identity number may seem to be its first digit.
_NUMBER = re.compile(r"[1-9](?<!\d.)(?=(?:[ ._-]?\d){16}[ ._-]?[\dXx](?!\d))")
_WHOLE = re.compile(r"[1-9](?:[ ._-]?\d){16}[ ._-]?[\dXx]")
_SEPARATORS = re.compile(r"[ ._-]")
_MOST_GROUPS = 6
_GROUPS = (("000000", "0000"), ("0000", "0000", "0000"), ("000", "000", "0000"))
"""Groups of digits as people separate them; every separated number contains one of these."""
_LABEL = re.compile(r"(?:身份证|证件)(?:号码?|编号)?[是为]?[: ]{0,2}$")
_LONGEST_LABEL = 12


class IdentityNumber(NamedTuple):
    """One number as it is written; ``number`` is without separators; ``valid`` when its check character is right."""

    start: int
    end: int
    number: str
    valid: bool


class Identity:
    """Finds identity numbers."""

    name = "identity"
    kinds = frozenset({VALID, LABELLED, POSSIBLE})
    gates = ("0" * 17, *(separator.join(group) for separator in " -._" for group in _GROUPS))

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return every number in order; ``value`` is the number without separators. Raises OutOfTime."""
        hits = []
        for start, end in view.lines_with(self.gates):
            view.deadline.check()
            for found in identity_numbers(view.text, start, end):
                kinds = {POSSIBLE, VALID} if found.valid else {POSSIBLE}
                if _LABEL.search(view.text, max(start, found.start - _LONGEST_LABEL), found.start):
                    kinds.add(LABELLED)
                hits.append(Hit(found.start, found.end, found.number, frozenset(kinds)))
        return tuple(hits)


def identity_numbers(text: str, start: int, end: int) -> Iterator[IdentityNumber]:
    """Yield the strings between two positions that have the form of an identity number, in order."""
    behind = start
    for match in _NUMBER.finditer(text, start, end):
        whole = _WHOLE.match(text, match.start(), end)
        if whole is None or match.start() < behind:
            continue
        parts = _SEPARATORS.split(whole.group())
        number = "".join(parts).upper()
        if len(parts) > _MOST_GROUPS or not looks_like_identity_number(number):
            continue
        if len(parts) > 2 and len(set(_SEPARATORS.findall(whole.group()))) > 1:
            continue
        behind = whole.end()
        yield IdentityNumber(whole.start(), behind, number, identity_number(number))
