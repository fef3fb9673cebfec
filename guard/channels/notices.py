"""Messages about egress channels: what was seen there, and how subscribers learn of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guard.ipc.messages import Message
from rules.model import Nature

Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the screen."""

NAMED = 5
"""Number of files that a strip names; the others are counted."""


class Channel(StrEnum):
    """How content comes near a chat client, or from one, other than by a paste; LANDED: it only appeared in a folder.

    NOT_JUDGED and UNJUDGED: a client was refused, or given, a file that could not be judged in time; PAGE_NOT_JUDGED
    and PAGE_UNJUDGED: so was a page. PAGE_GIVEN: it would have been refused what it was given then. CONCEALED: a client
    was refused what a password manager copied. MARKED: nothing nears a client, but a blocked file is in front, and
    marked. MEETING: a meeting program comes forward while one is open; SHARED: it shares the screen meanwhile.
    """

    RECEIVED = "received"
    SENT = "sent"
    OPENED = "opened"
    CHOOSING = "choosing"
    ON_SCREEN = "on-screen"
    LANDED = "landed"
    NOT_JUDGED = "not-judged"
    UNJUDGED = "unjudged"
    PAGE_NOT_JUDGED = "page-not-judged"
    PAGE_UNJUDGED = "page-unjudged"
    PAGE_GIVEN = "page-given"
    CONCEALED = "concealed"
    MARKED = "marked"
    MEETING = "meeting"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class ChannelNotice:
    """Something to tell the user; nothing was kept. ``files`` are names for people, ``program`` is the one concerned.

    ``route`` is the channel, as the wire calls it. ``nature`` is that of the rule that decided, None when none did.
    ``place`` is the position of the program's window.
    """

    route: Channel
    files: tuple[str, ...]
    program: str = ""
    nature: Nature | None = None
    place: Place | None = None


def strictest(natures: Iterable[Nature | None]) -> Nature | None:
    """Return the nature by which several files are spoken of: a state secret's, else the first one's."""
    known = tuple(natures)
    return Nature.STATE_SECRET if Nature.STATE_SECRET in known else next(iter(known), None)


@dataclass(frozen=True, slots=True)
class FileDialog:
    """An open file dialog of a chat client, and the flagged files that can be chosen in it.

    ``window`` distinguishes it from other dialogs. ``in_folder``: the files are in the folder that it shows; otherwise
    they are those flagged last. ``more`` is the number of files not named.
    """

    window: int
    program: str
    files: tuple[str, ...]
    more: int
    in_folder: bool
    place: Place | None


class Sighted(Message, frozen=True):
    """Something was seen on an egress channel where nothing can be held: the user is told."""

    sighting: ChannelNotice


class DialogSeen(Message, frozen=True):
    """A chat client's file dialog has opened, or shows another folder: the current facts about it."""

    dialog: FileDialog


class DialogLeft(Message, frozen=True):
    """Nothing is to be shown about this file dialog any more: it has closed, or shows another folder."""

    window: int


Told = Sighted | DialogSeen | DialogLeft
