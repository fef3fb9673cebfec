"""Offers sentences to answer with in place of a classified file: shown before one is used, without content or kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, label, row

MOST = 3
"""Sentences to choose from."""

_LIMIT = 26
"""Characters of a sentence that fit on its button; the policy takes no more."""


class Replies(QWidget):
    """One button per sentence, and the way back."""

    chosen = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, of_unit: Sequence[str]) -> None:
        """``of_unit`` are the unit's own sentences, () for ours."""
        super().__init__()
        returns = button(say("返回"), "link")
        returns.clicked.connect(self.back)
        sentences = [one_line(words, _LIMIT) for words in of_unit[:MOST]] or _ours()
        self._sentences = [self._button(words) for words in sentences]
        self.buttons: tuple[QPushButton, ...] = (*self._sentences, returns)
        note = Paragraph(theme, say("点一句，就放到剪贴板上；在聊天框里按 Ctrl+V，看一眼再发送。"), 13, 20, "text2")
        self.setLayout(column(theme, label(say("挑一句回对方"), "strong"), 4, note, 10,
                              column(theme, *self._sentences, spacing=8), 6, row(theme, returns, None), spacing=0))

    def _button(self, words: str) -> QPushButton:
        widget = button(words.replace("&", "&&"))
        widget.clicked.connect(lambda: self.chosen.emit(words))
        return widget


def _ours() -> list[str]:
    return [say("这份不方便在这里发，我按规定渠道办。"), say("这件事我稍后当面跟您说。"),
            say("这边不方便细说，我打电话给您。")]
