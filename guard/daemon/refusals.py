"""Who has asked for what: the warning appears when a destination is refused, once a destination and item; and which
answers the journal tells of.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from guard.core.model import Answer, Destination, DestinationKind
from guard.core.tickets import CHAT_KINDS
from guard.daemon.quarantine import Keeper
from guard.ipc.messages import Served
from guard.vault import VaultError

REMEMBERED = 100
"""Captures whose askers are remembered. The oldest have long left the clipboard; whether their content was asked about
today guard.daemon.once_a_day knows.
"""

_UNLISTED = (DestinationKind.UNKNOWN, DestinationKind.BROWSER)


def is_recorded(served: Served, keeper: Keeper) -> bool:
    """Tell whether the journal says of this answer: a refusal, anything that a program on no list asked for, and what a
    chat client was given of an item that was held.
    """
    if served.answer is Answer.NOTICE or served.destination.kind in _UNLISTED:
        return True
    if served.destination.kind not in CHAT_KINDS:
        return False
    try:
        keeper.case(served.capture)
    except VaultError:
        return False
    return True


class Asked:
    """Thread-safe memory of the refusals that deserve a warning."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: OrderedDict[str, list[Destination]] = OrderedDict()

    def refused(self, served: Served) -> bool:
        """Note a served request; True when it is a refusal that has not been warned about.

        A clipboard manager asks for everything by itself: nobody made a mistake, so nobody is warned.
        """
        if served.answer is not Answer.NOTICE or served.destination.kind is DestinationKind.CLIPBOARD_MANAGER:
            return False
        with self._lock:
            known = self._refused.setdefault(served.capture, [])
            self._refused.move_to_end(served.capture)
            if len(self._refused) > REMEMBERED:
                self._refused.popitem(last=False)
            if any(one.program == served.destination.program for one in known):
                return False
            known.append(served.destination)
            return True

    def first(self, capture: str) -> Destination | None:
        """Return the first destination that was refused this capture, or None."""
        with self._lock:
            known = self._refused.get(capture)
            return known[0] if known else None
