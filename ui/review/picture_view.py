"""Shows a held picture with its boxes, or its masked copy with selectable masks. Nothing can be copied out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from rules.model import Box
from ui.items.legend import Mark
from ui.items.picture_boxes import NUMBERED, paint_boxes
from ui.kit.theme import Theme

_SMALLEST, _LARGEST, _STEP = 0.05, 8.0, 1.25
_LEGIBLE = 8


class PictureView(QGraphicsView):
    """Pans by dragging, zooms with Ctrl and the wheel; boxes keep their size on the screen."""

    zoomed = Signal(float)
    """Screen pixels per picture pixel."""
    chosen = Signal(int)
    """A box or mask was clicked: its index in the given order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._marks: Sequence[Mark] = ()
        self._masks: Sequence[Box] = ()
        self._current: int | None = None
        self._fitted = True
        self._pressed: QPoint | None = None
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)

    def show_picture(self, picture: QImage, name: str, marks: Sequence[Mark] = (),
                     masks: Sequence[Box] = ()) -> None:
        """Show a picture, fitted, with numbered marks over it, or with selectable masks."""
        self._scene.clear()
        self._scene.setSceneRect(QRectF(QPointF(0, 0), picture.deviceIndependentSize()))
        item = self._scene.addPixmap(QPixmap.fromImage(picture))
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._marks, self._masks, self._current = marks, masks, None
        for part in (self, self.viewport()):
            part.setAccessibleName(name)
        self.fit()

    def drop(self) -> None:
        """Forget the picture."""
        self._scene.clear()
        self._marks, self._masks = (), ()

    def fit(self) -> None:
        """Show the whole picture, never enlarged; one of a few pixels is enlarged until it can be seen."""
        area = self._scene.sceneRect()
        if area.isEmpty():
            return
        self._fitted = True
        room = self.viewport().size()
        scale = min((room.width() - 16) / area.width(), (room.height() - 16) / area.height())
        seen = _LEGIBLE / min(area.width(), area.height())
        self.scale_to(min(scale, max(1.0, seen)), fitted=True)

    def zoom(self, factor: float) -> None:
        """Enlarge or reduce by a factor."""
        self.scale_to(self.transform().m11() * factor)

    def enlarge(self) -> None:
        """One step closer."""
        self.zoom(_STEP)

    def reduce(self) -> None:
        """One step back."""
        self.zoom(1 / _STEP)

    def scale_to(self, scale: float, *, fitted: bool = False) -> None:
        """Show a picture pixel as this many screen pixels."""
        self._fitted = fitted
        scale = min(_LARGEST, max(_SMALLEST, scale))
        if abs(scale - self.transform().m11()) < 1e-6:
            self.zoomed.emit(scale)
            return
        self.resetTransform()
        self.scale(scale, scale)
        self.zoomed.emit(scale)

    def go_to(self, index: int) -> None:
        """Show a box or mask as the current one, scrolled into view."""
        boxes = self._boxes()
        if 0 <= index < len(boxes):
            self._current = index
            box = boxes[index]
            self.ensureVisible(QRectF(box.x, box.y, box.width, box.height), 60, 60)
            self.viewport().update()

    # ------------------------------------------------------------------ painting
    def drawForeground(self, painter: QPainter, _area: QRectF | object) -> None:  # noqa: N802 (Qt's name)
        """Paint boxes in screen pixels."""
        scale = self.transform().m11()
        painter.save()
        painter.resetTransform()
        painter.translate(self.mapFromScene(QPointF(0, 0)))
        if self._masks:
            self._paint_current(painter, scale)
        else:
            paint_boxes(painter, self._marks, scale, self.font(), numbered=scale > NUMBERED, current=self._current)
        painter.restore()

    def _paint_current(self, painter: QPainter, scale: float) -> None:
        """Frame the mask selected by keys; what it hides is written in the picture itself."""
        if self._current is not None and self._current < len(self._masks):
            box = self._masks[self._current]
            area = QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(-4, -4, 4, 4))

    def _boxes(self) -> list[Box]:
        return list(self._masks) or [mark.box for mark in self._marks]

    # ------------------------------------------------------------------ events
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

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember where the button was pressed: a click selects, a drag pans."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Select the box that was clicked."""
        super().mouseReleaseEvent(event)
        released = event.position().toPoint()
        if self._pressed is None or (released - self._pressed).manhattanLength() > QApplication.startDragDistance():
            return
        point = self.mapToScene(released)
        for index, box in enumerate(self._boxes()):
            if QRectF(box.x, box.y, box.width, box.height).adjusted(-3, -3, 3, 3).contains(point):
                self.chosen.emit(index)
                return


def pan_together(one: PictureView, other: PictureView) -> None:
    """Make two pictures of the same size show the same part at the same scale, whichever is moved."""
    for leader, follower in ((one, other), (other, one)):
        leader.zoomed.connect(lambda scale, leader=leader, follower=follower: _follow(leader, follower, scale))
        leader.horizontalScrollBar().valueChanged.connect(follower.horizontalScrollBar().setValue)
        leader.verticalScrollBar().valueChanged.connect(follower.verticalScrollBar().setValue)


def _follow(leader: PictureView, follower: PictureView, scale: float) -> None:
    if leader.isVisible() and follower.isVisible() and abs(follower.transform().m11() - scale) > 1e-6:
        follower.scale_to(scale, fitted=leader._fitted)
        follower.horizontalScrollBar().setValue(leader.horizontalScrollBar().value())
        follower.verticalScrollBar().setValue(leader.verticalScrollBar().value())
