"""A small window: heading, sentence, fields and buttons. It blocks no other window, and has no help of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from guard.control.requests import Reply
from guard.ipc.replies import Done, Refused
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, column, fit_height, label, row

_WIDTH = 400
_SIDE = 24


class SmallPage(QWidget):
    """Heading, sentence, fields and buttons. Esc and Ctrl+W close it and change nothing.

    On a screen that is too low for it, the sentence and the fields scroll; heading, refusal and buttons stay.
    """

    def __init__(self, theme: Theme, heading: str, sentence: str) -> None:
        super().__init__()
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
        self._heading = row(theme, label(heading, "h2"), None)
        head = column(theme, self._heading, margins=(_SIDE, 20, _SIDE, 12))
        page = QWidget()
        self._sentence = Paragraph(theme, sentence, color="text2")
        self._column = column(theme, self._sentence, spacing=12, margins=(_SIDE, 0, _SIDE, 0))
        page.setLayout(self._column)
        self._foot = column(theme, self.notice, spacing=12, margins=(_SIDE, 12, _SIDE, 20))
        self.setLayout(column(theme, head, Scrolled(theme, heading, page), self._foot, spacing=0))

    def complete(self, fields: Sequence[QWidget], buttons: Sequence[QPushButton]) -> None:
        """Add the fields, the line for a refusal and the buttons."""
        for field in fields:
            self._column.addWidget(field)
        self._foot.addLayout(row(self._theme, *buttons, None))
        self.fit()

    def say_instead(self, sentence: str) -> None:
        """Replace the sentence below the heading."""
        self._sentence.show_text(sentence)
        self.setAccessibleDescription(sentence)

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
