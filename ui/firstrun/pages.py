"""Builds the three pages of the first run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLayout, QPlainTextEdit, QPushButton, QWidget

from guard.core.practice import STAR, sample_lines
from guard.core.reporting import Field
from ui.i18n.say import listed, say
from ui.kit import icons
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, Paragraph, button, column, frame, label, restyle, row

_CARD, _CHAT = 68, 64
"""Least heights of a card and of the chat box, in pixels at 100 %."""


def watched_page(theme: Theme) -> QWidget:
    """Return page 1: what is watched, and what cannot be watched."""
    page = QWidget()
    page.setLayout(_sheet(theme, say(
        "复制或截图之后、粘贴到微信和 QQ 之前，它看一眼有没有不该外传的内容。没有问题的，您感觉不到它。"), [
        _card(theme, _Icon(theme, "clip"), say("复制的文字、图片、文件"), say(
            "粘到聊天软件才拦，标了密级的粘到网页也拦；粘到 WPS 等办公软件照常。")),
        _card(theme, _Icon(theme, "picture"), say("截图、收到的和要发的文件"), say(
            "新截图，微信、QQ 收到的文件，聊天软件要打开、网页要上传的文件，也先看一眼。")),
        _card(theme, _Icon(theme, "info"), say("看不到的地方"), say(
            "手机拍照、微信里转发、直接打字，管不到；微信自带截图不一定拦得住。")),
        label(say("只用于连接互联网的非涉密电脑。"), "caption"),
    ]))
    return page


class KeptPage(QWidget):
    """Page 2: what is never sent anywhere, and what the unit is told."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.seen = Paragraph(theme, say("还没有准备好"), 13, 20, "text2")
        """What of the records the unit gets."""
        self.setLayout(_sheet(theme, say(
            "判断只在本机做，内容不离开这台电脑。单位收到的只有记录，收哪几项由单位定。"), [
            _card(theme, Glyph(theme, "clear", 22), say("不上传"), say("复制的内容、截图、识别出的文字、文件名")),
            _card(theme, Glyph(theme, "clear", 22), say("不看"), say(
                "微信、QQ 里的聊天记录、通讯录、键盘输入、摄像头")),
            _card_of(theme, Glyph(theme, "log", 22), say("单位能看到"), self.seen),
        ]))

    def tell(self, reports: tuple[Field, ...] | None) -> None:
        """Say what of each record leaves this computer, None when nothing does."""
        if reports is None:
            self.seen.show_text(say("什么也不上报，记录只留在这台电脑上。"))
            return
        words = _field_words()
        self.seen.show_text(listed((say("时间、电脑名、科室、运行状态、处理方式、规则版本"),
                                    *(words[field] for field in reports))))


def _field_words() -> Mapping[Field, str]:
    return {
        Field.RULES: say("规则编号"),
        Field.OUTCOME: say("处理结果"),
        Field.COUNT: say("数量"),
        Field.ANSWER: say("给出的是原文还是提示"),
        Field.CASE: say("被拦截内容的编号"),
        Field.DESTINATION: say("去向软件"),
        Field.REASON: say("您写的理由"),
        Field.KIN: say("和以前哪一项相同"),
        Field.NATURE: say("内容的性质"),
        Field.WHAT: say("是文字、图片还是文件"),
        Field.INSPECTION: say("自查的进度和数目"),
    }


