"""Tests when a process counts as frozen, and when it does not."""

from __future__ import annotations

from guard.ipc.heartbeat import ASK_TURNS, SILENT_TURNS, Beat, Heartbeat


def _heard_once() -> Heartbeat:
    heartbeat = Heartbeat()
    heartbeat.heard()
    return heartbeat


def test_who_has_said_nothing_yet_is_getting_ready_however_long() -> None:
    heartbeat = Heartbeat()
    assert {heartbeat.turn() for _ in range(10 * SILENT_TURNS)} == {Beat.WAIT}


def test_who_answers_each_question_is_asked_for_ever_and_never_frozen() -> None:
    heartbeat, asked = _heard_once(), 0
    for _ in range(10 * SILENT_TURNS):
        beat = heartbeat.turn()
        assert beat is not Beat.FROZEN
        if beat is Beat.ASK:
            asked += 1
            heartbeat.heard()
    assert asked == 10 * SILENT_TURNS // ASK_TURNS


def test_who_answers_nothing_is_asked_three_times_and_then_frozen() -> None:
    heartbeat = _heard_once()
    beats = [heartbeat.turn() for _ in range(SILENT_TURNS)]
    assert beats.count(Beat.ASK) == 3
    assert beats.index(Beat.FROZEN) == SILENT_TURNS - 1


def test_an_answer_in_the_last_turn_is_in_time() -> None:
    heartbeat = _heard_once()
    for _ in range(SILENT_TURNS - 1):
        heartbeat.turn()
    heartbeat.heard()
    assert heartbeat.turn() is Beat.WAIT
