"""Suspends clipboard managers for the milliseconds in which a copy is read, judged and taken over (ADR 19).

They also get low priority on the processor that we run on. They learn of a copy when we do and request it at once. What
was given to a manager's window for an earlier request while it was suspended is removed before it is resumed, unless
the copy is clean. It then learns that we own the clipboard, and asks us.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from guard.core.policy import Policy
from guard.platform.proc import threads
from guard.platform.processes_linux import run_on, runs_clipboard_manager
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import PropertyChanged

SUSPENDED_SECONDS = 0.2
"""A manager is suspended at most this long, whatever the copy waits for: longer than a slow text stays unheld."""

FRESH_SECONDS = 0.2
_FRESH_WINDOWS = 256
"""At most this many new windows are checked for what was given to them before we watched them: GTK makes one for each
request, and requests several things of each copy.
"""

_IS_THERE = 0
"""No signal: only tests whether the process exists (kill(2))."""

_LAST = 19
"""The priority (nice) of a manager: of the processes on one processor we must be the first to learn of a copy."""

_OF_WINDOW_MANAGERS = ("WM_", "_NET_")
"""Properties that are not answers to a request."""

_getcpu: Callable[[], int] = ctypes.CDLL(None).sched_getcpu
"""The processor that this thread runs on (sched_getcpu(3))."""


class Managers:
    """The clipboard managers of one display that belong to this user; used from the broker's thread only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clients: dict[int, int] = {}
        self._processes: dict[int, int] = {}
        """A descriptor (pidfd_open(2)) of each process, so that a later process with the same number is not meant."""
        self._given: dict[tuple[int, int], None] = {}
        self._fresh: dict[int, float] = {}
        """When each of the last windows appeared, the oldest first."""
        self._processor = -1
        """The processor that all of them run on; -1 when they do not share one."""
        self._until = 0.0
        self._asked = 0
        """The process of the manager that copied last, if one did: it must answer."""

    def __bool__(self) -> bool:
        return bool(self._processes)

    # -------------------------------------------------------------- who they are
    def find(self, clients: Mapping[int, int], policy: Policy) -> None:
        """Find the managers among all clients (each with its process), and forget all others."""
        known = {pid: runs_clipboard_manager([pid], policy) for pid in set(clients.values())}
        self._clients = {client: pid for client, pid in clients.items() if known[pid]}
        for pid in self._processes.keys() - set(self._clients.values()):
            self._forget(pid)
        for pid in set(self._clients.values()) - self._processes.keys():
            self._know(pid)
        for window in self._connection.top_windows() if self._clients else ():
            self._watch(window)

    def appeared(self, window: int) -> bool:
        """Watch a new window for what is given to it; return False when it is not of a known manager."""
        if not self._watch(window):
            return False
        self._fresh[window] = time.monotonic()
        if len(self._fresh) > _FRESH_WINDOWS:
            del self._fresh[next(iter(self._fresh))]
        return True

    def watches(self, window: int) -> bool:
        """Tell whether a window is a manager's."""
        return window & self._connection.client_mask in self._clients

    def gone(self, window: int) -> None:
        """Forget a window that was destroyed."""
        self._fresh.pop(window, None)

    def _watch(self, window: int) -> bool:
        client = window & self._connection.client_mask
        if client in self._clients:
            self._signal(self._clients[client], _IS_THERE)
        theirs = client in self._clients
        if theirs:
            self._connection.watch_window(window)
        return theirs

    def _know(self, pid: int) -> None:
        with suppress(OSError):  # also where the system has no such descriptors: nothing is suspended then
            try:
                self._processes[pid] = os.pidfd_open(pid)
            except ProcessLookupError:
                self._forget_clients_of(pid)
                return
            self._signal(pid, signal.SIGCONT)  # an earlier broker may have been killed while it was suspended
            self._processor = -1
            for thread in threads(pid):
                os.setpriority(os.PRIO_PROCESS, thread, _LAST)

    def _forget(self, pid: int) -> None:
        self._signal(pid, signal.SIGCONT)
        self._run_on(pid, os.sched_getaffinity(0))
        with suppress(KeyError):
            os.close(self._processes.pop(pid))

    # -------------------------------------------------------------- one processor
    def come_along(self) -> None:
        """Move them to our processor: both are told of a copy at once, and on one processor we go first."""
        processor = _getcpu() if self._processes else self._processor
        if processor != self._processor:
            self._processor = processor
            for pid in list(self._processes):
                self._run_on(pid, {processor})

    def part(self) -> None:
        """Let them run on, on any processor."""
        self.resume(wipe=False)
        for pid in list(self._processes):
            self._forget(pid)

    def _run_on(self, pid: int, processors: set[int]) -> None:
        self._signal(pid, _IS_THERE)  # it may have ended, and another process may have its number
        if pid in self._processes:
            run_on(pid, processors)

    # -------------------------------------------------------------- suspended
    @property
    def suspended(self) -> bool:
        """True from ``suspend`` to ``resume``."""
        return bool(self._until)

    def suspend(self) -> None:
        """Suspend every manager."""
        if self._processes and not self._until:
            self._until = time.monotonic() + SUSPENDED_SECONDS
            self._signal_all(signal.SIGSTOP)

    def copied(self, owner: int, policy: Policy) -> bool:
        """Tell whether a manager has copied; it is resumed then, and asked. All others stay suspended."""
        asked, self._asked = self._asked, 0
        if self._until:
            self._signal(asked, signal.SIGSTOP)
        pid = self._connection.client_pid(owner) if self._processes else 0
        if not pid or not runs_clipboard_manager([pid], policy):
            return False
        self._asked = pid
        self._signal(pid, signal.SIGCONT)
        return True

    def rest(self) -> float:
        """Return the seconds until they are resumed in any case."""
        return max(0.0, self._until - time.monotonic())

    def given(self, event: PropertyChanged) -> None:
        """Note a property that was set on a window of a manager."""
        window = event.window
        is_set = event.state == protocol.PROPERTY_NEW_VALUE
        if self._until and is_set and window & self._connection.client_mask in self._clients:
            self._given[window, int(event.atom)] = None

    def resume(self, *, wipe: bool = True, asking: bool = False) -> None:
        """Resume every manager. ``wipe`` first removes what was given to them meanwhile; ``asking``: the one that
        copied has not answered yet.
        """
        if not asking:
            self._asked = 0
        if not self._until:
            return
        try:
            if wipe:
                self._wipe()
        finally:
            self._given.clear()
            self._until = 0.0
            self._signal_all(signal.SIGCONT)

    def _wipe(self) -> None:
        now = time.monotonic()
        places = [*self._given, *((window, name) for window, since in self._fresh.items()
                                  if now - since < FRESH_SECONDS for name in self._connection.properties(window))]
        given = [place for place in places
                 if not self._connection.atom_name(place[1]).startswith(_OF_WINDOW_MANAGERS)]
        for window, name in given:
            self._connection.delete_property(window, name)
        if given:
            self._connection.server_time()  # they are resumed when this is done, not when it is on its way

    def _signal_all(self, number: int) -> None:
        for pid in list(self._processes):
            if pid != self._asked or number != signal.SIGSTOP:
                self._signal(pid, number)

    def _signal(self, pid: int, number: int) -> None:
        """Send a signal; a process that has ended, or is another user's, is forgotten."""
        descriptor = self._processes.get(pid)
        if descriptor is None:
            return
        try:
            if select.select([descriptor], [], [], 0)[0]:  # pidfd_open(2): it has ended, and nobody has waited for it
                raise ProcessLookupError
            signal.pidfd_send_signal(descriptor, number)
        except OSError:
            del self._processes[pid]
            os.close(descriptor)
            self._forget_clients_of(pid)

    def _forget_clients_of(self, pid: int) -> None:
        """Forget a process that has ended: the server gives its number to the next client, which may be a manager again
        and must be identified.
        """
        self._clients = {client: of for client, of in self._clients.items() if of != pid}
