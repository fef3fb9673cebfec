"""Tests that a copied folder becomes its files: names first, then what is read fastest; unavailable ones say why."""

from __future__ import annotations

import os
from pathlib import Path

from guard.core.model import Capture, Item, Kind, Origin, Reason
from guard.files.copied import COPIED_FILES_LIMIT, files_of
from guard.files.items import opened
from guard.files.stamps import changed
from guard.util.path_text import path_text


def copied(*paths: Path) -> Capture:
    items = tuple(Item(path_text(path), Kind.FILES) for path in paths)
    return files_of(Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, items))


def test_names_come_first_and_small_files_before_long_ones(tmp_path: Path) -> None:
    (tmp_path / "扫描件.pdf").write_bytes(b"x" * 5000)
    (tmp_path / "下面").mkdir()
    (tmp_path / "下面" / "名单.txt").write_bytes(b"y" * 50)
    items = copied(tmp_path).items
    assert [(item.name, item.path is not None) for item in items] == [
        ("扫描件.pdf", False), ("名单.txt", False), (tmp_path.name, False), ("下面", False),
        ("名单.txt", True), ("扫描件.pdf", True)]
    assert [len(opened(item).untrusted_bytes) for item in items[4:]] == [50, 5000]


def test_a_text_beside_the_list_is_judged_as_text_before_the_files(tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_bytes(b"1")
    beside = Item("剪贴板文字", Kind.TEXT, untrusted_text="绝密样例")
    listed = Item(path_text(tmp_path), Kind.FILES)
    items = files_of(Capture("1", Origin.CLIPBOARD, Kind.FILES, 0.0, (beside, listed))).items
    assert [item.name for item in items] == ["名单.txt", tmp_path.name, "剪贴板文字", "名单.txt"]


def test_a_picture_that_copied_html_names_and_that_is_gone_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"1")
    text = Item("剪贴板文字", Kind.TEXT, untrusted_text="x")
    named = [Item("剪贴板图片", Kind.PICTURE, path=path_text(tmp_path / name))
             for name in ("gone.png", ".", "there.png")]
    found = files_of(Capture("1", Origin.CLIPBOARD, Kind.PICTURE, 0.0, (text, *named)))
    assert found.items == (text, named[2])


def test_the_name_of_an_empty_folder_is_judged(tmp_path: Path) -> None:
    assert [item.untrusted_text for item in copied(tmp_path).items] == [tmp_path.name]


def test_a_file_is_opened_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_bytes(b"1")
    *_, waiting = copied(tmp_path).items
    assert waiting.untrusted_bytes == b""
    (tmp_path / "名单.txt").write_bytes(b"22")
    assert opened(waiting).untrusted_bytes == b"22"
    (tmp_path / "名单.txt").unlink()
    problem = opened(waiting).problem
    assert problem is not None
    assert problem.reason is Reason.NOT_FOUND


def test_what_changes_in_a_copied_folder_is_told_from_what_was_judged(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "名单.txt").write_bytes(b"1")
    changes = (lambda: (tmp_path / "名单.txt").write_bytes(b"22"), (tmp_path / "空" / "新.txt").touch,
               (tmp_path / "名单.txt").unlink)
    for change in changes:
        marks = copied(tmp_path).marks
        assert not changed(marks)
        change()
        assert changed(marks)


def test_paths_that_are_gone_and_that_are_no_files_say_so_beside_what_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "在.txt").write_bytes(b"z")
    read = [opened(item) for item in copied(tmp_path / "不在.docx", tmp_path / "管道", tmp_path / "在.txt").items
            if item.untrusted_text is None]
    problems = {item.name: item.problem.reason if item.problem else None for item in read}
    assert problems == {"不在.docx": Reason.NOT_FOUND, "管道": Reason.UNSUPPORTED, "在.txt": None}


def test_more_files_than_are_opened_leave_a_problem(tmp_path: Path) -> None:
    for number in range(COPIED_FILES_LIMIT + 1):
        (tmp_path / f"{number}.txt").write_bytes(b"1")
    items = copied(tmp_path).items
    assert len(items) == 2 * COPIED_FILES_LIMIT + len(("folder", "problem"))
    assert items[-1].problem is not None
    assert items[-1].problem.reason is Reason.TOO_LARGE
