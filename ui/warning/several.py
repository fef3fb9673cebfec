"""The warning about several items within a few seconds."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from guard.core.model import Case, Origin, Outcome
from ui.i18n.dates import ago
from ui.i18n.say import say
from ui.items.labels import case_category, case_title, spaced
from ui.items.program_names import destination_word
from ui.kit.glyph_words import shape
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, Scrolled, button, column, frame, label, ruled
from ui.warning.panels import PADDING, Panel, button_rows, heading
from ui.warning.rows import LookRow

ROWS = 4
"""Most items shown; the rest is one line of words."""

_ORDER = (Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE)


class SeveralPanel(Panel):
    """One row per item, newest first."""

    kept = Signal()
    review_wanted = Signal(str)
    """The id of the item to look at first."""

    def __init__(self, theme: Theme, cases: Sequence[Case], now: float | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._now = now or time.time()
        opened = all(case.origin is Origin.OPENED for case in cases)
        self._title = _title(cases, opened)
        self._description = (say("其余没问题的照常发。这些逐个看一眼，再决定怎么发。") if opened
                             else say("都能找回。逐项看一眼，再决定怎么发。"))
        state = shape(min((case.decision.outcome for case in cases), key=_ORDER.index))
        self._buttons = self._choices(cases[0], opened)
        self.setLayout(column(
            theme, heading(theme, state, self._title), 4, Paragraph(theme, self._description, color="text2"), 12,
            Scrolled(theme, self._title, self._list(cases)), 16, frame("line"), 16, button_rows(theme, self._buttons),
            spacing=0, margins=(PADDING, 4, PADDING, 16)))

    def title(self) -> str:
        """Return how many items there are."""
        return self._title

    def description(self) -> str:
        """Return what to do."""
        return self._description

    def choices(self) -> Sequence[QAbstractButton]:
        """Return the two buttons."""
        return self._buttons

    def _choices(self, first: Case, opened: bool) -> tuple[QPushButton, QPushButton]:
        """Return the buttons, the suggested one first. Of files that a client opened it has the clean ones already."""
        suggested = (None, "primary") if opened else ("primary", None)
        look = button(say("逐项查看"), suggested[0])
        keep = button(say("只发没问题的") if opened else say("都不发送"), suggested[1])
        look.clicked.connect(lambda: self.review_wanted.emit(first.id))
        keep.clicked.connect(self.kept)
        return (keep, look) if opened else (look, keep)

    def _list(self, cases: Sequence[Case]) -> QWidget:
        box = frame("sunken")
        lines = [self._row(case) for case in cases[:ROWS]]
        if len(cases) > ROWS:
            rest = label(say("还有 {count} 项", count=len(cases) - ROWS), "caption")
            rest.setContentsMargins(self._theme.px(44), self._theme.px(6), 0, self._theme.px(6))
            lines.append(rest)
        box.setLayout(column(self._theme, *ruled(lines), spacing=0, margins=(0, 2, 0, 2)))
        return box

    def _row(self, case: Case) -> QWidget:
        return LookRow(self._theme, shape(case.decision.outcome), case_title(case), self._where(case),
                       ago(case.opened_at, self._now), lambda: self.review_wanted.emit(case.id))

    def _where(self, case: Case) -> Elided:
        """Return why it was held, unless the title says so, and from whom."""
        category = case_category(case)
        words = "" if case_title(case).startswith(category) else category
        if case.destination is None:
            return Elided(words, "caption")
        program = destination_word(case.destination)
        return Elided(words, "caption", f" · {program}") if words else Elided(program, "caption")


def _title(cases: Sequence[Case], opened: bool) -> str:
    if not opened:
        return say("有 {count} 项先替您留着，都没有发出去", count=len(cases))
    programs = {destination_word(case.destination) for case in cases if case.destination is not None}
    if len(programs) != 1:
        return say("有 {count} 个文件没有交给聊天软件", count=len(cases))
    return say("有 {count} 个文件没有交给{program}", count=len(cases), program=spaced(programs.pop()))
