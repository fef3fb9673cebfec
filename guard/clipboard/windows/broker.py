"""The event loop: window messages, the guard's commands, and timers."""

from __future__ import annotations

import logging
import time

from guard.clipboard.desk import Desk
from guard.clipboard.mailbox import GuardGone, Mail
from guard.clipboard.port import Arms, Duty
from guard.clipboard.windows.clipboard import Clipboard
from guard.clipboard.windows.serving import Serving
from guard.clipboard.windows.watching import Watching
from guard.clipboard.windows.window import Bell, Window
from guard.messages import Arm, Decided, Drop, Grant, Granted, Place, Restore, Stop, Watch

LINGER_SECONDS = 600.0
"""How long what is held stays held after the guard has died: by then it runs again, or is not coming back."""

log = logging.getLogger(__name__)


class WindowsBroker:
    """Serves by destination on Windows (guard.clipboard.port.Broker)."""

    name = "windows"

    def __init__(self) -> None:
        """Make the window that is told of changes. Raises BrokerError."""
        self._window = Window()
        self._clipboard = Clipboard(self._window.handle)
        self._leaving_at: float | None = None
        self._stopped = False

    def capabilities(self) -> tuple[str, ...]:
        """Return what works here (guard.clipboard.port.Broker.capabilities)."""
        return (self.name, "by-destination", "hold", "requestor-identity")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard the clipboard (guard.clipboard.port.Broker.guard)."""
        self._duty = duty
        self._desk = Desk(duty, arms)
        self._bell = Bell(duty.mailbox.fileno())
        serving = Serving(self._clipboard, self._desk, self._wait_for_mail)
        self._watching = Watching(self._clipboard, self._desk, serving)
        self._window.serve(self._watching.changed, self._watching.asked)
        self._desk.armed(self.capabilities())
        self._watching.look()
        while not self._finished():
            self._window.dispatch()
            self._take_mail()
            timeout = self._desk.run_due()
            if not self._finished():
                self._bell.wait(self._until_leaving(timeout))
        self._watching.release()
        self._window.close()
        self._bell.close()

    def _finished(self) -> bool:
        if self._stopped or self._leaving_at is None:
            return self._stopped
        return time.monotonic() >= self._leaving_at or not self._watching.owns

    def _until_leaving(self, timeout: float | None) -> float | None:
        if self._leaving_at is None:
            return timeout
        rest = max(0.0, self._leaving_at - time.monotonic())
        return rest if timeout is None else min(timeout, rest)

    # -------------------------------------------------------------- commands
    def _wait_for_mail(self, seconds: float) -> None:
        """Handle what the guard says while a program waits for its answer."""
        self._bell.wait_for_mail(seconds)
        self._take_mail()

    def _take_mail(self) -> None:
        for mail in self._duty.mailbox.take():
            self._obey(mail)

    def _obey(self, mail: Mail) -> None:
        match mail:
            case Arm():
                self._desk.arm_on_worker(mail, self._duty.arm, self._armed)
            case Watch(enabled=enabled):
                self._desk.watching = enabled
                if enabled:
                    self._watching.look()
            case Stop():
                self._stopped = True
            case GuardGone() if self._leaving_at is None:
                log.warning("the guard has gone; what is held stays held")
                self._desk.watching = False
                self._leaving_at = time.monotonic() + LINGER_SECONDS
            case GuardGone() | Restore():
                pass  # Restore is not for this broker
            case Decided() | Grant() | Place() | Drop():
                self._obey_about_copy(mail)
            case do:
                do()

    def _armed(self) -> None:
        self._desk.armed(self.capabilities())
        self._watching.look()

    def _obey_about_copy(self, command: Decided | Grant | Place | Drop) -> None:
        match command:
            case Place():
                self._watching.place(command)
            case Decided(capture=capture, decision=decision):
                self._watching.decided(capture, decision)
            case Grant(capture=capture):
                self._duty.send(Granted(capture, self._watching.grant(command)))
            case Drop(capture=capture):
                self._watching.drop(capture)
