"""Finds what a warning hides around the words that decided, before there is a masked copy: all that rules suspect."""

from __future__ import annotations

from guard.core.model import Span
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import joined


def suspected_near(original: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the parts around a place of a text that are about people, in code points of the original, in order."""
    from guard.core.found import NEAR, hidden_near  # with the first case: its tables of names take memory
    from guard.redact.personal import Personal

    first = max(0, start - NEAR)
    window = original[first:end + NEAR]
    masks = [Masked(first + mask.start, first + mask.end, mask.kind) for mask in Personal(window).masks((), ())]
    counted = [Masked(begin, behind, MaskKind.PRIVATE) for begin, behind in hidden_near(original, start, end)]
    return tuple((mask.start, mask.end) for mask in joined([*masks, *counted]))
