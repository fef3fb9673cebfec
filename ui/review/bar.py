"""The bar over the list: search, the counts of each kind, and which rules, days and grouping to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QComboBox, QFrame, QPushButton, QSizePolicy, QWidget

from guard.core.model import Outcome
from ui.i18n.say import say
from ui.kit.choice_box import ChoiceBox
from ui.kit.search_field import SearchField
from ui.kit.theme import Theme
from ui.kit.widgets import button, row
from ui.review.grouping import Grouping
from ui.review.sieve import Sieve

_PAUSE_MS = 150
"""Milliseconds from the last key to the search."""

_SEARCH, _NARROWEST, _COMBO = 288, 120, 124
_DAYS = (0, 30, 7, 1)
"""The first span is the initial one: an item that waits for the 保密办 may be older than any span, and must not be
hidden by one."""


class FilterBar(QFrame):
    """``changed`` is emitted after anything has been chosen or typed; ``sieve`` returns the settings."""

    changed = Signal()

    def __init__(self, theme: Theme, explain: QWidget) -> None:
        """``explain`` opens the help of the window."""
        super().__init__()
        self._theme = theme
        self._outcome: Outcome | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.setProperty("role", "bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search = self._build_search()
        self.chips = self._build_chips()
        self.rules = self._combo(say("规则"))
        self.days = self._combo(say("时间"))
        for days in _DAYS:
            self.days.addItem(_days_words(days), days)
        self.grouping = self._combo(say("分组"))
        self.grouping.addItem(say("按日期分组"), Grouping.DAY)
        self.grouping.addItem(say("按规则分组"), Grouping.RULE)
        self.show_rules({})
        for combo in (self.rules, self.days, self.grouping):
            combo.currentIndexChanged.connect(self.changed)
        found = row(theme, self.search, *self.chips.values())
        found.setStretch(0, 100)
        self._choices = row(theme, self.rules, self.days, self.grouping, explain)
        self._parts = row(theme, found, None, self._choices, margins=(16, 10, 16, 10))
        self._parts.setStretch(0, 100)
        self.setLayout(self._parts)

    def set_low(self, low: bool) -> None:
        """Use two lines where one is too short."""
        self._parts.setAlignment(self._choices, Qt.AlignmentFlag.AlignLeft if low else Qt.AlignmentFlag(0))
        self._parts.setDirection(QBoxLayout.Direction.TopToBottom if low else QBoxLayout.Direction.LeftToRight)

    def sieve(self) -> Sieve:
        """Return the current settings."""
        return Sieve(self.search.text().strip(), self._outcome, self.rules.currentData(), self.days.currentData(),
                     self.grouping.currentData())

    def begin_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def show_counts(self, counts: Mapping[Outcome, int]) -> None:
        """Show how many there are of each kind."""
        for outcome, chip in self.chips.items():
            number = sum(counts.values()) if outcome is None else counts.get(outcome, 0)
            chip.setText(f"{_chip_words(outcome)} {number}")
            chip.setAccessibleName(say("{kind}，{count} 项", kind=_chip_words(outcome), count=number))

    def show_rules(self, names: Mapping[str, str]) -> None:
        """Offer these rules: id → name. The current choice stays."""
        items: Sequence[tuple[str, str | None]] = [(say("所有规则"), None), *((name, rule) for rule, name
                                                                           in sorted(names.items()))]
        if items == [(self.rules.itemText(at), self.rules.itemData(at)) for at in range(self.rules.count())]:
            return
        chosen = self.rules.currentData()
        self.rules.blockSignals(True)
        self.rules.clear()
        for name, rule in items:
            self.rules.addItem(name, rule)
        self.rules.setCurrentIndex(max(0, self.rules.findData(chosen)))
        self.rules.blockSignals(False)

    def show_everything(self) -> None:
        """Remove all filters: an item was requested that they would hide."""
        for part in (self.search, self.rules, self.days):
            part.blockSignals(True)
        self.search.clear()
        self.rules.setCurrentIndex(0)
        self.days.setCurrentIndex(0)
        for part in (self.search, self.rules, self.days):
            part.blockSignals(False)
        self._outcome = None
        self.chips[None].setChecked(True)
        self.changed.emit()

    def _build_search(self) -> SearchField:
        field = SearchField(self._theme, say("搜索标题、规则、去向"))
        field.setMaxLength(100)
        field.setMinimumWidth(self._theme.px(_NARROWEST))
        field.setMaximumWidth(self._theme.px(_SEARCH))
        field.textChanged.connect(lambda _text: self._timer.start())
        return field

    def _build_chips(self) -> dict[Outcome | None, QPushButton]:
        group = QButtonGroup(self)
        chips: dict[Outcome | None, QPushButton] = {}
        for outcome in (None, Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE):
            chip = button(_chip_words(outcome), "chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked=False, outcome=outcome: self._choose(outcome))
            group.addButton(chip)
            chips[outcome] = chip
        chips[None].setChecked(True)
        return chips

    def _choose(self, outcome: Outcome | None) -> None:
        self._outcome = outcome
        self.changed.emit()

    def _combo(self, name: str) -> QComboBox:
        combo = ChoiceBox(name)
        combo.setFixedWidth(self._theme.px(_COMBO))
        combo.setIconSize(QSize(0, 0))
        view = combo.view()
        view.setMinimumWidth(self._theme.px(220))
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        return combo


def _chip_words(outcome: Outcome | None) -> str:
    return {None: say("全部"), Outcome.BLOCK: say("拦下"), Outcome.WARN: say("提醒"),
            Outcome.UNREADABLE: say("没读出")}[outcome]


def _days_words(days: int) -> str:
    if days == 0:
        return say("全部时间")
    return say("最近 24 小时") if days == 1 else say("最近 {days} 天", days=days)
