"""A small X11 client under full control: offers any targets, asks for any, in any way the protocol allows.

It runs in the test's process, by which the broker identifies it.
"""

from __future__ import annotations

import select
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from Xlib import X, Xatom, display, error
from Xlib.protocol import event

WAIT_SECONDS = 10.0
CHUNK = 64 * 1024


@dataclass
class X11Client:
    """One connection with one window. ``targets`` maps names to (type, format, bytes); with ``silent`` it answers
    only TARGETS until ``answer_unanswered``; without ``lists`` it refuses TARGETS; ``unlisted`` targets are given
    without being listed. ``mistakes`` maps names to wrong answers, one per request, given before that in ``targets``.
    It does not answer the first ``sleeps`` requests for TARGETS."""

    name: str
    targets: Mapping[str, tuple[str, int, bytes]] = field(default_factory=dict)
    silent: bool = False
    incremental: bool = False
    lists: bool = True
    unlisted: frozenset[str] = frozenset()
    mistakes: dict[str, list[bytes]] = field(default_factory=dict)
    sleeps: int = 0

    def __post_init__(self) -> None:
        self.display = display.Display(self.name)
        self.window = self._new_window()
        self.asked: list[str] = []
        self.asked_since: list[tuple[str, int]] = []
        """Like ``asked``, each with the time of the copy it referred to, which may be one before the present."""
        self.since = 0
        self._unanswered: list[object] = []
        self._pieces: dict[int, list[bytes]] = {}
        self._types: dict[int, tuple[int, int]] = {}

    def _new_window(self) -> object:
        return self.display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent,
                                                        event_mask=X.PropertyChangeMask)

    def close(self) -> None:
        self.display.close()

    def atom(self, name: str) -> int:
        return self.display.get_atom(name)

    def time(self) -> int:
        """Return the server's time."""
        self.window.change_property(self.atom("STAMP"), Xatom.INTEGER, 32, [], X.PropModeAppend)
        return self._wait_event(lambda e: e.type == X.PropertyNotify and e.atom == self.atom("STAMP")).time

    # -------------------------------------------------------------- owning
    def own(self, selection: str = "CLIPBOARD") -> None:
        """Take the selection."""
        self.since = self.time()
        self.window.set_selection_owner(self.atom(selection), self.since)
        self.display.sync()

    def owner(self, selection: str = "CLIPBOARD") -> int:
        owner = self.display.get_selection_owner(self.atom(selection))
        return owner.id if owner != X.NONE else 0

    def serve(self, seconds: float, until: object = None) -> None:
        """Answer requests for some time, or until ``until()`` is true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if until is not None and until():  # type: ignore[operator]
                return
            self._serve_pending()
            select.select([self.display.fileno()], [], [], 0.01)

    def _serve_pending(self) -> None:
        while self.display.pending_events():
            found = self.display.next_event()
            if found.type == X.SelectionRequest:
                self._answer(found)
            elif found.type == X.PropertyNotify and found.state == X.PropertyDelete:
                self._next_piece(found)
        self.display.flush()

    def answer_unanswered(self, own_since: int = 0) -> None:
        """Answer the unanswered requests; with a time, also copy anew at that time before anybody can react."""
        self.silent = False
        for asked in self._unanswered:
            self._answer(asked)
        self._unanswered.clear()
        if own_since:
            self.since = own_since
            self.window.set_selection_owner(self.atom("CLIPBOARD"), own_since)
        self.display.flush()

    def _answer(self, asked: object) -> None:
        name = self.display.get_atom_name(asked.target)
        self.asked.append(name)
        self.asked_since.append((name, asked.time))
        if self.silent and (name != "TARGETS" or not self.targets):
            self._unanswered.append(asked)
            return
        if name == "TARGETS" and self.sleeps:
            self.sleeps -= 1
            return
        place = asked.property
        if name == "TARGETS" and self.lists:
            atoms = [self.atom(entry) for entry in ("TARGETS", *self.targets) if entry not in self.unlisted]
            asked.requestor.change_property(place, Xatom.ATOM, 32, atoms)
        elif name not in self.targets:
            place = X.NONE
        elif self.incremental or len(self.targets[name][2]) > 200_000:
            kind, bits, data = self.targets[name]
            asked.requestor.change_attributes(event_mask=X.PropertyChangeMask)
            asked.requestor.change_property(place, self.atom("INCR"), 32, [len(data)])
            self._pieces[place] = [data[at:at + CHUNK] for at in range(0, len(data), CHUNK)] + [b""]
            self._types[place] = (self.atom(kind), bits)
        else:
            kind, bits, data = self.targets[name]
            mistakes = self.mistakes.get(name)
            asked.requestor.change_property(place, self.atom(kind), bits, mistakes.pop(0) if mistakes else data)
        asked.requestor.send_event(event.SelectionNotify(
            time=asked.time, requestor=asked.requestor, selection=asked.selection, target=asked.target,
            property=place))

    def _next_piece(self, found: object) -> None:
        pieces = self._pieces.get(found.atom)
        if pieces:
            kind, bits = self._types[found.atom]
            found.window.change_property(found.atom, kind, bits, pieces.pop(0))

    # -------------------------------------------------------------- asking
    def ask(self, target: str, selection: str = "CLIPBOARD", place: str = "ANSWER", window: object = None) -> None:
        """Ask for a target without waiting."""
        (window or self.window).convert_selection(self.atom(selection), self.atom(target), self.atom(place),
                                                  X.CurrentTime)
        self.display.flush()

    def ask_obsolete(self, owner: int, target: str, selection: str = "CLIPBOARD") -> None:
        """Ask as old clients do, without a property, directly at the owner's window (ICCCM section 2.2)."""
        self.display.create_resource_object("window", owner).send_event(event.SelectionRequest(
            time=X.CurrentTime, owner=owner, requestor=self.window, selection=self.atom(selection),
            target=self.atom(target), property=X.NONE))
        self.display.flush()

    def answer_place(self) -> int:
        """Wait for an answer and return its property, 0 for a refusal."""
        return self._wait_event(lambda e: e.type == X.SelectionNotify).property

    def gone(self, window: int) -> bool:
        """Return whether a window no longer exists."""
        try:
            self.display.create_resource_object("window", window).get_geometry()
        except error.XError:
            return True
        return False

    def paste(self, target: str, selection: str = "CLIPBOARD") -> tuple[str, int, bytes] | None:
        """Ask for a target and return (type, format, bytes), or None when it was refused."""
        self.ask(target, selection)
        answer = self._wait_event(lambda e: e.type == X.SelectionNotify)
        return None if answer.property == X.NONE else self.take(answer.property)

    def paste_multiple(self, *names: str) -> list[tuple[str, int, bytes] | None]:
        """Ask for several targets in one request (ICCCM section 2.6.2)."""
        places = [self.atom(f"PART_{number}") for number in range(len(names))]
        pairs = [atom for name, place in zip(names, places, strict=True) for atom in (self.atom(name), place)]
        self.window.change_property(self.atom("ANSWER"), self.atom("ATOM_PAIR"), 32, pairs)
        self.ask("MULTIPLE")
        answer = self._wait_event(lambda e: e.type == X.SelectionNotify)
        assert answer.property == self.atom("ANSWER")
        replied = self.window.get_full_property(answer.property, X.AnyPropertyType).value
        return [self.take(place) if place else None for place in list(replied)[1::2]]

    def take(self, place: int) -> tuple[str, int, bytes]:
        """Read an answer, in pieces when it arrives in pieces."""
        kind, bits, data = self._read(place)
        if kind != "INCR":
            return kind, bits, data
        parts: list[bytes] = []
        while True:
            self._wait_event(lambda e: (e.type == X.PropertyNotify and e.atom == place
                                        and e.state == X.PropertyNewValue))
            kind, bits, data = self._read(place)
            if not data:
                return kind, bits, b"".join(parts)
            parts.append(data)

    def _read(self, place: int) -> tuple[str, int, bytes]:
        found = self.window.get_full_property(place, X.AnyPropertyType)
        self._drop_news(place)
        self.window.delete_property(place)
        self.display.flush()
        value = found.value
        data = value if isinstance(value, bytes) else struct.pack(f"={len(value)}{'I' if found.format == 32 else 'H'}",
                                                                  *value)
        return self.display.get_atom_name(found.property_type), found.format, data

    def _drop_news(self, place: int) -> None:
        """Drop the event of the value that has just been read: the next one is about the next piece."""
        queue = self.display.display.event_queue
        queue[:] = [e for e in queue if not (e.type == X.PropertyNotify and e.atom == place)]

    def _wait_event(self, wanted: object) -> object:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            count = self.display.pending_events()
            kept = []
            try:
                for _ in range(count):
                    found = self.display.next_event()
                    if wanted(found):  # type: ignore[operator]
                        return found
                    kept.append(found)
            finally:
                self.display.display.event_queue[:0] = kept
            select.select([self.display.fileno()], [], [], 0.05)
        raise AssertionError("the X server sent nothing of the kind")
