"""Every window that is open now, as the destination it would be: for `mishao doctor --destinations`."""

from __future__ import annotations

from guard.clipboard.x11.connection import Connection
from guard.clipboard.x11.identity import Identifier
from guard.model import Destination
from guard.policy import Policy


def running_destinations(policy: Policy, display_name: str | None = None) -> tuple[Destination, ...]:
    """Return the programs with a window on this display, each once. Raises BrokerError when there is no display."""
    connection = Connection(display_name, urgent=False)
    try:
        return Identifier(connection).running(policy)
    finally:
        connection.close()
