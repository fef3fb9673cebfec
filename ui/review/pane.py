"""One side of the comparison: a caption and, below it, a picture, a text or a sentence, or several in turn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.i18n.say import say, sentences
from ui.items.copies import Sheet
from ui.items.picture_boxes import image_of
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, IconButton, column, frame, label, row
from ui.review.picture_view import PictureView
from ui.review.text_view import TextView

_ABOVE = 22
"""Height of what is above content, in pixels at 100 %: the same on both sides."""


class Pane(QWidget):
    """Shows a picture, a text, or a sentence instead; of several sheets one at a time."""

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self.caption = Elided(caption, "caption")
        self.picture, self.text = PictureView(theme), TextView(theme)
        self.turner = Turner(theme)
        self.turner.turned.connect(self._show_sheet)
        self._sheets: Sequence[Sheet] = ()
        self._about = ""
        self._sentence = label("", "body2")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        instead = frame("sunken")
        instead.setLayout(column(theme, self._sentence, margins=(24, 24, 24, 24)))
        self._stack = QStackedLayout()
        for widget in (instead, self.picture, self.text):
            self._stack.addWidget(widget)
        holder = QWidget()
        holder.setLayout(self._stack)
        self.caption.setMinimumHeight(theme.px(_ABOVE))
        above = row(theme, self.caption, self.turner, spacing=6)
        above.setStretch(0, 1)
        layout = column(theme, above, holder, spacing=6)
        layout.setStretchFactor(holder, 1)
        self.setLayout(layout)

    def tell(self, words: str) -> None:
        """Show a sentence instead of content."""
        self._sentence.setText(words)
        self._stack.setCurrentIndex(0)

    def sentence(self) -> str:
        """Return the sentence shown, "" while content is shown."""
        return self._sentence.text() if self._stack.currentIndex() == 0 else ""

    def view(self) -> PictureView | TextView | None:
        """Return the widget that shows the content, None while a sentence is shown."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, PictureView | TextView) else None

    def show_view(self, view: PictureView | TextView) -> None:
        """Show content."""
        self._stack.setCurrentWidget(view)

    def show_sheets(self, sheets: Sequence[Sheet], about: str) -> None:
        """Show the first of these, with buttons to turn to the others; ``about`` is what is said of all of them."""
        self._sheets, self._about = sheets, about
        self.turner.show_names([sheet.name for sheet in sheets])
        self._show_sheet(0)

    def drop(self) -> None:
        """Forget the content."""
        self._sheets = ()
        self.picture.drop()
        self.text.drop()

    def _show_sheet(self, index: int) -> None:
        sheet = self._sheets[index]
        name = sentences(sheet.name, self._about)
        if not sheet.is_picture:
            self.text.show_text(sheet.words, (), name)
            self.show_view(self.text)
            return
        picture = image_of(sheet.raster)
        if picture.isNull():
            self.tell(say("打码版已重新核对，可以复制；只是这里显示不出来。"))
            return
        self.picture.show_picture(picture, name)
        self.show_view(self.picture)


class Turner(QWidget):
    """Which of several sheets is shown, and the buttons before and after it; hidden where there is one."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._names: Sequence[str] = ()
        self._at = 0
        self._name = label("", "caption")
        self.before, self.after = (IconButton(theme, "chevron-up", say("上一份或上一页")),
                                   IconButton(theme, "chevron-down", say("下一份或下一页")))
        for turn in (self.before, self.after):
            turn.setFixedSize(theme.px(_ABOVE), theme.px(_ABOVE))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.setLayout(row(theme, self._name, self.before, self.after, spacing=6))
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        """Begin with the first of these sheets."""
        self._names, self._at = names, 0
        self.setVisible(len(names) > 1)
        self._redraw()

    def _turn(self, step: int) -> None:
        self._at += step
        self._redraw()
        self.turned.emit(self._at)

    def _redraw(self) -> None:
        at, count = self._at, len(self._names)
        self._name.setText(f"{self._names[at]} · {at + 1}/{count}" if count else "")
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at < count - 1)
