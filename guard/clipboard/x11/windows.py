"""Lists every open window as the destination it would be: for `doctor --destinations` and the workshop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from guard.clipboard.x11.identity import Identifier
from guard.core.destination_kinds import is_browser
from guard.core.model import Destination
from guard.core.pages import OpenPage
from guard.core.policy import Policy
from guard.platform.x11.connection import Connection


def running_destinations(policy: Policy, display_name: str | None = None) -> tuple[Destination, ...]:
    """Return the programs with a window on this display, each once. Raises BrokerError when there is no display."""
    with _windows(display_name) as windows:
        return windows.running(policy)


def open_pages(policy: Policy, display_name: str | None = None) -> tuple[OpenPage, ...]:
    """Return the windows of the policy's browsers, each title once. Raises BrokerError when there is no display."""
    with _windows(display_name) as windows:
        shown = ((windows.title(window), windows.shown(window, policy)) for window in windows.listed())
        return tuple(dict.fromkeys(OpenPage(title, program.executable.rpartition("/")[2]) for title, program in shown
                                   if title and is_browser(program.executable, policy)))


@contextmanager
def _windows(display_name: str | None) -> Iterator[Identifier]:
    connection = Connection(display_name, urgent=False)
    try:
        yield Identifier(connection)
    finally:
        connection.close()
