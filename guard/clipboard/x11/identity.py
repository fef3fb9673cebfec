"""Finds the program behind a requestor window.

The X server knows which process a client is (X-Resource), whatever the client claims in WM_CLASS or _NET_WM_PID.
Nothing is remembered by window: their numbers are reused for other programs at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guard.clipboard.focused_frames import FocusedFrames
from guard.clipboard.holding import Asker
from guard.core.decide import page_at_paste
from guard.core.destination_kinds import classify, page_shown, program_name
from guard.core.model import Destination
from guard.core.policy import Policy
from guard.core.tickets import Client
from guard.platform.processes_linux import executable_of, names_around, started_at
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection

_WINDOWS_LIMIT = 512
_TITLE_BYTES = 2048
"""Bytes read at each end of a title: a page may make it very long, and it is normalised for comparison (NFKC), which
for some titles takes a time that grows with the square of their length. The site is at one end.
"""


class Identifier:
    """Finds the program behind a window: a few round trips, under a millisecond."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client_list = connection.atom("_NET_CLIENT_LIST")
        self._active = connection.atom("_NET_ACTIVE_WINDOW")
        self._name = connection.atom("_NET_WM_NAME")

    def identify(self, window: int, policy: Policy, focused: FocusedFrames) -> Asker:
        """Return who asks through this window; what cannot be found out is left empty, which allows nothing."""
        return self._identify(window, policy, None, focused)

    def found(self, destination: Destination) -> Destination:
        """Return a destination with its window: the active one when that is its process's own, else its largest."""
        pid = destination.pid
        own = [window for window in self.listed() if pid and self._connection.client_pid(window) == pid]
        active = self.active()
        places = [(place, window) for window in ([active] if active in own else own)
                  if (place := self._connection.place(window)) is not None]
        place, window = max(places, key=lambda known: known[0][2] * known[0][3], default=(None, 0))
        return replace(destination, place=place, window=window)

    def running(self, policy: Policy) -> tuple[Destination, ...]:
        """Return every window that the window manager lists as the destination it would be, each once."""
        return tuple(dict.fromkeys(self.shown(window, policy) for window in self.listed()))

    def shown(self, window: int, policy: Policy) -> Destination:
        """Return a listed window as the destination it would be."""
        return self.behind(window, policy, self.title(window)).destination

    def behind(self, window: int, policy: Policy, title: str) -> Asker:
        """Return who would receive something in a listed window that has this title."""
        return self._identify(window, policy, (title,))

    def _identify(self, window: int, policy: Policy, titles: tuple[str, ...] | None,
                  focused: FocusedFrames | None = None) -> Asker:
        client = window & self._connection.client_mask
        pid = self._connection.client_pid(window)
        executable = executable_of(pid)
        own = [window, *(entry for entry in self.listed() if entry & self._connection.client_mask == client)]
        classes = self._window_classes(dict.fromkeys(own))
        sites = focused.sites(pid, policy, started_at) if focused is not None else ()
        page = page_at_paste(sites, lambda: page_shown(
            executable, lambda: self._titles(own) if titles is None else titles, policy))
        kind = classify(executable, names_around(pid, executable), classes, policy, page)
        program = program_name(executable, classes)
        # The server gives the resource range of a client that left to the next one at once: only together with the
        # process does it distinguish two programs.
        return Asker(Destination(kind, program, pid, executable).on(page),
                     Client(executable, pid, started_at(pid), client, page.name if page is not None else ""))

    def listed(self) -> tuple[int, ...]:
        """Return every window that the window manager lists, the oldest first."""
        listed = self._connection.read_property(self._connection.root, self._client_list)
        return listed.words()[:_WINDOWS_LIMIT] if listed is not None else ()

    def classes(self, window: int) -> tuple[str, ...]:
        """Return what a window says in WM_CLASS."""
        return self._window_classes((window,))

    def _window_classes(self, windows: Iterable[int]) -> tuple[str, ...]:
        """WM_CLASS of the requestor and of its client's windows; requestor windows rarely have one."""
        found: list[str] = []
        for entry in windows:
            value = self._connection.read_property(entry, protocol.WM_CLASS)
            if value is not None and value.format == 8:
                # instance, class (ICCCM section 4.1.2.5): the class first, because people know it as the name
                found.extend(part.decode("utf-8", "replace") for part in reversed(value.untrusted_bytes.split(b"\0")))
        return tuple(dict.fromkeys(name for name in found if name))

    def _titles(self, own: list[int]) -> tuple[str, ...]:
        """The title of the active window when it is one of this client, otherwise those of all its windows: a page in
        the background may be the one that asks.
        """
        active = self.active()
        return tuple(self.title(window) for window in ([active] if active in own else own))

    def active(self) -> int:
        """Return the window in front, 0 for none."""
        value = self._connection.read_property(self._connection.root, self._active)
        return next(iter(value.words()), 0) if value is not None else 0

    def title(self, window: int) -> str:
        """Return the title of a window, "" when it has none."""
        for name in (self._name, protocol.WM_NAME):
            value = self._connection.read_property(window, name)
            if value is not None and value.format == 8:
                title = value.untrusted_bytes
                ends = title if len(title) <= 2 * _TITLE_BYTES else title[:_TITLE_BYTES] + title[-_TITLE_BYTES:]
                return ends.decode("utf-8", "replace")
        return ""
