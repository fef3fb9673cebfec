"""Asks where to save what the self-check gives, and writes receipts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from guard.platform import atomic_file


def ask_where(parent: QWidget, title: str, name: str, endings: tuple[str, ...], save: Callable[[str], None]) -> None:
    """Ask for a file with one of these endings, in the folder where people keep their documents, and pass it on."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, documents)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{ending.upper()} (*.{ending})" for ending in endings])
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition(".")[2].rstrip(")")))
    dialog.setDefaultSuffix(endings[0])
    dialog.selectFile(name)
    dialog.fileSelected.connect(save)
    dialog.open()


def write_receipt(signed: bytes, path: Path) -> None:
    """Write a signed receipt as a page, or as it is for a path that ends in .json. Raises OSError."""
    # Loading the library for pages takes a fifth of a second, which checks without a receipt need not spend.
    from ui.report.receipt import receipt_page

    atomic_file.replace(path, signed if path.suffix.lower() == ".json" else receipt_page(signed))
