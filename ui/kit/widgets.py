"""Small parts of every window. All text is plain text; rich text is only made here, escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons
from ui.kit.display_text import ELLIPSIS, MASK, NO_BREAK, Span, breakable, numbered, without_orphan
from ui.kit.glyph_words import shape_word
from ui.kit.theme import Theme

_TITLE_BAR = 40
"""Most pixels that a window manager's title bar takes."""

_ANY_HEIGHT = 1 << 20
_LEAST = 5
"""Characters of a name that are never left out."""
_ROUNDED = 2
"""Pixels by which two joined pieces of text may be wider than their widths added up, as on a screen at 300 %."""

Part = QWidget | QLayout | int | None
"""The content of a row or column: a widget, a layout, a gap in pixels at 100 %, or None for the stretch."""


class Glyph(QLabel):
    """A state's shape, read aloud as its word."""

    def __init__(self, theme: Theme, name: str, size: int = 24) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._side = theme.px(size)
        self.setFixedSize(self._side, self._side)
        self.show_state(name)

    def show_state(self, name: str) -> None:
        """Show another state."""
        self._name = name
        self.setAccessibleName(shape_word(name))
        self.redraw()

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        self.setPixmap(icons.pixmap(self._theme, f"state-{self._name}", self._side, self.devicePixelRatioF()))


