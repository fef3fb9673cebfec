"""A small window with a question: heading, sentence, fields and buttons. It blocks no other window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from guard.control.requests import Reply
from guard.ipc.replies import Done, Refused
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, column, fit_height, label, row

_WIDTH = 400



class SmallWindow(QWidget):
    """Heading, sentence, fields and buttons. Esc and Ctrl+W close it and change nothing."""

    def __init__(self, theme: Theme, heading: str, sentence: str) -> None:
        super().__init__()
        self._help = Help(theme, self).link()
        self._theme = theme
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("{heading} — 密哨", heading=heading))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        # Nothing has the focus at first: Enter does nothing until the user has gone to a field or a button.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self.setAccessibleDescription(sentence)
        self.notice = Paragraph(theme, "", 13, 20, "unknown")
        self.notice.hide()
        head = row(theme, label(heading, "h2"), None, self._help)
        self._column = column(theme, head, Paragraph(theme, sentence, color="text2"), spacing=12,
                              margins=(24, 20, 24, 20))
        self.setLayout(self._column)

    def complete(self, fields: Sequence[QWidget], buttons: Sequence[QPushButton]) -> None:
        """Add the fields, the line for a refusal and the buttons."""
        for field in fields:
            self._column.addWidget(field)
        self._column.addWidget(self.notice)
        self._column.addLayout(row(self._theme, *buttons, None))
        self.fit()

    def answered(self, reply: Reply, done: Callable[[], None]) -> None:
        """Close and call ``done``, or show why not."""
        if isinstance(reply, Done):
            self.close()
            done()
        elif isinstance(reply, Refused):
            self.refuse(told(reply.words))

    def refuse(self, words: str) -> None:
        """Show why something was not done."""
        self.notice.show_text(words)
        self.notice.show()
        self.fit()

    def fit(self) -> None:
        """Fit the height to the content."""
        fit_height(self, self._theme.px(_WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Close on Esc and Ctrl+W."""
        if event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Close):
            self.close()
        else:
            super().keyPressEvent(event)
