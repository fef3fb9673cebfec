"""The right side of 被拦截内容 while several items are selected: their kinds, and no content."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from guard.core.model import CaseSummary
from ui.guard_client.titles import Headings
from ui.i18n.say import listed, say
from ui.kit.glyph_words import shape, shape_word
from ui.kit.scroll_page import Page
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Glyph, column, frame, label, row, ruled
from ui.review.sieve import counts

_NAMED = 6


class SeveralView(QWidget):
    """Counts and the first names."""

    def __init__(self, theme: Theme, headings: Headings, summaries: Sequence[CaseSummary]) -> None:
        super().__init__()
        self._headings = headings
        self._shown = self._parts(summaries)
        kinds = listed(f"{shape_word(shape(outcome))} {count}" for outcome, count in counts(summaries).items())
        lines: list[QWidget] = []
        for summary in summaries[:_NAMED]:
            line = QWidget()
            inner = row(theme, Glyph(theme, shape(summary.outcome), 20), Elided(headings.title(summary)), spacing=10,
                        margins=(14, 6, 14, 6))
            inner.setStretch(1, 1)
            line.setLayout(inner)
            lines.append(line)
        card = frame("card")
        card.setLayout(column(theme, *ruled(lines), spacing=0, margins=(0, 4, 0, 4)))
        more = len(summaries) - _NAMED
        rest = [label(say("还有 {count} 项", count=more), "caption")] if more > 0 else []
        page = QWidget()
        page.setLayout(column(theme, label(say("选中了 {count} 项", count=len(summaries)), "h1"),
                              label(kinds, "body2"), 8, card, *rest, None, spacing=8, margins=(24, 20, 24, 12)))
        self.setLayout(column(theme, Page(say("被拦截内容"), page)))

    def shows(self, summaries: Sequence[CaseSummary]) -> bool:
        """Return whether nothing would be shown otherwise if these were shown anew."""
        return self._shown == self._parts(summaries)

    def _parts(self, summaries: Sequence[CaseSummary]) -> tuple[object, ...]:
        return (*((summary.id, summary.outcome) for summary in summaries),
                *map(self._headings.title, summaries[:_NAMED]))
