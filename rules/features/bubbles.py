"""Finds chat records in pictures by their layout: bubbles on the left and right, a small name above a bubble.

Recognised text has lost the bubbles, but kept the positions of its lines. All lengths are compared with the height of
a line, so that the size of the screen does not matter; positions are picture pixels, origin top left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from rules.model import Box
from rules.text import Piece

_SAME_COLUMN, _SAME_BUBBLE = 0.22, 0.9
_INDENT = (0.12, 1.6)
_APART = 0.8
_RIGHT_EDGE = 0.6
_LEFT_MARGIN, _LEFT_THIRD = 0.15, 0.33
_LONGEST_NAME = 14
_MOST_ROWS = 0.3
_CHAT_SHARE = 0.6
_SENTENCE = re.compile(r"[。,;!?:]|\d{4,}")
_NAMED, _ONE_NAMED, _BOTH_SIDES, _ONE_SIDE = 75, 70, 70, 68
_ME, _OTHER = "我", "对方"

Speaker = tuple[int, int, str]
"""Start and end in the text, and the speaker's name."""


class Seen(NamedTuple):
    """Result of the layout analysis: who speaks where, and how sure it is that this is a chat record, 0 to 100."""

    speakers: tuple[Speaker, ...] = ()
    score: int = 0


class _Block(NamedTuple):
    """The lines of one bubble."""

    start: int
    end: int
    words: str
    lines: int
    left: int
    right: int
    top: int
    bottom: int


def bubbles(text: str, pieces: Sequence[Piece]) -> Seen:
    """Return the chat found on the page with the highest score; empty when the lines are no chat."""
    pages: dict[tuple[str, int | None], list[Piece]] = {}
    for piece in pieces:
        if piece.box is not None and piece.start < piece.end:
            pages.setdefault(piece.page_key, []).append(piece)
    seen = [found for page in pages.values() if len(page) >= 3 and (found := _of_page(text, page)).score]
    speakers = tuple(sorted(speaker for found in seen for speaker in found.speakers))
    return Seen(speakers, max((found.score for found in seen), default=0))


def _of_page(text: str, pieces: Sequence[Piece]) -> Seen:
    placed = sorted(((piece.box, piece) for piece in pieces if piece.box is not None), key=lambda pair: pair[0].y)
    height = median(box.height for box, _ in placed)
    rows = sum(1 for (above, _), (below, _) in pairwise(placed) if below.y < above.y + above.height / 2)
    if height <= 0 or rows > _MOST_ROWS * len(placed):
        return Seen()
    blocks = list(_blocks(text, placed, height))
    edge = max(block.right for block in blocks)
    first = min(block.left for block in blocks)
    # With bubbles on the left, a bubble on the right begins further in; without them it must only not reach the left
    # third.
    margin = min(first + _LEFT_MARGIN * (edge - first), _LEFT_THIRD * edge)
    right = [block.right > edge - _RIGHT_EDGE * height and block.left > margin for block in blocks]
    if right[0] and sum(right) == 1:
        right[0] = False  # the title, which extends further than short bubbles
    left = [not mine and block.left <= margin for block, mine in zip(blocks, right, strict=True)]
    named = _named(blocks, right, _names(blocks, right, height))
    return max(named, _unnamed(blocks, left, right, height), key=lambda found: found.score)


def _blocks(text: str, placed: Sequence[tuple[Box, Piece]], height: float) -> Iterator[_Block]:
    """Join lines below each other that begin in the same column."""
    current: _Block | None = None
    for box, piece in placed:
        line = _Block(piece.start, piece.end, text[piece.start:piece.end].strip(), 1, box.x, box.x + box.width, box.y,
                      box.y + box.height)
        if current is None:
            current = line
        elif (abs(line.left - current.left) <= _SAME_COLUMN * height
              and line.top - current.bottom <= _SAME_BUBBLE * height
              and not (_may_be_name(current) and line.left - current.left > _INDENT[0] * height)):
            current = current._replace(lines=current.lines + 1, right=max(current.right, line.right),
                                       bottom=line.bottom)
        else:
            yield current
            current = line
    if current is not None:
        yield current


def _may_be_name(block: _Block) -> bool:
    return block.lines == 1 and 0 < len(block.words) <= _LONGEST_NAME and not _SENTENCE.search(block.words)


def _names(blocks: Sequence[_Block], right: Sequence[bool], height: float) -> list[int]:
    """Return for each block whether it is a name: short, close above a slightly indented bubble, apart from what is
    above."""
    found: list[int] = []
    for number, (name, bubble) in enumerate(pairwise(blocks)):
        if not _may_be_name(name):
            continue
        indent, gap = bubble.left - name.left, bubble.top - name.bottom
        if right[number] or right[number + 1] or not _INDENT[0] * height < indent <= _INDENT[1] * height:
            continue
        above = name.top - blocks[number - 1].bottom if number else None
        if gap <= _SAME_BUBBLE * height and (not found or above is None or above >= max(_APART * height, 1.5 * gap)):
            found.append(number)
    columns = [blocks[number].left for number in found]
    return [number for number in found if abs(blocks[number].left - median(columns)) <= _SAME_COLUMN * height]


def _named(blocks: Sequence[_Block], right: Sequence[bool], names: Sequence[int]) -> Seen:
    """Score a group chat: names above the bubbles of others, the user's own bubbles on the right without a name."""
    if len(names) < 2:
        return Seen()
    told = {number for name in names for number in (name, name + 1)} | {n for n, mine in enumerate(right) if mine}
    if sum(blocks[number].lines for number in told) < _CHAT_SHARE * sum(block.lines for block in blocks):
        return Seen()
    speakers = [_speaker(blocks[number], blocks[number].words) for number in names]
    speakers += [_speaker(block, _ME) for block, mine in zip(blocks, right, strict=True) if mine]
    several = len({name for _, _, name in speakers}) > 1
    if not several and len(names) < 3:
        return Seen()
    return Seen(tuple(speakers), _NAMED if several else _ONE_NAMED)


def _unnamed(blocks: Sequence[_Block], left: Sequence[bool], right: Sequence[bool], height: float) -> Seen:
    """Score a chat of two people, or of one who sends several messages: bubbles of any width at the right edge, apart
    from each other.

    Lines on the right in documents are at the end, a signature and a date, not in turn with others.
    """
    mine = [block for block, own in zip(blocks, right, strict=True) if own]
    lefts = [block for block, other in zip(blocks, left, strict=True) if other]
    column = median([block.left for block in lefts]) if lefts else 0
    others = [block for block in lefts if abs(block.left - column) <= _SAME_COLUMN * height]
    both = sorted([*((block, _ME) for block in mine), *((block, _OTHER) for block in others)],
                  key=lambda pair: pair[0].top)
    if any(below.top - above.bottom < _APART * height for (above, _), (below, _) in pairwise(both)):
        return Seen()
    lines = sum(block.lines for block, _ in both)
    if lines < _CHAT_SHARE * sum(block.lines for block in blocks):
        return Seen()
    turns = sum(1 for (_, one), (_, other) in pairwise(both) if one != other)
    speakers = tuple(_speaker(block, who) for block, who in both)
    if len(mine) >= 2 and len(others) >= 2 and turns >= 3:
        return Seen(speakers, _BOTH_SIDES)
    widths = [block.left for block in mine]
    if len(mine) >= 3 and len(others) <= 1 and max(widths) - min(widths) > 2 * height:
        return Seen(speakers, _ONE_SIDE)
    return Seen()


def _speaker(block: _Block, name: str) -> Speaker:
    return block.start, block.end, name
