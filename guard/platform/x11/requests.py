"""Encodes requests of the X Window System Protocol (appendix B) and of XFixes, X-Resource and Sync; decodes replies.

In this host's byte order. Windows, atoms and times (milliseconds of the server) are plain numbers; 0 is no window and
no property.
"""

from __future__ import annotations

import struct
import sys

from guard.platform.x11 import protocol

XFIXES, X_RESOURCE, SYNC, SCREEN_SAVER, SHAPE = "XFIXES", "X-Resource", "SYNC", "MIT-SCREEN-SAVER", "SHAPE"
"""Extensions by name; their requests take the number (``major``) that the server assigns to them."""

OWNER_CHANGES = 0b111
"""A selection is taken; its owner's window was destroyed; its owner's client ended (XFixes, section 4)."""
PROCESS_IDS = 2
"""Requests the process of a client (X-Resource 1.2, LocalClientPIDMask)."""


_SHAPE_INPUT, _VIEWABLE, _Z_PIXMAP = 2, 2, 2
_DEPTHS = (24, 32)
_BUTTONS = protocol.BUTTON_1_MASK | protocol.BUTTON_2_MASK | protocol.BUTTON_3_MASK
_PART = struct.Struct("=xB6xIII")
_OF_WORDS = tuple(struct.Struct(f"=BBH{count}I") for count in range(7))


def _request(opcode: int, detail: int, *words: int) -> bytes:
    return _OF_WORDS[len(words)].pack(opcode, detail, 1 + len(words), *words)


def _named(opcode: int, name: bytes, *words: int) -> bytes:
    """Return a request that ends in a text, padded to whole units."""
    units = (len(name) + 3) // 4
    head = struct.pack(f"=BBH{len(words)}IHH", opcode, 0, 2 + len(words) + units, *words, len(name), 0)
    return head + name.ljust(4 * units, b"\0")


def create_window(window: int, parent: int, events: int) -> bytes:
    """Create an invisible window of one pixel outside of its parent."""
    return struct.pack("=BBHIIhhHHHHIII", 1, 0, 9, window, parent, -10, -10, 1, 1, 0, protocol.INPUT_ONLY,
                       protocol.COPY_FROM_PARENT, protocol.CW_EVENT_MASK, events)


def select_events(window: int, events: int) -> bytes:
    """Receive these events of a window, and no others."""
    return _request(2, 0, window, protocol.CW_EVENT_MASK, events)


def get_window_attributes(window: int) -> bytes:
    """Request whether a window ``is_viewable``."""
    return _request(3, 0, window)


def destroy_window(window: int) -> bytes:
    """Destroy a window."""
    return _request(4, 0, window)


def map_window(window: int) -> bytes:
    """Ask for a window to be shown: where there is a window manager it decides."""
    return _request(8, 0, window)


def get_geometry(window: int) -> bytes:
    """Request ``size``."""
    return _request(14, 0, window)


def query_tree(window: int) -> bytes:
    """Request ``children`` and ``parent``."""
    return _request(15, 0, window)


def intern_atom(name: bytes) -> bytes:
    """Request the ``number`` of the atom with a name, which is created when there is none."""
    return _named(16, name)


def get_atom_name(atom: int) -> bytes:
    """Request an atom's ``name``."""
    return _request(17, 0, atom)


