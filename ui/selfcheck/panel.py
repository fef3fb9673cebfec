"""The right side of the self-check: the verdict in its place, the findings, the reasons, and the next steps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.i18n.say import say
from ui.kit.scroll_page import Page
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, Paragraph, button, column, frame, label, replace_all, restyle, row, ruled
from ui.selfcheck.answer import ROWS, Answer, Finding

WIDTH = 312
"""Width in pixels at 100 %."""


class VerdictPanel(QWidget):
    """Changes without moving: the verdict always has the same position."""

    copy_wanted = Signal()
    look_wanted = Signal()
    receipt_wanted = Signal()
    send_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(theme.px(WIDTH))
        self._glyph = Glyph(theme, "log", 28)
        self._title = Paragraph(theme, "", 20, 28, bold=True)
        self._sentence = Paragraph(theme, "", 14, 21, "text2")
        self._tint = frame("card")
        head = row(theme, column(theme, self._glyph, None), column(theme, self._title, self._sentence, None, spacing=2),
                   spacing=14, margins=(18, 14, 14, 14))
        head.setStretch(1, 1)
        self._tint.setLayout(head)
        self._tint.setMinimumHeight(theme.px(82))
        self._found = frame("card")
        self._found.setLayout(column(theme, spacing=0))
        self._because = label(say("为什么"), "strong")
        self._why = Paragraph(theme, "", 13, 21, "text2")
        self._basis = Paragraph(theme, "", 12, 18, "text3")
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self.copy: QPushButton = button(say("复制打码版"), "primary")
        self.look: QPushButton = button(say("看打码后的样子"))
        self.receipt: QPushButton = button(say("保存尽责凭证…"))
        self.send: QPushButton = button(say("复制"), "primary")
        self.report: QPushButton = button(say("保存报告…"))
        self.send.clicked.connect(self.send_wanted)
        self.report.clicked.connect(self.report_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.look.clicked.connect(self.look_wanted)
        self.receipt.clicked.connect(self.receipt_wanted)
        below = row(theme, self.look, self.report, self.receipt)
        told = QWidget()
        told.setLayout(column(theme, self._found, 8, self._because, self._why, self._basis, None, spacing=8))
        page = Page(say("为什么"), told)
        layout = column(theme, self._tint, 4, page, self._notice, self.copy, self.send, below, spacing=8)
        layout.setStretchFactor(page, 1)
        self.setLayout(layout)
        self.show_empty()

    def show_empty(self) -> None:
        """Show that there is nothing to check."""
        self._head("log", say("还没有内容"), say("粘贴或拖进来，先看看能不能发。"), None)
        self._body((), "", "")
        self._offer(maskable=False, given=False)

    def show_looking(self) -> None:
        """Show that it is being read; everything else stays where it is."""
        self._head("log", say("正在看…"), say("读完就告诉您。"), None)
        self._body((), "", "")
        self._offer(maskable=False, given=False)

    def show_answer(self, answer: Answer, *, maskable: bool, send: str = "", reported: bool = False) -> None:
        """Show the answer. ``send`` are the words of the button that copies what may go, "" when nothing may;
        ``reported``: there are several files, of which a report can be saved."""
        self._head(answer.state, answer.title, answer.sentence, answer.state)
        self._because.setText(say("请留意") if answer.state == "clear" else say("为什么"))
        self._body(answer.findings, answer.why, answer.basis)
        self._offer(maskable=maskable, given=True, send=send, reported=reported)

    def show_failure(self, words: str) -> None:
        """Show why it could not be checked."""
        self._head("unknown", say("没能查完"), words, "unknown")
        self._body((), "", "")
        self._offer(maskable=False, given=False)

    def notice(self, words: str) -> None:
        """Show what was just done, or why not."""
        self._notice.show_text(words)
        self._notice.setVisible(bool(words))

    def hold_back(self) -> None:
        """Disable saving and copying: the content has changed and differs from what is seen."""
        for choice in (self.copy, self.look, self.receipt, self.send, self.report):
            choice.setEnabled(False)
        self.notice("")

    def title(self) -> str:
        """Return the verdict's title."""
        return self._title.plain()

    def sentence(self) -> str:
        """Return the verdict's sentence."""
        return self._sentence.plain()

    def _head(self, state: str, title: str, sentence: str, tint: str | None) -> None:
        self._glyph.show_state(state)
        self._title.show_text(title)
        self._sentence.show_text(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        restyle(self._tint, role=None if tint else "card", tint=tint)

    def _body(self, found: tuple[Finding, ...], why: str, basis: str) -> None:
        layout = self._found.layout()
        assert layout is not None
        lines = [self._line(finding) for finding in found[:ROWS]]
        if len(found) > ROWS:
            more = label(say("还有 {count} 种", count=len(found) - ROWS), "caption")
            more.setContentsMargins(self._theme.px(16), 0, 0, 0)
            more.setFixedHeight(self._theme.px(32))
            lines.append(more)
        replace_all(layout, ruled(lines))
        self._found.setVisible(bool(lines))
        for part, words in ((self._why, why), (self._basis, basis)):
            part.show_text(words)
            part.setVisible(bool(words))
        self._because.setVisible(bool(why))

    def _line(self, finding: Finding) -> QWidget:
        line = QWidget()
        line.setFixedHeight(self._theme.px(41))
        words = say("{count} 处，只记录", count=finding.count) if finding.state == "log" \
            else say("{count} 处", count=finding.count)
        count = label(words, "small")
        inner = row(self._theme, Glyph(self._theme, finding.state, 16), Elided(finding.name), count, spacing=12,
                    margins=(16, 0, 16, 0))
        inner.setStretch(1, 1)
        line.setLayout(inner)
        return line

    def _offer(self, *, maskable: bool, given: bool, send: str = "", reported: bool = False) -> None:
        self.notice("")
        self.copy.setVisible(maskable)
        self.look.setVisible(maskable)
        self.look.setText(say("看打码后的样子"))
        self.receipt.setVisible(given)
        self.send.setVisible(bool(send))
        self.send.setText(send)
        self.report.setVisible(reported)
        for choice in (self.copy, self.look, self.receipt, self.send, self.report):
            choice.setEnabled(True)
        # One filled button per window: the receipt is the next step where there is nothing to send.
        restyle(self.receipt, kind=None if maskable or send else "primary")
