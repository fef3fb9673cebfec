"""Opens help by F1: the purpose of the front window, and its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.i18n.say import say
from ui.kit.help_pages import PAGES, HelpPage
from ui.kit.theme import Theme
from ui.kit.widgets import bring_forward, button


class Help(QShortcut):
    """Gives a window F1; the help window belongs to that window, and is imported on request."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(QKeySequence.StandardKey.HelpContents, window)
        self._theme = theme
        self.activated.connect(self.show)

    def link(self) -> QPushButton:
        """Return what shows the key in the window, and opens help by a click; with a keyboard F1 is shorter."""
        link = button(say("帮助 F1"), "link")
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        link.clicked.connect(self.show)
        return link

    def show(self) -> None:
        """Explain the window, or bring the open explanation to the front."""
        from ui.kit.help_window import HelpWindow

        window = self.parent()  # a reference of our own would keep a closed window and its content alive
        assert isinstance(window, QWidget)
        shown = window.findChild(HelpWindow)
        if shown is None:
            page = PAGES.get(type(window).__name__, HelpPage())
            shown = HelpWindow(self._theme, window.windowTitle(), window.accessibleDescription(), page)
            shown.setParent(window, Qt.WindowType.Window)
        bring_forward(shown)
