"""Obeys the guard's commands to a broker, alike on every platform, and decides when a broker ends."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Protocol

from guard.clipboard.broker_state import BrokerState
from guard.clipboard.mailbox import GuardGone, Mail
from guard.clipboard.port import Duty
from guard.core.tickets import Granting
from guard.ipc.messages import (
    Arm,
    Decided,
    Drop,
    Focused,
    Forget,
    Grant,
    Granted,
    Ping,
    Place,
    Pong,
    Remember,
    Restore,
    Stop,
    Watch,
)

LINGER_SECONDS = 600.0
"""How long held content stays held after the guard died: by then the guard runs again, or does not come back."""

log = logging.getLogger(__name__)


class Watched(Protocol):
    """The copies that a broker watches and holds, as commands see them."""

    def look(self) -> None:
        """Judge what is there now, unless it is held."""

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about a copy."""

    def grant(self, command: Grant) -> Granting:
        """Let a held copy be pasted once; return GIVEN when a paste would be served from now on."""

    def place(self, command: Place) -> None:
        """Put content on the clipboard, held under its decision."""

    def restore(self, command: Restore) -> None:
        """Offer what the previous broker owned, unless somebody has copied since."""

    def drop(self, capture: str) -> None:
        """Forget the content of a copy; every program gets the notice."""

    def stop(self) -> bool:
        """Give away nothing that is held. Return True when the process can end now, False when it serves until the next
        copy.
        """


class BrokerCommands:
    """Obeys the commands that arrive in the mailbox; used from the broker's thread only."""

    def __init__(self, duty: Duty, state: BrokerState, capabilities: Callable[[], tuple[str, ...]],
                 watched: Watched) -> None:
        self._duty = duty
        self._state = state
        self._capabilities = capabilities
        self._watched = watched
        self._leaving = False
        self._leaving_at = math.inf
        self.stopped = False

    def take_mail(self) -> None:
        """Obey all commands that have arrived, up to a Stop."""
        for mail in self._duty.mailbox.take():
            self._obey(mail)
            if self.stopped:
                return

    def finished(self, *, owns: bool) -> bool:
        """Return True when the broker may end: on Stop, or when the guard is gone and nothing on the clipboard is ours.
        """
        if self.stopped or not self._leaving:
            return self.stopped
        return time.monotonic() >= self._leaving_at or not owns

    def until_leaving(self, timeout: float | None) -> float | None:
        """Return the seconds to wait: ``timeout`` (None: for ever), but not beyond the time to end."""
        if self._leaving_at == math.inf:
            return timeout
        rest = max(0.0, self._leaving_at - time.monotonic())
        return rest if timeout is None else min(timeout, rest)

    def _obey(self, mail: Mail) -> None:
        match mail:
            case Arm():
                self._state.arm_on_worker(mail, self._duty.arm, self._armed)
            case Watch(enabled=enabled):
                self._state.watching = enabled
                if enabled:
                    self._watched.look()
            case Ping():
                self._state.send(Pong())
            case Stop():
                self.stopped = self._watched.stop()
                if not self.stopped:
                    self._duty.hang_up()
                self._leave()
            case GuardGone():
                if not self._leaving:  # otherwise the end is expected: Stop came before it
                    log.warning("the guard has gone; what is held stays held")
                    self._state.orphaned = True
                    self._leave()
                    self._leaving_at = time.monotonic() + LINGER_SECONDS
            case Decided() | Grant() | Place() | Restore() | Drop() | Remember() | Forget() | Focused():
                self._obey_about_copies(mail)
            case do:
                do()

    def _armed(self) -> None:
        self._state.armed(self._capabilities())
        self._watched.look()

    def _obey_about_copies(
            self, command: Decided | Grant | Place | Restore | Drop | Remember | Forget | Focused) -> None:
        match command:
            case Focused():
                self._state.focused.take(command)
            case Remember() | Forget():
                self._state.kinship.take(command)
            case Place():
                self._watched.place(command)
            case Restore():
                self._watched.restore(command)
            case Decided():
                self._watched.decided(command)
            case Grant(capture=capture):
                self._state.send(Granted(capture, self._watched.grant(command)))
            case Drop(capture=capture):
                self._watched.drop(capture)

    def _leave(self) -> None:
        self._state.watching = False
        self._leaving = True
