"""Tests what is done with files on Windows: holding them, giving them back, writing them whole, keys in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.folders import placeholder_for
from tests.windows.wine import Pieces, windows_path

TIME_NS = 1_700_000_000_123_456_700


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    path = tmp_path / "截图 2024.png"
    path.write_text("演示样例")
    os.utime(path, ns=(TIME_NS, TIME_NS))
    return path


def test_a_file_is_held_and_comes_back_with_its_time(pieces: Pieces, shot: Path) -> None:
    held, name, content, modified_ns, writable, after = pieces("hold", windows_path(shot))
    assert held == [placeholder_for(shot).name]
    assert (name, content, modified_ns, writable) == (shot.name, "演示样例", TIME_NS, True)
    assert after == [shot.name]


def test_a_file_cannot_be_held_in_its_place_and_that_is_said(pieces: Pieces, shot: Path) -> None:
    assert shot.name in pieces("in place", windows_path(shot))
    assert shot.stat().st_mode & 0o200


def test_a_key_in_a_file_can_be_used_again(pieces: Pieces, tmp_path: Path) -> None:
    assert pieces("key", windows_path(tmp_path / "key"))


def test_the_folder_of_the_administrator_is_where_windows_says_and_not_where_a_users_variable_does(
        pieces: Pieces) -> None:
    variables = ("WIN_PD_OVERRIDE_COMMON_APPDATA", "ProgramData", "ALLUSERSPROFILE")
    assert pieces("layer", **dict.fromkeys(variables, "C:\\elsewhere")).lower() == "c:\\programdata\\mishao"


def test_a_desktop_that_was_moved_is_known_beside_its_usual_place(pieces: Pieces) -> None:
    moved, usual, *_ = pieces("moved", "C:\\moved\\桌面")
    assert moved == "C:\\moved\\桌面"
    assert usual.endswith("\\Desktop")


def test_two_writers_of_one_file_wait_for_each_other_and_for_its_readers(pieces: Pieces, tmp_path: Path) -> None:
    assert pieces("write", windows_path(tmp_path / "state")) == [[], ["state"]]
