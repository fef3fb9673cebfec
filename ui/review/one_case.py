"""The right side of 被拦截内容: one item with its words, its picture or text, and its legend."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from guard.model import Case, CaseState, Judged, Keeping, Kind
from guard.requests import CaseContent, Reply
from guard.where import where
from ui.explain import words_of
from ui.legend import legend, marks
from ui.pictures import Disc, image_of
from ui.plain import one_line
from ui.review.viewer import PictureView, TextView
from ui.theme import Theme
from ui.widgets import Elided, Glyph, IconButton, Paragraph, column, frame, label, row
from ui.words import case_title, clock, day, not_sent, say, shape

_LEGEND = 6
"""Legend rows at the most."""


class CaseView(QWidget):
    """Shows one item; ``drop`` forgets its content."""

    def __init__(self, theme: Theme, content: CaseContent, now: float) -> None:
        super().__init__()
        self._theme = theme
        self.case: Case = content.case
        self.picture = PictureView(theme)
        self.text = TextView(theme)
        self._stack = QStackedLayout()
        self._percent = label("", "small")
        self._tools = self._zoom_tools()
        self._tools.hide()
        self.setLayout(self._body(now))
        self._fill()

    def drop(self) -> None:
        """Forget picture and text."""
        self.picture.drop()
        self.text.drop()

    def go(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit."""
        if self._stack.currentWidget() is self.picture:
            self.picture.go(step)
        else:
            self.text.go(step)

    def press(self, key: int) -> bool:
        """Do what a key asks for (+ − 0 zoom, N P hits); return whether it asks for anything."""
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.picture.enlarge,
            Qt.Key.Key_Equal: self.picture.enlarge,
            Qt.Key.Key_Minus: self.picture.reduce,
            Qt.Key.Key_0: self.picture.fit,
            Qt.Key.Key_N: lambda: self.go(1),
            Qt.Key.Key_P: lambda: self.go(-1),
        }
        act = next((act for known, act in keys.items() if known == key), None)
        if act is not None:
            act()
        return act is not None

    # ------------------------------------------------------------------ parts
    def _body(self, now: float) -> QVBoxLayout:
        theme, case = self._theme, self.case
        title = Elided(case_title(case), "h1")
        title.setMinimumHeight(theme.px(28))
        when = f"{day(case.opened_at, now).split(' · ')[0]} {clock(case.opened_at)}"
        caption = " · ".join((not_sent(case), when, *self._item_name(), *self._spot(), _keeping_words(case)))
        head = row(theme, Glyph(theme, shape(case.decision.outcome), 28),
                   column(theme, title, Elided(caption, "caption"), spacing=2), spacing=12)
        head.setStretch(1, 1)
        stage = row(theme, label(say("原件 · 只有您能看"), "caption"), None, self._tools)
        stack = QWidget()
        stack.setLayout(self._stack)
        stack.setMinimumHeight(theme.px(160))
        layout = column(theme, head, 16, self._why(), 12, stage, 6, stack, 10, self._legend(), spacing=0,
                        margins=(24, 20, 24, 12))
        layout.setStretchFactor(stack, 1)
        return layout

    def _item_name(self) -> tuple[str, ...]:
        judged = self._judged()
        name = one_line(judged.name, 40) if judged and len(self.case.judged) > 1 else ""
        return (say("共 {count} 项，这是 {name}", count=len(self.case.judged), name=name),) if name else ()

    def _spot(self) -> tuple[str, ...]:
        found = self.case.deciding()
        spot = one_line(where(found[1]), 60) if found else ""
        return (spot,) if spot else ()

    def _why(self) -> QWidget:
        words = words_of(self.case)
        box = frame(tint=shape(self.case.decision.outcome))
        basis = [words.basis, *words.basis_more[:1]] if words.basis else []
        lines = [Paragraph(self._theme, line, 13, 20, "text2") for line in (words.sentence, *basis) if line]
        box.setLayout(column(self._theme, Paragraph(self._theme, words.title, bold=True), *lines, spacing=2,
                             margins=(14, 10, 14, 10)))
        return box

    def _legend(self) -> QWidget:
        part = QWidget()
        rows = legend(self.case.matches())
        entries = [row(self._theme, Disc(entry.number), label(f"{entry.name} {entry.count}", "small"), spacing=6)
                   for entry in rows[:_LEGEND]]
        rest = [label(say("还有 {count} 种", count=len(rows) - _LEGEND), "caption")] if len(rows) > _LEGEND else []
        part.setLayout(row(self._theme, *entries, *rest, None, spacing=18))
        return part

    def _zoom_tools(self) -> QWidget:
        part = QWidget()
        reduce = IconButton(self._theme, "minus", say("缩小图片（-）"))
        enlarge = IconButton(self._theme, "plus", say("放大图片（+）"))
        fit = IconButton(self._theme, "fit", say("看整张图片（0）"))
        reduce.clicked.connect(self.picture.reduce)
        enlarge.clicked.connect(self.picture.enlarge)
        fit.clicked.connect(self.picture.fit)
        self.picture.zoomed.connect(lambda percent: self._percent.setText(f"{percent} %"))
        part.setLayout(row(self._theme, reduce, self._percent, enlarge, fit, spacing=6))
        return part

    # ------------------------------------------------------------------ content
    def _judged(self) -> Judged | None:
        return self.case.worst()

    def _fill(self) -> None:
        for widget in (self.picture, self.text, self._nothing(), frame("sunken")):
            self._stack.addWidget(widget)
        if self.awaits_picture:
            self._stack.setCurrentIndex(3)
        else:
            self._show_text()

    @property
    def awaits_picture(self) -> bool:
        """Whether there may be a picture, which takes its time to fetch; ``show_picture`` takes the reply."""
        return self.case.kind is Kind.PICTURE and self.case.state is not CaseState.DESTROYED

    def show_picture(self, reply: Reply) -> None:
        """Show the picture that was fetched, or the text read in one that is not kept here."""
        if isinstance(reply, CaseContent) and reply.pictures:
            self._show_pixels(image_of(reply.pictures[0]))
        else:
            self._show_text()

    def _show_text(self) -> None:
        judged = self._judged()
        if judged is not None and judged.text is not None:
            self.text.show_text(judged.text.original, judged.verdict.matches if judged.verdict else ())
            self.text.setAccessibleName(say("原件的文字"))
            self._stack.setCurrentWidget(self.text)
        else:
            self._stack.setCurrentIndex(2)

    def _show_pixels(self, picture: QImage) -> None:
        if picture.isNull():
            self._stack.setCurrentIndex(2)
            return
        judged = self._judged()
        found = judged.verdict.matches if judged and judged.verdict else ()
        kinds = "、".join(f"{entry.name} {entry.count}" for entry in legend(found))
        places = marks(found)
        name = say("原图，已标出 {count} 处：{kinds}", count=len(places), kinds=kinds)
        self.picture.show_picture(picture, places, name)
        self._stack.setCurrentWidget(self.picture)
        self._tools.show()
        self.picture.fit()

    def _nothing(self) -> QWidget:
        part = frame("sunken")
        if self.case.state is CaseState.DESTROYED:
            words = say("这一项已经销毁，看不到内容了。")
        elif self.case.keeping is Keeping.IN_PLACE:
            words = say("按单位设定只记录、不留存，内容在原来的位置。")
        else:
            words = say("没有读出可以显示的内容。原件还在，可以取回。")
        text = label(words, "body2")
        part.setLayout(column(self._theme, None, row(self._theme, None, text, None), None))
        return part


def _keeping_words(case: Case) -> str:
    return {
        Keeping.VAULT: say("加密暂存"),
        Keeping.MEMORY: say("只在内存里，重启后就没有了"),
        Keeping.IN_PLACE: say("留在原处"),
    }[case.keeping]
