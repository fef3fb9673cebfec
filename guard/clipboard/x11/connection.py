"""The X display as the broker needs it: atoms, properties as plain bytes, selections, and nothing that raises later.

Requests are queued and leave with ``flush``. A request to a window that has gone is answered by an error event; it is
collected in ``take_lost_windows`` and never raised.
"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from Xlib import X, Xatom, display, error
from Xlib.ext import ge, res, xfixes
from Xlib.protocol import event, request, rq

from guard.clipboard.port import BrokerError
from guard.clipboard.x11 import packed
from guard.clipboard.x11.events import CORE, Event, OwnerChanged, PropertyChanged, SelectionRequest

CHUNK_BYTES = 240 * 1024
"""What fits into one ChangeProperty without the BIG-REQUESTS extension (65 535 words), with room for its header."""

_READ_WORDS = 1024 * 1024 // 4
_FLUSH_SECONDS = 2.0
_KEPT_WINDOWS = 256
_FIRST = 100
_OWNER_CHANGES = (xfixes.XFixesSetSelectionOwnerNotifyMask | xfixes.XFixesSelectionWindowDestroyNotifyMask
                  | xfixes.XFixesSelectionClientCloseNotifyMask)


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
        whole = len(self.untrusted_bytes) & ~3  # pieces that an owner gives may be of another format
        return tuple(memoryview(self.untrusted_bytes)[:whole].cast("I")) if whole else ()


def _xid(resource: Any) -> int:
    """Return the number of a window that python-xlib gives as an object, or as a plain number when it is None."""
    return int(getattr(resource, "id", resource))


class _SetPriority(rq.Request):  # type: ignore[misc]
    """SyncSetPriority, which python-xlib lacks; ``client`` 0 is the one that asks."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(12), rq.RequestLength(), rq.Card32("client"),
                         rq.Int32("priority"))


