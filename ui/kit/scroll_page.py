"""A part of a window that fills the available space, and scrolls where its words need more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class _More(QWidget):
    """Covers the lower edge of scrollable content: words fade into the window's colour there, not cut in two."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stay at the edge."""
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Cover the last line."""
        height = min(self.fontMetrics().lineSpacing() * 3 // 2, self._over.height())
        self.setGeometry(0, self._over.height() - height, self._over.width(), height)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Fade into the window's colour."""
        shade = QLinearGradient(0, 0, 0, self.height())
        colour = QGuiApplication.palette().color(QPalette.ColorRole.Window)  # its own is transparent, as the page's is
        for at, opacity in ((0.0, 0.0), (0.7, 1.0), (1.0, 1.0)):
            colour.setAlphaF(opacity)
            shade.setColorAt(at, colour)
        QPainter(self).fillRect(self.rect(), shade)


class Page(QScrollArea):
    """Takes all available space; the buttons below it stay. It takes the keyboard focus only while it can scroll."""

    def __init__(self, name: str, inside: QWidget) -> None:
        """``name`` is its name for a screen reader."""
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self._more = _More(self.viewport())
        self.verticalScrollBar().rangeChanged.connect(self._scrolls)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def _scrolls(self, _low: int, high: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if high else Qt.FocusPolicy.NoFocus)
        self._scrolled()

    def _scrolled(self) -> None:
        self._more.place()
        self._more.setVisible(self.verticalScrollBar().value() < self.verticalScrollBar().maximum())

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the preferred size of the content."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least width of the content, and almost no height."""
        return QSize(self.widget().minimumSizeHint().width(), 0)
