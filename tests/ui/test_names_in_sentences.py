"""Tests that the names of files in what windows and pages say are visible and stay on their line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.selfcheck.saved_report import write_checked
from ui.selfcheck.saving import write_receipt
from ui.workshop.file_field import new_key_words
from ui.workshop.signing import keys_needed

TURNED, SHOWN = "报\u202e告\n已签名.json", "报□告⏎已签名.json"

SAID: dict[str, Callable[[Path], str]] = {
    "receipt": lambda path: write_receipt(b"{}", path),
    "report": lambda path: write_checked((), (), path),
    "key of tables": new_key_words,
    "publishing folder": lambda path: keys_needed(path, ()).words,
}


@pytest.mark.parametrize("what", SAID)
def test_a_name_that_turns_and_breaks_lines_is_shown_on_one(qapp: QApplication, tmp_path: Path, what: str) -> None:
    said = SAID[what](tmp_path / TURNED)
    assert SHOWN in said
    assert "\n" not in said
    assert "\u202e" not in said
