"""Picture redaction: a copy with names and numbers painted over, read and judged again before anyone may send it.

No pixel is decoded here: the reader process paints and reads; this side says what, and whether the result will do.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from guard.decide import unreadable_words
from guard.model import Item, Judged, Kind, Reading, Unreadable
from guard.pipeline import judge_item
from guard.policy import Policy
from guard.redact.masks import Masked, MaskKind
from guard.redact.places import FILLED_TRAITS, Span, boxes, numbers
from guard.redact.text import redact
from rules.judge import Judge
from rules.model import Action, Box

COPY_NAME = "打码版.png"
"""What the masked copy is called."""

_DIGITS_THAT_TELL = 5
"""So many digits in a row are still a part of somebody's number."""

_SIGNS_THAT_TELL = 6
"""So many characters in a row are still a part of somebody's address."""

_SPACE = re.compile(r"\s+")


class PictureReader(Protocol):
    """The reader process as redaction needs it (guard/reading/client.py)."""

    def read(self, item: Item) -> Reading:
        """Read one item; what cannot be read is Unreadable."""

    def fill(self, item: Item, boxes: Sequence[Box]) -> bytes | Unreadable:
        """Return the picture as PNG bytes with these boxes filled, or why that is impossible."""


@dataclass(frozen=True, slots=True)
class PictureRedaction:
    """A masked copy that may be sent: a PNG of the picture's own size, without metadata.

    ``spans`` are what was hidden, in code points of the original's text; ``filled`` the boxes in the picture's pixels.
    ``judged`` is what the reader and the rules say of the copy.
    """

    png: bytes
    spans: tuple[Masked, ...]
    filled: tuple[Box, ...]
    judged: Judged


@dataclass(frozen=True, slots=True)
class NoRedaction:
    """No masked copy is given; ``reason`` says why, in one sentence for people and without content."""

    reason: str


def redact_picture(item: Item, judged: Judged, reader: PictureReader, judge: Judge,
                   policy: Policy) -> PictureRedaction | NoRedaction:
    """Return a masked copy of a picture, or why there is none. Takes as long as painting and reading it does.

    ``judged`` is what was read in ``item`` and what the rules said of it. Hidden is what guard/redact/text.py hides in
    the text, whatever else looks like a number of a person, the cells of a row that belong to it, and codes, cards,
    seals and handwriting that were seen. The copy is then read by the same engine and judged by the same rules. Where
    anything of what was hidden can still be read, or the rules still stop the copy, whole lines are filled, once; if
    that is not enough either there is no copy.

    Never given: for what text redaction never masks (国家秘密, 工作秘密 and 不予公开, 批示, 紧急布控), for a picture
    that was not read whole, and for one of several frames. A photo that had to be decoded at a part of its size is
    given at that size. Faces are not looked for.
    """
    problem = _not_maskable(judged)
    redaction = redact(judged, judge, policy) if problem is None else None
    if problem is not None or redaction is None or judged.text is None:
        return NoRedaction(problem or "按规定不能打码后再发，或者打码后剩下的内容仍然不能发。")
    text, spans = judged.text, redaction.spans
    told = tuple(_told(text.original, spans))
    wanted: list[Span] = [(span.start, span.end) for span in spans]
    for whole_lines in (False, True):
        filled = boxes(text, wanted, whole_lines=whole_lines)
        png = reader.fill(item, filled)
        if isinstance(png, Unreadable):
            return NoRedaction(png.detail or "图片不能打码。")
        started = time.perf_counter()
        copy = Item(COPY_NAME, Kind.PICTURE, untrusted_bytes=png)
        again = judge_item(COPY_NAME, reader.read(copy), judge, started)
        if again.text is None or unreadable_words(again) is not None:
            return NoRedaction("打码后的图片没有读完，不能证明已经遮住。请裁小后再试。")
        left = [*_left(again.text.original, told), *numbers(again.text.original)]
        if not left and again.verdict is not None and again.verdict.action.severity < Action.WARN.severity:
            return PictureRedaction(png, spans, filled, again)
        wanted += _where_again(text.original, again, left)
    return NoRedaction("打码后仍能读出姓名、号码或不能发的内容，没有给出打码版。请只截取需要的部分。")


def _not_maskable(judged: Judged) -> str | None:
    """Return why a picture cannot be masked at all, before the rules are asked."""
    if judged.text is None or judged.verdict is None or unreadable_words(judged) is not None:
        return "图片没有读完，不知道要遮住什么，不能打码。"
    if not judged.text.pieces or any(piece.box is None for piece in judged.text.pieces):
        return "不知道文字在图片里的位置，不能打码。"
    if len({piece.page for piece in judged.text.pieces}) > 1:
        return "图片有多帧或多页，不能打码。请截取需要的一页再试。"
    if any(trait.kind in FILLED_TRAITS and trait.box is None for trait in judged.text.traits):
        return "图片里有证件、印章或二维码，但不知道位置，不能打码。"
    return None


def _told(original: str, spans: Iterable[Masked]) -> Iterator[str]:
    """Yield every piece of writing that must not be found again, without white space."""
    for span in spans:
        words = _SPACE.sub("", original[span.start:span.end])
        if span.kind is MaskKind.NAME:
            yield words
            if len(words) > 2:
                yield words[1:]
        elif span.kind is MaskKind.ADDRESS:
            yield from _windows(words, _SIGNS_THAT_TELL)
        else:
            yield from _windows(re.sub("[^0-9]", "", words), _DIGITS_THAT_TELL)


def _windows(words: str, length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        yield words[start:start + length]


def _left(original: str, told: Iterable[str]) -> Iterator[Span]:
    """Yield where something that was hidden can still be read."""
    for words in {words for words in told if len(words) > 1}:
        pattern = r"\s*".join(map(re.escape, words))
        for match in re.finditer(pattern, original):
            yield match.span()


def _where_again(original: str, again: Judged, left: Iterable[Span]) -> Iterator[Span]:
    """Yield where in the original the words stand that were left in the copy, and those that still stop it."""
    assert again.text is not None
    words = {again.text.original[start:end] for start, end in left}
    if again.verdict is not None:
        words |= {match.text for match in again.verdict.matches if match.action.severity >= Action.WARN.severity}
    yield from _left(original, [_SPACE.sub("", word) for word in words])


