"""Shows a small strip beside another program's window: one sentence, some names, and a close button.

It never takes the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.i18n.say import listed, say
from ui.kit.display_text import one_line
from ui.kit.placement import place
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, IconButton, Paragraph, column, fit_height, replace_all, row

WIDTH = 320
"""In pixels at 100 %."""

SETTLING_MS = 500
"""Milliseconds after which its position is requested once more."""

_NAME_LIMIT = 120
_FLAGS = (Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
          | Qt.WindowType.WindowDoesNotAcceptFocus)


class Strip(QWidget):
    """``dismissed`` is emitted when the user has closed it, not when the program removed it."""

    dismissed = Signal()

    def __init__(self, theme: Theme, glyph: str = "ask") -> None:
        super().__init__(None, _FLAGS)
        self._glyph = glyph
        self._theme = theme
        self._taken_away = False
        self._beside: QRect | None = None
        # A window manager that reparents may leave Qt with a temporary position of the window; requesting our
        # position again costs nothing and makes both agree, so that the close button is where it is clicked.
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settling.timeout.connect(self._move_beside)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("{heading} — 密哨", heading=say("请留意")))
        self._sentence = Paragraph(theme, "")
        self._names = QVBoxLayout()
        self._build()

    def _build(self) -> None:
        theme = self._theme
        self._card = QFrame()
        self._card.setObjectName("warning")
        self._card.setProperty("flat", True)
        close = IconButton(theme, "close", say("关闭"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.close)
        self._names.setSpacing(theme.px(4))
        text = column(theme, self._sentence, self._names, spacing=4, margins=(0, 3, 0, 0))
        glyph = column(theme, 4, Glyph(theme, self._glyph, 20), None)
        line = row(theme, glyph, text, column(theme, close, None), spacing=10, margins=(14, 10, 8, 12))
        line.setStretch(1, 1)
        self._card.setLayout(line)
        self.setLayout(column(theme, self._card))

    def say_of(self, sentence: str, names: Sequence[str], more: int, beside: QRect | None) -> None:
        """Show this sentence beside a window, or in the corner when the window's position is unknown."""
        spoken = self.isVisible() and sentence == self._sentence.plain()
        self._sentence.show_text(sentence)
        lines = [Elided(one_line(name, _NAME_LIMIT), "strong") for name in names]
        if more:
            lines.append(Elided(say("还有 {count} 份", count=more), "caption"))
        replace_all(self._names, lines)
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(listed(names))
        self._beside = beside
        self._move_beside()
        self.show()
        self._settling.start()
        if not spoken:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def sentence(self) -> str:
        """Return the sentence."""
        return self._sentence.plain()

    def names(self) -> tuple[str, ...]:
        """Return the named files, and the line that counts the others."""
        items = (self._names.itemAt(at) for at in range(self._names.count()))
        return tuple(item.widget().accessibleName() for item in items if item is not None)

    def settled(self) -> bool:
        """Return whether its position was requested the second time."""
        return not self._settling.isActive()

    def take_away(self) -> None:
        """Close it because there is nothing to say any more."""
        self._taken_away = True
        self.close()

    def _move_beside(self) -> None:
        beside = self._beside
        fit_height(self._card, self._theme.px(WIDTH))
        self.setFixedSize(self._card.size())
        screen = QGuiApplication.screenAt(beside.center()) if beside else None
        screen = screen or QGuiApplication.primaryScreen()
        self.move(place(QSize(self.size()), screen.availableGeometry(), beside))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Emit that the user closed it."""
        super().closeEvent(event)
        if not self._taken_away:
            self.dismissed.emit()
