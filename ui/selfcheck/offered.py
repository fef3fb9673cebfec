"""The left side of the self-check: a text to type in with its marks, a picture with its boxes, or a list of files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QTextEdit, QWidget

from guard.control.offered_requests import CheckedItem
from guard.core.decide import SEVERITY
from guard.core.model import Outcome
from rules.model import Match
from ui.i18n.say import listed, say
from ui.items.legend import Mark, marks, state_of
from ui.items.picture_boxes import NUMBERED, paint_boxes
from ui.kit import icons
from ui.kit.display_text import one_line
from ui.kit.glyph_words import shape, shape_word
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import giving_way
from ui.selfcheck.answer import findings
from ui.selfcheck.content import has_picture
from ui.selfcheck.one_by_one import CheckedFile

MARKED = 300
"""Most marks that are shown."""

_NAME_LIMIT = 60
_WORDS = Qt.ItemDataRole.UserRole + 1
_BESIDE = 20
"""Pixels of a line at 100 % used by neither icon nor words."""


class Editor(QPlainTextEdit):
    """Plain text only; pasted or dropped content that is no text, or too long a text, is emitted as ``given``."""

    given = Signal(object)
    """QMimeData, valid during the call"""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._matches: Sequence[Match] = ()
        self.setTabChangesFocus(True)
        self.setAccessibleName(say("要发的内容"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Take texts, pictures and files."""
        return source.hasText() or source.hasUrls() or has_picture(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Pass everything on: the window decides what is inserted here and what is shown elsewhere."""
        self.given.emit(source)

    def show_marks(self, matches: Sequence[Match]) -> None:
        """Mark these places of the text, which must not have changed meanwhile."""
        marked = [match for match in matches if state_of(match.action)][:MARKED]
        self._matches = sorted(marked, key=lambda match: match.action.severity)  # the gravest is painted last
        self.redraw()

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        text = self.toPlainText()
        self.setExtraSelections([self._selection(text, match) for match in self._matches])

    def _selection(self, text: str, match: Match) -> QTextEdit.ExtraSelection:
        state = state_of(match.action)
        form = QTextCharFormat()
        form.setBackground(self._theme.color(f"{state}_mark"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(self._theme.color(f"{state}"))
        form.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text, match.start))
        cursor.setPosition(_units(text, match.end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        # Qt's stubs lack the two members of this struct.
        selection.cursor = cursor  # type: ignore[attr-defined]
        selection.format = form  # type: ignore[attr-defined]
        return selection


def _units(text: str, offset: int) -> int:
    """Return the position in UTF-16 units, as Qt counts, of a code point offset."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


class PicturePane(QWidget):
    """A picture, fitted, with numbered boxes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._marks: tuple[Mark, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, image: QImage, name: str) -> None:
        """Show a picture whose device-independent size is its own; for a null one, the empty frame."""
        self._image = image
        self.setAccessibleName(name)
        self.update()

    def show_marks(self, matches: Sequence[Match]) -> None:
        """Show these boxes."""
        self._marks = marks(matches)[:MARKED]
        if self._marks:
            found = listed(f"{finding.name} {finding.count}" for finding in findings(matches)
                             if finding.state != "log")
            self.setAccessibleName(say("图片，已标出 {count} 处：{found}", count=len(self._marks), found=found))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint frame, picture and boxes."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(edge, 6, 6)
        painter.fillPath(path, self._theme.color("sunken"))
        focused = self.hasFocus()
        painter.setPen(QPen(self._theme.color("focus" if focused else "line_strong"), 2 if focused else 1))
        painter.drawPath(path)
        if self._image.isNull():
            return
        size = self._image.deviceIndependentSize()
        scale = min(1.0, (self.width() - 24) / size.width(), (self.height() - 24) / size.height())
        target = QRectF(0, 0, size.width() * scale, size.height() * scale)
        target.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(target, self._image)
        painter.translate(target.topLeft())
        paint_boxes(painter, self._marks, scale, self.font(), numbered=scale > NUMBERED)


class FileList(QListWidget):
    """Files, or a text too long to show, each with its state in shape and words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("given")
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.setAccessibleName(say("要发的文件"))

    def show_names(self, names: Sequence[str]) -> None:
        """Show the given names, before their states are known."""
        self.clear()
        for name in names:
            self._add("log", one_line(name, _NAME_LIMIT), say("正在看"))

    def show_away(self, names: Sequence[str]) -> None:
        """Show the names of what is in no folder of this computer and cannot be read."""
        self.clear()
        for name in names:
            self._add(shape(Outcome.UNREADABLE), one_line(name, _NAME_LIMIT), say("不在这台电脑上"))

    def show_items(self, items: Sequence[CheckedItem], *, named: bool = True) -> None:
        """Show the state of each; with ``named`` False the shown names stay."""
        if not named:
            names = [self.item(0).data(Qt.ItemDataRole.UserRole)]
        else:
            names = [one_line(item.name, _NAME_LIMIT) for item in items]
        self.clear()
        for name, item in zip(names, items, strict=False):
            shown = say("文件名：{name}", name=name) if item.of_name else name
            self._add(shape(item.outcome), shown, _found(item))

    def show_file(self, at: int, file: CheckedFile) -> None:
        """Show the state of one file of several: the stricter of its content and its name."""
        worst = max(file.items, key=lambda item: SEVERITY.index(item.outcome))
        words = say("文件名里有{what}", what=_found(worst)) if worst.of_name else _found(worst)
        self._put(self.item(at), shape(file.outcome), self.item(at).data(Qt.ItemDataRole.UserRole), words)
        self.scrollToItem(self.item(at))

    def gravest_first(self, files: Sequence[CheckedFile]) -> None:
        """Put the rows of these files, which are in the order shown, so that what needs attention is on top."""
        lines = [self.takeItem(0) for _ in files]
        for at in sorted(range(len(files)), key=lambda at: -SEVERITY.index(files[at].outcome)):
            self.addItem(lines[at])
        self.scrollToTop()

    def _add(self, state: str, name: str, words: str) -> None:
        line = QListWidgetItem()
        line.setSizeHint(QSize(0, self._theme.px(40)))
        self.addItem(line)
        self._put(line, state, name, words)

    def _put(self, line: QListWidgetItem, state: str, name: str, words: str) -> None:
        line.setIcon(icons.icon(self._theme, f"state-{state}", self._theme.px(20)))
        line.setData(Qt.ItemDataRole.UserRole, name)
        line.setData(_WORDS, words)
        line.setData(Qt.ItemDataRole.AccessibleTextRole,
                     say("{state}：{name}，{words}", state=shape_word(state), name=name, words=words))
        self._fit(line)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fit the names to the available space."""
        super().resizeEvent(event)
        for at in range(self.count()):
            self._fit(self.item(at))

    def _fit(self, line: QListWidgetItem) -> None:
        room = self.viewport().width() - self.iconSize().width() - self._theme.px(_BESIDE)
        line.setText(giving_way(self.fontMetrics(), line.data(Qt.ItemDataRole.UserRole),
                                f" · {line.data(_WORDS)}", room))


def _found(item: CheckedItem) -> str:
    if item.outcome is Outcome.UNREADABLE:
        return one_line(told(item.reason), _NAME_LIMIT) or say("没读出")
    found = [finding for finding in findings(item.verdict.matches if item.verdict else ()) if finding.state != "log"]
    return listed(finding.name for finding in found[:2]) or say("可以发")
