"""What is told of ways that nothing can be held on: what was seen, and how subscribers hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from guard.ipc.messages import Message
from rules.model import Nature

Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the screen."""


class Route(StrEnum):
    """How content nears a chat client, or came from one, other than by a paste; LANDED: it only came to lie somewhere.

    NOT_JUDGED and UNJUDGED: a client was refused, or given, a file that could not be judged in time.
    """

    RECEIVED = "received"
    SENT = "sent"
    OPENED = "opened"
    CHOOSING = "choosing"
    ON_SCREEN = "on-screen"
    LANDED = "landed"
    NOT_JUDGED = "not-judged"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something to tell the user of; nothing was held. ``files`` are names for people, ``program`` who is concerned.

    ``nature`` is that of the rule that decided, None when none did. ``place`` is where the program's window stands.
    """

    route: Route
    files: tuple[str, ...]
    program: str = ""
    nature: Nature | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class FileDialog:
    """A file dialog of a chat client that stands on the screen, and the flagged files that may be chosen in it.

    ``window`` tells it from other dialogs. ``in_folder``: the files stand in the folder that it shows; otherwise they
    are those flagged last. ``more`` are not named.
    """

    window: int
    program: str
    files: tuple[str, ...]
    more: int
    in_folder: bool
    place: Place | None


class Sighted(Message, frozen=True):
    """Something was seen on a way that nothing can be held on: the user is told."""

    sighting: Sighting


class DialogSeen(Message, frozen=True):
    """A chat client's file dialog has come, or shows another folder: this is what is to be said of it now."""

    dialog: FileDialog


class DialogLeft(Message, frozen=True):
    """Nothing is to be said of this file dialog any more: it has gone, or shows another folder."""

    window: int


Told = Sighted | DialogSeen | DialogLeft
