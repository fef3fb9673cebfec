"""Redacts the words of a document: those that are seen on its pages, with all that identifies a person masked. Pure.

A copy has no word of a picture, a comment, a deletion, a header, a hidden sheet or a property: readers say what is
visible, and what they do not call visible is omitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from guard.core.decide import outcome_of, unreadable_words
from guard.core.model import Case, Judged, Outcome
from guard.core.one_file import files_of_case, is_content, is_picture
from guard.core.policy import Policy
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import Rendering, render
from guard.redact.text import Redaction, maskable, redact, stopping, too_long
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence
from rules.text import Piece, Text

if TYPE_CHECKING:
    from rules.judge.judge import Judge
    from rules.tagging.tagger import Tagger

DOCX = ".docx"
PDF = ".pdf"

PICTURES = 12
"""Pictures among several files that are masked at once: each is read again, which takes a second or two."""

_PLAIN = MappingProxyType({".txt": ".txt", ".text": ".txt", ".log": ".txt", ".md": ".txt", ".csv": ".csv",
                           ".tsv": ".txt"})
"""By the ending of a file that is nothing but characters: that of its copy."""


@dataclass(frozen=True, slots=True)
class DocumentRedaction:
    """A masked copy of a document's words. ``pages``: where pages but the first begin in the text of ``redaction``;
    ``ending`` is that of the file to be made; ``without`` says what of the document is not in it.
    """

    redaction: Redaction
    ending: str
    pages: tuple[int, ...]
    without: tuple[Sentence, ...]


def to_mask(case: Case) -> tuple[Judged, ...] | None:
    """Return the contents of the held files of which a copy is to be made: of one its own, of several those of which
    something may not go; None where they are not known one by one.
    """
    contents = files_of_case(case)
    if contents is None or len(contents) == 1:
        return contents
    named = {one.name for one in case.judged if not is_content(one) and _is_stopped(one)}
    return tuple(one for one in contents if _is_stopped(one) or one.name in named)


def refusal_of(case: Case, policy: Policy) -> Sentence | None:
    """Return why there can be no masked copy of held files, None where there may be one."""
    contents = to_mask(case)
    if not contents:
        return sentence("mask.files")
    if len(contents) == 1 and len({one.name for one in case.judged}) == 1:
        return _refusal_of_one(contents[0], case, policy)
    for judged in contents:
        refusal = _refusal_of_one(judged, case, policy)
        if refusal is not None:
            return sentence("mask.of-one", name=judged.name, why=refusal)
    if sum(judged.text is not None and (is_picture(judged.text) or is_scan(judged)) for judged in contents) > PICTURES:
        return sentence("mask.too-many-pictures", limit=PICTURES)
    together = too_long(*(judged.text.original for judged in contents if judged.text is not None))
    return sentence("mask.too-long") if together else None


def _is_stopped(judged: Judged) -> bool:
    return outcome_of((judged,)) is not Outcome.ALLOW


def is_scan(judged: Judged) -> bool:
    """Tell a document of which only pictures are seen: what a scanner recognised and wrote behind them nobody sees."""
    text = judged.text
    return (text is not None and not is_picture(text) and not _words(text, judged.name).strip()
            and any(piece.place.in_picture for piece in text.pieces)
            and not any(piece.place.member for piece in text.pieces))


def _refusal_of_one(judged: Judged, case: Case, policy: Policy) -> Sentence | None:
    if unreadable_words(judged) is not None or judged.text is None:
        return sentence("mask.not-read")
    named = (one for one in case.judged if one.name == judged.name and not is_content(one))
    if not maskable(judged, policy) or not all(_name_is_no_reason(one, policy) for one in named):
        return sentence("mask.not-allowed")
    if too_long(judged.text.original):
        return sentence("mask.too-long")
    if is_picture(judged.text) or is_scan(judged) or _words(judged.text, judged.name).strip():
        return None
    if any(piece.place.member for piece in judged.text.pieces):
        return sentence("mask.archive")
    return sentence("mask.other-format")


def redact_document(judged: Judged, judge: Judge, policy: Policy, shown: Sequence[tuple[int, int]] = (),
                    tagger: Tagger | None = None) -> DocumentRedaction | None:
    """Return a masked copy that these rules let pass (guard.redact.text.redact), or None. Only what ``refusal_of`` does
    not refuse may be given.
    """
    if judged.text is None:
        return None
    text = replace(judged.text, traits=(), from_picture=False)  # what was seen in pictures is not in the copy
    omitted = list(_omitted(text))
    copy = redact(replace(judged, text=text), judge, policy, shown, tagger, omitted)
    if copy is None or not copy.text.strip():
        return None
    rendering = render(text.original, copy.spans, copy.style)
    ending = DOCX if text.pieces else _PLAIN[PurePath(judged.name).suffix.lower()]
    return DocumentRedaction(copy, ending, tuple(_page_starts(text, rendering)), tuple(_without(text)))


def _name_is_no_reason(judged: Judged, policy: Policy) -> bool:
    """Tell whether what stops a name, or the content, may be masked: a copy has a name of its own."""
    return judged.verdict is not None and (not stopping(judged.verdict) or maskable(judged, policy))


def _visible(text: Text) -> Iterator[Piece]:
    return (piece for piece in text.pieces
            if piece.visible and not piece.place.in_picture and not piece.place.member)


def _omitted(text: Text) -> Iterator[Masked]:
    """Yield everything between the visible pieces; of plain characters nothing."""
    if not text.pieces:
        return
    done = 0
    for piece in _visible(text):
        if piece.start > done:
            yield Masked(done, piece.start, MaskKind.OMITTED)
        done = piece.end
    if done < len(text.original):
        yield Masked(done, len(text.original), MaskKind.OMITTED)


def _words(text: Text, name: str) -> str:
    """Return the words that a copy may have, "" for a file that is neither a document nor known to be plain text."""
    if text.pieces:
        return "".join(text.original[piece.start:piece.end] for piece in _visible(text))
    return text.original if PurePath(name).suffix.lower() in _PLAIN else ""


def _page_starts(text: Text, rendering: Rendering) -> Iterator[int]:
    """Yield where each page but the first that has words begins in the copy."""
    page: int | None = None
    for piece in _visible(text):
        if page is not None and piece.page != page:
            yield rendering.position(piece.start)
        page = piece.page


def _without(text: Text) -> Iterator[Sentence]:
    """Yield what of a document is not in its copy."""
    seen = set(map(id, _visible(text)))
    left = [piece for piece in text.pieces
            if id(piece) not in seen and text.original[piece.start:piece.end].strip()]
    if any(piece.place.in_picture for piece in left):
        yield sentence("mask.without-pictures")
    if any(not piece.place.in_picture for piece in left):
        yield sentence("mask.without-rest")
