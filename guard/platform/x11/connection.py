"""The X display as the broker needs it: atoms, properties as plain bytes, selections; errors are never raised later.

Requests are queued and leave with ``flush``. A request to a window that is gone is answered by an error event; it is
collected in ``take_lost_windows`` and never raised.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from guard.platform.errors import BrokerError
from guard.platform.x11 import protocol, requests
from guard.platform.x11.events import (
    OWNER_CHANGED,
    ClientMessage,
    Event,
    OwnerChanged,
    PropertyChanged,
    SelectionRequest,
)
from guard.platform.x11.whereabouts import Pointer, Whereabouts
from guard.platform.x11.wire import RefusedError, Wire
from guard.sentences.catalogue import sentence

CHUNK_BYTES = 240 * 1024
"""What fits into one ChangeProperty without the BIG-REQUESTS extension (65 535 words), with room for its header."""

_SPARE_WINDOWS = 8
"""For the old copy and the new one, which sends requests before the old one is closed; one window per request."""

_READ_WORDS = 1024 * 1024 // 4
_ANSWER_SECONDS = 2.0
_FIRST = 100


@dataclass(frozen=True, slots=True)
class Property:
    """A window property: ``type`` is an atom, ``format`` 8, 16 or 32 bits, ``untrusted_bytes`` in this host's order."""

    type: int
    format: int
    untrusted_bytes: bytes

    def words(self) -> tuple[int, ...]:
        """Return the 32-bit values of a format-32 property, () for any other format."""
        if self.format != 32:
            return ()
        whole = len(self.untrusted_bytes) & ~3  # pieces from an owner may have another format
        return tuple(memoryview(self.untrusted_bytes)[:whole].cast("I")) if whole else ()


