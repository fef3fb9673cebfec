"""The contents of a warning window: the base of its panels, and the one-line answer after a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.items.actions import Choice
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, Paragraph, button, column, row

WIDTH = 456
"""Width of the warning, in pixels at 100 %."""

PADDING = 20
"""Left and right margin of its content."""


class Panel(QWidget):
    """The content of a warning window below its bar."""

    resized = Signal()
    """The height has changed."""
    typing = Signal()
    """The user is about to type here: the window needs the keyboard."""

    def title(self) -> str:
        """Return what a screen reader says first."""
        return ""

    def description(self) -> str:
        """Return what a screen reader says after that."""
        return ""

    def choices(self) -> Sequence[QAbstractButton]:
        """Return the buttons that 1 to 5 press, in reading order."""
        return ()

    def unfold(self) -> None:
        """Show or hide the basis (key D)."""

    def busy(self) -> bool:
        """True while the user is filling something in: nothing else may replace the panel."""
        return False


class LinePanel(Panel):
    """One calm line after a choice."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._words = words
        text = Paragraph(theme, words)
        layout = row(theme, Glyph(theme, "clear", 20), text, spacing=10, margins=(PADDING, 8, PADDING, 20))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def title(self) -> str:
        """Return the line."""
        return self._words


def heading(theme: Theme, state: str, words: str) -> QHBoxLayout:
    """Return glyph and title, which may take two lines."""
    text = Paragraph(theme, words, 20, 28, bold=True)
    text.setObjectName("heading")
    text.setMinimumHeight(theme.px(28))
    layout = row(theme, column(theme, Glyph(theme, state, 28), None), text, spacing=12)
    layout.setStretch(1, 1)
    return layout


def choice_buttons(choices: Sequence[Choice]) -> list[tuple[Choice, QPushButton]]:
    """Return one button per choice; the first is filled."""
    result: list[tuple[Choice, QPushButton]] = []
    for index, choice in enumerate(choices):
        widget = button(choice.words, "primary" if index == 0 else None)
        widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        result.append((choice, widget))
    return result


def button_rows(theme: Theme, buttons: Sequence[QPushButton]) -> QVBoxLayout:
    """Lay buttons out: two share 3 : 2, three are equal, and when three do not fit the first gets its own row."""
    room = theme.px(WIDTH - 2 * PADDING)
    rest = list(buttons)
    layout = column(theme, spacing=8)
    for widget in rest:
        widget.ensurePolished()
    if len(rest) > 2 and max(widget.sizeHint().width() for widget in rest) * len(rest) + 16 > room:
        layout.addWidget(rest.pop(0))
    line = row(theme, *rest)
    if len(buttons) == 2:
        line.setStretch(0, 3)
        line.setStretch(1, 2)
    layout.addLayout(line)
    return layout
