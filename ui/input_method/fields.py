"""Lets fcitx see the keys of the text field that has the keyboard, and writes what it commits into the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from ui.input_method.fcitx import InputContext

_Answer = TypeVar("_Answer")
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


def attach(application: QApplication, environment: Mapping[str, str]) -> FieldTyping | None:
    """Let fcitx type into every field of a program on X. None where Qt has its own way: Wayland, Windows, IBus."""
    chosen = environment.get("QT_IM_MODULES", environment.get("QT_IM_MODULE", ""))
    if application.platformName() != "xcb" or chosen.startswith("ibus"):
        return None
    return FieldTyping(application, environment.get("DISPLAY", ""))


class FieldTyping(QObject):
    """Follows the focus. Without an fcitx the fields remain as Qt made them, and the next focus looks for one again."""

    def __init__(self, application: QApplication, display: str) -> None:
        super().__init__(application)
        self._display = display
        self._context: InputContext | None = None
        self._notifier: QSocketNotifier | None = None
        self._field: QWidget | None = None
        self._answered: tuple[int, int, bool] | None = None
        application.focusChanged.connect(self._focus)
        application.inputMethod().cursorRectangleChanged.connect(self._place)
        application.aboutToQuit.connect(self._forget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Give fcitx each key of the field; what it keeps goes no further."""
        if self._context is None or not isinstance(event, QKeyEvent) or event.type() not in _KEYS:
            return False
        kept = self._keeps(event)
        if kept and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # Esc ends what is being composed, not the window
        return kept

    def _keeps(self, event: QKeyEvent) -> bool:
        """Ask once for a key that comes as a possible shortcut and then again as itself."""
        key = (event.nativeScanCode(), event.timestamp())
        if event.type() is QEvent.Type.KeyPress and self._answered is not None and self._answered[:2] == key:
            kept, self._answered = self._answered[2], None
            return kept
        released = event.type() is QEvent.Type.KeyRelease
        kept = bool(self._ask(lambda context: context.takes(
            event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers(), event.timestamp(),
            released=released)))
        self._write()
        self._answered = (*key, kept) if event.type() is QEvent.Type.ShortcutOverride else None
        return kept

    def _focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None or not now.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            return
        self._connect()
        self._ask(lambda context: context.enter())
        if self._context is not None:
            self._field = now
            now.installEventFilter(self)
            now.destroyed.connect(self._gone)
            self._place()

    def _leave(self) -> None:
        field, self._field, self._answered = self._field, None, None
        if field is not None:
            field.removeEventFilter(self)
            field.destroyed.disconnect(self._gone)
            self._ask(lambda context: context.leave())

    def _gone(self) -> None:
        self._field = None

    def _connect(self) -> None:
        from ui.input_method.fcitx import FcitxGoneError, InputContext  # most trays never have the keyboard

        if self._context is not None:
            return
        try:
            self._context = InputContext.opened(self._display)
        except FcitxGoneError:
            return
        self._notifier = QSocketNotifier(self._context.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._write)

    def _place(self) -> None:
        if self._field is None:
            return
        ratio = self._field.devicePixelRatioF()
        cursor = self._field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        corner = self._field.mapToGlobal(cursor.topLeft())
        place = [round(length * ratio) for length in (corner.x(), corner.y(), cursor.width(), cursor.height())]
        self._ask(lambda context: context.place(*place))

    def _write(self) -> None:
        for words in self._ask(lambda context: context.committed()) or ():
            if self._field is not None:
                event = QInputMethodEvent()
                event.setCommitString(words)
                QApplication.sendEvent(self._field, event)

    def _ask(self, what: Callable[[InputContext], _Answer]) -> _Answer | None:
        """Return what fcitx answers; None without one, and from then on when it is gone."""
        if self._context is None:
            return None
        from ui.input_method.fcitx import FcitxGoneError

        try:
            return what(self._context)
        except FcitxGoneError:
            self._forget()
            return None

    def _forget(self) -> None:
        notifier, self._notifier = self._notifier, None
        context, self._context = self._context, None
        if notifier is not None:
            notifier.setEnabled(False)
            notifier.deleteLater()
        if context is not None:
            context.close()