class Paragraph(QLabel):
    """Wrapped text with a fixed line height; marked spans get a tint, an underline and bold: never colour alone."""

    def __init__(self, theme: Theme, text: str, size: int = 14, line: int = 22, color: str = "text",
                 bold: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._size, self._line, self._color, self._bold = size, line, color, bold
        self._text = ""
        self._spans: Sequence[Span] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_text(text)

    def show_text(self, text: str, spans: Sequence[Span] = ()) -> None:
        """Show plain text; ``spans`` are in ascending order and do not overlap."""
        self._text, self._spans = text, spans
        self.setAccessibleName(text.replace(NO_BREAK, " "))
        self.redraw()

    def plain(self) -> str:
        """Return the text shown, without marks."""
        return self._text

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        parts: list[str] = []
        at = 0
        for span in self._spans:
            parts.append(self._escaped(self._text[at:span.start]))
            parts.append(f'<span style="background-color:{self._theme.hex(span.state + "_mark")}; '
                         f'text-decoration:underline; font-weight:700">{self._escaped(self._text[span.start:span.end])}'
                         "</span>")
            at = span.end
        parts.append(self._escaped(without_orphan(self._text[at:])))
        px = self._theme.px
        self.setText(f'<div style="font-size:{px(self._size)}px; color:{self._theme.hex(self._color)}; '
                     f'font-weight:{700 if self._bold else 400}; line-height:{px(self._line)}px; '
                     f'-qt-line-height-type:fixed">{"".join(parts)}</div>')

    def _escaped(self, text: str) -> str:
        mask = self._theme.hex("mask")
        masked = f'<span style="color:{mask}; background-color:{mask}; text-decoration:none">{MASK}</span>'
        return html.escape(breakable(numbered(text))).replace("\n", "<br>").replace(MASK, masked)


class IconButton(QToolButton):
    """A button that is only an icon; named by verb and object."""

    def __init__(self, theme: Theme, icon: str, name: str, size: int = 16) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setIconSize(QSize(theme.px(size), theme.px(size)))
        self.setFixedSize(theme.px(28), theme.px(28))
        self.redraw()

    def redraw(self) -> None:
        """Draw again in the colours of the theme."""
        self.setIcon(icons.icon(self._theme, f"ui-{self._icon}", self.iconSize().width()))


class Button(QPushButton):
    """Pressed by Enter as by the space bar; Qt itself does that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Press on Enter, only once while it is held down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class Elided(QLabel):
    """One line that is shortened in the middle instead of being cut off; ``rest`` after it is kept as long as
    possible."""

    def __init__(self, text: str, role: str | None = None, rest: str = "") -> None:
        super().__init__()
        self._name, self._rest, self._full = "", rest, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another line."""
        self._name, self._full = text, text + self._rest
        self.setAccessibleName(self._full)
        self._elide()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the space that the whole line needs."""
        return QSize(self.fontMetrics().horizontalAdvance(self._full), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return space for the first and last characters of the name, and for the rest."""
        least = self._full if len(self._name) < _LEAST else f"{self._name[:2]}{ELLIPSIS}{self._name[-1:]}{self._rest}"
        return QSize(self.fontMetrics().horizontalAdvance(least), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Shorten again whenever the space or the font changes."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.Show):
            self._elide()
        return handled

    def _elide(self) -> None:
        shown = giving_way(self.fontMetrics(), self._name, self._rest, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(html.escape(self._full) if shown != self._full else "")


def giving_way(metrics: QFontMetrics, name: str, rest: str, width: int) -> str:
    """Return name and rest on one line: the name is shortened in its middle, the rest only where nothing else can be.
    """
    if metrics.horizontalAdvance(name + rest) <= width:
        return name + rest
    left = width - metrics.horizontalAdvance(rest) - _ROUNDED
    room = max(metrics.horizontalAdvance(name[:1] + ELLIPSIS + name[-1:]), left)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) + rest
    return metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)


def label(text: str, role: str | None = None, tone: str | None = None) -> QLabel:
    """Return one line of plain text in a role (h1, h2, strong, body2, small, caption) or the tone of a state."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setProperty("role", role)
    widget.setProperty("tone", tone)
    return widget


def button(text: str, kind: str | None = None, name: str | None = None) -> QPushButton:
    """Return a button: "primary", "link", "quiet", "danger" or plain. Enter presses it only when it has the focus."""
    widget = Button(text.replace("&", "&&"))
    widget.setProperty("kind", kind)
    widget.setAccessibleName(name or text)
    widget.setAutoDefault(False)
    if kind == "link":
        widget.setCursor(Qt.CursorShape.PointingHandCursor)
    return widget


def frame(role: str | None = None, tint: str | None = None) -> QFrame:
    """Return a surface: "card", "sunken", "bar", "footer", "side", "line", or the tint of a state."""
    widget = QFrame()
    widget.setProperty("role", role)
    widget.setProperty("tint", tint)
    return widget


def row(theme: Theme, *parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay parts side by side; lengths are pixels at 100 %."""
    layout = QHBoxLayout()
    _fill(theme, layout, parts, spacing, margins)
    return layout


def column(theme: Theme, *parts: Part, spacing: int = 8,
           margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay parts one under another; lengths are pixels at 100 %."""
    layout = QVBoxLayout()
    _fill(theme, layout, parts, spacing, margins)
    return layout


def take_away(layout: QLayout, widget: QWidget) -> None:
    """Take a widget out of its layout and delete it.

    Not by takeAt and replaceWidget: they pass ownership of Qt's layout item to the caller, and PySide never deletes
    it.
    """
    layout.removeWidget(widget)
    widget.hide()
    widget.deleteLater()


def replace_all(layout: QLayout, widgets: Sequence[QWidget]) -> None:
    """Replace the widgets of a layout by these."""
    while (item := layout.itemAt(0)) is not None:
        take_away(layout, item.widget())
    for widget in widgets:
        layout.addWidget(widget)
        # Qt shows a child that is added late only in the next turn of the event loop; until then a layout gives it no
        # space.
        widget.show()


def restyle(widget: QWidget, **properties: str | None) -> None:
    """Set the properties used by the style sheet: kind, role, tone or tint."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def ruled(lines: Sequence[QWidget]) -> list[QWidget]:
    """Return the lines of a card with a hairline between each two."""
    return [part for line in lines for part in (frame("line"), line)][1:]


class Scrolled(QScrollArea):
    """A part as high as its words need, up to ``most`` pixels at 100 %, that scrolls where there is less space.

    It takes the keyboard focus only while there is something to scroll.
    """

    def __init__(self, theme: Theme, name: str, inside: QWidget, most: int | None = None) -> None:
        """``name`` is its name for a screen reader."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._most = theme.px(most) if most else _ANY_HEIGHT
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        page = QWidget()  # is transparent; what is inside keeps its own surface
        page.setLayout(column(theme, inside))
        self.setWidget(page)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Ask for another height when the content has changed."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the content the height it needs at this width: by itself it would ask for more."""
        super().resizeEvent(event)
        self._fit()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # its height limit was that of another width

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """without a bar: it must not cause itself"""
        return min(self._most, _height_at(self.widget(), width))

    def _fit(self) -> None:
        room = self.maximumViewportSize()  # what there is without a bar: one that is there must not keep itself there
        height = _height_at(self.widget(), room.width())
        scrolls = height > room.height()
        self.widget().setFixedHeight(_height_at(self.widget(), self.viewport().width()) if scrolls else height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size needed at its width."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return almost nothing: it scrolls."""
        return QSize(0, 0)


def room_on(window: QWidget) -> QSize:
    """Return the size available on the window's screen, in pixels, below a title bar."""
    # Not window.screen(): its wrapper belongs to each window that asked, and with the second of them the screen goes.
    screen = QGuiApplication.screenAt(window.geometry().center()) or QGuiApplication.primaryScreen()
    area = screen.availableGeometry()
    return QSize(area.width(), area.height() - _TITLE_BAR)


def open_with(window: QWidget, theme: Theme, size: tuple[int, int], smallest: tuple[int, int] = (0, 0)) -> None:
    """Give a window its drawn size and its smallest, in pixels at 100 %, or what fits on the screen."""
    room = room_on(window)
    window.setMinimumSize(QSize(theme.px(smallest[0]), theme.px(smallest[1])).boundedTo(room))
    window.resize(QSize(theme.px(size[0]), theme.px(size[1])).boundedTo(room))


def bring_forward(window: QWidget) -> None:
    """Show a window in front of the others, with the keyboard; showing alone leaves it minimised when it was."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def fit_height(window: QWidget, width: int, room: int | None = None) -> None:
    """Give a window the height that its words need at ``width`` pixels, or the available height where a part scrolls.

    ``room`` is the available height in pixels, when it is not that of the window's screen below a title bar.
    """
    layout = window.layout()
    assert layout is not None
    for child in (window, *window.findChildren(QWidget)):
        child.ensurePolished()
        child.updateGeometry()  # layouts of a window that is not shown yet use what they measured before
        inner = child.layout()
        if inner is not None:
            inner.invalidate()
    layout.activate()
    width = min(width, room_on(window).width())
    height = _height_at(window, width)
    if window.findChild(QScrollArea) is not None:
        height = min(height, room_on(window).height() if room is None else room)
    window.setFixedSize(width, height)


def _height_at(part: QWidget, width: int) -> int:
    layout = part.layout()
    assert layout is not None
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


def _fill(theme: Theme, layout: QBoxLayout, parts: Sequence[Part], spacing: int,
          margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(theme.px(spacing))
    layout.setContentsMargins(*(theme.px(margin) for margin in margins))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(theme.px(part))
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
