"""Shows how a release differs from what its computers have now; what loosens is red, first, and has to be agreed to."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from guard.publish.comparing import Difference
from guard.publish.planning import Comparison, Plan
from ui.i18n.say import say
from ui.items.compared import against, loosening_first
from ui.kit.display_text import Span
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, column, replace_all

_MOST = 240


class DifferencesView(QWidget):
    """The comparisons of a plan. ``agreed`` is emitted when somebody agrees to what loosens, or takes that back."""

    agreed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._needed = False
        self.consent = QCheckBox(say("标红的放宽我都看过，同意"))
        self.consent.toggled.connect(self.agreed)
        self._lines = column(theme, spacing=4)
        inside = QWidget()
        inside.setLayout(self._lines)
        self.setLayout(column(theme, Scrolled(theme, say("和现在的差别"), inside, _MOST), self.consent, spacing=8))
        self.show_plan(None)

    def show_plan(self, plan: Plan | None) -> None:
        """Show a plan; None shows nothing."""
        self._needed = plan is not None and bool(plan.loosening())
        self.consent.setChecked(False)
        self.consent.setVisible(self._needed)
        parts = [part for comparison in plan.comparisons for part in self._comparison(comparison)] if plan else []
        replace_all(self._lines, parts)
        self.setVisible(plan is not None)

    def may_sign(self) -> bool:
        """Return whether nothing loosens, or somebody agreed to it."""
        return not self._needed or self.consent.isChecked()

    def plain(self) -> str:
        """Return everything that is shown, one line each."""
        return "\n".join(part.plain() for part in self.findChildren(Paragraph))

    def _comparison(self, comparison: Comparison) -> Iterator[QWidget]:
        yield Paragraph(self._theme, against(comparison.release), 13, 20, bold=True)
        if not comparison.differences:
            yield Paragraph(self._theme, say("规则和策略没有不同"), 13, 20, "text2")
        for one in loosening_first(comparison.differences):
            yield self._line(one)

    def _line(self, one: Difference) -> Paragraph:
        if not one.loosens:
            return Paragraph(self._theme, told(one.words), 13, 20, "text2")
        mark = say("放宽")
        line = Paragraph(self._theme, "", 13, 20)
        line.show_text(f"▲ {mark} {told(one.words)}", (Span(0, len(mark) + 2, "hold"),))
        return line