class TryPage(QWidget):
    """Page 3: copy a sample, paste it into a box that plays a chat client. ``held`` is emitted once it was held."""

    held = Signal()

    def __init__(self, theme: Theme, notice: Callable[[], str]) -> None:
        """``notice`` returns what a chat's input box gets in the place of held content, as the policy says."""
        super().__init__()
        self._theme = theme
        self._notice = notice
        self._copied = self._was_held = False
        self.copy: QPushButton = button(say("复制样例"), "primary")
        self.copy.clicked.connect(self._copy)
        self.chat = PretendChat(theme.px(_CHAT))
        self.chat.pasted.connect(self._pasted)
        self._glyph = Glyph(theme, "clear", 18)
        self._word = label("", "body2", "clear")
        self._result = QWidget()
        self._result.setLayout(row(theme, self._glyph, self._word, None, spacing=10))
        self._result.setFixedHeight(theme.px(24))
        self._glyph.hide()
        sample = frame("card")
        sample.setFixedWidth(theme.px(248))
        lines = [label(line) for line in sample_lines()]
        sample.setLayout(column(theme, label(say("样例文件"), "caption"), *lines, None, row(theme, self.copy, None),
                                spacing=5, margins=(16, 14, 16, 16)))
        right = frame("card")
        right.setLayout(column(theme, label(say("模拟的聊天框"), "caption"), self.chat, self._result, spacing=8,
                               margins=(16, 14, 16, 12)))
        cards = row(theme, sample, right, spacing=12)
        how = Paragraph(theme, say("先点“复制样例”，再到右边的框里按 Ctrl+V。右边模拟微信。"), 15, 25)
        also = Paragraph(theme, say("同时会弹出提醒，告诉您是哪几个字、该怎么办。"), 13, 20, "text2")
        page = column(theme, how, cards, also, spacing=14)
        page.setStretch(1, 1)
        self.setLayout(page)

    def was_held(self) -> bool:
        """Return whether the sample has been held in front of the user."""
        return self._was_held

    def _copy(self) -> None:
        self._copied = True
        QGuiApplication.clipboard().setText("\n".join(sample_lines()))
        self._say("log", say("复制好了。请在上面的框里按 Ctrl+V。"))
        self.chat.clear()
        self.chat.setFocus()

    def _pasted(self, untrusted_text: str) -> None:
        words = untrusted_text.strip()
        if not self._copied or words not in ("", self._notice().strip(), "\n".join(sample_lines())):
            self._say("log", say("这不是样例。请先点“复制样例”。"))
            return
        if STAR in words:
            self._say("unknown", say("这一次没有拦下。请打开“运行状况”看一看。"))
            return
        self._was_held = True
        said = say("拦下了。粘贴出来的只是这句占位文字。") if words else say("拦下了。什么也没有粘贴出来。")
        self._say("clear", said)
        self.copy.setText(say("再复制一次"))
        self.held.emit()

    def _say(self, state: str, words: str) -> None:
        self._glyph.show_state(state)
        self._glyph.show()
        self._word.setText(words)
        restyle(self._word, tone=state if state != "log" else None)


class PretendChat(QPlainTextEdit):
    """A box that pastes what the clipboard gives, as a chat client's would."""

    pasted = Signal(str)

    def __init__(self, lowest: int) -> None:
        """``lowest`` is the least height in pixels; it takes all remaining space."""
        super().__init__()
        self.setAccessibleName(say("模拟的聊天框"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(lowest)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least height, so that the page scrolls only where even that does not fit."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Insert the text and emit it."""
        text = source.text()
        self.insertPlainText(text)
        self.pasted.emit(text)


class _Icon(QLabel):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.redraw()

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        self.setPixmap(icons.pixmap(self._theme, f"ui-{self._name}", self._theme.px(22), self.devicePixelRatioF()))


def _card(theme: Theme, picture: QWidget, title: str, sentence: str) -> QWidget:
    return _card_of(theme, picture, title, Paragraph(theme, sentence, 13, 20, "text2"))


def _card_of(theme: Theme, picture: QWidget, title: str, words: Paragraph) -> QWidget:
    card = frame("card")
    card.setMinimumHeight(theme.px(_CARD))
    inner = row(theme, picture, column(theme, label(title, "strong"), words, spacing=2), spacing=14,
                margins=(18, 11, 18, 11))
    inner.setStretch(1, 1)
    card.setLayout(inner)
    return card


def _sheet(theme: Theme, sentence: str, cards: Sequence[QWidget]) -> QLayout:
    return column(theme, Paragraph(theme, sentence, 15, 25), 10, *cards, None, spacing=8)
