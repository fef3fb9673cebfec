"""Shows a held text with its marks, or its masked copy with its masks. Nothing can be copied out of it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from ui.i18n.say import say
from ui.kit.display_text import lines
from ui.kit.theme import Theme

SHOWN = 200_000
"""Most characters of a text that are shown."""

MARKED = 500
"""Most marks that are shown."""

_BLOCK = 2_000
_BREAKS = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_SMALLEST, _LARGEST, _USUAL = 8, 40, 14
_COMBINED = 2


@dataclass(frozen=True, slots=True)
class TextMark:
    """Code points ``start`` to ``end`` of a text, marked in a state ("hold", "ask") or as a "mask"."""

    start: int
    end: int
    state: str
    kind: str = ""


class TextView(QPlainTextEdit):
    """Read only; nothing in it can be selected, so nothing can be copied past the guard."""

    chosen = Signal(int)
    """A mark was clicked: its index in the given order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: list[TextMark] = []
        self._places = Places("")
        self._current: int | None = None
        self._pixels = _USUAL
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option = self.document().defaultTextOption()
        # The text may begin with a right-to-left letter; the layout of the window stays as it is.
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)

    def show_text(self, untrusted_text: str, marks: Sequence[TextMark], name: str) -> None:
        """Show a text with its marks; a very long line is shown as several."""
        kept = untrusted_text[:SHOWN]
        self._marks = [mark for mark in marks if mark.end <= len(kept)][:MARKED]
        self._current = None
        self._places = Places(kept)
        shown = self._places.shown
        if len(untrusted_text) > SHOWN:
            shown += "\n" + say("后面还有 {count} 个字没有显示。", count=len(untrusted_text) - SHOWN)
        self.setPlainText(shown)
        self.setAccessibleName(name)
        self.redraw()
        if self._marks:
            self._look_at(self._marks[0])

    def drop(self) -> None:
        """Forget the text."""
        self._marks = []
        self._places = Places("")
        self.setExtraSelections([])
        self.setPlainText("")

    def go_to(self, index: int) -> None:
        """Show a mark as the current one."""
        if 0 <= index < len(self._marks):
            self._current = index
            self._look_at(self._marks[index])
            self.redraw()

    def enlarge(self) -> None:
        """Use larger letters."""
        self._resize(self._pixels + 2)

    def reduce(self) -> None:
        """Use smaller letters."""
        self._resize(self._pixels - 2)

    def fit(self) -> None:
        """Use letters of the usual size."""
        self._resize(_USUAL)

    def percent(self) -> int:
        """Return the size of the letters in percent of the usual one."""
        return round(100 * self._pixels / _USUAL)

    def _resize(self, pixels: int) -> None:
        self._pixels = min(_LARGEST, max(_SMALLEST, pixels))
        self.setStyleSheet(f"font-size: {self._theme.px(self._pixels)}px")

    def _look_at(self, mark: TextMark) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places.at(mark.start))
        self.setTextCursor(cursor)
        self.centerCursor()

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        selections: list[QTextEdit.ExtraSelection] = []
        for index, mark in enumerate(self._marks):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._places.at(mark.start))
            cursor.setPosition(self._places.at(mark.end), QTextCursor.MoveMode.KeepAnchor)
            # Qt's stubs lack the two members of this struct.
            selection.cursor = cursor  # type: ignore[attr-defined]
            selection.format = self._format(mark, index == self._current)  # type: ignore[attr-defined]
            selections.append(selection)
        self.setExtraSelections(selections)

    def _format(self, mark: TextMark, current: bool) -> QTextCharFormat:
        form = QTextCharFormat()
        color = self._theme.color
        if mark.state == "mask":
            form.setBackground(color("accent") if current else color("mask"))
            form.setForeground(color("on_accent") if current else color("on_mask"))
            form.setToolTip(mark.kind)
            return form
        form.setBackground(color(f"{mark.state}_solid") if current else color(f"{mark.state}_mark"))
        if current:
            form.setForeground(color("on_state"))
        form.setFontUnderline(True)
        form.setFontWeight(QFont.Weight.Bold)
        return form

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the mark that was clicked."""
        super().mouseReleaseEvent(event)
        at = self.cursorForPosition(event.position().toPoint()).position()
        for index, mark in enumerate(self._marks):
            if self._places.at(mark.start) <= at <= self._places.at(mark.end):
                self.chosen.emit(index)
                return


class Places:
    """How a foreign text is shown, and the position of each of its code points in the document (UTF-16 units).

    Controls and direction marks become □, a long line is broken into blocks, and of combining characters on a letter
    two stay.
    """

    def __init__(self, untrusted_text: str) -> None:
        self._parts: list[str] = []
        self._starts: list[tuple[int, int]] = []
        """Code point and document position at the start of each run that is shown unchanged, unit by unit."""
        self._at = 0
        done = 0
        for line in _BREAKS.finditer(untrusted_text):
            self._line(untrusted_text, done, line.start())
            self._run(line.start(), "\n")
            if line.end() - line.start() > 1:
                self._starts.append((line.start() + 1, self._at))
            done = line.end()
        self._line(untrusted_text, done, len(untrusted_text))
        self._starts.append((len(untrusted_text), self._at))
        self.shown = "".join(self._parts)
        self._parts.clear()

    def at(self, offset: int) -> int:
        """Return the document position of a code point of the original."""
        index = max(0, bisect_right(self._starts, offset, key=lambda start: start[0]) - 1)
        first, place = self._starts[index]
        return min(place + offset - first, self._at)

    def _line(self, untrusted_text: str, start: int, end: int) -> None:
        for first in range(start, end, _BLOCK):
            if first > start:
                self._parts.append("\n")
                self._at += 1
            part = untrusted_text[first:min(first + _BLOCK, end)]
            if part.isprintable() and max(part) <= "\uffff" and not _MARKS.search(part):
                self._run(first, part)
            else:
                self._characters(first, part)

    def _characters(self, first: int, part: str) -> None:
        heap = 0
        for offset, character in enumerate(part):
            heap = heap + 1 if unicodedata.combining(character) else 0
            if heap > _COMBINED:
                self._starts.append((first + offset, self._at))
            else:
                self._run(first + offset, lines(character) or "□")

    def _run(self, start: int, shown: str) -> None:
        self._starts.append((start, self._at))
        self._parts.append(shown)
        self._at += len(shown) if len(shown) != 1 or shown <= "\uffff" else 2


_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e\u1ab0-\u1aff"
                    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def read_together(one: TextView, other: TextView) -> None:
    """Make two texts of about the same length show the same part, whichever is scrolled."""
    for leader, follower in ((one, other), (other, one)):
        leader.verticalScrollBar().valueChanged.connect(
            lambda value, leader=leader, follower=follower: _follow(leader, follower, value))


def _follow(leader: TextView, follower: TextView, value: int) -> None:
    bar, most = follower.verticalScrollBar(), leader.verticalScrollBar().maximum()
    wished = round(value / most * bar.maximum()) if most else 0
    # Rounding back and forth would never end.
    if abs(bar.value() - wished) > 1:
        bar.setValue(wished)
