"""The event loop: the X socket, the guard's commands, and timers."""

from __future__ import annotations

import logging
import os
import select
import time

from Xlib import X
from Xlib.ext import xfixes
from Xlib.protocol import rq

from guard.clipboard.desk import Desk
from guard.clipboard.farewell import detach
from guard.clipboard.mailbox import GuardGone, Mail
from guard.clipboard.port import Arms, Duty
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.connection import Connection, xid
from guard.clipboard.x11.identity import is_clipboard_manager, runs_clipboard_manager
from guard.clipboard.x11.selection import SelectionGuard
from guard.clipboard.x11.serving import Server
from guard.messages import Arm, Armed, Decided, Drop, Grant, Granted, Place, Stop, Watch
from guard.model import Origin

LINGER_SECONDS = 600.0
"""How long what is held stays held after the guard has died: by then it runs again, or is not coming back."""

_HOUSEKEEPING_SECONDS = 10.0
_NEWCOMER_SECONDS = 0.01

log = logging.getLogger(__name__)


class X11Broker:
    """Serves by destination on X11 (guard.clipboard.port.Broker)."""

    name = "x11"

    def __init__(self, display_name: str | None = None) -> None:
        """Connect to ``display_name`` or $DISPLAY. Raises BrokerError."""
        self._connection = Connection(display_name)
        self._server = Server(self._connection)
        self._leaving_at: float | None = None
        self._stopped = False
        self._newcomers: set[int] = set()

    def capabilities(self) -> tuple[str, ...]:
        """Return what works on this server (guard.clipboard.port.Broker.capabilities)."""
        identity = ("requestor-identity",) if self._connection.identifies_clients else ()
        # On a Wayland session this display is Xwayland: native Wayland programs copy and paste past it.
        partial = ("xwayland-only",) if os.environ.get("WAYLAND_DISPLAY") else ()
        return (self.name, "by-destination", "hold", "primary", *identity, *partial)

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard CLIPBOARD and PRIMARY (guard.clipboard.port.Broker.guard)."""
        self._duty = duty
        self._desk = Desk(duty, arms)
        answering = Answering(self._connection, self._desk, self._server)
        self._guards = tuple(SelectionGuard(self._connection, origin, self._desk, answering)
                             for origin in (Origin.CLIPBOARD, Origin.PRIMARY))
        self._connection.watch_new_windows()
        self._tidy()
        for entry in self._guards:
            entry.start()
        while not self._finished():
            self._turn()
        self._connection.close()

    def _finished(self) -> bool:
        if self._stopped or self._leaving_at is None:
            return self._stopped
        owns = any(entry.owns for entry in self._guards)
        return time.monotonic() >= self._leaving_at or not (owns or self._server.busy)

    def _turn(self) -> None:
        """Handle what has arrived, then wait for more."""
        for event in self._connection.events():
            self._handle(event)
        self._server.forget(self._connection.take_lost_windows())
        for mail in self._duty.mailbox.take():
            self._obey(mail)
            if self._stopped:
                # The process left behind has the connection now: one of two that read takes the replies of the other.
                return
        timeout = self._desk.run_due()
        self._connection.flush()
        if self._connection.has_events() or self._finished():
            return
        if self._leaving_at is not None:
            timeout = min(timeout if timeout is not None else LINGER_SECONDS, self._leaving_at - time.monotonic())
        select.select([self._connection.fileno(), self._duty.mailbox.fileno()], [], [], timeout)

    # -------------------------------------------------------------- events
    def _handle(self, event: rq.Event) -> None:
        if isinstance(event, xfixes.SelectionNotify):
            self._owner_changed(event)
        elif event.type == X.SelectionRequest:
            self._requested(event)
        elif event.type == X.SelectionNotify:
            any(entry.converted(event) for entry in self._guards)
        elif event.type == X.PropertyNotify:
            self._property_changed(event)
        elif event.type == X.DestroyNotify:
            self._server.forget([xid(event.window)])
        elif event.type == X.CreateNotify:
            self._appeared(xid(event.window))

    def _owner_changed(self, event: rq.Event) -> None:
        for entry in self._guards:
            if entry.selection == event.selection:
                entry.owner_changed(xid(event.owner), int(event.selection_timestamp))

    def _requested(self, event: rq.Event) -> None:
        for entry in self._guards:
            if entry.selection == event.selection:
                entry.requested(event)
                return
        self._server.refuse(event)

    def _property_changed(self, event: rq.Event) -> None:
        if event.state == X.PropertyDelete and self._server.property_deleted(xid(event.window), event.atom):
            return
        any(entry.property_changed(event) for entry in self._guards)

    def _appeared(self, window: int) -> None:
        """A program has come: from now on text is held unread when it is a clipboard manager."""
        client = window & self._connection.client_mask
        if self._desk.manager_runs or client in self._newcomers:
            return
        self._newcomers.add(client)  # a program makes many windows at once: it is looked at once, a little later
        self._desk.later(_NEWCOMER_SECONDS, lambda: self._look_at(client, window))

    def _look_at(self, client: int, window: int) -> None:
        self._newcomers.discard(client)
        if is_clipboard_manager(self._connection.client_pid(window), self._desk.arms.policy):
            self._desk.manager_runs = True

    def _tidy(self) -> None:
        self._server.expire(time.monotonic())
        self._desk.manager_runs = runs_clipboard_manager(self._connection.client_pids(), self._desk.arms.policy)
        self._desk.later(_HOUSEKEEPING_SECONDS, self._tidy)

    # -------------------------------------------------------------- commands
    def _obey(self, mail: Mail) -> None:
        match mail:
            case Arm():
                self._desk.arm_on_worker(mail, self._duty.arm, self._armed)
            case Watch(enabled=enabled):
                self._desk.watching = enabled
                if enabled:
                    self._look()
            case Stop():
                self._stop()
            case GuardGone() if self._leaving_at is None:
                log.warning("the guard has gone; what is held stays held")
                self._leave()
            case GuardGone():
                pass  # expected after Stop
            case Decided() | Grant() | Place() | Drop():
                self._obey_about_copy(mail)
            case do:
                do()

    def _armed(self) -> None:
        self._duty.send(Armed(self.capabilities(), self._desk.arms.pack))
        self._look()

    def _obey_about_copy(self, command: Decided | Grant | Place | Drop) -> None:
        match command:
            case Place():
                self._guards[0].place(command)
            case Decided(capture=capture, decision=decision):
                self._guards[0].decided(capture, decision)
            case Grant(capture=capture):
                given = any(entry.grant(command) for entry in self._guards)
                self._connection.flush()  # a Place before it has reached the server: from now on a paste is served
                self._duty.send(Granted(capture, given))
            case Drop(capture=capture):
                for entry in self._guards:
                    entry.drop(capture)

    def _look(self) -> None:
        for entry in self._guards:
            entry.look()

    def _stop(self) -> None:
        """Held content goes with us. What is ours but clean stays until the next copy, in a process of its own."""
        for entry in self._guards:
            if entry.holds:
                entry.release()
        self._connection.flush()
        self._stopped = not (any(entry.owns for entry in self._guards) and detach())
        self._leave()

    def _leave(self) -> None:
        self._desk.watching = False
        self._leaving_at = time.monotonic() + LINGER_SECONDS
