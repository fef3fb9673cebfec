"""Tests that `check` judges a file's name, and shows names that are not UTF-8 in words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.archives import zip_of
from tests.support.program import Run


def test_a_mark_in_the_name_decides_and_says_that_it_is_there(mishao: Run, tmp_path: Path) -> None:
    file = tmp_path / "【机密】方案.txt"
    file.write_text("食堂菜单")
    done = mishao("check", "--json", str(file))
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["action"]) == (4, "block")
    assert {match["in"] for match in answer["matches"]} == {"name"}
    assert all(match["text"] == file.name[match["start"]:match["end"]] for match in answer["matches"])
    assert "文件名" in mishao("check", str(file)).stdout.decode()


def test_the_name_of_a_file_that_cannot_be_read_is_judged(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "【机密】方案.bin").write_bytes(b"\x7fELF\x02\x01" + bytes(100))
    assert mishao("check", str(tmp_path)).returncode == 4


def test_a_gbk_name_is_judged_and_shown_as_words(mishao: Run, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + "【机密】方案.txt".encode("gb18030")
    with open(path, "wb") as file:  # noqa: PTH123  a name that is no text
        file.write(b"x")
    done = mishao("check", "--json", str(tmp_path))
    answer = json.loads(done.stdout.decode())
    assert answer["action"] == "block"
    assert answer["path"].endswith("/【机密】方案.txt")
    assert "【机密】方案.txt" in mishao("check", str(tmp_path)).stdout.decode()


def test_the_name_of_a_member_of_an_archive_is_judged(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "资料.zip").write_bytes(zip_of({"【机密】方案.txt": "食堂菜单".encode()}, raw_names="gb18030"))
    assert mishao("check", str(tmp_path)).returncode == 4


@pytest.mark.parametrize("options", [("--json",), ("--json", "--workers", "1")])
def test_the_names_of_folders_are_judged(mishao: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    for folder in ("【机密】一", "二/【机密】三/四"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text("食堂菜单")
    for given in ("【机密】一", "二"):
        answer = json.loads(mishao("check", *options, str(tmp_path / given)).stdout)
        assert answer["action"] == "block"
        assert {match["in"] for match in answer["matches"]} == {"name"}
    assert mishao("check", *options, str(tmp_path / "二" / "【机密】三" / "四")).returncode == 0
