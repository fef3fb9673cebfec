"""The left side of 被拦截内容: the held items, filtered and grouped, or a sentence when there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from guard.core.model import CaseState, CaseSummary
from ui.guard_client.bridge import Bridge
from ui.guard_client.titles import Headings
from ui.i18n.say import say
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, row
from ui.review.bar import FilterBar
from ui.review.delegate import CaseDelegate
from ui.review.grouping import grouped
from ui.review.items import CaseModel, Index
from ui.review.sieve import Sieve, counts, sift
from ui.review.thumbnails import Thumbnails

WIDTH, NARROW = 348, 232
"""Width in pixels at 100 %, and in a window that has no more space."""

_PAUSE_MS = 120
"""Milliseconds between two updates while names keep arriving."""


class CaseList(QListView):
    """Repaints when names arrive; Qt's own list asks for every row's height again, which no name changes."""

    def moveCursor(self, action: QAbstractItemView.CursorAction,  # noqa: N802 (Qt's name)
                   modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the next item where a key leads to a heading, as Home does."""
        index = super().moveCursor(action, modifiers)
        while index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            index = index.siblingAtRow(index.row() + 1)
        return index

    def dataChanged(self, _first: Index, _last: Index, _roles: Sequence[int] = ()) -> None:  # noqa: N802 (Qt's name)
        """Paint the rows again."""
        self.viewport().update()


class Listing(QFrame):
    """``chosen`` is emitted when the selection changes; ``selected`` returns it."""

    chosen = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, headings: Headings, bar: FilterBar,
                 now: Callable[[], float]) -> None:
        super().__init__()
        self._headings = headings
        self._bar = bar
        self._now = now
        self._summaries: dict[str, CaseSummary] = {}
        self._settling = False
        self._unnamed = True
        self.thumbnails = Thumbnails(bridge, self)
        self.model = CaseModel(headings)
        self.model.setParent(self)
        self.list = CaseList()
        self.trouble = Paragraph(theme, "", 13, 20, "unknown")
        self._trouble_box = frame(tint="unknown")
        self._found = label("", "caption")
        self.marks = button(say("屏幕标记"), "quiet", say("屏幕标记：什么时候有过，为什么"))
        """Pressed to see when the screen was marked."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.sift)
        self._build(theme)
        bar.changed.connect(self._searched)
        bar.search.left.connect(self.list.setFocus)
        headings.arrived.connect(self._named)
        self.thumbnails.arrived.connect(self._pictured)

    def _build(self, theme: Theme) -> None:
        self.setProperty("role", "side")
        self.setFixedWidth(theme.px(WIDTH))
        self.list.setAccessibleName(say("被拦截内容"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(self.list.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseDelegate(theme, self._headings, self.thumbnails, self.list))
        self.list.selectionModel().selectionChanged.connect(self._selection_changed)
        troubles = Scrolled(theme, say("最近的问题"), self.trouble)
        self._trouble_box.setLayout(column(theme, troubles, margins=(10, 8, 10, 8)))
        self._trouble_box.hide()
        holder = QWidget()
        holder.setLayout(column(theme, self._trouble_box, margins=(12, 6, 12, 0)))
        self._found.setContentsMargins(theme.px(16), theme.px(6), 0, 0)
        self._found.hide()
        below = frame("line")
        foot = row(theme, self.marks, None, margins=(8, 6, 8, 0))
        layout = column(theme, holder, self._found, self.list, below, foot, spacing=0, margins=(0, 2, 1, 8))
        layout.setStretchFactor(self.list, 1)
        self.setLayout(layout)

    # ------------------------------------------------------------------ content
    def show_all(self, summaries: Iterable[CaseSummary]) -> None:
        """Show all held items."""
        self._summaries = {summary.id: summary for summary in summaries if summary.listed}
        self.sift()

    def update_some(self, summaries: Iterable[CaseSummary]) -> None:
        """Show these items as they are now, new ones too."""
        for summary in summaries:
            if summary.listed:
                self._summaries[summary.id] = summary
            else:
                self._summaries.pop(summary.id, None)
        self.sift()

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return an item as far as it is known."""
        return self._summaries.get(case_id)

    def empty(self) -> bool:
        """True when nothing is held."""
        return not self._summaries

    def show_trouble(self, words: str) -> None:
        """Show over the list what does not work, or nothing."""
        self.trouble.show_text(words)
        self._trouble_box.setVisible(bool(words))

    def forget(self) -> None:
        """Drop everything readable."""
        self._timer.stop()
        self.thumbnails.forget()
        self._summaries = {}
        self.model.show_entries([])

    # ------------------------------------------------------------------ filtering
    def sift(self) -> None:
        """Show the rows that the bar's settings allow; the selection stays if possible."""
        sieve = self._bar.sieve()
        every = sorted(self._summaries.values(), key=lambda summary: (summary.opened_at, summary.id), reverse=True)
        names = self._rule_names(every)
        through = sift(every, sieve, self._now(), self._words_of)
        self._bar.show_rules(names)
        self._bar.show_counts(counts(every))
        row = self.list.currentIndex().row()
        self._settling = True
        self.model.show_entries(grouped(through, sieve.grouping, self._now(), lambda rule: names.get(rule, rule)))
        self._settling = False
        self._say_found(sieve, len(through))
        if not self.list.currentIndex().isValid() or not self.list.selectionModel().hasSelection():
            self.select(self.model.near(max(0, row)))
        self.chosen.emit()

    def _named(self, _case_ids: object) -> None:
        # Names affect the list only while they are searched, or until every rule has one.
        if (self._unnamed or self._bar.sieve().words) and not self._timer.isActive():
            self._timer.start()

    def _pictured(self, _case_ids: object) -> None:
        self.list.viewport().update()

    def _searched(self) -> None:
        if self._bar.sieve().words:
            self._headings.fetch(self._summaries.values())
        self.sift()

    def _words_of(self, summary: CaseSummary) -> str:
        heading = self._headings.known(summary.id)
        return f"{heading.words() if heading else ''}\n{summary.rule.lower()}"

    def _rule_names(self, newest_first: Iterable[CaseSummary]) -> dict[str, str]:
        """Return the name of each rule, from its newest item."""
        first: dict[str, CaseSummary] = {}
        for summary in newest_first:
            first.setdefault(summary.rule, summary)
        names: dict[str, str] = {}
        self._unnamed = any(self._headings.known(summary.id) is None and summary.state is not CaseState.DESTROYED
                            for summary in first.values())
        for rule, summary in first.items():
            category = self._headings.heading(summary).category
            names[rule] = " · ".join(filter(None, (category, rule))) or say("没读出文字")
        return names

    def _say_found(self, sieve: Sieve, count: int) -> None:
        left = self._headings.fetching() if sieve.words else 0
        if left:
            words = say("正在找，还有 {count} 项没看过", count=left)
        elif not count and self._summaries:
            words = say("没有符合条件的内容。")
        else:
            words = say("找到 {count} 项", count=count) if sieve.words else ""
        self._found.setText(words)
        self._found.setVisible(bool(words))

    # ------------------------------------------------------------------ selection
    def selected(self) -> list[CaseSummary]:
        """Return the selected items in their order."""
        return self.model.chosen(self.list.selectionModel().selection())

    def select(self, index: QModelIndex) -> None:
        """Select only this row and scroll to it."""
        if index.isValid():
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)

    def select_case(self, case_id: str) -> bool:
        """Select an item; return whether the list contains it now."""
        index = self.model.index_of(case_id)
        self.select(index)
        return index.isValid()

    def _selection_changed(self) -> None:
        if not self._settling:
            self.chosen.emit()
