"""Shows that this broker succeeds another one, and recognises the one that succeeds this one (X11)."""

from __future__ import annotations

from guard.clipboard.succession import proof, proves
from guard.platform.x11 import protocol
from guard.platform.x11.connection import Connection, Property

_PROOF = "_MISHAO_BROKER"


def announce(connection: Connection) -> None:
    """Put the proof where the broker before can read it: on the window that all our requestors are inside of."""
    window = connection.window
    value = Property(protocol.STRING, 8, proof(_about(window)).encode())
    connection.change_property(window, connection.atom(_PROOF), value)


def asks(connection: Connection, requestor: int) -> bool:
    """Tell whether a requestor is that of the broker that succeeds this one. Anybody may move a window into another
    one: both must be of one client.
    """
    window = connection.parent(requestor)
    if connection.is_ours(requestor) or window & connection.client_mask != requestor & connection.client_mask:
        return False
    value = connection.read_property(window, connection.atom(_PROOF))
    return value is not None and proves(value.untrusted_bytes.decode("ascii", "replace"), _about(window))


def _about(window: int) -> str:
    return f"window {window}"
