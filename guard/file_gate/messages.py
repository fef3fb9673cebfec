"""The messages between guards and the file gate, one per packet of a SOCK_SEQPACKET socket (unix(7)).

A guard connects and sends its user's terms; the gate knows by SO_PEERCRED whose guard it is.
"""

from __future__ import annotations

import os

import msgspec

from guard.core.model import Destination, DestinationKind
from guard.core.policy import Policy
from guard.ipc.messages import Message
from guard.util.sixty_four_bits import WORD

PACKET_LIMIT = 128 * 1024
"""Bytes of one message at most: the kernel's buffers need twice as much (net.core.wmem_default)."""

LET_SECONDS = 120.0
"""How long a client may open a file that was released."""

KNOWN_AT_ONCE = 500
"""Files per Known message."""


class FileKey(msgspec.Struct, frozen=True):
    """Identifies one content of a file; times in nanoseconds (os.stat), each number as far as a message has room."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, facts: os.stat_result) -> FileKey:
        """Return the key of a stat result."""
        return cls(*(number % WORD for number in (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns,
                                                  facts.st_ctime_ns)))


# ------------------------------------------------------------------ guard → gate
class Signed(Message, frozen=True):
    """The release of the unit that is in force for this user, by its name. A descriptor with its files comes with it
    (guard.supply.gate_policy). Sent before the terms.
    """

    name: str


class Terms(Message, frozen=True):
    """The terms by which this user's opens are answered from now on.

    ``folders`` are marked with what is below them, except folders named as in ``left_out``: those of chat clients.
    ``rules`` changes with the rules in force: verdicts under other rules are forgotten.
    """

    policy: Policy
    folders: tuple[str, ...]
    left_out: tuple[str, ...]
    rules: str


class Verdict(Message, frozen=True):
    """From whom a file is held, nobody for a clean one. ``number`` is that of Opened, 0 for none.

    ``rules`` are those of Terms by which it was judged: it counts for later opens while the same are in force; "": for
    none. ``judged`` False: it could not be judged now, and the next open asks again.
    """

    number: int
    key: FileKey
    held_from: tuple[DestinationKind, ...]
    rules: str = ""
    judged: bool = True


class Known(Message, frozen=True):
    """Files that were judged before by these rules, each with whom it is held from; at most KNOWN_AT_ONCE."""

    rules: str
    files: tuple[tuple[FileKey, tuple[DestinationKind, ...]], ...]


class Let(Message, frozen=True):
    """Let this program of the user open this file for this many seconds, LET_SECONDS at most, whatever it is held from.
    """

    key: FileKey
    executable: str
    seconds: float


class Changed(Message, frozen=True):
    """Forget what is known of a file: it is no longer held, or no longer for the same reason."""

    key: FileKey


# ------------------------------------------------------------------ the gate's own process → gate
class SignedPolicy(Message, frozen=True):
    """The unit's policy for this computer, and the version of the signed list that it is from.

    ``left_out`` are the names of chat clients' own folders; ``root`` identifies the root of trust (SHA-256).
    """

    version: int
    policy: Policy
    left_out: tuple[str, ...]
    root: str


# ------------------------------------------------------------------ gate → guard
class Opened(Message, frozen=True):
    """A chat client opens a file; a descriptor (O_PATH) comes with it, which the guard opens with its own rights.

    ``answered``: the client has its answer, from what was known, and only the user is to be told; otherwise it waits
    for the Verdict with this number.
    """

    number: int
    key: FileKey
    destination: Destination
    path: str
    answered: bool = False


class Unjudged(Message, frozen=True):
    """Opens that were answered without a verdict since the last such message, by the policy for such files."""

    count: int
    refused: bool
    program: str
    path: str = ""


class Reached(Message, frozen=True):
    """The limits of the gate: how many folders are marked, how many more are not because there are too many, and how
    often the kernel's queue was full since the gate started, so that opens passed without a question. ``foreign`` are
    some of the folders that this user's terms name and that are not marked, because others own them.
    """

    marked: int
    left_out: int
    overflown: int = 0
    foreign: tuple[str, ...] = ()


FromGuard = Signed | Terms | Verdict | Known | Let | Changed
FromGate = Opened | Unjudged | Reached
