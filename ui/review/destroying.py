"""Asks before anything is destroyed, with the names of the items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from guard.core.model import CaseState, CaseSummary, Release
from ui.i18n.say import say

_NAMED = 5


def goes(summary: CaseSummary) -> bool:
    """Return whether an item among several will be destroyed on that request."""
    return summary.state is not CaseState.DESTROYED and not stays(summary)


def stays(summary: CaseSummary) -> bool:
    """Return whether an item waits for the 保密办 and is not destroyed."""
    return summary.state is not CaseState.DESTROYED and summary.release is Release.NEVER


def ask_destroy(parent: QWidget, titles: Sequence[str], then: Callable[[], None], *, selected: int,
                some_stay: bool) -> None:
    """Ask in a window of its own that blocks only ``parent``; ``then`` is called when the answer is to destroy.

    ``titles`` are those of the items to be destroyed, out of ``selected`` many; ``some_stay``: others contain a mark.
    """
    question = QMessageBox(parent)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.setWindowTitle(say("销毁 — 密哨"))
    question.setTextFormat(Qt.TextFormat.PlainText)
    never = say("销毁后再也取不回来；带密级标志的不会销毁。") if some_stay else say("销毁后再也取不回来。")
    if len(titles) == 1:
        question.setText(say("销毁“{title}”？", title=titles[0]))
        question.setInformativeText(never)
    else:
        question.setText(_how_many(len(titles), selected))
        more = [say("还有 {count} 项", count=len(titles) - _NAMED)] if len(titles) > _NAMED else []
        question.setInformativeText("\n".join((*titles[:_NAMED], *more, never)))
    keep = question.addButton(say("先留着"), QMessageBox.ButtonRole.RejectRole)
    burn = question.addButton(say("销毁"), QMessageBox.ButtonRole.DestructiveRole)
    keep.setProperty("kind", "primary")
    burn.setProperty("kind", "danger")
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    question.buttonClicked.connect(lambda pressed: then() if pressed is burn else None)
    question.open()


def _how_many(count: int, selected: int) -> str:
    if count < selected:
        return say("销毁选中的 {selected} 项中的 {count} 项？", selected=selected, count=count)
    return say("销毁选中的 {count} 项？", count=count)