class Connection:
    """One connection to the X server. Not safe for use from several threads.

    Every method that talks to the server raises BrokerError when it is gone.
    """

    def __init__(self, name: str | None = None, *, urgent: bool = True) -> None:
        """Connect to ``name`` or $DISPLAY. Raises BrokerError when there is no server or it lacks XFixes.

        An ``urgent`` connection is served before others.
        """
        self._atoms: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._spares: list[int] = []
        self._shape: int | None = None
        self._wire = Wire(name)
        with ExitStack() as undo:
            undo.callback(self._wire.close)
            self._introduce()
            if urgent:
                self._come_first()
            undo.pop_all()

    def _introduce(self) -> None:
        """Request what is needed of the server. Raises BrokerError."""
        self._xfixes, owner_changed = self._extension(requests.XFIXES)
        if not self._xfixes:
            raise BrokerError(sentence("x11.no-xfixes"))
        self._wire.ask(requests.xfixes_version(self._xfixes))
        self._wire.layouts[owner_changed] = OWNER_CHANGED
        self._resource, _ = self._extension(requests.X_RESOURCE)
        self.screen, self.root = self._wire.screen, self._wire.root
        self.client_mask = self._wire.client_mask
        self.identifies_clients = bool(self._resource) and self._resource_version() >= (1, 2)
        self.window = self._create_window(self.root)

    def _extension(self, name: str) -> tuple[int, int]:
        return requests.extension(self._wire.ask(requests.query_extension(name.encode())))

    def _resource_version(self) -> tuple[int, int]:
        return requests.version(self._wire.ask(requests.resource_version(self._resource)))

    def _come_first(self) -> None:
        """Be served before other clients' simultaneous requests (Sync extension): a clipboard manager reads as soon as
        the owner changes, as we do.
        """
        sync, _ = self._extension(requests.SYNC)
        if sync:
            self._wire.post(requests.set_priority(sync, _FIRST))

    def fileno(self) -> int:
        """Return the socket to poll for reading."""
        return self._wire.fileno()

    # -------------------------------------------------------------- events
    def events(self) -> Iterator[Event]:
        """Yield what has arrived, without waiting, and what arrives with the answers to requests meanwhile.

        The server is polled once, at the beginning.
        """
        self._wire.receive()
        while self._wire.events:
            yield self._wire.events.popleft()

    def has_events(self) -> bool:
        """True when something already received waits for ``events``: then the socket need not be polled."""
        return bool(self._wire.events)

    def flush(self) -> None:
        """Send what is queued."""
        self._wire.flush()

    def take_lost_windows(self) -> frozenset[int]:
        """Return the windows that requests failed on since the last call."""
        lost, self._wire.lost = frozenset(self._wire.lost), set()
        return lost

    def server_time(self) -> int:
        """Return the server's current time in milliseconds (ICCCM section 2.1: append nothing to a property)."""
        stamp = self.atom("_MISHAO_STAMP")
        self.change_property(self.window, stamp, Property(protocol.INTEGER, 32, b""), append=True)
        self.flush()
        while True:
            for position, candidate in enumerate(self._wire.events):
                if (isinstance(candidate, PropertyChanged) and candidate.atom == stamp
                        and candidate.window == self.window):
                    del self._wire.events[position]
                    return candidate.time
            if not select.select([self.fileno()], [], [], _ANSWER_SECONDS)[0]:
                raise BrokerError(sentence("x11.no-answer"))
            self._wire.receive()

    # -------------------------------------------------------------- atoms
    def atom(self, name: str) -> int:
        """Return the atom of a name."""
        atom = self._atoms.get(name)
        if atom is None:
            asked = requests.intern_atom(name.encode("latin-1", "replace"))
            atom = self._atoms[name] = requests.number(self._wire.ask(asked))
        return atom

    def atom_name(self, atom: int) -> str:
        """Return the name of an atom, or "" for one that does not exist."""
        name = self._names.get(atom)
        if name is None:
            try:
                reply = self._wire.ask(requests.get_atom_name(atom))
            except RefusedError:
                return ""
            name = self._names[atom] = requests.name(reply).decode("latin-1")
        return name

    # -------------------------------------------------------------- windows and properties
    def is_ours(self, window: int) -> bool:
        """Tell whether a window is one of this connection."""
        return window & self.client_mask == self.window & self.client_mask

    def create_requestor(self) -> int:
        """Return a requestor window, inside our own: a new top-level window would be announced to everybody, and to us.
        """
        return self._spares.pop() if self._spares else self._create_window(self.window)

    def give_back_requestor(self, window: int) -> None:
        """Take back a window for which no answer can still be under way: the next copy may use it."""
        if len(self._spares) < _SPARE_WINDOWS:
            self._spares.append(window)
        else:
            self.destroy_window(window)

    def _create_window(self, parent: int) -> int:
        """Return a new invisible window whose property changes are reported."""
        window = self._wire.new_id()
        self._wire.post(requests.create_window(window, parent, protocol.PROPERTY_CHANGE_MASK))
        return window

    def destroy_window(self, window: int) -> None:
        """Destroy one of our windows. Its number is not used again soon: answers to it may still be under way."""
        self._wire.post(requests.destroy_window(window))
        self._wire.free_id(window)

    def watch_window(self, window: int) -> None:
        """Report property changes and the end of another client's window."""
        self._wire.post(requests.select_events(window, protocol.PROPERTY_CHANGE_MASK | protocol.STRUCTURE_NOTIFY_MASK))

    def watch_window_no_more(self, window: int) -> None:
        """Report nothing more of another client's window."""
        self._wire.post(requests.select_events(window, protocol.NO_EVENT_MASK))

    def watch_desktop(self) -> None:
        """Report every new top-level window, the first thing that a program with windows creates, and what the window
        manager announces of the desktop, such as which window the user is in.
        """
        events = protocol.SUBSTRUCTURE_NOTIFY_MASK | protocol.PROPERTY_CHANGE_MASK
        self._wire.post(requests.select_events(self.root, events))

    def place(self, window: int) -> tuple[int, int, int, int] | None:
        """Return left, top, width and height of a window on the display, None when it is gone."""
        with suppress(RefusedError):
            size = requests.size(self._wire.ask(requests.get_geometry(window)))
            return requests.corner(self._wire.ask(requests.translate_coordinates(window, self.root))) + size
        return None

    def is_viewable(self, window: int) -> bool:
        """Return whether a window and all around it are mapped."""
        with suppress(RefusedError):
            return requests.is_viewable(self._wire.ask(requests.get_window_attributes(window)))
        return False

    def picture(self, place: tuple[int, int, int, int]) -> tuple[int, int, bytes] | None:
        """Return width, height and pixels of a part of the display, four bytes each, blue first; None for none.

        Only displays of 24 or 32 bits have such pixels, and only a server of this host's byte order sends them so.
        """
        with suppress(RefusedError):
            width, height = requests.size(self._wire.ask(requests.get_geometry(self.root)))
            left, top = max(place[0], 0), max(place[1], 0)
            right, bottom = min(place[0] + place[2], width), min(place[1] + place[3], height)
            if right <= left or bottom <= top:
                return None
            reply = self._wire.ask(requests.get_image(self.root, left, top, right - left, bottom - top))
            pixels = requests.image(reply, (right - left) * (bottom - top) * 4)
            return (right - left, bottom - top, pixels) if pixels is not None else None
        return None

    def lets_clicks_through(self, window: int) -> bool:
        """Return whether nothing of a window takes clicks: its input region is empty (Shape extension 1.1)."""
        if self._shape is None:
            self._shape, _ = self._extension(requests.SHAPE)
        with suppress(RefusedError):
            return bool(self._shape) and requests.number(
                self._wire.ask(requests.input_rectangles(self._shape, window))) == 0
        return False

    def read_property(self, window: int, name: int, *, delete: bool = False) -> Property | None:
        """Return a property, whole, or None when there is none or the window is gone."""
        parts: list[bytes] = []
        offset = 0
        while True:
            asked = requests.get_property(window, name, offset, _READ_WORDS, delete=delete)
            try:
                kind, bits, left, part = requests.part(self._wire.ask(asked))
            except RefusedError:
                return None
            if kind == protocol.NONE:
                return None
            parts.append(part)
            if not left:
                return Property(kind, bits, b"".join(parts))
            offset += _READ_WORDS

    def change_property(self, window: int, name: int, value: Property, *, append: bool = False) -> None:
        """Set a property of at most CHUNK_BYTES."""
        self._wire.post(requests.change_property(window, name, value.type, value.format, value.untrusted_bytes,
                                                 append=append))

    def properties(self, window: int) -> tuple[int, ...]:
        """Return the names of a window's properties, () when it is gone."""
        try:
            return requests.names(self._wire.ask(requests.list_properties(window)))
        except RefusedError:
            return ()

    def delete_property(self, window: int, name: int) -> None:
        """Delete a property, whoever set it."""
        self._wire.post(requests.delete_property(window, name))

    def top_windows(self) -> tuple[int, ...]:
        """Return every window that is directly on the display's root."""
        return requests.children(self._wire.ask(requests.query_tree(self.root)))

    def parent(self, window: int) -> int:
        """Return the window that a window is inside of, 0 when it is gone."""
        with suppress(RefusedError):
            return requests.parent(self._wire.ask(requests.query_tree(window)))
        return 0

    def idle_milliseconds(self) -> int | None:
        """Return how long nobody has pressed a key or moved the pointer, None where the server does not say."""
        saver, _ = self._extension(requests.SCREEN_SAVER)
        if not saver:
            return None
        try:
            return requests.idle(self._wire.ask(requests.screen_saver_info(saver, self.root)))
        except RefusedError:
            return None

    def pointer(self) -> Pointer:
        """Return where the pointer is."""
        return Pointer(*requests.pointer(self._wire.ask(requests.query_pointer(self.root))))

    def whereabouts(self) -> Whereabouts | None:
        """Return where the user is, None when a window disappeared meanwhile."""
        with suppress(RefusedError):
            reply = self._wire.ask(requests.query_pointer(self.root))
            pointer, pointed, inner = Pointer(*requests.pointer(reply)), self.root, requests.child(reply)
            while inner:
                pointed, inner = inner, requests.child(self._wire.ask(requests.query_pointer(inner)))
            focused = requests.number(self._wire.ask(requests.get_input_focus()))
            keys_follow = focused == protocol.POINTER_ROOT
            return Whereabouts(pointer, self._client_at(pointed), self._client_at(focused), keys_follow)
        return None

    def _client_at(self, window: int) -> int:
        """Return the client that a window belongs to, 0 for the desktop."""
        return 0 if window in (protocol.NONE, protocol.POINTER_ROOT, self.root) else window & self.client_mask

    def window_manager(self) -> int:
        """Return the client that manages windows, 0 for none (Extended Window Manager Hints, "Root Window Properties").
        """
        named = self.read_property(self.root, self.atom("_NET_SUPPORTING_WM_CHECK"))
        return next((window & self.client_mask for window in named.words()), 0) if named is not None else 0

    # -------------------------------------------------------------- selections
    def watch_selection(self, selection: int) -> None:
        """Report every change of owner of a selection (XFixes)."""
        self._wire.post(requests.select_selection(self._xfixes, self.root, selection))

    def owner(self, selection: int) -> int:
        """Return the window that owns a selection, 0 for none."""
        return requests.number(self._wire.ask(requests.get_selection_owner(selection)))

    def has_news_of(self, selection: int) -> bool:
        """Tell whether a change of owner of a selection has been received but not handled yet."""
        self._wire.receive()
        return any(isinstance(event, OwnerChanged) and event.selection == selection and event.owner != self.window
                   for event in self._wire.events)

    def take_selection(self, selection: int, time: int, window: int = 0) -> None:
        """Own a selection as of a server time; the server ignores it when the selection changed owner later.

        ``window`` (0: our own) is the owner that everybody is told. Requests come to us even when it is another
        client's:
        the server sends them to the client that took the selection.
        """
        self._wire.post(requests.set_selection_owner(window or self.window, selection, time))

    def give_up_selection(self, selection: int, time: int) -> None:
        """Leave a selection without owner."""
        self._wire.post(requests.set_selection_owner(protocol.NONE, selection, time))

    def convert(self, selection: int, target: int, requestor: int, name: int, time: int) -> None:
        """Request a target from the owner; the answer is a SelectionNotify event to ``requestor``."""
        self._wire.post(requests.convert_selection(requestor, selection, target, name, time))

    def answer_request(self, asked: SelectionRequest, name: int) -> None:
        """Tell a requestor that its answer is in property ``name``, or was refused (0)."""
        self._wire.post(requests.send_selection_notify(asked.requestor, asked.selection, asked.target, name,
                                                       asked.time))

    def send_message(self, receiver: int, message: ClientMessage) -> None:
        """Send a message to the client that made the window ``receiver``."""
        self._wire.post(requests.send_client_message(receiver, message.window, message.kind, message[2:]))

    def client_pid(self, resource: int) -> int:
        """Return the process that a resource belongs to as the server knows it (X-Resource 1.2), 0 when it does not."""
        return next((pid for _, pid in self._processes(resource)), 0)

    def are_of_one_program(self, resource: int, other: int) -> bool:
        """Tell whether two resources belong to one client, or to two clients of one process: LibreOffice owns
        selections on another connection than the one of its windows.
        """
        if resource & self.client_mask == other & self.client_mask:
            return True
        process = self.client_pid(resource)
        return process != 0 and process == self.client_pid(other)

    def clients(self) -> dict[int, int]:
        """Return all clients (their part of a resource number) with their processes, as far as the server knows them.
        """
        return {client & self.client_mask: pid for client, pid in self._processes(protocol.NONE)}

    def _processes(self, resource: int) -> list[tuple[int, int]]:
        if not self.identifies_clients:
            return []
        try:
            return requests.processes(self._wire.ask(requests.client_ids(self._resource, resource)))
        except RefusedError:
            return []

    def close(self) -> None:
        """Disconnect: what we own ends with it, unless a process left behind shares the connection."""
        self._wire.close()
