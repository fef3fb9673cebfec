"""Tests when a guard counts as left, and when another guard may take its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from guard.daemon.leaving import LEFT, LEFT_TURNS, UNFOUND, UNFOUND_TURNS, Leaving


@dataclass
class Desk:
    """What a guard sees of its trays and its display."""

    listening: bool = False
    served: bool = False
    found: bool = True
    displayed: bool = True
    leaving: Leaving = field(init=False)

    def __post_init__(self) -> None:
        self.leaving = Leaving(lambda: self, lambda: not self.displayed)

    def subscribed(self) -> bool:
        return self.listening

    def has_served(self) -> bool:
        return self.served

    def can_be_found(self) -> bool:
        return self.found

    def turns(self, count: int) -> list[str]:
        return [self.leaving.turn() for _ in range(count)]


def test_tray_and_display_must_both_be_gone_for_thirty_turns_without_a_break() -> None:
    desk = Desk(displayed=False)
    assert desk.turns(29) == [""] * 29
    desk.listening = True
    assert desk.turns(1) == [""]
    desk.listening = False
    assert desk.turns(29) == [""] * 29
    desk.displayed = True
    assert desk.turns(1) == [""]
    desk.displayed = False
    assert desk.turns(30) == [""] * 29 + [LEFT]


def test_a_guard_without_a_tray_stays_as_long_as_its_display_does() -> None:
    assert set(Desk().turns(10 * LEFT_TURNS)) == {""}


def test_a_guard_with_a_tray_stays_without_a_display_and_without_its_socket() -> None:
    assert set(Desk(listening=True, displayed=False, found=False).turns(10 * LEFT_TURNS)) == {""}


def test_a_guard_that_no_tray_could_find_again_ends_soon() -> None:
    assert Desk(found=False).turns(UNFOUND_TURNS) == [""] * (UNFOUND_TURNS - 1) + [UNFOUND]


def test_another_guard_takes_the_place_of_one_whose_tray_has_gone_and_not_of_one_that_has_a_tray() -> None:
    desk = Desk(listening=True, served=True)
    assert not desk.leaving.replaceable()
    desk.listening = False
    assert desk.leaving.replaceable()


def test_a_guard_that_has_just_started_is_given_time_for_its_tray_to_come() -> None:
    desk = Desk()
    desk.turns(LEFT_TURNS - 1)
    assert not desk.leaving.replaceable()
    desk.turns(1)
    assert desk.leaving.replaceable()
