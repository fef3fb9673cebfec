"""Numbers the marks of an item: one number per kind of hit, the same in the picture, in the text and in the legend.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.model import Action, Box, Match
from ui.i18n.pack_words import named
from ui.i18n.say import say
from ui.kit.display_text import one_line

_NAME_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of hit: its number from 1, its name, how many places, and the state it is marked in."""

    number: int
    name: str
    count: int
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One box in picture pixels with the number of its legend row."""

    box: Box
    number: int


def state_of(action: Action) -> str | None:
    """Return the state a match is marked in, or None for one that is only recorded."""
    return {Action.BLOCK: "hold", Action.WARN: "ask"}.get(action)


def name_of(match: Match) -> str:
    """Return the name of a kind of hit; for kinship the name of the rule would not fit, because its words are not in
    the text."""
    return say("来自被拦下的文件") if match.kin else named(one_line(match.name, _NAME_LIMIT))


def legend(matches: Sequence[Match]) -> tuple[Row, ...]:
    """Return one row per kind of hit, in the order of first appearance."""
    counts: dict[str, int] = {}
    states: dict[str, str] = {}
    for match in matches:
        state = state_of(match.action)
        if state is not None:
            name = name_of(match)
            counts[name] = counts.get(name, 0) + 1
            states[name] = "hold" if "hold" in (state, states.get(name)) else state
    return tuple(Row(number, name, counts[name], states[name])
                 for number, name in enumerate(counts, start=1))


def numbers(matches: Sequence[Match]) -> dict[str, int]:
    """Return the legend number of each match name."""
    names = dict.fromkeys(name_of(match) for match in matches if state_of(match.action))
    return {name: number for number, name in enumerate(names, start=1)}


def marks(matches: Sequence[Match]) -> tuple[Mark, ...]:
    """Return the boxes of all marked matches in the order of the matches."""
    number_of = numbers(matches)
    return tuple(Mark(box, number_of[name_of(match)])
                 for match in matches if state_of(match.action) for box in match.boxes)
