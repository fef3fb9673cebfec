"""Shows the examples of one rule on the right: green or red as the rule is edited, each edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from rules.definition import Exemption
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, MUST_NOT_SWALLOW
from rules.pack.words import PARTS, exemption_words
from ui.i18n.say import say, sentences
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Glyph, Paragraph, button, column, label, replace_all, row
from ui.workshop.checks import Report
from ui.workshop.raw import Raw, example_note, example_text, exempted_texts, with_swallow, with_text

_SHOWN = 90
_EDIT_HEIGHT = 76


class Examples(QWidget):
    """``edited`` emits the key of the rule that changes, and its new value: 必须命中, 不得命中, or for a text 不得吞掉
    the part of the rule in which its exemption is.
    """

    edited = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rule: Raw = {}
        self._writing: tuple[str, int] | None = None
        self._parts = {key: _Part(theme, key) for key in (MUST_MATCH, MUST_NOT_MATCH)}
        for key, part in self._parts.items():
            part.more.clicked.connect(lambda _=False, of=key: self._add(of))
        self._swallow = _Part(theme, MUST_NOT_SWALLOW)
        self._swallow.more.hide()  # each exemption has one, which it was given with
        self.setLayout(column(theme, *self._parts.values(), self._swallow, spacing=16))

    def show_rule(self, rule: Raw, report: Report | None) -> None:
        """Show the examples of a rule with their results; None while these are unknown."""
        if rule.get("编号") != self._rule.get("编号"):
            self._writing = None
        self._rule = rule
        if self._writing is not None:
            return  # no text is removed while it is being edited
        for key, part in self._parts.items():
            examples = self._list(key)
            cards = [self._card(key, number, example, report) for number, example in enumerate(examples)]
            part.show_cards(cards, sum(card.passes is True for card in cards), _why_unknown(report))
        self._show_swallow(report)

    def _show_swallow(self, report: Report | None) -> None:
        """Show the texts that exemptions must not swallow, each with the name of its exemption."""
        number = str(self._rule.get("编号", ""))
        if report is None or report.pack is None:
            cards = [_Card(self._theme, text, None, "", say("例外：{name}", name=name))
                     for name, text in exempted_texts(self._rule)]
            texts = [text for _, text in exempted_texts(self._rule)]
        else:
            exemptions = next((rule.exemptions() for rule in report.pack.rules if rule.id == number), ())
            cards = [self._swallow_card(report, number, place, exemption, example.text)
                     for place, exemption in enumerate(exemptions, 1) for example in exemption.must_not_swallow]
            texts = [example.text for exemption in exemptions for example in exemption.must_not_swallow]
        written = {text for _, text in exempted_texts(self._rule)}
        for at, (card, text) in enumerate(zip(cards, texts, strict=True)):
            if text in written:
                card.clicked.connect(lambda at=at, old=text: self.write_swallow(at, old))
            else:  # written for several rules, or with placeholders
                card.only_shown(say("改它请到 YAML 原文"))
        self._swallow.show_cards(cards, sum(card.passes is True for card in cards), _why_unknown(report))
        self._swallow.setVisible(bool(cards))

    def _swallow_card(self, report: Report, rule: str, place: int, exemption: Exemption, text: str) -> _Card:
        failed = report.failure_of(rule, MUST_NOT_SWALLOW, place, text)
        words = "" if failed is None else sentences(*map(told, failed))
        note = say("例外：{name}", name=told(exemption_words(exemption)))
        return _Card(self._theme, text, failed is None, words, note)

    def write_swallow(self, number: int, old: str) -> QPlainTextEdit:
        """Open a text 不得吞掉 for editing, which is card ``number``; return the field to type in."""
        self._writing = (MUST_NOT_SWALLOW, number)
        editor = _Editor(self._theme, old, deletable=False)  # no exemption is without one
        editor.kept.connect(lambda text: self._keep_swallow(old, text.strip()))
        editor.left.connect(self._leave)
        self._swallow.put(number, editor)
        editor.field.setFocus()
        return editor.field

    def _keep_swallow(self, old: str, new: str) -> None:
        changed = with_swallow(self._rule, old, new) if new and new != old else {}
        self._leave()
        for key, value in changed.items():
            self.edited.emit(key, value)

    def write(self, key: str, number: int) -> QPlainTextEdit:
        """Open an example for editing, or a new one after the last; return the field to type in."""
        examples = self._list(key)
        self._writing = (key, number)
        old = example_text(examples[number]) if number < len(examples) else ""
        editor = _Editor(self._theme, old, deletable=number < len(examples))
        editor.kept.connect(lambda text: self._keep(key, number, text))
        editor.left.connect(self._leave)
        self._parts[key].put(number, editor)
        editor.field.setFocus()
        return editor.field

    def _add(self, key: str) -> None:
        self.write(key, len(self._list(key)))

    def _keep(self, key: str, number: int, text: str) -> None:
        examples = self._list(key)
        old = examples[number] if number < len(examples) else ""
        kept = [with_text(old, text.strip())] if text.strip() else []
        self._writing = None
        after = [*examples[:number], *kept, *examples[number + 1:]]
        if after != examples:
            self.edited.emit(key, after)
        else:
            self._leave()

    def _leave(self) -> None:
        self._writing = None
        self.edited.emit("", None)

    def _list(self, key: str) -> list[object]:
        written = self._rule.get(key)
        return list(written) if isinstance(written, list) else []

    def _card(self, key: str, number: int, example: object, report: Report | None) -> _Card:
        rule = str(self._rule.get("编号", ""))
        passes, words = None, ""
        if report is not None and report.pack is not None:
            failed = report.failure_of(rule, key, number + 1)
            passes = failed is None
            words = "" if failed is None else sentences(*map(told, failed))
        card = _Card(self._theme, example, passes, words)
        card.clicked.connect(lambda: self.write(key, number))
        return card


def _why_unknown(report: Report | None) -> str:
    """Return why no result is known, "" when there is one."""
    if report is None:
        return say("正在检查")
    return "" if report.pack is not None else say("规则改好以后再检查")


class _Part(QWidget):
    """A heading with how many pass, and the cards."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._title = label(told(PARTS[key]), "h2")
        self._count = label("", "small")
        self.more = button(say("加样例"), "link", say("加样例：{part}", part=told(PARTS[key])))
        self._cards: QVBoxLayout = column(theme, spacing=6)
        self.setLayout(column(theme, row(theme, self._title, self._count, None, self.more), self._cards))

    def show_cards(self, cards: Sequence[_Card], passing: int, unknown: str) -> None:
        """Show the cards and how many pass; ``unknown`` says why that is not known, "" when it is."""
        missing, known = len(cards) - passing, not unknown
        words = unknown or f"{passing} / {len(cards)}"
        self._count.setText(words + (say("，差 {count} 个", count=missing) if known and missing else ""))
        self._count.setProperty("tone", "hold" if missing and known else "clear" if known else None)
        self._count.style().polish(self._count)
        replace_all(self._cards, list(cards))
        for before, card in pairwise((self.more, *cards)):
            QWidget.setTabOrder(before, card)

    def put(self, number: int, editor: QWidget) -> None:
        """Show an editor in place of a card, or after the last."""
        old = self._cards.itemAt(number)
        if old is not None:
            old.widget().hide()
        self._cards.insertWidget(number, editor)
        editor.show()


