"""Shows 改动: what this draft changes, rule by rule, in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from rules.pack.diff import Change, How
from ui.i18n.say import mark, say
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, column, frame, label, replace_all, row

_WORDS = {How.ADDED: mark("已新增"), How.REMOVED: mark("已删去"), How.CHANGED: mark("已修改")}
_TONES = {How.ADDED: "clear", How.REMOVED: "hold", How.CHANGED: "plain"}


class ChangesView(QScrollArea):
    """One card per change."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setAccessibleName(say("改动"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        page = QWidget()
        page.setObjectName("page")
        self._body = column(theme, spacing=8)
        page.setLayout(column(theme, self._body, None, margins=(24, 14, 20, 24)))
        self.setWidget(page)

    def show_changes(self, changes: tuple[Change, ...] | None) -> None:
        """Show changes; None when the draft cannot be read yet."""
        if changes is None:
            words = say("草稿还读不出来，改好以后这里会列出改动。")
        elif not changes:
            words = say("和打开时一样，没有改动。")
        else:
            words = ""
        cards: list[QWidget] = [Paragraph(self._theme, words, color="text2")] if words else []
        replace_all(self._body, [*cards, *(self._card(change) for change in changes or ())])

    def _card(self, change: Change) -> QWidget:
        card = frame("card")
        how = label(say(_WORDS[change.how]))
        how.setProperty("chip", _TONES[change.how])
        title = Paragraph(self._theme, f"{told(change.id)} {visible(change.name)}", bold=True)
        head = row(self._theme, how, title)
        head.setAlignment(how, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        lines = [Paragraph(self._theme, told(line), 13, 20, "text2") for line in change.lines]
        card.setLayout(column(self._theme, head, *lines, spacing=4, margins=(12, 10, 12, 10)))
        return card
