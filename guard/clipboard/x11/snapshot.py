"""Fetches what a selection's owner offers, through requestor windows of its own (ICCCM sections 2.4 and 2.7.2)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guard.clipboard.libre_office import is_libre_office, is_mistaken
from guard.clipboard.rich_text import NAMES
from guard.clipboard.x11.late_replies import LateReplies
from guard.core.model import Target
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection, Property
from guard.platform.x11.events import PropertyChanged, SelectionNotify

TARGETS_LIMIT = 128
"""Targets fetched of one copy at most; a spreadsheet offers about 30."""

BYTES_LIMIT = 512 * 1024 * 1024
"""Bytes kept of one copy; a target that would exceed them is treated as refused."""

ATTEMPTS = 8
"""How often a target is requested that arrives with the bytes of another one (guard.clipboard.libre_office)."""

AHEAD = "UTF8_STRING"
"""Requested together with the list of targets: nearly every text has it."""

_UNWANTED = ""
"""Name of a request whose answer is not awaited: it was requested ahead and is not on the list."""


@dataclass(slots=True)
class _Incoming:
    """A target that arrives in pieces (INCR)."""

    name: str
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    type: int = 0
    format: int = 8


class Snapshot:
    """The targets of one copy, as far as they have arrived. ``results`` maps a name to None when it was refused.

    It begins by requesting the list of targets and, ``ahead`` of it, the likeliest one. Each request has its own
    window:
    GTK finishes one transfer in pieces per window, and xclip takes any property that is read on it for the signal to
    continue.
    """

    def __init__(self, connection: Connection, late_replies: LateReplies, selection: int, owned_since: int, *,
                 ahead: bool) -> None:
        """``owned_since`` is the server time at which the owner took the selection."""
        self.results: dict[str, Target | None] = {}
        self.unanswered: set[str] = set()
        self.mistaken: set[str] = set()
        self.announced_bytes = self.rich_bytes = 0
        self.progress_at = time.monotonic()
        self._connection = connection
        self._late_replies = late_replies
        self._selection = selection
        self._time = owned_since
        self._place = connection.atom("_MISHAO_ANSWER")
        self._pending: dict[int, str] = {}
        """What was requested through each window, in that order."""
        self._incoming: dict[int, _Incoming] = {}
        self._answered: list[int] = []
        self._asked = 0
        self._behind: list[str] = []
        """What is requested one by one, each when the one before has arrived."""
        self._together = False
        self._attempts: Counter[str] = Counter()
        self._mixed: set[str] = set()
        self._mixes = False
        self._closed = False
        self.ask(["TARGETS", AHEAD] if ahead else ["TARGETS"])
        connection.flush()

    def ask(self, names: Iterable[str]) -> None:
        """Request these targets, each once. The requests leave with the connection's next flush.

        LibreOffice is asked for one after the other: while it renders, its user waits; between two it serves its user.
        """
        self._behind += [name for name in dict.fromkeys(names)
                         if name not in self.results and name not in self._pending.values()
                         and name not in self._behind]
        self._go_on()

    def _go_on(self) -> None:
        while self._behind and (self._together or not self._mixes or not any(self._pending.values())):
            name = self._behind.pop(0)
            if self._asked < TARGETS_LIMIT:
                self._convert(name)
            else:
                self.results[name] = None

    def wake_owner(self) -> None:
        """Request the list of targets once more: any event wakes an owner that sleeps on our requests."""
        window = self._convert("TARGETS")
        if self.results.get("TARGETS") is not None:
            self._pending[window] = _UNWANTED
        self._connection.flush()

    def ask_for_the_last_time(self, precious: Iterable[str]) -> None:
        """Request all that was not requested yet, and ``precious`` once more, behind all others: the selection is about
        to become ours, and then the owner answers no more. What came with wrong bytes the first time may come right
        then.
        """
        self._together = True
        self._go_on()
        for name in precious:
            if name in self._pending.values():
                self._convert(name)
        self._attempts.update(dict.fromkeys((*self.results, *self._pending.values()), ATTEMPTS))

    def _convert(self, name: str) -> int:
        window = self._connection.create_requestor()
        self._asked += 1
        self._attempts[name] += 1
        self._pending[window] = name
        self._connection.convert(self._selection, self._connection.atom(name), window, self._place, self._time)
        return window

    def waiting(self, names: Iterable[str] | None = None) -> bool:
        """True while one of these targets (or any) was requested and has not arrived."""
        pending = {*self._pending.values(), *self._behind} - {_UNWANTED}
        return bool(pending) if names is None else not pending.isdisjoint(names)

    def fetched(self) -> Mapping[str, Target]:
        """Return the targets that have arrived, in the order of the requests where that is known."""
        return {name: target for name, target in self.results.items() if target is not None and name != "TARGETS"}

    def offered(self) -> tuple[str, ...]:
        """Return the names in the owner's TARGETS, () until it has arrived or when it was refused."""
        target = self.results.get("TARGETS")
        if target is None:
            return ()
        atoms = Property(0, target.format, target.untrusted_bytes).words()
        names = (self._connection.atom_name(atom) for atom in atoms[:4 * TARGETS_LIMIT])
        return tuple(dict.fromkeys(name for name in names if name))

    def give_up(self) -> None:
        """Count everything that has not arrived as refused, and remember that it was never answered."""
        for name in filter(None, (*self._pending.values(), *self._behind)):
            if self.results.get(name) is None:  # what was requested twice may have arrived once
                self.unanswered.add(name)
                self.results[name] = None
        self._leave_pending()

    def close(self) -> None:
        """Request nothing more and release the windows; what has arrived stays."""
        if self._closed:
            return
        self._closed = True
        self._leave_pending()
        for window in self._answered:
            self._connection.give_back_requestor(window)

    def _leave_pending(self) -> None:
        for window in self._pending:
            self._late_replies.take(window, in_pieces=window in self._incoming)
        self._pending.clear()
        self._incoming.clear()
        self._behind.clear()

    # -------------------------------------------------------------- events
    def converted(self, event: SelectionNotify) -> bool:
        """Take a SelectionNotify; return True when it was for this snapshot."""
        window = event.requestor
        if window not in self._pending:
            return False
        if event.property == protocol.NONE:
            self._refused(window)
            self._go_on()
            return True
        value = self._connection.read_property(window, event.property, delete=True)
        if value is not None and self._connection.atom_name(value.type) == "INCR":
            self._incoming[window] = _Incoming(self._pending[window])
            self._announce(self._pending[window], sum(value.words()[:1]))
            self.progress_at = time.monotonic()
        else:
            self._arrived(window, value)
            self._go_on()
        return True

    def property_changed(self, event: PropertyChanged) -> bool:
        """Take a PropertyNotify; return True when it was for this snapshot."""
        window = event.window
        if window not in self._pending:
            return False
        incoming = self._incoming.get(window)
        if event.state != protocol.PROPERTY_NEW_VALUE or incoming is None:
            return True
        value = self._connection.read_property(window, event.atom, delete=True)
        if value is None:
            return True
        self.progress_at = time.monotonic()
        if value.untrusted_bytes:
            self._append(incoming, value)
            return True
        whole = Property(incoming.type or value.type, incoming.format, b"".join(incoming.parts))
        if self._pending[window] == _UNWANTED:
            self._pending[window] = self._given_for_any(whole)
        del self._incoming[window]
        self._arrived(window, whole)
        self._go_on()
        return True

    def _announce(self, name: str, size: int) -> None:
        """Note the announced size; RTF is counted by itself, because it takes several times the bytes of its text."""
        if name in NAMES:
            self.rich_bytes += size
        else:
            self.announced_bytes += size

    def _append(self, incoming: _Incoming, value: Property) -> None:
        incoming.type, incoming.format = value.type, value.format
        if self._kept_bytes() + incoming.size <= BYTES_LIMIT:
            incoming.parts.append(value.untrusted_bytes)
            incoming.size += len(value.untrusted_bytes)
            return
        # Reading goes on so that the owner's transfer ends; its bytes are no longer kept.
        self.unanswered.add(incoming.name)
        incoming.parts.clear()

    def _arrived(self, window: int, value: Property | None) -> None:
        self.progress_at = time.monotonic()
        name = self._pending.pop(window)
        self._answered.append(window)
        if name == _UNWANTED or self.results.get(name) is not None:
            return  # it is not on the list, or was requested twice
        if self._asked_too_soon(name) and not (value and value.untrusted_bytes):
            self._ask_again(name)
            return
        if value is None or name in self.unanswered:
            self.results[name] = None
            return
        if self._mixes and is_mistaken(name, value.untrusted_bytes):
            self._came_mistaken(name)
            return
        self._announce(name, len(value.untrusted_bytes))
        self.results[name] = Target(name, self._connection.atom_name(value.type), value.format, value.untrusted_bytes)
        if name == "TARGETS":
            self._wait_no_more(name)  # it may have been requested twice
            self._listed(self.offered())

    def _listed(self, offered: tuple[str, ...]) -> None:
        self._mixes = is_libre_office(offered)
        if offered and AHEAD not in offered:
            self._wait_no_more(AHEAD)
            self.results.pop(AHEAD, None)

    def _asked_too_soon(self, name: str) -> bool:
        """Tell whether this was requested before there was a list: some owners can give it only from then on."""
        return name == AHEAD and self._attempts[name] == 1

    def _ask_again(self, name: str) -> None:
        """Request once more if it is on the list; before there is one, the code that reads it does so."""
        if name in self.offered():
            self._convert(name)
        else:
            self._attempts[name] += 1

    def _given_for_any(self, whole: Property) -> str:
        """Return the listed name that a value in pieces has as its type, if that was requested and not answered: xclip
        0.13 gives what it has whatever it is asked for, and handles no other event while it gives it in pieces.
        """
        name = self._connection.atom_name(whole.type)
        unheard = any(asked == name and window not in self._incoming for window, asked in self._pending.items())
        if name not in self.offered() or not unheard:
            return _UNWANTED
        self._wait_no_more(name)
        return name

    def _wait_no_more(self, name: str) -> None:
        self._pending.update({window: _UNWANTED for window, pending in self._pending.items() if pending == name})

    def _came_mistaken(self, name: str) -> None:
        self._mixed.add(name)
        if self._attempts[name] < ATTEMPTS:
            self._convert(name)
        else:
            self._came_without(name)

    def _refused(self, window: int) -> None:
        self.progress_at = time.monotonic()
        name = self._pending.pop(window)
        self._incoming.pop(window, None)
        self._connection.destroy_window(window)  # an owner that refuses may still have written something
        if self._asked_too_soon(name):
            self._ask_again(name)
        elif name != _UNWANTED:
            self._came_without(name)

    def _came_without(self, name: str) -> None:
        if not self.waiting([name]) and self.results.setdefault(name, None) is None and name in self._mixed:
            self.mistaken.add(name)

    def _kept_bytes(self) -> int:
        return sum(len(target.untrusted_bytes) for target in self.results.values() if target is not None)
