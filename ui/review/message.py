"""The right side of 被拦截内容 where no item is shown: one sentence, and what to press."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, button, column, label, row


class MessagePage(QWidget):
    """A glyph, a sentence and buttons, in the middle."""

    def __init__(self, theme: Theme, glyph: str, words: str, close: Callable[[], object],
                 marks: Callable[[], object] | None) -> None:
        """``marks`` shows when the screen was marked; None where another part of the window offers that."""
        super().__init__()
        offered = [(say("关闭"), "primary", close), *([(say("屏幕标记"), None, marks)] if marks is not None else [])]
        buttons = [button(name, kind) for name, kind, _ in offered]
        for each, (_, _, act) in zip(buttons, offered, strict=True):
            each.clicked.connect(act)
        text = label(words, "body2")
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(theme, None, row(theme, None, Glyph(theme, glyph, 32), None), text,
                              row(theme, None, *buttons, None), None, spacing=16, margins=(24, 24, 24, 24)))
