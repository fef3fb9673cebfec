"""What was held, shown: a picture with its boxes, or a text with its marks. Nothing can be copied out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QPlainTextEdit, QTextEdit

from rules.model import Match
from ui.legend import Mark, state_of
from ui.pictures import paint_boxes
from ui.plain import lines
from ui.theme import Theme
from ui.words import say

SHOWN = 200_000
"""Characters of a text that are shown at the most."""

MARKED = 500
"""Marks shown at the most."""

_BLOCK = 2_000
_SMALLEST, _LARGEST, _STEP = 0.05, 8.0, 1.25


class PictureView(QGraphicsView):
    """Pans by dragging, zooms with Ctrl and the wheel; the boxes keep their size on the screen."""

    zoomed = Signal(int)
    """Per cent."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: Sequence[Mark] = ()
        self._current: int | None = None
        self._fitted = True
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)

    def show_picture(self, picture: QImage, marks: Sequence[Mark], name: str) -> None:
        """Show a decoded picture, fitted."""
        self._scene.clear()
        self._scene.setSceneRect(QRectF(QPointF(0, 0), picture.deviceIndependentSize()))
        item = self._scene.addPixmap(QPixmap.fromImage(picture))
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._marks, self._current = marks, None
        self.setAccessibleName(name)
        self.fit()

    def drop(self) -> None:
        """Forget the picture."""
        self._scene.clear()
        self._marks = ()

    def fit(self) -> None:
        """Show the whole picture, never enlarged."""
        area = self._scene.sceneRect()
        if area.isEmpty():
            return
        self._fitted = True
        room = self.viewport().size()
        scale = min(1.0, (room.width() - 16) / area.width(), (room.height() - 16) / area.height())
        self._scale_to(max(_SMALLEST, scale))

    def zoom(self, factor: float) -> None:
        """Enlarge or reduce by a factor."""
        self._fitted = False
        self._scale_to(min(_LARGEST, max(_SMALLEST, self.transform().m11() * factor)))

    def enlarge(self) -> None:
        """One step closer."""
        self.zoom(_STEP)

    def reduce(self) -> None:
        """One step back."""
        self.zoom(1 / _STEP)

    def go(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit."""
        if not self._marks:
            return
        before = self._current if self._current is not None else (-1 if step > 0 else 0)
        self._current = (before + step) % len(self._marks)
        box = self._marks[self._current].box
        self.ensureVisible(QRectF(box.x, box.y, box.width, box.height), 60, 60)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, _area: QRectF | object) -> None:  # noqa: N802 (Qt's name)
        """Paint the boxes in screen pixels."""
        scale = self.transform().m11()
        origin = self.mapFromScene(QPointF(0, 0))
        painter.save()
        painter.resetTransform()
        painter.translate(origin)
        paint_boxes(painter, self._marks, scale, self.font(), numbered=scale > 0.3, current=self._current)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Stay fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom with Ctrl held, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)

    def _scale_to(self, scale: float) -> None:
        self.resetTransform()
        self.scale(scale, scale)
        self.zoomed.emit(round(scale * 100))


class TextView(QPlainTextEdit):
    """Read only; the original cannot be selected, so it cannot be copied past the guard."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._matches: list[Match] = []
        self._starts: list[int] = []
        self._current: int | None = None
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(self.wordWrapMode().WrapAtWordBoundaryOrAnywhere)
        theme.changed.connect(self._mark)

    def show_text(self, untrusted_text: str, matches: Sequence[Match]) -> None:
        """Show a text with its marks; a very long line is shown as several."""
        kept = untrusted_text[:SHOWN]
        self._matches = sorted((match for match in matches if state_of(match.action) and match.end <= len(kept)),
                               key=lambda match: match.start)[:MARKED]
        self._current = None
        shown, self._starts = _in_blocks(kept)
        if len(untrusted_text) > SHOWN:
            shown += "\n" + say("后面还有 {count} 个字没有显示。", count=len(untrusted_text) - SHOWN)
        self.setPlainText(shown)
        self._mark()
        self.go(1)
        self._current = None
        self._mark()

    def drop(self) -> None:
        """Forget the text."""
        self._matches = []
        self.setPlainText("")

    def go(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit."""
        if not self._matches:
            return
        before = self._current if self._current is not None else (-1 if step > 0 else 0)
        self._current = (before + step) % len(self._matches)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._place(self._matches[self._current].start))
        self.setTextCursor(cursor)
        self.centerCursor()
        self._mark()

    def _mark(self) -> None:
        selections: list[QTextEdit.ExtraSelection] = []
        for index, match in enumerate(self._matches):
            state = state_of(match.action)
            form = QTextCharFormat()
            form.setBackground(self._theme.color(f"{state}_mark"))
            form.setFontUnderline(True)
            form.setFontWeight(QFont.Weight.Bold)
            if index == self._current:
                form.setBackground(self._theme.color(f"{state}_solid"))
                form.setForeground(self._theme.color("on_state"))
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._place(match.start))
            cursor.setPosition(self._place(match.end), QTextCursor.MoveMode.KeepAnchor)
            # Qt's stubs lack the two members of this struct.
            selection.cursor = cursor  # type: ignore[attr-defined]
            selection.format = form  # type: ignore[attr-defined]
            selections.append(selection)
        self.setExtraSelections(selections)

    def _place(self, offset: int) -> int:
        """Return the document position (UTF-16 units) of a code point offset of the original."""
        return self._starts[min(offset, len(self._starts) - 1)]


def _in_blocks(untrusted_text: str) -> tuple[str, list[int]]:
    """Return the text to show and, for each original code point and the end, its position in UTF-16 units."""
    parts: list[str] = []
    places: list[int] = []
    at = column = 0
    for character in untrusted_text:
        places.append(at)
        shown = "\n" if character in "\n\r" else lines(character) or "□"
        if shown == "\n":
            column = 0
        elif column >= _BLOCK:
            parts.append("\n")
            at, column = at + 1, 0
        column += 1
        parts.append(shown)
        at += 2 if ord(shown) > 0xFFFF else 1
    places.append(at)
    return "".join(parts), places
