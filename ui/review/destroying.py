"""Asks before anything is destroyed, with the names of what would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.words import say

_NAMED = 5


def ask_destroy(parent: QWidget, titles: Sequence[str], then: Callable[[], None]) -> None:
    """Ask in a window of its own that blocks only ``parent``; ``then`` is called when the answer is to destroy."""
    question = QMessageBox(parent)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setWindowTitle(say("销毁 — 密哨"))
    question.setTextFormat(Qt.TextFormat.PlainText)
    if len(titles) == 1:
        question.setText(say("销毁“{title}”？", title=titles[0]))
        question.setInformativeText(say("销毁后再也取不回来。"))
    else:
        question.setText(say("销毁选中的 {count} 项？", count=len(titles)))
        more = [say("还有 {count} 项", count=len(titles) - _NAMED)] if len(titles) > _NAMED else []
        never = say("销毁后再也取不回来；带密级标志的不会销毁。")
        question.setInformativeText("\n".join((*titles[:_NAMED], *more, never)))
    keep = question.addButton(say("先留着"), QMessageBox.ButtonRole.RejectRole)
    burn = question.addButton(say("销毁"), QMessageBox.ButtonRole.DestructiveRole)
    keep.setProperty("kind", "primary")
    burn.setProperty("kind", "danger")
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    question.buttonClicked.connect(lambda pressed: then() if pressed is burn else None)
    question.open()
