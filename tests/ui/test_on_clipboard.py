"""Tests how masked copies are put on the clipboard for a guard that could not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from guard.control.masked_copies import MaskedCopy
from guard.util.path_text import path_text
from ui.items.on_clipboard import put_on_clipboard


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_files_of_a_copy_are_found_by_their_addresses_whatever_their_names(qapp: QApplication, tmp_path: Path,
                                                                               encoding: str) -> None:
    path = tmp_path / os.fsdecode("资料 #1".encode(encoding)) / "打码副本.docx"
    put_on_clipboard(MaskedCopy("1", (), paths=(path_text(path),)))
    (address,) = qapp.clipboard().mimeData().urls()
    assert address.toEncoded().data().decode() == path.as_uri()
