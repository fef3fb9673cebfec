"""Shows one rule as a form: the same document as the YAML, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QWidget

from rules.model import Nature
from rules.pack.words import NATURES, word_of
from rules.pack.writing import Content
from rules.schema.problem import Place
from ui.i18n.say import mark, say
from ui.items.nine_cases import CASES, case_line, case_name
from ui.kit import icons
from ui.kit.choice_box import ChoiceBox
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import button, column, label, row
from ui.workshop.faults import Faults
from ui.workshop.faults import mark as mark_fault
from ui.workshop.raw import (
    Near,
    Raw,
    criteria_of,
    example_text,
    exempting,
    near_of,
    reach_of,
    with_exempting,
    with_near,
    with_reach,
    words_of,
)
from ui.workshop.words_field import WordsField

_NAME_WIDTH = 74
_LEVELS = ("高", "中", "低")
_ACTIONS = {"拦截": "state-hold", "提醒": "state-ask", "记录": "state-log"}
_REACHES = ("同句", "同行", "全文")
_PARTS = ((mark("标题"), mark("一句话说这是什么")), (mark("说明"), mark("有什么")), (mark("办法"), mark("该怎么做")))

_ChangeWords = Callable[[dict[str, Content], tuple[str, ...]], Mapping[str, Content]]
"""Returns a criterion with other words in one of its fields."""


class RuleForm(QScrollArea):
    """``edited`` emits a key of the rule and its new value."""

    edited = Signal(str, object)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rule: Raw = {}
        self._at = 0
        self._showing = False
        self.setWidgetResizable(True)
        self.setAccessibleName(say("表单"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("page")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(theme.px(24), theme.px(14), theme.px(20), theme.px(24))
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(12))
        self._grid.setColumnMinimumWidth(0, theme.px(_NAME_WIDTH))
        self._grid.setColumnStretch(1, 1)
        self.setWidget(page)
        self._fields()

    def show_rule(self, rule: Raw, known: Sequence[str]) -> None:
        """Show a rule; ``known`` are the names it may refer to."""
        if rule.get("编号") != self._rule.get("编号"):
            self._at = 0
        self._rule, self._showing = rule, True
        for key, field in self._lines.items():
            _put(field, str(rule.get(key, "")))
        self._nature.setCurrentIndex(self._nature.findData(str(rule.get("性质", ""))))
        cases = words_of(rule.get("案例"))
        self._case.setCurrentIndex(max(0, self._case.findData(cases[0] if cases else "")))
        self._show_criterion(known)
        actions = rule.get("动作")
        for level, choice in self._levels.items():
            action = actions.get(level, "记录") if isinstance(actions, dict) else "记录"
            choice.setCurrentIndex(choice.findData(str(action)))
        told = rule.get("提示语")
        for key, part in self._told.items():
            _put(part, str(told.get(key, "")) if isinstance(told, dict) else "")
        self._showing = False

    def show_faults(self, faults: Faults) -> None:
        """Mark the fields whose values cannot be as they are."""
        at: Place = ("判据", self._at)
        others = {place[:2] for place in faults if place[:1] == ("判据",) and len(place) > 1} - {at}
        fields: list[tuple[QWidget, Sequence[Place]]] = [
            *((field, [(key,)]) for key, field in self._lines.items()),
            (self._nature, [("性质",)]), (self._case, [("案例",)]), (self._criterion, sorted(others, key=str)),
            (self._level, [(*at, "把握")]), (self._primary, [(*at, "主证")]), (self._exempt, [(*at, "例外")]),
            (self._near, [(*at, "佐证")]), (self._reach, [(*at, "例外")]),
            *((choice, [("动作", level)]) for level, choice in self._levels.items()),
            *((part, [("提示语", key)]) for key, part in self._told.items())]
        for field, places in fields:
            mark_fault(faults, field, places)

    def _fields(self) -> None:
        self._lines = {"名称": self._line("名称", say("名称")), "依据": self._line("依据", say("依据"))}
        self._nature = self._choice(say("性质"), [])
        for nature in Nature:
            self._nature.addItem(told(NATURES[nature]), nature.value)
        self._nature.activated.connect(lambda: self._say("性质", self._nature.currentData()))
        self._case = self._choice(say("类似案例"), [])
        self._case.addItem(say("没有"), "")
        for number in CASES:
            self._case.addItem(f"{case_name(number)} · {case_line(number)}", str(number))
        self._case.activated.connect(lambda: self._say("案例", [self._case.currentData()]
                                                       if self._case.currentData() else []))
        self._criterion = self._choice(say("判据"), [])
        self._criterion.activated.connect(self._criterion_chosen)
        self._level = self._choice(say("这一条的把握"), list(map(_certainty, _LEVELS)))
        self._level.activated.connect(lambda at: self._change(lambda one: {**one, "把握": _LEVELS[at]}))
        self._primary = self._words(say("出现"), lambda one, words: {**one, "主证": list(words)})
        self._near = self._words(say("并且附近有"), lambda one, words: with_near(one, self._near_written(words)))
        self._exempt = self._words(say("例外"), lambda one, words: with_exempting(one, words, self._proof()))
        self._least, self._distance = QLineEdit(), ChoiceBox(say("多少字以内"))
        self._reach = ChoiceBox(say("例外的范围"))
        self._place()

    def _place(self) -> None:
        theme = self._theme
        add, drop = button(say("加一条"), "link"), button(say("去掉这条"), "link")
        add.clicked.connect(self._add_criterion)
        drop.clicked.connect(self._drop_criterion)
        self._drop = drop
        self._row(say("名称"), self._lines["名称"])
        self._row(say("依据"), self._lines["依据"])
        self._row(say("性质"), self._nature)
        self._row(say("类似案例"), self._case)
        for choice in (self._criterion, self._level):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        line = row(theme, self._criterion, self._level, add, drop, None)
        self._row(say("判据"), line)
        self._row(say("出现"), self._primary)
        self._row(say("并且附近有"), self._near)
        self._row("", self._near_line())
        self._row(say("例外"), self._exempt)
        self._row("", self._reach_line())
        self._levels = {level: self._choice(_certainty(level), []) for level in _LEVELS}
        for choice in self._levels.values():
            for word, glyph in _ACTIONS.items():
                choice.addItem(icons.icon(theme, glyph, 16), told(word_of(word)), word)
            choice.activated.connect(self._actions_chosen)
        self._row(say("就"), row(theme, *(column(theme, label(_certainty(level), "caption"), choice,
                                                spacing=4) for level, choice in self._levels.items())),
                  Qt.AlignmentFlag.AlignBottom)
        self._told = {key: self._told_line(key, hint) for key, hint in _PARTS}
        self._row(say("告诉用户"), column(theme, *self._told.values(), spacing=6))
        remove = button(say("删去这条规则"), "link")
        remove.clicked.connect(self.removed)
        self._row("", row(theme, remove, None))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _near_line(self) -> QWidget:
        self._least.setFixedWidth(self._theme.px(52))
        self._least.setAccessibleName(say("至少几个"))
        self._least.editingFinished.connect(self._near_edited)
        self._offer_distances(self._distance, ("60", "120", "200"), self._near_edited)
        self._unit = label(say("字以内"), "small")
        self._more = label("", "caption")
        self._near_box = QWidget()
        at_least, within = label(say("至少"), "small"), label(say("个，在"), "small")
        self._near_box.setLayout(row(self._theme, at_least, self._least, within, self._distance, self._unit, self._more,
                                     None))
        return self._near_box

    def _offer_distances(self, box: QComboBox, numbers: Sequence[str], edited: Callable[[], None]) -> None:
        box.setEditable(True)
        box.addItems([*numbers, *(told(word_of(reach)) for reach in _REACHES)])
        box.setFixedWidth(self._theme.px(92))
        box.activated.connect(edited)
        line = box.lineEdit()
        assert line is not None
        line.setAccessibleName(box.accessibleName())
        line.editingFinished.connect(edited)

    def _reach_line(self) -> QWidget:
        self._offer_distances(self._reach, (), self._reach_edited)
        self._reach_box = QWidget()
        self._reach_box.setLayout(row(self._theme, label(say("例外的范围"), "small"), self._reach,
                                      label(say("（或写多少字以内）"), "small"), None))
        return self._reach_box

    def _row(self, name: str, part: object, beside: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignTop) -> None:
        at = self._grid.rowCount()
        if name:
            title = label(name, "small")
            title.setFixedHeight(self._theme.px(36))
            self._grid.addWidget(title, at, 0, beside)
        if isinstance(part, QWidget):
            self._grid.addWidget(part, at, 1)
        else:
            self._grid.addLayout(part, at, 1)  # type: ignore[call-overload]

    def _line(self, key: str, called: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(called)
        field.editingFinished.connect(lambda: self._say(key, field.text().strip()))
        return field

    def _told_line(self, key: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(say("告诉用户：{part}", part=say(key)))
        field.setPlaceholderText(say(hint))
        field.editingFinished.connect(lambda: self._say("提示语", {part: one.text().strip()
                                                               for part, one in self._told.items()}))
        return field

    def _choice(self, name: str, words: Sequence[str]) -> QComboBox:
        choice = ChoiceBox(name)
        choice.addItems(list(words))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(6)
        choice.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        return choice

    def _words(self, name: str, change: _ChangeWords) -> WordsField:
        field = WordsField(self._theme, name)
        field.changed.connect(lambda words: self._change(lambda one: change(one, words)))
        return field

    # ------------------------------------------------------------------ criteria
    def _show_criterion(self, known: Sequence[str]) -> None:
        criteria = criteria_of(self._rule)
        self._at = min(self._at, max(0, len(criteria) - 1))
        one: Raw = criteria[self._at] if criteria else {}
        self._criterion.clear()
        for number, entry in enumerate(criteria, 1):
            self._criterion.addItem(say("第 {number} 条，共 {all} 条", number=number, all=len(criteria)))
            self._criterion.setItemData(number - 1, str(entry.get("把握", "")), Qt.ItemDataRole.ToolTipRole)
        self._criterion.setCurrentIndex(self._at)
        self._drop.setEnabled(len(criteria) > 1)
        level = str(one.get("把握", "高"))
        self._level.setCurrentIndex(_LEVELS.index(level) if level in _LEVELS else 0)
        near = near_of(one)
        self._primary.show_words(words_of(one.get("主证")), known)
        self._near.show_words(near.words, known)
        self._exempt.show_words(exempting(one), known)
        self._reach.setCurrentText(told(word_of(reach_of(one))))
        self._reach_box.setVisible(bool(exempting(one)))
        _put(self._least, near.at_least)
        self._distance.setCurrentText(told(word_of(near.distance)))
        self._unit.setVisible(near.distance.isdigit())
        self._near_box.setVisible(bool(near.words))
        self._more.setText(say("还有 {count} 项写在 YAML 原文里", count=near.more) if near.more else "")

    def _criterion_chosen(self, number: int) -> None:
        self._at = number
        self.show_rule(self._rule, self._primary.known())

    def _add_criterion(self) -> None:
        criteria = criteria_of(self._rule)
        taken = {one.get("把握") for one in criteria}
        level = next((level for level in reversed(_LEVELS) if level not in taken), "低")
        criteria.append({"把握": level, "主证": list(words_of(criteria[-1].get("主证")) if criteria else ("新词",))})
        self._at = len(criteria) - 1
        self._say("判据", criteria)

    def _drop_criterion(self) -> None:
        criteria = criteria_of(self._rule)
        del criteria[self._at]
        self._at = 0
        self._say("判据", criteria)

    def _change(self, change: Callable[[dict[str, Content]], Mapping[str, Content]]) -> None:
        criteria: list[Mapping[str, Content]] = [*criteria_of(self._rule)]
        if self._at < len(criteria):
            criteria[self._at] = change(dict(criteria[self._at]))
            self._say("判据", criteria)

    def _near_edited(self) -> None:
        if not self._showing and self._near.words():
            self._change(lambda one: with_near(one, self._near_written(self._near.words())))

    def _near_written(self, words: Sequence[str]) -> Near:
        return Near(tuple(words), self._least.text().strip() or "1", _distance_written(self._distance) or "60")

    def _reach_edited(self) -> None:
        reach = _distance_written(self._reach)
        if not self._showing and self._exempt.words() and reach:
            self._change(lambda one: one if reach == reach_of(one) else with_reach(one, reach))

    def _proof(self) -> str:
        examples = self._rule.get("必须命中")
        return example_text(examples[0]) if isinstance(examples, list) and examples else ""

    def _actions_chosen(self) -> None:
        written = self._rule.get("动作")
        before = written if isinstance(written, dict) else {}
        # A level that is not written is 记录 already.
        self._say("动作", {level: choice.currentData() for level, choice in self._levels.items()
                           if level in before or choice.currentData() != "记录"})

    def _say(self, key: str, value: Content | Sequence[object]) -> None:
        if not self._showing and self._rule.get(key) != value:
            self.edited.emit(key, value)


def _certainty(level: str) -> str:
    return say("把握{level}", level=told(word_of(level)))


def _distance_written(box: QComboBox) -> str:
    """Return a distance in the words of packs, whatever the language of the choice; "" for none."""
    shown = box.currentText().strip()
    return next((reach for reach in _REACHES if told(word_of(reach)) == shown), shown)


def _put(field: QLineEdit, words: str) -> None:
    """Show words without moving the cursor of a field being edited."""
    if field.text() != words:
        field.setText(words)
        field.setCursorPosition(0)  # the beginning of a long text is seen
