"""Finds the program that asks: Linux tells who holds the other end of the pipe that it reads from.

Wayland itself does not tell. A program of Xwayland asks through the compositor, which then holds that end: which
program it is stays unknown.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from guard.clipboard.focused_frames import FocusedFrames
from guard.clipboard.holding import Asker
from guard.core.decide import page_at_paste
from guard.core.destination_kinds import STRICT_KINDS, classify, program_name
from guard.core.model import Destination, DestinationKind
from guard.core.policy import Policy
from guard.core.tickets import Client
from guard.platform import proc
from guard.platform.processes_linux import executable_of, names_around, started_at

XWAYLAND = "Xwayland"
"""Used for every program that asks through the compositor."""

_LOOKS = 3
_STRICTEST_FIRST = (*STRICT_KINDS, DestinationKind.UNKNOWN, DestinationKind.BROWSER, DestinationKind.OFFICE)


def identify(descriptor: int, compositor: int, policy: Policy, focused: FocusedFrames) -> Asker:
    """Return who reads what is written to this descriptor; of several readers the one that is treated most strictly.

    A reader that cannot be found counts as a chat client, because it may be one.
    """
    # A client may pass its end to a child while we look, so that both are missed.
    looks = (tuple(_readers(descriptor)) for _ in range(_LOOKS))
    found = [_asker(pid, compositor, policy, focused) for pid in next(filter(None, looks), ())]
    if not found:
        return Asker(Destination(DestinationKind.CHAT, ""), Client(""))
    return min(found, key=lambda asker: _STRICTEST_FIRST.index(asker.destination.kind))


def _asker(pid: int, compositor: int, policy: Policy, focused: FocusedFrames) -> Asker:
    executable = executable_of(pid)
    if pid == compositor:
        return Asker(Destination(DestinationKind.CHAT, XWAYLAND, pid, executable),
                     Client(executable, pid, started_at(pid)))
    page = page_at_paste(focused.sites(pid, policy, started_at), lambda: None)  # no title is known here
    kind = classify(executable, names_around(pid, executable), (), policy, page)
    return Asker(Destination(kind, program_name(executable, ()), pid, executable).on(page),
                 Client(executable, pid, started_at(pid), page=page.name if page is not None else ""))


def _readers(descriptor: int) -> Iterator[int]:
    """Yield the processes that hold the reading end of this pipe (proc_pid_fd(5))."""
    facts = os.fstat(descriptor)
    if not stat.S_ISFIFO(facts.st_mode):
        return
    wanted = f"pipe:[{facts.st_ino}]"
    yield from (pid for pid in proc.everyone() if pid != os.getpid() and _holds(pid, wanted))


def _holds(pid: int, wanted: str) -> bool:
    return any(proc.target(descriptor) == wanted for descriptor in proc.descriptors(pid))
