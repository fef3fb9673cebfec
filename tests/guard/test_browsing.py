"""Tests that browsing a folder causes no warnings; opening a file, or opening it again, does."""

from __future__ import annotations

from pathlib import Path

from guard.daemon.browsing import QUIET_SECONDS, Browsing

FOLDER = Path("/home/zhao/文档")
WECHAT = "/opt/wechat/wechat"


def test_a_file_that_is_opened_alone_is_warned_of_once_in_a_while() -> None:
    browsing = Browsing()
    at = (0.0, 1.0, QUIET_SECONDS + 2)
    assert [browsing.warns(WECHAT, FOLDER / "a.docx", now) for now in at] == [True, False, True]


def test_who_shows_a_folder_hears_of_the_first_files_only() -> None:
    browsing = Browsing()
    assert [browsing.warns(WECHAT, FOLDER / f"{number}.docx", number / 10)
            for number in range(10)] == [True, True, *[False] * 8]


def test_a_file_that_is_opened_again_after_it_was_shown_is_meant() -> None:
    browsing = Browsing()
    for number in range(10):
        browsing.warns(WECHAT, FOLDER / f"{number}.docx", number / 10)
    assert browsing.warns(WECHAT, FOLDER / "7.docx", 2.5)


def test_files_of_other_folders_and_of_other_clients_are_no_browsing() -> None:
    browsing = Browsing()
    assert all(browsing.warns(f"/opt/{number}", FOLDER / "a.docx", 0.0) for number in range(5))
    assert all(browsing.warns(WECHAT, FOLDER / str(number) / "a.docx", 0.0) for number in range(5))
