"""The warning window: beside the chat, never in the way of typing, never final by accident.

It never takes the keyboard until the user clicks beside its buttons, is to type, or asks for it, and returns it with
the answer; clicks made before it appeared do nothing; closing, Esc, timeout and silence keep the item held.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QWidget

from ui.i18n.say import say
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.placement import place
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, IconButton, column, fit_height, label, row, take_away
from ui.warning.compositing import composited
from ui.warning.countdown import Countdown
from ui.warning.keyboard import Keyboard
from ui.warning.panels import WIDTH, LinePanel, Panel
from ui.warning.rows import LookRow

ARMING_MS = 500
"""How long mouse clicks do nothing after the window or new content appeared."""

SILENCE_MS = 60_000
"""How long the window stays without a pointer over it; the item stays held."""

LINE_MS = 1_200
"""How long the line after a choice stays."""

FADE_MS = 120

_SHADOW = (20, 14, 20, 26)
_FADING_PLATFORMS = ("xcb", "windows", "cocoa")
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
_TOUCHES = (*_CLICKS, QEvent.Type.Enter, QEvent.Type.MouseMove, QEvent.Type.KeyPress)
_FLAGS = (Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
          | Qt.WindowType.WindowDoesNotAcceptFocus)


class WarningWindow(QWidget):
    """The frame around a panel. ``gone`` is emitted once, when the window has closed for whatever reason."""

    gone = Signal()

    def __init__(self, theme: Theme, time_words: str, chat: QRect | None) -> None:
        """``chat`` is the chat window's rectangle on the desktop, or None when it is unknown."""
        super().__init__(None, _FLAGS)
        Help(theme, self)
        self._theme = theme
        self._chat = chat
        self._panel = Panel()
        self.keyboard = Keyboard(self)
        self._armed = False
        self._waiting: Callable[[], None] | None = None
        self._fading: QPropertyAnimation | None = None
        self._shadow = _SHADOW if composited() else (0, 0, 0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, any(self._shadow))
        self.setWindowTitle(say("{heading} — 密哨", heading=say("提醒")))
        self._build(time_words)
        self._arming = QTimer(self, singleShot=True, interval=ARMING_MS)
        self._arming.timeout.connect(self._arm)
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(self._silent)
        self._line = QTimer(self, singleShot=True)
        self._line.timeout.connect(self.leave)

    # ------------------------------------------------------------------ content
    def show_panel(self, panel: Panel, about: str, countdown: int = 0) -> None:
        """Show this panel instead; its clicks do nothing for the first half second. ``about`` is for the caption and
        the title: where nothing was pasted, never a word of the content.

        If ``countdown`` is not 0 the window closes after this many seconds, unless somebody touches it before.
        """
        self._line.stop()
        self._stay()
        self._countdown.start(countdown)
        self._swap(panel)
        self._entitle(about)
        self._disarm()
        if not countdown:
            self._silence.start()
        if self.isVisible():
            self._announce()

    def say_line(self, words: str, milliseconds: int = LINE_MS) -> None:
        """Show one line, then close, or show what has been waiting. The keyboard goes back to where it was."""
        self._refuse_keyboard()
        self._countdown.start(0)
        self._entitle("")  # what was refused may have been let through by now
        self._swap(LinePanel(self._theme, words))
        self._announce()
        self._silence.stop()
        self._line.start(milliseconds)

    def _entitle(self, about: str) -> None:
        self._caption.show_text(say("密哨 · {where}", where=about) if about else say("密哨"))
        self.setWindowTitle(say("{heading} — 密哨", heading=about or say("提醒")))

    def when_free(self, show: Callable[[], None], chat: QRect | None = None) -> None:
        """Call ``show`` now, or once the pointer has left and nothing is being filled in.

        A pointer over it does not delay a message that belongs beside another window, where it would not be seen.
        """
        self._waiting = show
        self._serve_waiting(even_under_pointer=self.elsewhere(chat))

    def forget_waiting(self) -> None:
        """Drop what has been waiting: none of it is valid any more."""
        self._waiting = None

    def elsewhere(self, chat: QRect | None) -> bool:
        """Return whether this chat window is known to be another one than that beside the warning."""
        return chat is not None and chat != self._chat

    def stand_beside(self, chat: QRect | None) -> None:
        """Move beside another chat window with the next panel."""
        self._chat = chat

    def panel(self) -> Panel:
        """Return the current panel."""
        return self._panel

    def armed(self) -> bool:
        """Return whether clicks count yet."""
        return self._armed

    def activate(self) -> None:
        """Take the keyboard: only ever when the user asks for it."""
        self._touched()
        self.winId()  # makes sure that there is a native window
        if not self.isActiveWindow():
            self.keyboard.note()
        if self.windowHandle().flags() & Qt.WindowType.WindowDoesNotAcceptFocus:
            self._accept_keyboard(accept=True)
        self.raise_()
        self.activateWindow()

    def _refuse_keyboard(self) -> None:
        """Take the keyboard no more, and return it where it was."""
        had = self.isActiveWindow()
        if self.windowHandle() is not None:
            self._accept_keyboard(accept=False)
        if had:
            self.keyboard.give_back()

    def _accept_keyboard(self, *, accept: bool) -> None:
        refuses = Qt.WindowType.WindowDoesNotAcceptFocus
        self.overrideWindowFlags(self.windowFlags() & ~refuses if accept else self.windowFlags() | refuses)
        self.windowHandle().setFlag(refuses, not accept)

    def leave(self) -> None:
        """Close when the user has finished with it, or show what has been waiting."""
        if self._waiting is None:
            self.dismiss()
        else:
            self._show_waiting()

    def dismiss(self) -> None:
        """Fade out and close; held items stay held."""
        self._refuse_keyboard()
        if self._theme.moves and QGuiApplication.platformName() in _FADING_PLATFORMS:
            self._fade(1.0, 0.0)
            assert self._fading is not None
            self._fading.finished.connect(self.close)
        else:
            self.close()

    # ------------------------------------------------------------------ building
    def _build(self, time_words: str) -> None:
        theme = self._theme
        self._card = QFrame()
        self._card.setObjectName("warning")
        self._card.setProperty("flat", not any(self._shadow))
        self._card.setFixedWidth(theme.px(WIDTH))
        self._logo = QLabel()
        self._logo.setPixmap(icons.pixmap(theme, "mishao-small", theme.px(16), self.devicePixelRatioF()))
        self._caption = Elided("", "caption")
        close = IconButton(theme, "close", say("关闭（等于不发送）"))
        close.clicked.connect(self.leave)
        # Esc closes; the Tab key walks through the choices only, beginning at the first.
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        bar = row(theme, self._logo, self._caption, label(time_words, "caption"), close, margins=(20, 8, 10, 0))
        bar.setStretch(1, 1)
        self._countdown = Countdown(theme)
        self._countdown.ran_out.connect(self._ran_out)
        self._column = column(theme, bar, self._panel, self._countdown, spacing=0)
        self._card.setLayout(self._column)
        outer = column(theme, self._card)
        outer.setContentsMargins(*self._shadow)
        self.setLayout(outer)

    def _swap(self, panel: Panel) -> None:
        old, self._panel = self._panel, panel
        self._column.insertWidget(self._column.indexOf(old), panel)
        take_away(self._column, old)
        panel.resized.connect(self._fit)
        panel.typing.connect(self.activate)
        self.setAccessibleName(panel.title())
        self.setAccessibleDescription(panel.description())
        panel.show()
        self._fit()

    def _fit(self) -> None:
        """Give the card the height its words need at its width, and position it again."""
        screen = QGuiApplication.screenAt(self._chat.center()) if self._chat else None
        work = (screen or QGuiApplication.primaryScreen()).availableGeometry()
        fit_height(self._card, self._theme.px(WIDTH), work.height())
        left, top, right, bottom = self._shadow
        self.setFixedSize(self._card.width() + left + right, self._card.height() + top + bottom)
        corner = place(QSize(self._card.size()), work, self._chat)
        self.move(corner - QPoint(left, top))

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._panel.title()))

    # ------------------------------------------------------------------ time and the pointer
    def _arm(self) -> None:
        self._armed = True
        # A window manager that reparents may leave Qt with a temporary position of the window; requesting our
        # position again costs nothing and makes both agree, so that lists of choices drop down where they belong.
        self._fit()

    def _disarm(self) -> None:
        self._armed = False
        if self.isVisible():
            self._arming.start()

    def _silent(self) -> None:
        if self._attended():
            self._silence.start()
        else:
            self.dismiss()

    def _ran_out(self) -> None:
        """Close at the end of the policy's time: held items stay held."""
        if self._attended():
            self._touched()
        else:
            self.dismiss()

    def _attended(self) -> bool:
        """Return whether the pointer, an open form, or the keyboard shows that somebody is using it or its help."""
        active = QApplication.activeWindow()
        reading = active is not None and self in (active, active.parent())
        return reading or self.underMouse() or self._panel.busy()

    def _touched(self) -> None:
        """Stop the countdown, because somebody is looking; from now on it closes after a minute without use."""
        if self._countdown.running():
            self._countdown.stop()
            self._silence.start()

    def _serve_waiting(self, *, even_under_pointer: bool = False) -> None:
        held_up = self._panel.busy() or (self.underMouse() and not even_under_pointer)
        if not held_up:
            self._show_waiting()

    def _show_waiting(self) -> None:
        show, self._waiting = self._waiting, None
        if show is not None:
            show()

    def _stay(self) -> None:
        """Cancel the closing that was about to happen: it would remove what came in between."""
        if self._fading is not None:
            self._fading.stop()
            self.setWindowOpacity(1.0)

    def _fade(self, start: float, end: float) -> None:
        self._stay()
        self._fading = QPropertyAnimation(self, b"windowOpacity", self)
        self._fading.setDuration(FADE_MS)
        self._fading.setStartValue(start)
        self._fading.setEndValue(end)
        self._fading.start()

    # ------------------------------------------------------------------ events
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin the half second in which clicks do nothing."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self)
        self._disarm()
        self._announce()
        if self._theme.moves and QGuiApplication.platformName() in _FADING_PLATFORMS:
            self._fade(0.0, 1.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Swallow early clicks; take the keyboard with a click beside the buttons. Pointing or typing counts as having
        seen it."""
        if event.type() in _TOUCHES:
            self._touched()
        if event.type() in _CLICKS:
            if not self._armed:
                return True
            if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress and self._asks(event):
                self.activate()
        return super().eventFilter(watched, event)

    def _asks(self, event: QMouseEvent) -> bool:
        """Return whether a click asks for the keyboard: one on a button is an answer, and the chat keeps it."""
        clicked = self.childAt(event.position().toPoint())
        while clicked is not None and not isinstance(clicked, QAbstractButton | LookRow):
            clicked = clicked.parentWidget()
        return clicked is None and bool(self._panel.choices())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Show what has been waiting."""
        super().leaveEvent(event)
        QTimer.singleShot(0, self, self._serve_waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc keeps it held, 1 to 5 press the choices, D unfolds the basis. Enter presses only what has the focus."""
        number = event.key() - Qt.Key.Key_1
        choices = self._panel.choices()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_D:
            self._panel.unfold()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if focused in choices and hasattr(focused, "click"):
                focused.click()
        elif 0 <= number < len(choices) and self._armed:  # a digit typed before belongs to the panel before
            choices[number].click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Close; held items stay held."""
        super().closeEvent(event)
        self._silence.stop()
        self.gone.emit()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the shadow once; a graphics effect would redraw the whole card in software."""
        if not any(self._shadow):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        card = QRectF(self._card.geometry())
        peak = 5.2 if self._theme.mode == "light" else 12.0
        for step in range(16, 0, -1):
            painter.setBrush(QColor(10, 20, 32, int(peak * (1 - step / 17) ** 1.3 + 0.5)))
            painter.drawRoundedRect(card.adjusted(-step, -step + 5, step, step + 5), 10 + step, 10 + step)
