"""A field of words: each is a button that becomes an input field, and after them one more can be added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QSizePolicy, QWidget

from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.flow_layout import FlowLayout
from ui.kit.theme import Theme
from ui.kit.widgets import IconButton, button

_LONGEST = 24
_EDIT_WIDTH = 150
_BETWEEN = re.compile("[,，;；\\n]")


class WordsField(QFrame):
    """``changed`` emits the words after an edit by a person. An emptied word is removed."""

    changed = Signal(tuple)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._words: tuple[str, ...] = ()
        self._known = QStringListModel(self)
        self._flow = FlowLayout(theme.px(6), theme.px(5))
        self.setLayout(self._flow)
        self.setObjectName("field")
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_words(())

    def words(self) -> tuple[str, ...]:
        """Return the words shown."""
        return self._words

    def show_words(self, words: Sequence[str], known: Sequence[str] = ()) -> None:
        """Show words; ``known`` are the names offered while typing."""
        if list(known) != self._known.stringList():
            self._known.setStringList(list(known))
        if tuple(words) != self._words or not self._flow.count():
            self._words = tuple(words)
            self._draw()  # never for the same words: one may be in the middle of being written

    def known(self) -> list[str]:
        """Return the names offered while typing."""
        return self._known.stringList()

    def begin(self, place: int) -> QLineEdit:
        """Open the word at ``place`` for editing, after the last one a new one; return the input field."""
        edit = _Edit(self._words[place] if place < len(self._words) else "")
        edit.setFixedWidth(self._theme.px(_EDIT_WIDTH))
        edit.setAccessibleName(self._name)
        edit.setPlaceholderText(say("写一个词，回车"))
        completer = QCompleter(self._known, edit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        edit.setCompleter(completer)
        edit.editingFinished.connect(lambda: self._finish(place, edit))
        edit.left.connect(lambda: self._stay(place))
        parts = self._buttons()
        parts[place] = edit
        self._flow.replace(parts)
        edit.setFocus()
        return edit

    def _finish(self, place: int, edit: _Edit) -> None:
        written = separate(edit.text())
        edit.blockSignals(True)  # losing the focus below would finish it once more
        if written == separate("".join(self._words[place:place + 1])):
            written = self._words[place:place + 1]  # nothing was typed: a word with a comma in it stays one
        words = [*self._words[:place], *written, *self._words[place + 1:]]
        before = self._words
        self._words = tuple(dict.fromkeys(words))
        self._draw()
        if self._words != before:
            self.changed.emit(self._words)
        if edit.entered:
            self._after_enter(place, added=place >= len(before) and bool(written))

    def _after_enter(self, place: int, *, added: bool) -> None:
        """Stay in this field: open the next word after a new one, otherwise focus the word that was changed."""
        if added:
            self.begin(len(self._words))
        else:
            self._focus(place)

    def _stay(self, place: int) -> None:
        self._draw()
        self._focus(place)

    def _focus(self, place: int) -> None:
        """Focus the button of a word, or the one behind the last word."""
        item = self._flow.itemAt(min(place, len(self._words)))
        if item is not None:
            item.widget().setFocus()

    def _draw(self) -> None:
        self._flow.replace(self._buttons())

    def _buttons(self) -> list[QWidget]:
        parts: list[QWidget] = []
        for place, word in enumerate(self._words):
            chip = button(one_line(word, _LONGEST), name=say("改：{word}", word=one_line(word, _LONGEST)))
            chip.setObjectName("word")
            chip.clicked.connect(lambda _=False, at=place: self.begin(at))
            parts.append(chip)
        more = IconButton(self._theme, "plus", say("加一个词：{field}", field=self._name), 12)
        more.setFixedHeight(self._theme.px(24))
        more.clicked.connect(lambda: self.begin(len(self._words)))
        return [*parts, more]


def separate(written: str) -> tuple[str, ...]:
    """Return the words that somebody typed into one field with commas between."""
    return tuple(word for word in map(str.strip, _BETWEEN.split(written)) if word)


class _Edit(QLineEdit):
    """Esc leaves the word as it was. ``entered`` is True when Enter ended it, and not the loss of focus."""

    left = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.entered = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.blockSignals(True)
            self.setText("")
            self.blockSignals(False)
            self.left.emit()
        else:
            self.entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            super().keyPressEvent(event)
