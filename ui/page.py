"""A part of a window that fills the room there is, and scrolls where that is less than its words need."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Page(QScrollArea):
    """As large as there is room; the buttons under it stay. The keyboard stops at it only while it scrolls."""

    def __init__(self, name: str, inside: QWidget) -> None:
        """``name`` is what a screen reader calls it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._scrolls)

    def _scrolls(self, _low: int, high: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if high else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return what is inside would like."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least width of what is inside, and next to no height."""
        return QSize(self.widget().minimumSizeHint().width(), 0)
