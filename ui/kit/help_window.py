"""The small window that F1 opens: the purpose of a window, and its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from ui.i18n.say import say
from ui.kit.help_pages import HelpPage
from ui.kit.small_page import SmallPage
from ui.kit.theme import Theme
from ui.kit.widgets import button, column, frame, label, row, ruled

_KEYS_WIDTH = 76


class HelpWindow(SmallPage):
    """The explanation of one window."""

    def __init__(self, theme: Theme, title: str, description: str, page: HelpPage) -> None:
        """``title`` and ``description`` are the window's own; the description serves where the page has no words."""
        super().__init__(theme, say("帮助"), say(page.about) if page.about else description)
        self.setWindowTitle(say("{title} · 帮助", title=title))
        listed = frame("card")
        listed.setLayout(column(theme, *ruled([self._line(theme, keys, say(does)) for keys, does in page.keys]),
                                spacing=0))
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        self.complete((listed,), (close,))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Return the keyboard to the explained window: a window manager might give it to the chat behind. A warning
        that nobody has clicked on yet takes none."""
        explained = self.parentWidget()
        refuses = Qt.WindowType.WindowDoesNotAcceptFocus
        if explained is not None and self.isActiveWindow() and not explained.windowFlags() & refuses:
            explained.activateWindow()
        super().closeEvent(event)

    def _line(self, theme: Theme, keys: str, does: str) -> QWidget:
        line = QWidget()
        line.setFixedHeight(theme.px(32))
        name = label(keys, "strong")
        name.setFixedWidth(theme.px(_KEYS_WIDTH))
        line.setLayout(row(theme, name, label(does, "body2"), None, spacing=10, margins=(14, 0, 14, 0)))
        return line
