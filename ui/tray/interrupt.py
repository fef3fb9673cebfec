"""Ends the tray on Ctrl+C in the terminal from which it was started: Qt never lets Python look for signals by itself.

Without a terminal, SIGINT is one more signal that ends the tray, and what starts it again starts it again.
"""

from __future__ import annotations

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QApplication


class Interrupts(QObject):
    """Quits the application at Ctrl+C. ``happened``: it was pressed."""

    def __init__(self, application: QApplication) -> None:
        """Take SIGINT over. Call from the main thread, once."""
        super().__init__(application)
        self.happened = False
        if not sys.stdin.isatty():
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            return
        self._bell, self._rings = socket.socketpair()
        for end in (self._bell, self._rings):
            end.setblocking(False)
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.set_wakeup_fd(self._rings.fileno(), warn_on_full_buffer=False)
        notifier = QSocketNotifier(self._bell.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._interrupted)

    @Slot()
    def _interrupted(self) -> None:
        self._bell.recv(64)
        self.happened = True
        QApplication.exit()  # not quit: the small window that replaces the icon refuses to close
