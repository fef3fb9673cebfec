"""Returns a few words of an item around a match, for the 保密办 alone: every name, number and address masked. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from guard.core.model import Case
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import joined, render
from guard.redact.text import personal, tagged
from rules.model import ALERTS, Nature, Verdict

if TYPE_CHECKING:
    from rules.tagging.tagger import Tagger

AROUND = 60
"""Characters before and after the match."""

_CONTEXT = 1_000
"""Characters on either side that may explain a name."""

_LONGEST = 200
"""Characters of the match at most."""

_DIGITS = re.compile(r"\d(?:[ \-]?\d){3,}")


def masked_excerpt(case: Case, tagger: Tagger | None = None) -> str:
    """Return the words around the first match, "" when none may or can be given: for a mark of 国家秘密, for 紧急布控,
    and for what was not read. What rules mask and what the ``tagger`` finds is masked.
    """
    judged, match = case.deciding() or (None, None)
    if judged is None or match is None or judged.text is None or judged.verdict is None or _forbidden(case):
        return ""
    original = judged.text.original
    first = max(0, match.start - _CONTEXT)
    last = min(match.end, match.start + _LONGEST)
    context = original[first:last + _CONTEXT]
    begin = max(0, match.start - first - AROUND)
    end = min(len(context), last - first + AROUND)
    found = [] if tagger is None else tagged(context, tagger)
    masks = joined([*personal(context, [(begin, end)], []), *_numbers(context), *found])
    for mask in masks:  # no mask is cut in two
        begin = mask.start if mask.start < begin < mask.end else begin
        end = mask.end if mask.start < end < mask.end else end
    inside = [replace(mask, start=mask.start - begin, end=mask.end - begin) for mask in masks
              if begin <= mask.start and mask.end <= end]
    return render(context[begin:end], inside).text.strip()


def _numbers(text: str) -> list[Masked]:
    return [Masked(found.start(), found.end(), MaskKind.NUMBER) for found in _DIGITS.finditer(text)]


def _forbidden(case: Case) -> bool:
    return any(_bars(judged.verdict) for judged in case.judged if judged.verdict is not None)


def _bars(verdict: Verdict) -> bool:
    return any(entry.nature is Nature.STATE_SECRET or entry.category == ALERTS for entry in verdict.explanations)
