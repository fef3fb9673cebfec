"""Redacts pictures: a copy with names and numbers painted over, read and judged again before anyone may send it.

No pixel is decoded here: the reader process paints and reads; this side says what to paint, and checks the result.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from guard.core.decide import unreadable_words
from guard.core.model import Fill, Item, Judged, Kind, Reading, Unreadable
from guard.core.policy import MaskStyle, Policy
from guard.pipeline.judging import judge_item
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import joined
from guard.redact.places import FILLED_TRAITS, Span, fills, numbers
from guard.redact.text import Redaction, maskable, narrow, redact, refusing, sounds_personal, stopping
from guard.sentences.catalogue import sentence
from rules.model import Verdict
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import Text

if TYPE_CHECKING:
    from rules.judge.judge import Judge
    from rules.tagging.tagger import Tagger

COPY_NAME = "打码版.png"
"""File name of the masked copy."""

_DIGITS_THAT_TELL = 5
"""This many digits in a row still reveal a part of somebody's number."""

_CHARACTERS_THAT_TELL = 6
"""This many characters in a row still reveal a part of somebody's address."""

_SPACE = re.compile(r"\s+")


class PictureReader(Protocol):
    """The reader process as redaction needs it (guard/reading/client.py)."""

    def read(self, item: Item) -> Reading:
        """Read one item; what cannot be read is Unreadable."""

    def fill(self, item: Item, fills: Sequence[Fill]) -> bytes | Unreadable:
        """Return the picture as PNG bytes with these boxes painted over, or why that is impossible."""

    def straighten(self, item: Item) -> bytes | Unreadable:
        """Return the picture as PNG bytes, turned until its text is level, or why that is impossible."""


@dataclass(frozen=True, slots=True)
class PictureRedaction:
    """A masked copy that may be sent: a PNG without metadata, of the picture's own size unless it was ``straightened``.

    ``spans`` are what was masked, in code points of ``original``, the text of the picture; ``filled`` the boxes in its
    pixels; ``doubts`` the kinds of which something may still be legible. ``judged`` is the reader's and the rules'
    result for the copy. For a straightened picture all are those of what was read once it was level.
    """

    png: bytes
    spans: tuple[Masked, ...]
    filled: tuple[Fill, ...]
    judged: Judged
    original: str
    straightened: bool = False
    doubts: tuple[MaskKind, ...] = ()


@dataclass(frozen=True, slots=True)
class NoRedaction:
    """There is no masked copy; ``reason`` says why, in one sentence for people and without content."""

    reason: Sentence


def redact_picture(item: Item, judged: Judged, reader: PictureReader, judge: Judge, policy: Policy,
                   shown: Sequence[Span] = (), tagger: Tagger | None = None) -> PictureRedaction | NoRedaction:
    """Return a masked copy of a picture, or why there is none. Takes as long as painting and reading it does.

    ``judged`` is what was read in ``item`` and the verdict on it. Masked is what guard/redact/text.py masks in its text
    and all else that looks like a person's number, the cells of a row that belong to it, and codes, cards, seals and
    handwriting that were seen. The copy is then read by the same engine and judged. If anything masked can still be
    read, or it is still stopped, whole lines are filled, once; if that is not enough there is no copy.

    Never given: for what text redaction never masks (国家秘密, 工作秘密 and 不予公开, 批示, 紧急布控), for a picture
    that was not read whole, and for one of several frames. A photo that is turned or crooked is straightened first,
    since the cells of a row are known of level lines only. Faces are not looked for. ``shown`` are spans of an earlier
    copy that somebody takes responsibility for: they are left visible, and may be read in the copy; the rules must let
    it pass all the same. Not for a straightened picture, whose copy has other spans than its original.
    """
    problem = _not_maskable(judged)
    if problem is not None or judged.text is None or judged.verdict is None:
        return NoRedaction(problem or NOTHING)
    if is_turned(judged.text):
        return (NoRedaction(sentence("mask.straightened")) if shown else
                _redact_straightened(item, reader, judge, policy, tagger))
    if not stopping(judged.verdict) or not maskable(judged, policy):
        return NoRedaction(sentence("mask.not-allowed" if stopping(judged.verdict) else "mask.nothing-held"))
    # What is masked in a text is masked in a picture, and what may not be given as a text may not as a picture.
    listed = redact(judged, judge, policy, shown, tagger)
    if listed is None:
        return NoRedaction(sentence("mask.needed-here" if shown else "mask.left"))
    copy = filled_and_read(item, judged.text, judged.verdict, listed, reader, judge.strictest(), shown)
    return copy if isinstance(copy, NoRedaction) else replace(copy, doubts=listed.doubts)


