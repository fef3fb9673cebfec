"""Rows of a warning that open something: the whole row by the mouse, its button by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, IconButton, column, label, row


class LookRow(QWidget):
    """A state, a title with a line below it, a time, and the way to look at it."""

    def __init__(self, theme: Theme, state: str, title: str, below: Elided, when: str,
                 look: Callable[[], None]) -> None:
        super().__init__()
        self._look = IconButton(theme, "chevron-right", say("查看：{title}", title=title))
        self._look.clicked.connect(look)
        self.setProperty("role", "look")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.px(54))
        words = column(theme, Elided(title), below, spacing=0)
        layout = row(theme, Glyph(theme, state, 20), words, label(when, "caption"), self._look, spacing=10,
                     margins=(14, 5, 6, 5))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Look at it when the button is released over the row."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._look.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the press, so that the release comes here."""
        event.accept()
