"""What guards and the file gate say to each other, one message a packet of a SOCK_SEQPACKET socket (unix(7)).

A guard connects and says its user's terms; the gate knows by SO_PEERCRED whose guard it is.
"""

from __future__ import annotations

import os

import msgspec

from guard.core.model import Destination, DestinationKind
from guard.core.policy import Policy
from guard.ipc.messages import Message

PACKET_LIMIT = 128 * 1024
"""Bytes of one message at the most: the kernel's buffers take twice as much (net.core.wmem_default)."""

KNOWN_AT_ONCE = 500
"""Files of one Known."""


class FileKey(msgspec.Struct, frozen=True):
    """What tells one content of a file from another; times in nanoseconds (os.stat)."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, facts: os.stat_result) -> FileKey:
        """Return the key of a stat result."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


# ------------------------------------------------------------------ guard → gate
class Terms(Message, frozen=True):
    """By what this user's opens are answered from now on.

    ``folders`` are marked with what is below them, except folders called as in ``left_out``: those of chat clients.
    ``rules`` changes with the rules in force: what was judged by others is not known any more.
    """

    policy: Policy
    folders: tuple[str, ...]
    left_out: tuple[str, ...]
    rules: str


class Verdict(Message, frozen=True):
    """What was found of a file: whom it is held from, nobody for a clean one. ``number`` is that of Opened, 0 for none.

    ``judged`` False: nobody could judge it now, and the next open is asked about again.
    """

    number: int
    key: FileKey
    held_from: tuple[DestinationKind, ...]
    judged: bool = True


class Known(Message, frozen=True):
    """Files that were judged before, each with whom it is held from; KNOWN_AT_ONCE at the most."""

    files: tuple[tuple[FileKey, tuple[DestinationKind, ...]], ...]


class Let(Message, frozen=True):
    """Let this program of the user's open this file for so many seconds, whatever it is held from."""

    key: FileKey
    executable: str
    seconds: float


class Changed(Message, frozen=True):
    """Forget what is known of a file: it is not held any more, or no longer for the same reason."""

    key: FileKey


# ------------------------------------------------------------------ gate → guard
class Opened(Message, frozen=True):
    """A chat client opens a file; a descriptor (O_PATH) comes with it, which the guard opens by its own rights.

    ``answered``: the client has its answer, by what was known, and only the user is to hear of it; otherwise it waits
    for the Verdict with this number.
    """

    number: int
    key: FileKey
    destination: Destination
    path: str
    answered: bool = False


class Unjudged(Message, frozen=True):
    """Opens that were answered without a verdict since this was said last, by the policy for such files."""

    count: int
    refused: bool
    program: str
    path: str = ""


class Reached(Message, frozen=True):
    """So many folders are marked, and so many more are not because there are too many."""

    marked: int
    left_out: int


FromGuard = Terms | Verdict | Known | Let | Changed
FromGate = Opened | Unjudged | Reached