def filled_and_read(item: Item, text: Text, verdict: Verdict, listed: Redaction, reader: PictureReader, again: Judge,
                    shown: Sequence[Span] = ()) -> PictureRedaction | NoRedaction:
    """Return a picture with what is listed painted over, read again and judged by ``again``, or why there is none.

    ``text`` is what was read in it, ``verdict`` the one for which it was stopped. If something can still be read, whole
    lines are filled, once.
    """
    wanted = _Wanted(joined(listed.spans), tuple(shown), style=listed.style)
    first = _attempt(item, text, verdict, wanted, reader, again)
    if not isinstance(first, _Left):
        return first
    wanted = _Wanted(wanted.spans, tuple(shown), first.words)
    second = _attempt(item, text, verdict, wanted, reader, again)
    if not isinstance(second, _Left):
        return second
    return NoRedaction(sentence("mask.needed-here" if shown else "mask.still-readable"))


def _redact_straightened(item: Item, reader: PictureReader, judge: Judge,
                         policy: Policy, tagger: Tagger | None) -> PictureRedaction | NoRedaction:
    """Turn a picture until its text is level and mask what is read there."""
    png = reader.straighten(item)
    if isinstance(png, Unreadable):
        return NoRedaction(png.detail)
    level = Item(COPY_NAME, Kind.PICTURE, png)
    judged = judge_item(COPY_NAME, reader.read(level), judge.by_rules(), time.perf_counter())
    if judged.text is not None and is_turned(judged.text):
        return NoRedaction(sentence("mask.places-unsure"))
    copy = redact_picture(level, judged, reader, judge, policy, tagger=tagger)
    return replace(copy, straightened=True) if isinstance(copy, PictureRedaction) else copy


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one attempt masks: spans, and the lines that contain ``words``; ``shown`` stays legible, and what ``style``
    leaves of a value.
    """

    spans: tuple[Masked, ...]
    shown: tuple[Span, ...] = ()
    words: tuple[str, ...] = ()
    style: MaskStyle = MaskStyle.WHOLE

    def hidden(self, original: str) -> list[tuple[Masked, Masked]]:
        """Return each mask with the part of it that is hidden."""
        from guard.redact.styles import hidden_of  # with a first masked copy, as the names

        return [(mask, hidden_of(original, mask, self.style)) for mask in self.spans]


@dataclass(frozen=True, slots=True)
class _Left:
    """Words, without white space, that an attempt left legible although they must not be."""

    words: tuple[str, ...]


def _attempt(item: Item, text: Text, verdict: Verdict, wanted: _Wanted, reader: PictureReader,
             judge: Judge) -> PictureRedaction | NoRedaction | _Left:
    """Fill what is wanted, and whole lines where words were left before; read and judge the result.

    It is judged before words are written on the masks: 就诊号 on one would be read as the label of what is beside it.
    Written afterwards, they change nothing but the masks.
    """
    left_before = [Masked(*place, MaskKind.CELL) for place in _places(text.original, wanted.words)]
    hidden = wanted.hidden(text.original)
    partly = [(mask, part) for mask, part in hidden if mask != part]
    filled = fills(text, [*(part for _, part in hidden), *left_before], wanted.shown, whole_lines=bool(wanted.words),
                   ends_shown=[(mask.start, mask.end) for mask, _ in partly])
    png = reader.fill(item, [Fill(one.box) for one in filled])
    if isinstance(png, Unreadable):
        return NoRedaction(png.detail or sentence("mask.picture"))
    started = time.perf_counter()
    again = judge_item(COPY_NAME, reader.read(Item(COPY_NAME, Kind.PICTURE, png)), judge, started)
    if again.text is None or again.verdict is None or unreadable_words(again) is not None:
        return NoRedaction(sentence("mask.copy-not-read-to-end"))
    ends = [_SPACE.sub("", text.original[mask.start:part.start] + text.original[part.end:mask.end])
            for mask, part in partly]
    left = [*_places(again.text.original, _told(text.original, [part for _, part in hidden])),
            *(span for span in _numbers_and_more(again.text.original, again.verdict)
              if not _are_ends(again.text.original[slice(*span)], ends))]
    allowed = [_SPACE.sub("", text.original[start:end]) for start, end in wanted.shown]
    left = [span for span in left if not _among(_SPACE.sub("", again.text.original[slice(*span)]), allowed)]
    refused = [match.text for match in refusing(again.verdict, verdict) if not sounds_personal(match, again.verdict)]
    if not left and not refused:
        worded = reader.fill(item, filled)
        return PictureRedaction(png if isinstance(worded, Unreadable) else worded, wanted.spans, filled, again,
                                text.original)
    return _Left(tuple(_SPACE.sub("", word) for word in (
        *(again.text.original[start:end] for start, end in left), *refused)))


def _among(word: str, allowed: Iterable[str]) -> bool:
    return any(word in words for words in allowed)


def _numbers_and_more(original: str, verdict: Verdict) -> Iterator[Span]:
    """Yield what would be masked in a copy, except names: text beside a filled cell is easily taken for one."""
    yield from numbers(original)
    for span in narrow(original, verdict):
        if span.kind is not MaskKind.NAME:
            yield span.start, span.end


def _are_ends(words: str, ends: Iterable[str]) -> bool:
    """Tell whether a number consists of what a style leaves of a value; some of it may be covered, too."""
    return any(_is_within(iter(end), words) for end in ends)


def _is_within(characters: Iterator[str], words: str) -> bool:
    return all(character in characters for character in words)


def _not_maskable(judged: Judged) -> Sentence | None:
    """Return why a picture cannot be masked at all, before the rules are asked."""
    if judged.text is None or judged.verdict is None or unreadable_words(judged) is not None:
        return sentence("mask.not-read-to-end")
    if not judged.text.pieces or any(piece.box is None for piece in judged.text.pieces):
        return sentence("mask.no-places")
    if len({piece.page for piece in judged.text.pieces}) > 1:
        return sentence("mask.several-frames")
    if any(trait.kind in FILLED_TRAITS and trait.box is None for trait in judged.text.traits):
        return sentence("mask.trait-without-place")
    return None


def is_turned(text: Text) -> bool:
    """Return True when most lines are not level: which cells are in one row or column is then unknown."""
    lines = [piece for piece in text.pieces if piece.end - piece.start > 1]
    return sum(not piece.char_edges for piece in lines) * 2 > len(lines)


def _told(original: str, spans: Iterable[Masked]) -> Iterator[str]:
    """Yield every piece of text that must not be found again, without white space."""
    for span in spans:
        words = _SPACE.sub("", original[span.start:span.end])
        if span.kind is MaskKind.NAME:
            yield words
            if len(words) > 2:
                yield words[1:]
        elif span.kind is MaskKind.ADDRESS:
            yield from _windows(words, _CHARACTERS_THAT_TELL)
        else:
            yield from _windows(re.sub("[^0-9]", "", words), _DIGITS_THAT_TELL)


def _windows(words: str, length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        yield words[start:start + length]


def _places(original: str, words: Iterable[str]) -> Iterator[Span]:
    """Yield the positions of these words, with any white space inside them."""
    for word in sorted({word for word in words if len(word) > 1}):
        for match in re.finditer(r"\s*".join(map(re.escape, word)), original):
            yield match.span()
