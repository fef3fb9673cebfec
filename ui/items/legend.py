"""Numbers the marks of an item: one number per kind of hit, the same in the picture, in the text and in the legend.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.core.model import Case
from rules.model import Action, Box, Match, Nature
from ui.i18n.pack_words import named
from ui.i18n.say import say
from ui.items.naming import counted, counts_all
from ui.kit.display_text import one_line

Naming = Callable[[Match], str]
"""Says what a kind of hit is called."""

_NAME_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of hit: its number from 1, its name, how many places, the state it is marked in, and the words of all
    that: the count is in the name where that counts what was found.
    """

    number: int
    name: str
    count: int
    state: str
    words: str


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


def naming(case: Case) -> Naming:
    """Return what the kinds of hits of an item are called: details of people are one kind, which counts them."""
    found = counted(case.found) if counts_all(case) else ""
    rules = {entry.rule for item in case.judged if item.verdict is not None
             for entry in item.verdict.explanations if entry.nature is Nature.PERSONAL}

    def name(match: Match) -> str:
        return found if found and match.rule in rules and match.kin is None else name_of(match)

    return name


def legend(matches: Sequence[Match], name: Naming = name_of) -> tuple[Row, ...]:
    """Return one row per kind of hit, in the order of first appearance."""
    counts: dict[str, int] = {}
    states: dict[str, str] = {}
    plain: dict[str, bool] = {}
    for match in matches:
        state = state_of(match.action)
        if state is not None:
            called = name(match)
            counts[called] = counts.get(called, 0) + 1
            states[called] = "hold" if "hold" in (state, states.get(called)) else state
            plain[called] = called == name_of(match)
    return tuple(Row(number, called, counts[called], states[called],
                     f"{called} {counts[called]}" if plain[called] else called)
                 for number, called in enumerate(counts, start=1))


def numbers(matches: Sequence[Match], name: Naming = name_of) -> dict[str, int]:
    """Return the legend number of each match name."""
    names = dict.fromkeys(name(match) for match in matches if state_of(match.action))
    return {called: number for number, called in enumerate(names, start=1)}


def marks(matches: Sequence[Match], name: Naming = name_of) -> tuple[Mark, ...]:
    """Return the boxes of all marked matches in the order of the matches."""
    number_of = numbers(matches, name)
    return tuple(Mark(box, number_of[name(match)])
                 for match in matches if state_of(match.action) for box in match.boxes)
