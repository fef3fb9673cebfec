"""Writes masks as public notices do (张*, 138****5678, 430102********7230), or so that nothing of a value is left.

Only what is certainly a name, a mobile number, an identity number or a bank card is written as a notice does; of all
else nothing is left, whatever the style. Pure.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from guard.core.policy import MaskStyle
from guard.redact.mask_kinds import Masked, MaskKind
from rules.features.names import DOUBLE_SURNAMES

_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ENDS = MappingProxyType({
    MaskKind.PHONE: (re.compile(r"1[3-9]\d{9}"), 3, 4),
    MaskKind.ID_NUMBER: (re.compile(r"\d{17}[\dXx]"), 6, 4),
    MaskKind.BANK_CARD: (re.compile(r"\d{16,19}"), 4, 4),
})
"""By kind: what a notice shows the ends of, and how many characters at its beginning and end."""


def hidden_part(words: str, kind: MaskKind, style: MaskStyle) -> tuple[int, int] | None:
    """Return from where to where a masked value is hidden in this style, None where it is hidden as a whole."""
    if style is MaskStyle.WHOLE:
        return None
    if kind is MaskKind.NAME:
        kept = 2 if len(words) > 2 and words[:2] in DOUBLE_SURNAMES else 1
        return (kept, len(words)) if _NAME.fullmatch(words) else None
    if kind not in _ENDS:
        return None
    pattern, first, last = _ENDS[kind]
    places = [place for place, character in enumerate(words) if character.isalnum()]
    if pattern.fullmatch("".join(words[place] for place in places)) is None:
        return None
    return places[first - 1] + 1, places[-last]


def written(words: str, kind: MaskKind, style: MaskStyle) -> str | None:
    """Return what a notice writes instead of a value, a star for each character hidden; None: the usual mask."""
    part = hidden_part(words, kind, style)
    if part is None:
        return None
    start, end = part
    return words[:start] + "*" * sum(character.isalnum() for character in words[start:end]) + words[end:]


def hidden_of(original: str, mask: Masked, style: MaskStyle) -> Masked:
    """Return the part of a mask that is hidden in this style."""
    part = hidden_part(original[mask.start:mask.end], mask.kind, style)
    return mask if part is None else Masked(mask.start + part[0], mask.start + part[1], mask.kind)
