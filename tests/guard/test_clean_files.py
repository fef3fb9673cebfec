"""Tests which files of a copied list may go without the others."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from guard.core.model import Case, Judged, Kind, Reason, Target, Unreadable
from guard.daemon.clean_files import clean_files
from guard.util.path_text import path_text
from rules.model import Action, Verdict
from rules.text import Text
from tests.support import ui_samples as samples

CLEAN, STOPPED = Verdict(Action.ALLOW), Verdict(Action.WARN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "包").mkdir()
    for name in ("甲.txt", "乙.txt", "丙.pdf", "包/丁.txt", "包/戊.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


def case_of(**judged: Verdict | None) -> Case:
    items = [Judged(name.replace("_", "."), Text("甲") if verdict else None,
                    None if verdict else Unreadable(Reason.DAMAGED), verdict) for name, verdict in judged.items()]
    return replace(samples.secret(), kind=Kind.FILES, judged=tuple(items))


def copied(*paths: Path) -> tuple[Target, ...]:
    written = "\r\n".join(path.as_uri() for path in paths).encode()
    return (Target("text/uri-list", "text/uri-list", 8, written),)


def test_the_clean_files_are_those_that_were_read_and_not_stopped(folder: Path) -> None:
    case = case_of(甲_txt=STOPPED, 乙_txt=CLEAN, 丙_pdf=None)
    assert clean_files(case, copied(folder / "甲.txt", folder / "乙.txt", folder / "丙.pdf")) == (
        str(folder / "乙.txt"),)


def test_a_folder_goes_only_when_all_in_it_is_clean_and_was_judged(folder: Path) -> None:
    both = copied(folder / "甲.txt", folder / "包")
    clean = case_of(甲_txt=STOPPED, 包=CLEAN, 丁_txt=CLEAN, 戊_txt=CLEAN)
    assert clean_files(clean, both) == (str(folder / "包"),)
    assert clean_files(case_of(甲_txt=STOPPED, 包=CLEAN, 丁_txt=CLEAN, 戊_txt=STOPPED), both) == ()
    assert clean_files(case_of(甲_txt=STOPPED, 包=CLEAN, 丁_txt=CLEAN), both) == ()


def test_two_files_of_one_name_are_as_bad_as_the_worse(folder: Path) -> None:
    case = case_of(甲_txt=STOPPED, 乙_txt=CLEAN)
    twice = replace(case, judged=(*case.judged, replace(case.judged[0], name="乙.txt")))
    assert clean_files(twice, copied(folder / "甲.txt", folder / "乙.txt")) == ()


def test_a_path_that_is_not_utf_8_is_told_as_text(folder: Path) -> None:
    odd = folder / os.fsdecode("文件.txt".encode("gb18030"))
    odd.write_text("甲")
    assert clean_files(case_of(甲_txt=STOPPED, 文件_txt=CLEAN), copied(folder / "甲.txt", odd)) == (path_text(odd),)


def test_where_all_may_go_nothing_is_left_out(folder: Path) -> None:
    assert clean_files(case_of(甲_txt=CLEAN), copied(folder / "甲.txt")) == ()
