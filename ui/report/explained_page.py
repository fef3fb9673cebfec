"""Explains a judgement as one self-contained HTML file that runs nothing: the words in colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rules.judge.explaining import DARKEST, LONGEST, Explained
from rules.model import Action
from rules.text import Text
from ui.kit.display_text import WORD_JOINER, lines
from ui.report.explained import state, tables
from ui.report.page import page

LEGEND = tuple(range(-DARKEST, DARKEST + 1))


@dataclass(frozen=True, slots=True)
class Segment:
    """Words in one colour: ``look`` is the class of their shade, ``rules`` those that matched in them."""

    words: str
    look: str
    rules: str


def html(name: str, text: Text, explained: Explained) -> bytes:
    """Return the page of a text with the name ``name``."""
    answer, *others = tables(name, text, explained)
    token, shape, word = state(explained)
    return page("explained.html.jinja", {
        "name": name, "answer": answer, "token": token, "shape": shape, "word": word, "tables": others,
        "segments": tuple(_segments(text.original[:LONGEST], explained)), "legend": [_look(one) for one in LEGEND],
        "left_out": max(0, len(text.original) - LONGEST), "learnt": explained.heard is not None})


def _segments(original: str, explained: Explained) -> Iterator[Segment]:
    """Divide a text where a colour or a match begins or ends."""
    # A line break of two characters is one line end; its first character is replaced by an invisible one.
    shown = original.replace("\r\n", f"{WORD_JOINER}\n")
    shades = explained.heard.shades if explained.heard is not None else ()
    matches = [match for match in explained.verdict.matches if match.action is not Action.LOG]
    places = [(one.start, one.end) for one in shades] + [(one.start, one.end) for one in matches]
    cuts = sorted({0, len(shown), *(edge for place in places for edge in place if edge < len(shown))})
    levels = {one.start: one for one in shades}
    current = None
    for start, end in pairwise(cuts):
        current = levels.get(start, current)
        level = current.level if current is not None and start < current.end else 0
        rules = dict.fromkeys(one.rule for one in matches if one.start <= start < one.end)
        yield Segment(lines(shown[start:end]), _look(level), " ".join(rules))


def _look(level: int) -> str:
    return f"{'for' if level > 0 else 'against'}{abs(level)}" if level else ""
