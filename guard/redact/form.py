"""Knows what of a text is form: keys and tags of data, names of fields in addresses of pages.

It says nothing of anybody, and a mask leaves it legible: without its keys nobody can tell what a record was. Only what
programs call their fields counts, Latin letters with hardly a digit; a Chinese key or one with a number may be a
person's name or account.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from itertools import chain

from guard.redact.districts import district_end
from guard.redact.mask_kinds import Masked, MaskKind

_IDENTIFIER = r"[A-Za-z_$@](?:[A-Za-z_$\-]|\d(?!\d\d)){0,40}"
_FORM = re.compile("|".join((
    rf'"{_IDENTIFIER}"[ \t]{{0,4}}:',
    rf"</{_IDENTIFIER}(?::{_IDENTIFIER})?[ \t]{{0,4}}>",
    rf"</?{_IDENTIFIER}(?::{_IDENTIFIER})?(?=[\s/>])",
    rf'(?<=[\s"\']){_IDENTIFIER}(?::{_IDENTIFIER})?=(?=["\'])',
    rf"(?m:^)[ \t]{{0,40}}{_IDENTIFIER}[ \t]{{0,8}}=(?=[ \t]{{0,4}}\S)",
    rf"(?<=[?&]){_IDENTIFIER}=",
    r"https?://[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6}(?::\d{1,5})?(?=[/?#])",
)))


def beside_form(original: str, masks: Iterable[Masked]) -> list[Masked]:
    """Return the masks without the parts that hide form; one that hides no letter beside it is dropped."""
    form = [match.span() for match in _FORM.finditer(original)]
    if not form:
        return list(masks)
    return list(chain.from_iterable(_cut(original, mask, form) for mask in masks))


def _cut(original: str, mask: Masked, form: list[tuple[int, int]]) -> Iterator[Masked]:
    start, touched = mask.start, False
    for first, last in form[max(0, bisect_right(form, (mask.start,)) - 1):]:
        if first >= mask.end:
            break
        if last <= start:
            continue
        touched = True
        yield from _with_letters(original, start, min(first, mask.end), mask)
        start = last
    if touched:
        yield from _with_letters(original, start, mask.end, mask)
    else:
        yield mask


def _with_letters(original: str, start: int, end: int, mask: Masked) -> Iterator[Masked]:
    """Yield a part of a mask from its first letter or digit to its last, if it has any."""
    places = [place for place in range(start, end) if original[place].isalnum()]
    if places:
        yield Masked(places[0], places[-1] + 1, mask.kind)


def exactly(original: str, masks: Iterable[Masked]) -> list[Masked]:
    """Return the masks, those of addresses without the district before them: thousands live there. Of a name of one
    character, of which a name's mask would hide nothing, nothing may be read.
    """
    masks = list(masks)
    whole = {mask.start for mask in masks if mask.kind is MaskKind.NAME and mask.end - mask.start > 1}
    return [_exactly(original, mask, whole) for mask in masks]


def _exactly(original: str, mask: Masked, whole: Container[int]) -> Masked:
    """``whole`` is where longer names begin."""
    if mask.kind is MaskKind.NAME and mask.end - mask.start == 1 and mask.start not in whole:
        return Masked(mask.start, mask.end, MaskKind.PRIVATE)
    if mask.kind is not MaskKind.ADDRESS:
        return mask
    start = district_end(original, mask.start, mask.end)
    return Masked(start, mask.end, mask.kind) if start < mask.end else mask
