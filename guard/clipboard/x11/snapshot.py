"""Fetching what a selection's owner offers, through a requestor window of its own (ICCCM sections 2.4 and 2.7.2)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from Xlib import X

from guard.clipboard.desk import Desk
from guard.clipboard.libre_office import is_libre_office, is_mistaken
from guard.clipboard.x11.connection import Connection, Property
from guard.clipboard.x11.events import PropertyChanged, SelectionNotify
from guard.model import Target

TARGETS_LIMIT = 128
"""Targets fetched of one copy at the most; a spreadsheet offers about 30."""

BYTES_LIMIT = 512 * 1024 * 1024
"""Bytes kept of one copy; a target that would go beyond is treated as refused."""

RETIRE_SECONDS = 5.0
"""How long a requestor window outlives the copy it asked for, when not everything was answered."""

ATTEMPTS = 8
"""How often a target is asked for that comes with the bytes of another one (guard.clipboard.libre_office)."""

AHEAD = "UTF8_STRING"
"""Asked for together with the list of what there is: nearly every text has it."""

_UNWANTED = ""
"""Name of what was asked for and is not to be waited for: asked ahead and not on the list, or asked for twice. An owner
that gives it all the same is heard to the end.
"""


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

    It begins by asking for the list of them and for the likeliest, at once.
    """

    def __init__(self, connection: Connection, selection: int, owned_since: int) -> None:
        """``owned_since`` is the server time at which the owner took the selection."""
        self.results: dict[str, Target | None] = {}
        self.unanswered: set[str] = set()
        self.mistaken: set[str] = set()
        self.announced_bytes = 0
        self.progress_at = time.monotonic()
        self._connection = connection
        self._selection = selection
        self._time = owned_since
        # What is asked ahead has a window of its own: xclip takes any property that is read on a window for the sign to
        # hand over its next piece.
        self._window, self._window_ahead = connection.create_requestor(), connection.create_requestor()
        self._pending: dict[int, str] = {}
        self._incoming: dict[int, _Incoming] = {}
        self._asked = 0
        self._attempts: Counter[str] = Counter()
        self._mixed: set[str] = set()
        self._mixes = False
        self._gave_up = False
        self._closed = False
        self.ask(["TARGETS", AHEAD])
        connection.flush()

    def ask(self, names: Iterable[str]) -> None:
        """Ask for these targets, each once. The requests leave with the connection's next flush."""
        for name in names:
            if name in self.results or name in self._pending.values():
                continue
            if self._asked >= TARGETS_LIMIT:
                self.results[name] = None
                continue
            self._convert(name)

    def ask_for_the_last_time(self, precious: Iterable[str]) -> None:
        """Ask for these once more, behind all others: the selection is to be ours now, and the owner answers no more.

        What came mistaken the first time may come right then.
        """
        for name in precious:
            if name in self._pending.values():
                self._convert(name)
        self._attempts.update(dict.fromkeys((*self.results, *self._pending.values()), ATTEMPTS))

    def _convert(self, name: str) -> None:
        window = self._window_ahead if name == AHEAD else self._window
        place = self._connection.atom(f"_MISHAO_{self._asked}")
        self._asked += 1
        self._attempts[name] += 1
        self._pending[place] = name
        self._connection.convert(self._selection, self._connection.atom(name), window, place, self._time)

    def waiting(self, names: Iterable[str] | None = None) -> bool:
        """True while one of these targets (or any) was asked for and has not arrived."""
        if names is None:
            return any(self._pending.values())
        pending = set(self._pending.values())
        return any(name in pending for name in names)

    def fetched(self) -> Mapping[str, Target]:
        """Return the targets that have arrived, in the order they were asked for where that is known."""
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
        for name in filter(None, self._pending.values()):
            if self.results.get(name) is None:  # what was asked for twice may have come once
                self.unanswered.add(name)
                self.results[name] = None
        self._gave_up = True
        self._pending.clear()
        self._incoming.clear()

    def close(self, desk: Desk) -> None:
        """Ask for nothing more and let the requestor window go; what has arrived stays.

        A program that answers to a window that has gone ends when it handles no X errors, as xclip does, and the
        clipboard with it: the window stays while an answer may still be under way.
        """
        if self._closed:
            return
        self._closed = True
        late = bool(self._pending or self.unanswered or self._gave_up)
        self._pending.clear()
        self._incoming.clear()
        for window in (self._window, self._window_ahead):
            if late:
                desk.later(RETIRE_SECONDS, partial(self._connection.destroy_window, window))
            elif None in self.results.values():  # who refuses may have written something all the same
                self._connection.destroy_window(window)
            else:
                self._connection.give_back_requestor(window)

    # -------------------------------------------------------------- events
    def converted(self, event: SelectionNotify) -> bool:
        """Take a SelectionNotify; True when it was for this snapshot."""
        if event.requestor not in (self._window, self._window_ahead):
            return False
        if event.property == X.NONE:
            self._refused(self._connection.atom_name(event.target))
            return True
        if event.property not in self._pending:
            return True
        value = self._connection.read_property(event.requestor, event.property, delete=True)
        if value is not None and self._connection.atom_name(value.type) == "INCR":
            self._incoming[event.property] = _Incoming(self._pending[event.property])
            self.announced_bytes += sum(value.words()[:1])
            self.progress_at = time.monotonic()
        else:
            self._arrived(event.property, value)
        return True

    def property_changed(self, event: PropertyChanged) -> bool:
        """Take a PropertyNotify; True when it was for this snapshot."""
        if event.window not in (self._window, self._window_ahead):
            return False
        incoming = self._incoming.get(event.atom)
        if event.state != X.PropertyNewValue or incoming is None:
            return True
        value = self._connection.read_property(event.window, event.atom, delete=True)
        if value is None:
            return True
        self.progress_at = time.monotonic()
        if value.untrusted_bytes:
            self._append(incoming, value)
            return True
        del self._incoming[event.atom]
        whole = b"".join(incoming.parts)
        self._arrived(event.atom, Property(incoming.type or value.type, incoming.format, whole))
        return True

    def _append(self, incoming: _Incoming, value: Property) -> None:
        incoming.type, incoming.format = value.type, value.format
        if self._kept_bytes() + incoming.size <= BYTES_LIMIT:
            incoming.parts.append(value.untrusted_bytes)
            incoming.size += len(value.untrusted_bytes)
            return
        # Reading goes on so that the owner's transfer ends; what it gives is no longer kept.
        self.unanswered.add(incoming.name)
        incoming.parts.clear()

    def _arrived(self, place: int, value: Property | None) -> None:
        self.progress_at = time.monotonic()
        name = self._pending.pop(place, _UNWANTED)
        if name == _UNWANTED and value is not None:
            name = self._given_for_any(value)
        if name == _UNWANTED or self.results.get(name) is not None:
            return  # it was given up, or asked for twice
        if value is None or name in self.unanswered:
            self.results[name] = None
            return
        if self._mixes and is_mistaken(name, value.untrusted_bytes):
            self._came_mistaken(name)
            return
        self.announced_bytes += len(value.untrusted_bytes)
        self.results[name] = Target(name, self._connection.atom_name(value.type), value.format, value.untrusted_bytes)
        if name == "TARGETS":
            self._listed(self.offered())

    def _listed(self, offered: tuple[str, ...]) -> None:
        self._mixes = is_libre_office(offered)
        if offered and AHEAD not in offered:
            self._wait_no_more(AHEAD)
            self.results.pop(AHEAD, None)

    def _given_for_any(self, value: Property) -> str:
        """Return the listed name that a value has as its type: xclip 0.13 gives what it has whatever it is asked for,
        and while it gives it in pieces it hears of nothing else.
        """
        name = self._connection.atom_name(value.type)
        if name not in self.offered():
            return _UNWANTED
        self._wait_no_more(name)
        return name

    def _wait_no_more(self, name: str) -> None:
        self._pending.update({place: _UNWANTED for place, pending in self._pending.items() if pending == name})

    def _came_mistaken(self, name: str) -> None:
        self._mixed.add(name)
        if self._attempts[name] < ATTEMPTS:
            self._convert(name)
        else:
            self._came_without(name)

    def _refused(self, name: str) -> None:
        """A refusal does not say which of two requests it answers: none that is being answered in pieces."""
        self.progress_at = time.monotonic()
        place = next((place for place, pending in self._pending.items()
                      if pending == name and place not in self._incoming), None)
        if place is not None:
            del self._pending[place]
            self._came_without(name)

    def _came_without(self, name: str) -> None:
        if not self.waiting([name]) and self.results.setdefault(name, None) is None and name in self._mixed:
            self.mistaken.add(name)

    def _kept_bytes(self) -> int:
        return sum(len(target.untrusted_bytes) for target in self.results.values() if target is not None)