class _Card(QFrame):
    """One example; a click edits it. ``note`` says what it is for, where the example itself does not."""

    clicked = Signal()

    def __init__(self, theme: Theme, example: object, passes: bool | None, failed: str, note: str = "") -> None:
        super().__init__()
        self.passes = passes
        self.setProperty("role", None if passes is False else "sunken")
        self.setProperty("tint", "hold" if passes is False else None)
        text = " ".join(example_text(example).split())
        shown = Paragraph(theme, visible(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"), 13, 20)
        note = note or example_note(example)
        below = [Paragraph(theme, words, 12, 18, colour) for words, colour in ((note, "text3"), (failed, "hold"))
                 if words]
        glyph = Glyph(theme, {True: "clear", False: "fail", None: "log"}[passes], 16)
        inner = row(theme, column(theme, 3, glyph, None, spacing=0), column(theme, shown, *below, spacing=2),
                    spacing=10, margins=(12, 7, 12, 7))
        inner.setStretch(1, 1)
        self.setLayout(inner)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(say("样例：{text}", text=visible(text)))
        self.setAccessibleDescription(failed or (say("通过") if passes else ""))

    def only_shown(self, why: str) -> None:
        """Do not look as if a click edited it; ``why`` says where it is edited."""
        self.unsetCursor()
        self.setToolTip(why)
        self.setAccessibleDescription(sentences(self.accessibleDescription(), why))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Edit it."""
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter and the space bar click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class _Editor(QWidget):
    """``kept`` emits the words, "" to delete the example; Ctrl+Enter keeps, Esc leaves it as it was."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, text: str, *, deletable: bool) -> None:
        super().__init__()
        self.field = QPlainTextEdit(text)
        self.field.setFixedHeight(theme.px(_EDIT_HEIGHT))
        self.field.setAccessibleName(say("样例的文字"))
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(say("粘贴一段文字，姓名和号码请用编的"))
        self.field.installEventFilter(self)
        keep, leave = button(say("放进样例")), button(say("不改"), "quiet")
        keep.clicked.connect(lambda: self.kept.emit(self.field.toPlainText()))
        leave.clicked.connect(self.left)
        drop = button(say("删去"), "quiet")
        drop.clicked.connect(lambda: self.kept.emit(""))
        drop.setVisible(deletable)
        self.setLayout(column(theme, self.field, row(theme, keep, leave, None, drop)))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take Ctrl+Enter and Esc."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() == Qt.Key.Key_Return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit(self.field.toPlainText())
            return True
        return False
