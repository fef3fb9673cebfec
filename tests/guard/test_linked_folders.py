"""Tests which folders links in marked folders lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.daemon.linked_folders import LinkedFolders


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "Documents"
    folder.mkdir(parents=True)
    return folder


def led_to(*folders: Path) -> tuple[str, ...]:
    return LinkedFolders().of(tuple(map(str, folders)))


def test_a_link_to_a_folder_elsewhere_leads_there(documents: Path, tmp_path: Path) -> None:
    project = tmp_path / "data" / "项目"
    project.mkdir(parents=True)
    (documents / "link").symlink_to(tmp_path / "data")
    (documents / "again").symlink_to("link/项目")
    (documents / "file").symlink_to(documents / "nowhere")
    assert led_to(documents) == (str(tmp_path / "data"), str(project))


@pytest.mark.parametrize("target", [".", "..", "/", "below", "../.config"])
def test_what_is_marked_already_or_hidden_or_has_a_marked_folder_in_it_is_not_led_to(
        documents: Path, target: str) -> None:
    (documents / "below").mkdir()
    (documents.parent / ".config").mkdir()
    (documents / "link").symlink_to(target)
    assert led_to(documents) == ()


def test_a_new_link_is_seen_and_a_gone_one_is_not(documents: Path, tmp_path: Path) -> None:
    linked, one, other = LinkedFolders(), tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    (documents / "one").symlink_to(one)
    assert linked.of((str(documents),)) == (str(one),)
    (documents / "other").symlink_to(other)
    assert linked.of((str(documents),)) == (str(one), str(other))
    (documents / "one").unlink()
    assert linked.of((str(documents),)) == (str(other),)


def test_a_folder_that_is_gone_or_no_folder_leads_nowhere(documents: Path) -> None:
    (documents / "file").write_text("", "utf-8")
    assert led_to(documents / "gone", documents / "file") == ()
