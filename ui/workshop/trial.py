"""Shows 试一段: the draft's answer on a pasted text, a picture or a file, updated when either changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from guard.util.path_text import label as file_label
from guard.util.path_text import text_path
from rules.judge.judge import Judge
from rules.pack.words import LEVELS
from rules.text import Text
from ui.i18n.pack_words import of_pack
from ui.i18n.say import say
from ui.items.on_clipboard import local_file
from ui.kit.display_text import one_line
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, Paragraph, button, column, label, row
from ui.workshop.background import Background
from ui.workshop.checks import ANSWERS, Tried, try_text

_HEIGHT = 62
_DEBOUNCE_MS = 150
_SHOWN = 3
_LONGEST = 30

ReadFile = Callable[[Path], Text | str]
"""Reads a picture or a file; a string is the reason why it could not be read."""


class Trial(QWidget):
    """A text is judged by the newest draft; a file is read once and judged again whenever the draft changes."""

    def __init__(self, theme: Theme, judging: Background, reading: Background, read: ReadFile) -> None:
        super().__init__()
        self._judging, self._reading, self._read = judging, reading, read
        self._judge: Judge | None = None
        self._file: Text | None = None
        self._pick = button(say("选图片或文件…"), "link")
        self._pick.clicked.connect(self._choose)
        self.field = QPlainTextEdit()
        self.field.setAcceptDrops(False)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme.px(_HEIGHT))
        self.field.setAccessibleName(say("试一段"))
        self.field.setPlaceholderText(say("粘贴一段文字，或把文件拖进来"))
        self._glyph = Glyph(theme, "log", 20)
        self._answer = label("", "strong")
        self._took = label("", "small")
        self._where = Paragraph(theme, "", 13, 20, "text2")
        self.setLayout(column(theme, row(theme, label(say("试一段"), "h2"), None, self._pick), self.field,
                              row(theme, self._glyph, self._answer, self._took, None), self._where))
        self.setAcceptDrops(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._timer.timeout.connect(self._try)
        self.field.textChanged.connect(self._typed)
        self._show(None)

    def use(self, judge: Judge | None) -> None:
        """Judge by another draft; None: by none, the answer stays grey."""
        self._judge = judge
        self._try()

    def open(self, path: Path) -> None:
        """Read a picture or a file and judge its text."""
        self._say("log", say("正在读：{name}", name=one_line(file_label(path), _LONGEST)))
        self._reading.ask("file", lambda: self._read(path), self._was_read)

    def answer(self) -> str:
        """Return the answer shown."""
        return self._answer.text()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, say("选图片或文件"))
        if name:
            self.open(Path(name))

    def _typed(self) -> None:
        self._file = None
        self._reading.forget("file")
        self._timer.start()

    def _was_read(self, read: Text | str) -> None:
        if isinstance(read, str):
            self._say("unknown", say("没读出"), read)
            return
        self.field.blockSignals(True)
        self.field.setPlainText(read.original[:20_000])
        self.field.blockSignals(False)
        self._file = read
        self._try()

    def _try(self) -> None:
        text = self._file or Text(self.field.toPlainText())
        judge = self._judge
        if judge is None or not text.original:
            self._judging.forget("trial")
            self._show(None)
            return
        self._judging.ask("trial", lambda: try_text(judge, text), self._show)

    def _show(self, tried: Tried | None) -> None:
        if tried is None:
            waiting = self.field.toPlainText() and self._judge is None
            self._say("log", say("草稿改好以后再判") if waiting else say("还没有文字"))
            return
        glyph, word = ANSWERS[tried.action]
        decided = [match for match in tried.matches if match.action is tried.action]
        level = say(" · 把握{level}", level=told(LEVELS[decided[0].confidence])) if decided else ""
        found = say("；").join(say("{rule} {name}：“{text}”", rule=match.rule, name=of_pack(match.name),
                                  text=one_line(match.text, _LONGEST)) for match in tried.matches[:_SHOWN])
        self._say(glyph, say(word) + level, found, say("{time:.1f} 毫秒", time=tried.milliseconds))

    def _say(self, glyph: str, answer: str, where: str = "", took: str = "") -> None:
        self._glyph.show_state(glyph)
        self._answer.setText(answer)
        self._answer.setProperty("tone", glyph if glyph != "log" else None)
        self._answer.style().polish(self._answer)
        self._took.setText(took)
        self._where.show_text(where)
        self._where.setVisible(bool(where))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take one file, or text."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Read the dropped content."""
        file = next((path for url in event.mimeData().urls() if (path := local_file(url)) is not None), None)
        if file is not None:
            self.open(text_path(file))
        else:
            self.field.setPlainText(event.mimeData().text())
