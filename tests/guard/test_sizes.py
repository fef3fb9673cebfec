"""Tests that sizes are said in the megabytes in which limits and file managers count."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.files.items import FILE_LIMIT, load
from guard.util.sizes import fine_megabytes, megabytes


@pytest.mark.parametrize(("size", "whole", "fine"), [
    (0, 0, "0.0"), (1, 0, "0.1"), (2**20 - 1, 0, "1.0"), (2**20, 1, "1.0"), (1_500_000, 1, "1.4"),
    (FILE_LIMIT, 256, "256.0")])
def test_a_megabyte_is_that_of_the_limits(size: int, whole: int, fine: str) -> None:
    assert (megabytes(size), fine_megabytes(size)) == (whole, fine)


def test_a_file_that_is_too_large_has_the_size_that_a_file_manager_shows(tmp_path: Path) -> None:
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(300 * 2**20)
    found = load(large).problem
    assert found is not None
    assert found.detail == "300 MB"
