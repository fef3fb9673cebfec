"""A message-only window that is notified of the clipboard, and a wait for it and for the guard's mail at once."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from guard.platform.errors import BrokerError
from guard.platform.win32 import (
    FD_CLOSE,
    FD_READ,
    HANDLE,
    HWND_MESSAGE,
    INFINITE,
    MSG,
    MWMO_INPUTAVAILABLE,
    PM_REMOVE,
    QS_ALLINPUT,
    WM_CLIPBOARDUPDATE,
    WM_RENDERFORMAT,
    WindowClass,
    WindowProcedure,
    kernel32,
    user32,
    winsock,
)
from guard.sentences.catalogue import sentence

CLASS = "MiShaoClipboard"
"""Begins the class of a broker's window."""


class Window:
    """Is notified when the clipboard has changed, and when a program waits for a format that was promised.

    Belongs to the thread that makes it. Raises BrokerError when Windows gives no window or no notifications.
    """

    def __init__(self) -> None:
        self._changed: Callable[[], None] = lambda: None
        self._asked: Callable[[int], None] = lambda _: None
        self._failure: Exception | None = None
        self._procedure = WindowProcedure(self._handle)
        self._instance = kernel32.GetModuleHandleW(None)
        self._class = f"{CLASS}{id(self)}"  # a class keeps the procedure of the window it was made for
        window_class = WindowClass(procedure=self._procedure, instance=self._instance, name=self._class)
        user32.RegisterClassW(ctypes.byref(window_class))
        self.handle: int = user32.CreateWindowExW(0, self._class, CLASS, 0, 0, 0, 0, 0, HWND_MESSAGE, None,
                                                  self._instance, None) or 0
        if not self.handle:
            raise BrokerError(sentence("clipboard.windows-no-window"))
        if not user32.AddClipboardFormatListener(self.handle):
            self.close()
            raise BrokerError(sentence("clipboard.windows-no-changes"))

    def serve(self, changed: Callable[[], None], asked: Callable[[int], None]) -> None:
        """Call ``changed`` after each change and ``asked`` with the number of a format, during ``dispatch``.

        Exceptions of either are raised by ``dispatch``.
        """
        self._changed, self._asked = changed, asked

    def dispatch(self) -> None:
        """Handle every message that has arrived, without waiting."""
        message = MSG()
        while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, PM_REMOVE):
            user32.DispatchMessageW(ctypes.byref(message))
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Destroy the window. What it still promised is lost with it."""
        user32.RemoveClipboardFormatListener(self.handle)
        user32.DestroyWindow(self.handle)
        user32.UnregisterClassW(self._class, self._instance)

    def _handle(self, window: int, message: int, first: int, second: int) -> int:
        try:
            if message == WM_CLIPBOARDUPDATE:
                self._changed()
                return 0
            if message == WM_RENDERFORMAT:
                self._asked(first)
                return 0
        except Exception as error:  # noqa: BLE001 - ctypes would print it and go on: it is carried over to the loop
            self._failure = error
            return 0
        # WM_RENDERALLFORMATS comes when this window is destroyed: nobody pastes then, and nothing is given away.
        return int(user32.DefWindowProcW(window, message, first, second))


class Bell:
    """Signals to Windows' own wait functions when a non-blocking socket is readable."""

    def __init__(self, socket: int) -> None:
        self._event = winsock.WSACreateEvent()
        winsock.WSAEventSelect(socket, self._event, FD_READ | FD_CLOSE)

    def wait(self, seconds: float | None) -> None:
        """Wait until the socket can be read or a window message has arrived, but at most this long."""
        handles = (HANDLE * 1)(self._event)
        user32.MsgWaitForMultipleObjectsEx(1, handles, _milliseconds(seconds), QS_ALLINPUT, MWMO_INPUTAVAILABLE)
        winsock.WSAResetEvent(self._event)

    def wait_for_mail(self, seconds: float) -> None:
        """Wait until the socket can be read, but at most this long; window messages stay queued."""
        kernel32.WaitForSingleObject(self._event, _milliseconds(seconds))
        winsock.WSAResetEvent(self._event)

    def close(self) -> None:
        """Release the event object."""
        winsock.WSACloseEvent(self._event)


def _milliseconds(seconds: float | None) -> int:
    return INFINITE if seconds is None else max(0, int(seconds * 1000) + 1)
