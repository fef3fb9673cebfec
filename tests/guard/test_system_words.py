"""Tests that errors of the system are shown in Chinese, like everything else that people read."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from guard.core.events import Event, EventKind
from guard.folders.errors import gone
from guard.journal.steady_sink import SteadySink
from guard.util.os_errors import WORDS, why


class Full:
    """A sink on a disk that is full."""

    def append(self, _event: Event) -> None:
        descriptor = os.open("/dev/full", os.O_WRONLY)
        try:
            os.write(descriptor, b"x")
        finally:
            os.close(descriptor)


def test_a_record_that_a_full_disk_refuses_is_told_in_chinese() -> None:
    troubles: list[str] = []
    SteadySink(Full(), troubles.append).append(Event(EventKind.STARTED, 0.0))
    assert troubles == ["记录没能写入：磁盘空间不足"]


def test_no_permission_a_missing_file_and_a_folder_in_its_place_are_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "none").read_bytes()
    assert why(missing.value) == "找不到文件"
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_bytes()
    assert why(folder.value) == "那里是一个文件夹"
    assert why(PermissionError(errno.EACCES, "Permission denied")) == "没有权限"


def test_our_own_words_come_before_and_those_of_the_system_after() -> None:
    assert why(gone(Path("/x"))) == "文件“x”已不在原处，可能被移动或删除了。"
    assert errno.EXDEV not in WORDS
    assert why(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert why(OSError()) == "读写错误"
