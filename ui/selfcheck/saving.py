"""Asks where to save what the self-check gives, and writes receipts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from guard.platform import atomic_file
from guard.util.os_errors import why
from ui.i18n.say import say
from ui.kit.display_text import visible
from ui.kit.sentences import told


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


def write_receipt(signed: bytes, path: Path) -> str:
    """Write a signed receipt as a page, or as it is for a path that ends in .json, and return what became of it."""
    # Loading the library for pages takes a fifth of a second, which checks without a receipt need not spend.
    from ui.report.receipt import receipt_page

    try:
        atomic_file.replace(path, signed if path.suffix.lower() == ".json" else receipt_page(signed))
    except OSError as error:
        return say("没能保存：{why}。请换一个文件夹。", why=told(why(error)))
    return say("凭证已保存：{name}", name=visible(path.name))
