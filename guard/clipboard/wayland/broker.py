"""The Wayland broker's event loop: the compositor's socket, pipes with content, the guard's commands, timers."""

from __future__ import annotations

from guard.clipboard.broker_state import HOUSEKEEPING_SECONDS, BrokerState
from guard.clipboard.commands import BrokerCommands
from guard.clipboard.detach import detach
from guard.clipboard.port import Arms, Duty
from guard.clipboard.selection import Selections
from guard.clipboard.wayland.answering import Answering
from guard.clipboard.wayland.connection import Asked, Changed, Connection, Notice
from guard.clipboard.wayland.pipes import Pipes
from guard.clipboard.wayland.primary import PrimaryGuard
from guard.clipboard.wayland.selection import SelectionGuard
from guard.core.model import Origin
from guard.ipc.messages import Restore
from guard.platform.proc import everyone
from guard.platform.processes_linux import runs_clipboard_manager


class WaylandBroker(Selections):
    """Serves by destination on Wayland (guard.clipboard.port.Broker)."""

    name = "wayland"
    _guards: tuple[SelectionGuard, ...]

    def __init__(self) -> None:
        """Connect to $WAYLAND_DISPLAY. Raises BrokerError when this compositor lets no program watch the clipboard."""
        self._connection = Connection()

    def capabilities(self) -> tuple[str, ...]:
        """Return what works on this compositor (guard.clipboard.port.Broker.capabilities)."""
        primary = ("primary",) if Origin.PRIMARY in self._connection.origins else ()
        return (self.name, "by-destination", "hold", *primary, "requestor-identity", "restore", "xwayland-as-chat")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard CLIPBOARD, and PRIMARY where the user's window is known (guard.clipboard.port.Broker.guard)."""
        self._state = BrokerState(duty, arms)
        del arms  # otherwise the first rules would stay in memory for as long as this runs
        self._pipes = Pipes(self._connection, duty.mailbox)
        self._answering = Answering(self._connection.compositor, self._state, self._pipes)
        kinds = {Origin.CLIPBOARD: SelectionGuard, Origin.PRIMARY: PrimaryGuard}
        self._guards = tuple(kinds[origin](origin, self._connection, self._state, self._pipes, self._answering)
                             for origin in self._connection.origins)
        self._commands = BrokerCommands(duty, self._state, self.capabilities, self)
        self._housekeep()
        self._state.armed(self.capabilities())
        while not self._finished():
            self._turn()
        self._connection.close()

    def _finished(self) -> bool:
        return self._commands.finished(owns=self._owns or self._pipes.writes)

    def _turn(self) -> None:
        """Handle what has arrived, then wait for more."""
        for notice in self._connection.notices():
            self._handle(notice)
        for entry in self._guards:
            entry.user_moved()
        self._commands.take_mail()
        if self._commands.stopped:
            return  # the process left behind has the timers now: what is due twice would be answered twice
        timeout = self._commands.until_leaving(self._state.run_due())
        if not self._connection.has_notices and not self._finished():
            self._pipes.turn(timeout)

    # -------------------------------------------------------------- events
    def _handle(self, notice: Notice) -> None:
        if isinstance(notice, Changed):
            next(entry for entry in self._guards if entry.origin is notice.origin).changed(notice)
        elif isinstance(notice, Asked):
            if not any(entry.requested(notice) for entry in self._guards):
                self._answering.refuse(notice)
        else:
            for entry in self._guards:
                entry.cancelled(notice.source)
            self._connection.forget(notice.source)

    def _housekeep(self) -> None:
        self._state.manager_runs = runs_clipboard_manager(everyone(), self._state.arms.policy)
        self._state.later(HOUSEKEEPING_SECONDS, self._housekeep)

    # -------------------------------------------------------------- commands (guard.clipboard.commands.Watched)
    def restore(self, command: Restore) -> None:
        """Offer what the previous broker owned."""
        self._guards[0].restore(command)

    def stop(self) -> bool:
        """End; held content ends with us. Clean content of ours stays until the next copy, in a process of its own."""
        self._release_held()
        return not (self._owns and detach())
