"""The event loop: the compositor's socket, pipes with content, the guard's commands, and timers."""

from __future__ import annotations

from guard.clipboard.desk import Desk
from guard.clipboard.farewell import detach
from guard.clipboard.orders import Orders
from guard.clipboard.port import Arms, Duty
from guard.clipboard.processes import runs_clipboard_manager
from guard.clipboard.wayland.answering import Answering
from guard.clipboard.wayland.connection import Asked, Changed, Connection, Notice
from guard.clipboard.wayland.pipes import Pipes
from guard.clipboard.wayland.selection import SelectionGuard
from guard.messages import Decided, Grant, Place, Restore
from guard.model import Origin

_HOUSEKEEPING_SECONDS = 10.0


class WaylandBroker:
    """Serves by destination on Wayland (guard.clipboard.port.Broker)."""

    name = "wayland"

    def __init__(self) -> None:
        """Connect to $WAYLAND_DISPLAY. Raises BrokerError where this compositor lets nobody watch the clipboard."""
        self._connection = Connection()

    def capabilities(self) -> tuple[str, ...]:
        """Return what works on this compositor (guard.clipboard.port.Broker.capabilities)."""
        primary = ("primary",) if Origin.PRIMARY in self._connection.origins else ()
        return (self.name, "by-destination", "hold", *primary, "requestor-identity", "xwayland-as-chat")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard CLIPBOARD and PRIMARY (guard.clipboard.port.Broker.guard)."""
        self._desk = Desk(duty, arms)
        self._pipes = Pipes(self._connection, duty.mailbox)
        self._answering = Answering(self._connection.compositor, self._desk, self._pipes)
        self._guards = tuple(SelectionGuard(origin, self._connection, self._desk, self._pipes, self._answering)
                             for origin in self._connection.origins)
        orders = Orders(duty, self._desk, self.capabilities, self)
        self._tidy()
        self._desk.armed(self.capabilities())
        while not orders.finished(owns=self._owns or self._pipes.writes):
            for notice in self._connection.notices():
                self._handle(notice)
            orders.take_mail()
            timeout = self._desk.run_due()
            if not self._connection.has_notices and not orders.finished(owns=self._owns or self._pipes.writes):
                self._pipes.turn(orders.until_leaving(timeout))
        self._connection.close()

    @property
    def _owns(self) -> bool:
        return any(entry.owns for entry in self._guards)

    def _handle(self, notice: Notice) -> None:
        if isinstance(notice, Changed):
            next(entry for entry in self._guards if entry.origin is notice.origin).changed(notice)
        elif isinstance(notice, Asked):
            if not any(entry.requested(notice) for entry in self._guards):
                self._answering.refuse(notice.descriptor)
        else:
            self._connection.forget(notice.source)

    def _tidy(self) -> None:
        self._desk.manager_runs = runs_clipboard_manager(self._desk.arms.policy)
        self._desk.later(_HOUSEKEEPING_SECONDS, self._tidy)

    # -------------------------------------------------------------- commands (guard.clipboard.orders.Watched)
    def look(self) -> None:
        """Judge what is there now."""
        for entry in self._guards:
            entry.look()

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about a picture or files."""
        self._guards[0].decided(command)

    def grant(self, command: Grant) -> bool:
        """Let a held copy be pasted once."""
        return any(entry.grant(command) for entry in self._guards)

    def place(self, command: Place) -> None:
        """Put content on the clipboard."""
        self._guards[0].place(command)

    def restore(self, command: Restore) -> None:
        """Not asked for: "restore" is none of the capabilities."""

    def drop(self, capture: str) -> None:
        """Forget the content of a copy."""
        for entry in self._guards:
            entry.drop(capture)

    def stop(self) -> bool:
        """Held content goes with us. What is ours but clean stays until the next copy, in a process of its own."""
        for entry in self._guards:
            if entry.holds:
                entry.release()
        return not (self._owns and detach())
