"""The X11 broker's event loop: the X socket, the guard's commands, and timers."""

from __future__ import annotations

import os
import select
import time
from collections import deque
from dataclasses import replace

from guard.clipboard.broker_state import HOUSEKEEPING_SECONDS, BrokerState
from guard.clipboard.commands import BrokerCommands
from guard.clipboard.detach import detach
from guard.clipboard.port import Arms, Duty
from guard.clipboard.selection import Selections
from guard.clipboard.x11 import successor
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.drags import Drags
from guard.clipboard.x11.late_replies import LateReplies
from guard.clipboard.x11.managers import Managers
from guard.clipboard.x11.primary import PrimaryGuard
from guard.clipboard.x11.selection import SelectionGuard
from guard.clipboard.x11.serving import Server
from guard.core.model import Origin
from guard.core.tickets import Granting
from guard.ipc.messages import Decided, FromBroker, Grant, Restore
from guard.platform.processes_linux import runs_clipboard_manager
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import (
    ClientMessage,
    Event,
    OwnerChanged,
    PropertyChanged,
    SelectionNotify,
    SelectionRequest,
    WindowCreated,
    WindowDestroyed,
)

_NEWCOMER_SECONDS = 0.01


class X11Broker(Selections):
    """Serves by destination on X11 (guard.clipboard.port.Broker)."""

    name = "x11"
    _guards: tuple[SelectionGuard, ...]

    def __init__(self, display_name: str | None = None) -> None:
        """Connect to ``display_name`` or $DISPLAY. Raises BrokerError."""
        self._connection = Connection(display_name)
        self._managers = Managers(self._connection)
        self._server = Server(self._connection, self._managers.watches)
        self._newcomers: set[int] = set()
        self._reports: deque[FromBroker] = deque()
        self._copied = False

    def capabilities(self) -> tuple[str, ...]:
        """Return what works on this server (guard.clipboard.port.Broker.capabilities)."""
        identity = ("requestor-identity",) if self._connection.identifies_clients else ()
        # On a Wayland session this display is Xwayland: native Wayland programs copy and paste without it.
        partial = ("xwayland-only",) if os.environ.get("WAYLAND_DISPLAY") else ()
        return (self.name, "by-destination", "hold", "primary", "restore", *identity, *partial)

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard CLIPBOARD and PRIMARY (guard.clipboard.port.Broker.guard)."""
        self._mailbox = duty.mailbox
        self._tell = duty.send
        duty = replace(duty, send=self._reports.append)
        self._state = BrokerState(duty, arms)
        del arms  # otherwise the first rules would stay in memory for as long as this runs
        self._commands = BrokerCommands(duty, self._state, self.capabilities, self)
        answering = Answering(self._connection, self._state, self._server)
        self._late_replies = LateReplies(self._connection, self._state)
        self._drags = Drags(self._connection, self._state, self._late_replies)
        self._guards = tuple(
            guard(self._connection, origin, self._state, answering, self._managers, self._late_replies)
            for guard, origin in ((SelectionGuard, Origin.CLIPBOARD), (PrimaryGuard, Origin.PRIMARY)))
        self._connection.watch_desktop()
        self._housekeep()
        successor.announce(self._connection)
        for entry in self._guards:
            entry.start()
        self._drags.start()
        self._state.armed(self.capabilities())
        try:
            while not self._finished():
                self._turn()
        finally:
            self._managers.part()
            self._report()
        if not self._commands.stopped:  # after Stop the process left behind reads the answer
            # When the server can no longer write to a connection, it drops what it has not read of it: the last
            # answers.
            self._connection.server_time()
        self._connection.close()

    def _finished(self) -> bool:
        return self._commands.finished(owns=self._owns or self._server.busy)

    def _turn(self) -> None:
        """Handle what has arrived, then wait for more."""
        if self._connection.has_events():
            self._suspend_managers()
        for event in self._connection.events():
            self._handle(event)
        self._connection.flush()  # first: somebody waits for what was just requested or answered
        self._resume_managers()
        self._server.forget(self._connection.take_lost_windows())
        self._commands.take_mail()
        if self._state.orphaned:
            for entry in self._guards:
                entry.hold_what_stays()
        if self._commands.stopped:
            # The process left behind has the connection now: two processes that read take each other's replies.
            return
        timeout = self._commands.until_leaving(self._state.run_due())
        self._connection.flush()
        self._report()
        if self._connection.has_events() or self._finished():
            return
        if self._managers.suspended:
            timeout = self._managers.rest() if timeout is None else min(timeout, self._managers.rest())
        self._managers.come_along()
        told = select.select([self._connection.fileno(), self._mailbox.fileno()], [], [], timeout)[0]
        if self._connection.fileno() in told:
            self._suspend_managers()

    def _report(self) -> None:
        """Report to the guard after the server was served: the thread that writes would compete with us while a copy
        waits.
        """
        while self._reports:
            self._tell(self._reports.popleft())

    def _suspend_managers(self) -> None:
        """Suspend clipboard managers before the events are even read: one may be a copy, which they learn of now, too.
        """
        if self._state.watching:
            self._managers.suspend()

    def _resume_managers(self) -> None:
        """Resume them once what they would read is ours or clean; in any case after a moment."""
        clipboard = self._guards[0]
        if self._managers.suspended and (not clipboard.taking or not self._managers.rest()):
            self._managers.resume(wipe=self._copied and not clipboard.clean, asking=clipboard.taking)
            self._copied = False

    # -------------------------------------------------------------- events
    def _handle(self, event: Event) -> None:
        if isinstance(event, OwnerChanged):
            self._owner_changed(event)
        elif isinstance(event, SelectionRequest):
            self._requested(event)
        elif isinstance(event, SelectionNotify):
            if not (any(entry.converted(event) for entry in self._guards) or self._drags.converted(event)):
                self._late_replies.converted(event)
        elif isinstance(event, PropertyChanged):
            self._property_changed(event)
        elif isinstance(event, ClientMessage):
            self._drags.told(event)
        elif isinstance(event, WindowDestroyed):
            self._server.forget([event.window])
            self._managers.gone(event.window)
            for entry in self._guards:
                entry.owner_gone(event.window)
        elif isinstance(event, WindowCreated):
            self._appeared(event.window)

    def _owner_changed(self, event: OwnerChanged) -> None:
        if event.selection == self._drags.selection:
            self._drags.owner_changed(event.owner, event.selection_timestamp)
        for entry in self._guards:
            if entry.selection == event.selection:
                if entry.origin is Origin.CLIPBOARD and event.owner != self._connection.window:
                    self._suspend_managers()
                    self._copied = True
                entry.owner_changed(event.owner, event.selection_timestamp)

    def _requested(self, event: SelectionRequest) -> None:
        if self._connection.is_ours(event.requestor) or event.requestor == self._connection.root:
            self._server.refuse(event)  # nobody pastes there, and the events we get for these windows must not change
            return
        for entry in self._guards:
            if entry.selection == event.selection:
                entry.requested(event)
                return
        self._server.refuse(event)

    def _property_changed(self, event: PropertyChanged) -> None:
        if event.window == self._connection.root:
            if event.atom == self._connection.atom("_NET_ACTIVE_WINDOW"):
                for entry in self._guards:
                    entry.user_moved()
            return
        self._managers.given(event)
        if event.state == protocol.PROPERTY_DELETE and self._server.property_deleted(event.window, event.atom):
            return
        if not (any(entry.property_changed(event) for entry in self._guards) or self._drags.property_changed(event)):
            self._late_replies.property_changed(event)

    def _appeared(self, window: int) -> None:
        """Handle a new program: if it is a clipboard manager, text is held unread from now on."""
        client = window & self._connection.client_mask
        if self._connection.is_ours(window) or self._managers.appeared(window) or client in self._newcomers:
            return
        self._newcomers.add(client)  # a program makes many windows at once: it is identified once, a little later
        self._state.later(_NEWCOMER_SECONDS, lambda: self._look_at(client, window))

    def _look_at(self, client: int, window: int) -> None:
        self._newcomers.discard(client)
        if runs_clipboard_manager([self._connection.client_pid(window)], self._state.arms.policy):
            self._find_managers()

    def _find_managers(self) -> None:
        self._managers.find(self._connection.clients(), self._state.arms.policy)
        self._state.manager_runs = bool(self._managers)

    def _housekeep(self) -> None:
        self._server.expire(time.monotonic())
        self._find_managers()
        self._state.later(HOUSEKEEPING_SECONDS, self._housekeep)

    # -------------------------------------------------------------- commands (guard.clipboard.commands.Watched)
    def grant(self, command: Grant) -> Granting:
        """Let a held copy be pasted once."""
        granting = super().grant(command)
        self._connection.flush()  # a Place before it has reached the server: from now on a paste is served
        return granting

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about a picture or files, copied or dragged."""
        super().decided(command)
        self._drags.decided(command)

    def restore(self, command: Restore) -> None:
        """Offer what the previous broker owned."""
        self._guards[0].restore(command)

    def stop(self) -> bool:
        """End; held content ends with us. Clean content of ours stays until the next copy, in a process of its own."""
        self._release_held()
        self._drags.stop()
        self._connection.flush()
        self._managers.resume()
        return not (self._owns and detach())
