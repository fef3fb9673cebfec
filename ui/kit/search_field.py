"""A search field: a lens in front, and a button that empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.i18n.say import say
from ui.kit import icons
from ui.kit.theme import Theme

_LENS = 16


class SearchField(QLineEdit):
    """Its name says what is searched; so do the names of its buttons, which Qt leaves without one."""

    left = Signal()
    """The focus should move to the results: Down was pressed, or Esc when nothing was left to empty."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("search", True)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setClearButtonEnabled(True)
        for clear in self.findChildren(QToolButton):
            clear.setAccessibleName(say("清空"))
        self._lens = QAction(self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        for lens in self.findChildren(QToolButton):
            lens.setAccessibleName(lens.accessibleName() or name)
        self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Empty it on Esc, and leave it without the mouse."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        self._lens.setIcon(icons.icon(self._theme, "ui-search", _LENS))