class Connection:
    """One connection to the X server. Not safe for use from several threads."""

    def __init__(self, name: str | None = None, *, urgent: bool = True) -> None:
        """Connect to ``name`` or $DISPLAY. Raises BrokerError when there is no server or it lacks XFixes.

        An ``urgent`` connection is served before others.
        """
        try:
            self._display = display.Display(name)
        except (error.DisplayError, error.XauthError, OSError) as problem:
            raise BrokerError(f"连不上 X 显示服务（{type(problem).__name__}）") from None
        self._wire = self._display.display
        self._wire.set_error_handler(self._note_error)
        if not self._display.has_extension(xfixes.extname):
            raise BrokerError("X 显示服务没有 XFixes 扩展，不能得知剪贴板变化")
        self._display.xfixes_query_version()
        owner_changes = self._display.query_extension(xfixes.extname).first_event
        # No others: anybody may send us any event, and python-xlib raises KeyError at a part of XFixes or RandR that it
        # does not know. KeymapNotify alone has no number of a request, for which AnyEvent would take its bytes.
        self._wire.event_classes = {**CORE, owner_changes: OwnerChanged, X.KeymapNotify: event.KeymapNotify,
                                    ge.GenericEventCode: ge.GenericEvent}
        # Its RandR registers errors under the numbers of BadValue and others, with classes that cannot be made.
        self._wire.error_classes = dict(error.xerror_class)
        self.root: int = self._display.screen().root.id
        self.client_mask: int = 0xFFFFFFFF & ~self._wire.info.resource_id_mask
        self.identifies_clients = self._has_client_ids()
        self._names: dict[int, str] = {}
        self._backlog: deque[Event] = deque()
        self._lost: set[int] = set()
        self._retired: deque[int] = deque()
        self._spare = 0
        self.window = self._create_window(self.root)
        if urgent:
            self._come_first()

    def _come_first(self) -> None:
        """Be served before others that ask at the same moment (Sync extension): a clipboard manager reads as soon as
        the owner changes, as we do.
        """
        sync = self._display.query_extension("SYNC")
        if sync.present:
            _SetPriority(display=self._wire, onerror=None, opcode=sync.major_opcode, client=X.NONE, priority=_FIRST)

    def fileno(self) -> int:
        """Return the socket to poll for reading."""
        return int(self._wire.fileno())

    def _has_client_ids(self) -> bool:
        if not self._display.has_extension(res.extname):
            return False
        version = self._display.res_query_version()
        return (version.server_major, version.server_minor) >= (1, 2)

    # -------------------------------------------------------------- events
    def events(self) -> Iterator[Event]:
        """Yield what has arrived, without waiting, and what arrives with the answers to requests meanwhile.

        The server is looked at once, at the beginning. Raises BrokerError when it is gone.
        """
        self._collect()
        while self._backlog or self._collect_received():
            yield self._backlog.popleft()

    def has_events(self) -> bool:
        """True when something that was received already waits for ``events``: then the socket need not be polled."""
        return bool(self._backlog or self._wire.event_queue)

    def _collect(self) -> int:
        # All at once: whoever handles one of them may read from the connection itself.
        try:
            self._wire.pending_events()
        except error.ConnectionClosedError:
            raise BrokerError("X 显示服务断开了") from None
        return self._collect_received()

    def _collect_received(self) -> int:
        received = self._wire.event_queue
        count = len(received)
        self._backlog.extend(received)
        del received[:count]
        return count

    def flush(self) -> None:
        """Send what is queued, and receive what has come by then. Raises BrokerError when the server is gone."""
        if not (self._wire.request_queue or self._wire.data_send):
            return
        try:
            self._wire.flush()
            while self._wire.data_send:  # python-xlib's flush returns as soon as the socket is full
                if not select.select([], [self._wire.socket], [], _FLUSH_SECONDS)[1]:
                    raise BrokerError("X 显示服务不再接收请求")
                self._wire.flush()
        except error.ConnectionClosedError:
            raise BrokerError("X 显示服务断开了") from None

    def _note_error(self, problem: error.XError, _request: object) -> None:
        self._lost.add(problem.resource_id)

    def take_lost_windows(self) -> frozenset[int]:
        """Return the windows that requests failed on since the last call."""
        lost, self._lost = frozenset(self._lost), set()
        return lost

    def server_time(self) -> int:
        """Return the server's current time in milliseconds (ICCCM section 2.1: append nothing to a property)."""
        stamp = self.atom("_MISHAO_STAMP")
        self.change_property(self.window, stamp, Property(Xatom.INTEGER, 32, b""), append=True)
        self.flush()
        while True:
            for position, candidate in enumerate(self._backlog):
                if (isinstance(candidate, PropertyChanged) and candidate.atom == stamp
                        and candidate.window == self.window):
                    del self._backlog[position]
                    return candidate.time
            if not self._collect() and not select.select([self.fileno()], [], [], _FLUSH_SECONDS)[0]:
                raise BrokerError("X 显示服务没有回答")

    # -------------------------------------------------------------- atoms
    def atom(self, name: str) -> int:
        """Return the atom of a name."""
        # python-xlib reads atom names as Latin-1 but writes text as UTF-8; bytes go out as they came.
        return int(self._display.get_atom(name.encode("latin-1", "replace")))

    def atom_name(self, atom: int) -> str:
        """Return the name of an atom, or "" for one that does not exist."""
        if atom not in self._names:
            try:
                reply = request.GetAtomName(display=self._wire, atom=atom)
            except error.XError:
                return ""
            self._names[atom] = reply.name
        return self._names[atom]

    # -------------------------------------------------------------- windows and properties
    def create_requestor(self) -> int:
        """Return a window to ask from, inside our own: of a new top-level window everybody is told, we too."""
        window, self._spare = self._spare, 0
        return window or self._create_window(self.window)

    def give_back_requestor(self, window: int) -> None:
        """Take back a window to which no answer can still be under way: the next copy may be asked for through it."""
        if self._spare:
            self.destroy_window(window)
        else:
            self._spare = window

    def _create_window(self, parent: int) -> int:
        """Return a new invisible window whose property changes are reported."""
        window = self._wire.allocate_resource_id()
        request.CreateWindow(display=self._wire, onerror=None, depth=0, wid=window, parent=parent, x=-10, y=-10,
                             width=1, height=1, border_width=0, window_class=X.InputOnly, visual=X.CopyFromParent,
                             attrs={"event_mask": X.PropertyChangeMask})
        return int(window)

    def destroy_window(self, window: int) -> None:
        """Destroy one of our windows. Its number is not used again soon: answers to it may still be under way."""
        request.DestroyWindow(display=self._wire, onerror=None, window=window)
        self._retired.append(window)
        if len(self._retired) > _KEPT_WINDOWS:
            self._wire.free_resource_id(self._retired.popleft())

    def watch_window(self, window: int, *, enabled: bool) -> None:
        """Report (or no longer report) property changes and the end of another client's window."""
        mask = X.PropertyChangeMask | X.StructureNotifyMask if enabled else X.NoEventMask
        request.ChangeWindowAttributes(display=self._wire, onerror=None, window=window, attrs={"event_mask": mask})

    def watch_new_windows(self) -> None:
        """Report every new top-level window (CreateNotify): the first thing that a program with windows does."""
        request.ChangeWindowAttributes(display=self._wire, onerror=None, window=self.root,
                                       attrs={"event_mask": X.SubstructureNotifyMask})

    def place(self, window: int) -> tuple[int, int, int, int] | None:
        """Return left, top, width and height of a window on the display, None when it has gone."""
        try:
            size = self._display.create_resource_object("window", window).get_geometry()
            corner = self._display.screen().root.translate_coords(window, 0, 0)
        except error.XError:
            return None
        return int(corner.x), int(corner.y), int(size.width), int(size.height)

    def read_property(self, window: int, name: int, *, delete: bool = False) -> Property | None:
        """Return a property, whole, or None when there is none or the window is gone."""
        parts: list[bytes] = []
        offset = 0
        while True:
            try:
                reply = packed.GetProperty(self._wire, window, name, offset, _READ_WORDS, delete=delete)
            except error.XError:
                return None
            if reply.type == X.NONE:
                return None
            parts.append(reply.untrusted_bytes)
            if not reply.left:
                return Property(reply.type, reply.format, b"".join(parts))
            offset += _READ_WORDS

    def change_property(self, window: int, name: int, value: Property, *, append: bool = False) -> None:
        """Set a property of at most CHUNK_BYTES."""
        request.ChangeProperty(display=self._wire, onerror=None,
                               mode=X.PropModeAppend if append else X.PropModeReplace, window=window, property=name,
                               type=value.type, data=(value.format, value.untrusted_bytes))

    def properties(self, window: int) -> tuple[int, ...]:
        """Return the names of a window's properties, () when it is gone."""
        try:
            return tuple(request.ListProperties(display=self._wire, window=window).atoms)
        except error.XError:
            return ()

    def delete_property(self, window: int, name: int) -> None:
        """Take away a property, whoever set it."""
        request.DeleteProperty(display=self._wire, onerror=None, window=window, property=name)

    def top_windows(self) -> tuple[int, ...]:
        """Return every window that lies directly on the display's root."""
        return tuple(_xid(window) for window in self._display.screen().root.query_tree().children)

    # -------------------------------------------------------------- selections
    def watch_selection(self, selection: int) -> None:
        """Report every change of owner of a selection (XFixes)."""
        self._display.xfixes_select_selection_input(self._display.screen().root, selection, _OWNER_CHANGES)

    def owner(self, selection: int) -> int:
        """Return the window that owns a selection, 0 for none."""
        return _xid(request.GetSelectionOwner(display=self._wire, selection=selection).owner)

    def take_selection(self, selection: int, time: int, window: int = 0) -> None:
        """Own a selection as of a server time; the server ignores it when the selection changed hands later.

        ``window`` (0: our own) is what everybody is told to be the owner. Requests come to us even when it is another
        client's: the server sends them to who took the selection.
        """
        packed.set_selection_owner(self._wire, window or self.window, selection, time)

    def give_up_selection(self, selection: int, time: int) -> None:
        """Leave a selection without owner."""
        packed.set_selection_owner(self._wire, X.NONE, selection, time)

    def convert(self, selection: int, target: int, requestor: int, name: int, time: int) -> None:
        """Ask the owner for a target; the answer is a SelectionNotify event to ``requestor``."""
        packed.convert_selection(self._wire, requestor, selection, target, name, time)

    def answer_request(self, asked: SelectionRequest, name: int) -> None:
        """Tell a requestor that its answer stands in property ``name``, or was refused (0)."""
        packed.send_selection_notify(self._wire, asked.requestor, asked.selection, asked.target, name, asked.time)

    def client_pid(self, resource: int) -> int:
        """Return the process that a resource belongs to as the server knows it (X-Resource 1.2), 0 when it does not."""
        if not self.identifies_clients:
            return 0
        try:
            reply = self._display.res_query_client_ids([{"client": resource, "mask": res.LocalClientPIDMask}])
        except error.XError:
            return 0
        return next((pid for _, pid in _clients(reply, self.client_mask)), 0)

    def clients(self) -> dict[int, int]:
        """Return all clients (their part of a resource number) with their processes, as far as the server knows them.
        """
        if not self.identifies_clients:
            return {}
        everyone = [{"client": X.NONE, "mask": res.LocalClientPIDMask}]
        return dict(_clients(self._display.res_query_client_ids(everyone), self.client_mask))

    def close(self) -> None:
        """Disconnect: what we own goes with it, unless a process left behind shares the connection.

        What has arrived stays unread, unlike after python-xlib's close: it may be an answer that the other waits for.
        """
        self._wire.close_internal("client")


def _clients(reply: Any, client_mask: int) -> Iterator[tuple[int, int]]:
    for entry in reply.ids:
        if entry.spec.mask & res.LocalClientPIDMask and entry.value:
            yield int(entry.spec.client) & client_mask, int(entry.value[0])
