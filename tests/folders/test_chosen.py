"""Tests the folders that policy and user have chosen: one that cannot be watched is told and ends nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard.core.policy import FileGate, Policy
from guard.daemon.gate_folders import left_out, marked_folders
from guard.folders import PictureSource
from guard.folders.chosen import chosen
from guard.platform.linux import LinuxPlatform


@pytest.fixture
def loop(tmp_path: Path) -> Path:
    """A link to itself."""
    link = tmp_path / "圈"
    link.symlink_to(link)
    return link


def hopeless(loop: Path) -> tuple[str, ...]:
    """Paths that this computer cannot resolve, whatever a validator thinks of them."""
    return ("~no-such-user/图片", str(loop), "/a\0b", "/" + "x" * 300, str(loop / "图片"))


def test_each_folder_that_cannot_be_watched_is_a_trouble_of_its_own_and_the_others_stay(
        tmp_path: Path, loop: Path) -> None:
    found = chosen((*hopeless(loop), str(tmp_path), str(tmp_path / "later"), "~/later"))
    assert found.folders == (tmp_path, tmp_path / "later", Path.home() / "later")
    assert len(found.troubles) == len(hopeless(loop))
    assert f"{loop} 不能看守：链接绕成了圈" in found.troubles[1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    found = chosen((str(tmp_path / "shut" / "pictures"),))
    assert found.folders == ()
    assert "没有权限" in found.troubles[0]


def test_pictures_are_watched_beside_folders_that_became_loops(tmp_path: Path, loop: Path) -> None:
    hopeless_folders = [Path(folder) for folder in hopeless(loop)]
    source = PictureSource(LinuxPlatform(), [*hopeless_folders, tmp_path], ())
    told: list[object] = []
    source.start(lambda _: None, lambda watched, _: told.append([each.path for each in watched]))
    source.stop()
    assert told
    assert all(str(tmp_path) in each for each in told)


def test_the_file_gate_marks_what_it_can_reach(tmp_path: Path, loop: Path) -> None:
    folders = (*hopeless(loop), str(tmp_path))
    policy = Policy("x", screenshot_folders=folders, file_gate=FileGate(folders=folders, left_out=folders))
    assert str(tmp_path.resolve()) in marked_folders(policy, ())
    assert left_out(policy)[-1] == str(tmp_path.resolve())
