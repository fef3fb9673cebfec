"""Tests that every computer whose release changes is among the moves, and that no move is one that nobody makes."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from guard.publish.moves import held, moves
from guard.supply.bundle import Index, RuleRelease

GROUPS = ("试点", "窗口", "信访")
NUMBER = 3


def made(number: int, percent: int = 100, *groups: str, channel: str = "正式", withdrawn: str = "") -> RuleRelease:
    return RuleRelease(number, f"bundles/{number}", "", 0.0, channel, percent, groups, withdrawn)


def computers() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return computers of each channel and of every set of groups, enough for every lot to be drawn."""
    sets = [chosen for count in range(len(GROUPS) + 1) for chosen in combinations(GROUPS, count)]
    return [(channel, f"pc-{number}", groups) for channel in ("正式", "测试") for groups in sets
            for number in range(60)]


def happened(before: list[RuleRelease], after: list[RuleRelease]) -> set[tuple[int, int]]:
    """Return from which release to which one computers change, 0 for none."""
    found = set()
    for computer in computers():
        was, now = (Index(tuple(releases)).choose(*computer) for releases in (before, after))
        if was != now and (was.number if was else 0, now.number if now else 0) not in found:
            found.add((was.number if was else 0, now.number if now else 0))
    return {pair for pair in found if pair[0] != pair[1]}


OTHERS: list[list[RuleRelease]] = [
    [], [made(1)], [made(1, 40)], [made(1), made(2, 0, "试点")], [made(1, 0, "窗口"), made(2, 50, "试点")],
    [made(1), made(4, 0, "试点")], [made(1), made(4, 50)], [made(1), made(4)], [made(1, channel="测试"), made(2)],
    [made(1), made(2, withdrawn="错")],
]
RINGS: list[RuleRelease | None] = [
    None, made(NUMBER), made(NUMBER, 40), made(NUMBER, 0, "试点"), made(NUMBER, 30, "试点", "窗口"),
    made(NUMBER, channel="测试"), made(NUMBER, withdrawn="错"),
]


@pytest.mark.parametrize("others", OTHERS)
def test_the_moves_are_exactly_those_that_computers_make(others: list[RuleRelease]) -> None:
    for was in RINGS:
        for now in RINGS:
            before, after = ([*others, *([one] if one else [])] for one in (was, now))
            told = moves(before, after) if before != after else ()
            assert {(one.was.number if one.was else 0, one.now.number if one.now else 0) for one in told} \
                == happened(before, after), (was, now)


@pytest.mark.parametrize("others", OTHERS)
def test_what_is_held_is_what_some_computer_would_lose_if_nothing_were_published(others: list[RuleRelease]) -> None:
    gone = [msgspec.structs.replace(one, withdrawn="错") for one in others]
    assert {one.number for one in held(others)} == {was for was, _ in happened(others, gone)}
