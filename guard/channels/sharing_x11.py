"""Finds on X11 which meeting programs share the screen, by the windows that they show while they do.

The server tells nobody who reads its pixels (XGetImage, XShmGetImage, XComposite), so that only these can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from guard.channels.screen import Share
from guard.clipboard.x11.identity import Identifier
from guard.core.destination_kinds import meeting_of
from guard.core.meetings import Meeting
from guard.core.policy import Policy
from guard.platform.processes_linux import executable_of
from guard.platform.x11.connection import Connection

_SMALLEST = (400, 300)
"""Pixels of a frame around something that is shared; smaller windows that let clicks through are decoration."""

_SHADOW = 60
"""Pixels by which the shadow of a window, which lets clicks through, too, is larger than that on each side at most."""


def shares(connection: Connection, identifier: Identifier, policy: Policy) -> tuple[Share, ...]:
    """Return one entry for each process that shares; its place is that of its frame where one is seen."""
    listed = identifier.listed()
    clients = _meetings(connection, identifier, listed, policy)
    found: dict[int, Share] = {}
    for window in _windows_of(connection, listed, clients) if clients else ():
        share = _share(connection, identifier, window, clients[window & connection.client_mask], listed, policy)
        if share is not None and (share.process not in found or found[share.process].place is None):
            found[share.process] = share
    return tuple(found.values())


def _meetings(connection: Connection, identifier: Identifier, listed: Iterable[int],
              policy: Policy) -> Mapping[int, Meeting]:
    """Return the clients of the server that are meeting programs."""
    found = {client: meeting for client, pid in connection.clients().items()
             if (meeting := meeting_of((executable_of(pid),), policy)) is not None}
    for window in listed:
        meeting = meeting_of(identifier.classes(window), policy)
        if meeting is not None:
            found.setdefault(window & connection.client_mask, meeting)
    return found


def _windows_of(connection: Connection, listed: Iterable[int], clients: Mapping[int, Meeting]) -> Iterator[int]:
    """Yield the windows of these clients, those that no window manager manages, too."""
    for window in dict.fromkeys((*listed, *connection.top_windows())):
        if window & connection.client_mask in clients and connection.is_viewable(window):
            yield window


def _share(connection: Connection, identifier: Identifier, window: int, meeting: Meeting, listed: Sequence[int],
           policy: Policy) -> Share | None:
    place = connection.place(window)
    if place is None:
        return None
    is_large = place[2] >= _SMALLEST[0] and place[3] >= _SMALLEST[1]
    titled = meeting.is_sharing_title(identifier.title(window))
    framed = is_large and meeting.frame and connection.lets_clicks_through(window) and not _is_shadow(
        connection, window, place, listed)
    if not titled and not framed:
        return None
    program = identifier.shown(window, policy)
    return Share(program.program, program.pid, place if framed or (titled and is_large) else None)


def _is_shadow(connection: Connection, window: int, place: tuple[int, int, int, int], listed: Sequence[int]) -> bool:
    """Return whether it is around another window of its own program."""
    own = (other for other in listed if other != window and other & connection.client_mask
           == window & connection.client_mask)
    return any(around is not None and all(0 <= apart <= _SHADOW for apart in (
        around[0] - place[0], around[1] - place[1], place[0] + place[2] - around[0] - around[2],
        place[1] + place[3] - around[1] - around[3])) for around in map(connection.place, own))