def change_property(window: int, name: int, kind: int, bits: int, data: bytes, *, append: bool) -> bytes:
    """Set a property of values of 8, 16 or 32 bits, or append to it. An incomplete last value is left out."""
    values = len(data) * 8 // bits
    data = data[:values * bits // 8]
    units = (len(data) + 3) // 4
    mode = protocol.PROP_MODE_APPEND if append else protocol.PROP_MODE_REPLACE
    head = struct.pack("=BBHIIIB3xI", 18, mode, 6 + units, window, name, kind, bits, values)
    return head + data + bytes(-len(data) % 4)


def delete_property(window: int, name: int) -> bytes:
    """Delete a property."""
    return _request(19, 0, window, name)


def get_property(window: int, name: int, offset: int, units: int, *, delete: bool) -> bytes:
    """Request a ``part`` of a property, from ``offset`` on, both counted in units of four bytes."""
    return _request(20, delete, window, name, protocol.ANY_PROPERTY_TYPE, offset, units)


def list_properties(window: int) -> bytes:
    """Request the ``names`` of a window's properties."""
    return _request(21, 0, window)


def set_selection_owner(window: int, selection: int, time: int) -> bytes:
    """Own a selection, or leave it without an owner (window 0)."""
    return _request(22, 0, window, selection, time)


def query_pointer(window: int) -> bytes:
    """Request the ``child`` of a window that contains the pointer, and the ``pointer`` itself."""
    return _request(38, 0, window)


def get_input_focus() -> bytes:
    """Request the ``number`` of the window that the keyboard goes to; 0 for none, 1 for the one under the pointer."""
    return _request(43, 0)


def get_selection_owner(selection: int) -> bytes:
    """Request the ``number`` of the window that owns a selection."""
    return _request(23, 0, selection)


def convert_selection(requestor: int, selection: int, target: int, name: int, time: int) -> bytes:
    """Request a target from the owner of a selection, to be put in property ``name`` of the requestor."""
    return _request(24, 0, requestor, selection, target, name, time)


def send_selection_notify(requestor: int, selection: int, target: int, name: int, time: int) -> bytes:
    """Tell a requestor that its answer is in property ``name``, or was refused (0)."""
    return struct.pack("=BBHIIB3xIIIII8x", 25, False, 11, requestor, protocol.NO_EVENT_MASK,
                       protocol.SELECTION_NOTIFY, time, requestor, selection, target, name)


def send_client_message(receiver: int, window: int, kind: int, data: tuple[int, ...],
                        masks: int = protocol.NO_EVENT_MASK) -> bytes:
    """Send five numbers about ``window`` to the client that made the window ``receiver``, or to those that requested
    its events of these masks.
    """
    return struct.pack("=BBHIIBB2xII5I", 25, False, 11, receiver, masks, protocol.CLIENT_MESSAGE, 32, window, kind,
                       *data)


def grab_server() -> bytes:
    """Let the server serve nobody but this connection."""
    return _request(36, 0)


def ungrab_server() -> bytes:
    """Let the server serve everybody again."""
    return _request(37, 0)


def translate_coordinates(window: int, onto: int) -> bytes:
    """Request the position of a window's upper left corner on another one: ``corner``."""
    return _request(40, 0, window, onto, 0)


def get_image(window: int, left: int, top: int, width: int, height: int) -> bytes:
    """Request an ``image`` of a part of a window, with what is over it there."""
    return struct.pack("=BBHIhhHHI", 73, _Z_PIXMAP, 5, window, left, top, width, height, 0xFFFFFFFF)


def query_extension(name: bytes) -> bytes:
    """Request the ``extension`` of a name."""
    return _named(98, name)


def xfixes_version(major: int) -> bytes:
    """Announce that we know XFixes 4.0: without that the server refuses its requests."""
    return _request(major, 0, 4, 0)


def select_selection(major: int, window: int, selection: int) -> bytes:
    """Receive every change of owner of a selection."""
    return _request(major, 2, window, selection, OWNER_CHANGES)


def resource_version(major: int) -> bytes:
    """Request the ``version`` of X-Resource; we know 1.2."""
    return struct.pack("=BBHBBxx", major, 0, 2, 1, 2)


def client_ids(major: int, resource: int) -> bytes:
    """Request the ``processes`` of the client that a resource belongs to, of all clients for 0."""
    return _request(major, 4, 1, resource, PROCESS_IDS)


def input_rectangles(major: int, window: int) -> bytes:
    """Request the ``number`` of rectangles in which a window takes clicks (Shape 1.1, ShapeGetRectangles)."""
    return _request(major, 8, window, _SHAPE_INPUT)


def set_priority(major: int, priority: int) -> bytes:
    """Make the server handle our requests before those of clients with lower priority; all have 0 (Sync, SetPriority).
    """
    return _request(major, 12, 0, priority)


def screen_saver_info(major: int, drawable: int) -> bytes:
    """Request how long the display is ``idle`` (MIT-SCREEN-SAVER, ScreenSaverQueryInfo)."""
    return _request(major, 1, drawable)


# ------------------------------------------------------------------ contents of replies
def idle(reply: bytes) -> int:
    """Return the milliseconds since the last input from a user."""
    return _words(reply, 16, 1)[0]


def number(reply: bytes) -> int:
    """Return a window or an atom."""
    return _words(reply, 8, 1)[0]


def image(reply: bytes, size: int) -> bytes | None:
    """Return the pixels of a picture of so many bytes, None when they have another form (little-endian, 24 bits)."""
    is_known = reply[1] in _DEPTHS and len(reply) >= 32 + size and sys.byteorder == "little"
    return reply[32:32 + size] if is_known else None


def is_viewable(reply: bytes) -> bool:
    """Return whether a window and all around it are mapped."""
    return reply[26] == _VIEWABLE


def child(reply: bytes) -> int:
    """Return a window inside another one, 0 for none."""
    return _words(reply, 12, 1)[0]


def parent(reply: bytes) -> int:
    """Return the window that a window is inside of."""
    return _words(reply, 12, 1)[0]


def pointer(reply: bytes) -> tuple[tuple[int, int], bool, bool]:
    """Return left and top on the display in pixels, whether the button for selecting is pressed, and whether any is."""
    left, top, pressed = struct.unpack_from("=hh4xH", reply, 16)
    return (left, top), bool(pressed & protocol.BUTTON_1_MASK), bool(pressed & _BUTTONS)


def size(reply: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    width, height = struct.unpack_from("=HH", reply, 16)
    return width, height


def corner(reply: bytes) -> tuple[int, int]:
    """Return left and top in pixels."""
    left, top = struct.unpack_from("=hh", reply, 12)
    return left, top


def children(reply: bytes) -> tuple[int, ...]:
    """Return the windows inside a window."""
    return _words(reply, 32, struct.unpack_from("=H", reply, 16)[0])


def names(reply: bytes) -> tuple[int, ...]:
    """Return atoms."""
    return _words(reply, 32, struct.unpack_from("=H", reply, 8)[0])


def name(reply: bytes) -> bytes:
    """Return the name of an atom."""
    return reply[32:32 + struct.unpack_from("=H", reply, 8)[0]]


def part(reply: bytes) -> tuple[int, int, int, bytes]:
    """Return type (0: there is no such property), bits, number of bytes after this part, and its bytes."""
    bits, kind, left, values = _PART.unpack_from(reply)
    return kind, bits, left, reply[32:32 + values * bits // 8]


def extension(reply: bytes) -> tuple[int, int]:
    """Return the request number of an extension, 0 when there is none, and the number of its first event."""
    present, major, first_event = struct.unpack_from("=8xBBB", reply)
    return major if present else 0, first_event


def version(reply: bytes) -> tuple[int, int]:
    """Return major and minor."""
    major, minor = struct.unpack_from("=8xHH", reply)
    return major, minor


def processes(reply: bytes) -> list[tuple[int, int]]:
    """Return pairs of a resource of a client and its process, as far as the server knows them."""
    found, position = [], 32
    for _ in range(number(reply)):
        resource, mask, length = _words(reply, position, 3)
        if mask & PROCESS_IDS and length:
            found.append((resource, _words(reply, position + 12, 1)[0]))
        position += 12 + length
    return found


def _words(reply: bytes, position: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f"={count}I", reply, position)
