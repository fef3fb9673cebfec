"""Shows 首次使用: three pages, once. On the last one a sample is held in front of the user."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget

from guard.control.requests import AtWarning, Status
from ui.firstrun.pages import KeptPage, TryPage, watched_page
from ui.i18n.say import say
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.scroll_page import Page
from ui.kit.theme import Theme
from ui.kit.widgets import button, column, frame, label, restyle, room_on, row

_SIZE = (760, 524)
_SIDE, _LOW_SIDE = 64, 24
"""Margin in pixels at 100 % beside the words, and on a screen too small for the drawn size."""
_DOT = 10


class FirstRunWindow(QWidget):
    """``closed`` is emitted whenever it closes: it opens by itself only once."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._notice = AtWarning().notice
        self._explain = Help(theme, self).link()
        self._theme = theme
        self.setObjectName("page")
        self.setWindowTitle(say("欢迎使用密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self._titles = (say("密哨替您多看一眼"), say("内容不出这台电脑"), say("试一下，不会真的发出去"))
        self.kept = KeptPage(theme)
        self.trying = TryPage(theme, lambda: self._notice)
        self.pages = QStackedWidget()
        for page in (watched_page(theme), self.kept, self.trying):
            # A stack would ask for the height of its pages at their narrowest width, not at their real one.
            page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            self.pages.addWidget(page)
        self._title = label("", "welcome")
        self._page = label("", "caption")
        self._dots = Dots(theme, self.pages.count())
        self.back = button(say("上一步"))
        self.forward = button(say("下一步"), "primary")
        self.back.clicked.connect(lambda: self._go(self.pages.currentIndex() - 1))
        self.forward.clicked.connect(self._next)
        self.trying.held.connect(self._fill_button)  # the keyboard stays in the box that received the paste
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self._lay_out()
        self._go(0)

    def told(self, status: Status) -> None:
        """Take from the guard's status what leaves this computer, and what a chat's input box gets in the place of held
        content."""
        self._notice = status.at_warning.notice
        self.kept.tell(status.reports)

    def _lay_out(self) -> None:
        theme = self._theme
        mark = QLabel()
        mark.setPixmap(icons.pixmap(theme, "mishao", theme.px(56), self.devicePixelRatioF()))
        head = row(theme, mark, column(theme, self._title, self._page, spacing=4), None, spacing=18)
        size = QSize(theme.px(_SIZE[0]), theme.px(_SIZE[1])).boundedTo(room_on(self))
        side = _SIDE if size.width() == theme.px(_SIZE[0]) else _LOW_SIDE
        body = QWidget()
        inside = column(theme, head, self.pages, spacing=16, margins=(side, 24, side, 12))
        inside.setStretch(1, 1)
        body.setLayout(inside)
        self._body = Page(say("欢迎使用密哨"), body)
        foot = frame("footer")
        foot.setLayout(row(theme, self._dots, None, self._explain, self.back, self.forward, margins=(24, 12, 24, 12)))
        outer = column(theme, self._body, foot, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        self.setFixedSize(size)

    def _next(self) -> None:
        if self.pages.currentIndex() == self.pages.count() - 1:
            self.close()
        else:
            self._go(self.pages.currentIndex() + 1)

    def _go(self, index: int) -> None:
        last = index == self.pages.count() - 1
        self.pages.setCurrentIndex(index)
        self._body.verticalScrollBar().setValue(0)
        self._title.setText(self._titles[index])
        place = say("第 {page} 页，共 {count} 页", page=index + 1, count=self.pages.count())
        self._page.setText(place)
        self._dots.show_page(index, place)
        self.setAccessibleName(self._titles[index])
        self.back.setVisible(index > 0)
        self.forward.setText(say("开始使用") if last else say("下一步"))
        self.forward.setAccessibleName(self.forward.text())
        self._fill_button()
        (self.forward if not last or self.trying.was_held() else self.trying.copy).setFocus()

    def _fill_button(self) -> None:
        """One filled button per window: on the last page it is the sample's until that was held."""
        last, held = self.pages.currentIndex() == self.pages.count() - 1, self.trying.was_held()
        restyle(self.forward, kind=None if last and not held else "primary")
        restyle(self.trying.copy, kind="primary" if last and not held else None)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Emit ``closed``."""
        self.closed.emit()
        self.deleteLater()
        super().closeEvent(event)


class Dots(QWidget):
    """Shows which page is current, read aloud as words."""

    def __init__(self, theme: Theme, count: int) -> None:
        super().__init__()
        self._theme = theme
        self._count = count
        self._index = 0
        self.setFixedSize(theme.px(_DOT + 17 * (count - 1)) + 2, theme.px(_DOT) + 2)

    def show_page(self, index: int, words: str) -> None:
        """Show another page."""
        self._index = index
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint one dot per page, the current one filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self._count):
            current = index == self._index
            painter.setPen(QPen(self._theme.color("accent" if current else "line_strong"), 1))
            painter.setBrush(self._theme.color("accent" if current else "card"))
            side = self._theme.px(_DOT) - 1
            painter.drawEllipse(QRectF(1 + self._theme.px(17) * index, 1, side, side))
