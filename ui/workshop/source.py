"""Shows YAML 原文: the text of the draft, with each line that has a problem marked and the first problem below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from rules.schema.problem import Problem
from ui.i18n.say import say
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, column

_SHOWN = 3


class SourceView(QWidget):
    """``written`` emits the whole text after an edit by a person."""

    written = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._edit = QPlainTextEdit()
        self._edit.setTabChangesFocus(True)  # YAML allows no tabs, and the Tab key must leave the field
        self._edit.setObjectName("source")
        self._edit.setAccessibleName(say("YAML 原文"))
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._colours = _Colours(theme, self._edit.document())
        self._told = Paragraph(theme, "", 13, 20, "hold")
        self._told.hide()
        self.setLayout(column(theme, self._edit, self._told, margins=(24, 14, 20, 16)))
        self._showing = False
        self._edit.textChanged.connect(self._edited)

    def _edited(self) -> None:
        if not self._showing:
            self.written.emit(self._edit.toPlainText())

    def set_read_only(self, read_only: bool) -> None:
        """Let the text only be read and copied."""
        self._edit.setReadOnly(read_only)

    def text(self) -> str:
        """Return the text that is shown."""
        return self._edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Show the text of the draft; unchanged parts stay as they are, with the cursor."""
        if text != self._edit.toPlainText():
            self._showing = True
            self._edit.setPlainText(text)
            self._showing = False

    def show_problems(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> None:
        """Mark the lines with problems, and those with what is allowed but unwise."""
        marks = []
        for found, token in ((warnings, "ask_soft"), (problems, "hold_soft")):
            for problem in found:
                block = self._edit.document().findBlockByNumber(max(0, problem.line - 1))
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)  # type: ignore[attr-defined]
                mark.format.setBackground(self._theme.color(token))  # type: ignore[attr-defined]
                mark.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
                marks.append(mark)
        self._edit.setExtraSelections(marks)
        listed = [*problems, *warnings][:_SHOWN]
        self._told.show_text("\n".join(say("第 {line} 行：", line=one.line) + told(one.message) for one in listed))
        self._told.setVisible(bool(listed))

    def go_to(self, line: int) -> None:
        """Show a line, counted from 1."""
        cursor = QTextCursor(self._edit.document().findBlockByNumber(max(0, line - 1)))
        self._edit.setTextCursor(cursor)
        self._edit.centerCursor()


class _Colours(QSyntaxHighlighter):
    """Keys bold, comments and references in their own colour."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Colour one line."""
        for pattern, colour, bold in ((r"^\s*(?:- +)?[\w]+(?=:)", "text", True), (r"@[\w]+", "accent", False),
                                      (r"(?:^|\s)#.*$", "text3", False)):
            unicode = QRegularExpression.PatternOption.UseUnicodePropertiesOption
            found = QRegularExpression(pattern, unicode).globalMatch(text)
            while found.hasNext():
                match = found.next()
                style = QTextCharFormat()
                style.setForeground(QColor(self._theme.hex(colour)))
                style.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
                self.setFormat(match.capturedStart(), match.capturedLength(), style)
