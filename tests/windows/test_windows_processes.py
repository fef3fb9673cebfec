"""Tests what other programs may do with our processes on Windows, and whose child a process is."""

from __future__ import annotations

from tests.windows.wine import Pieces


def test_other_programs_see_our_process_but_not_its_memory(pieces: Pieces) -> None:
    assert pieces("opened") == ["see its program", "wait for it"]


def test_a_younger_process_with_the_number_of_a_parent_that_ended_is_no_ancestor(pieces: Pieces) -> None:
    assert pieces("parents") == [["WeChat.exe"], []]
