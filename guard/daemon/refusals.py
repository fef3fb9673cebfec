"""Tracks refused pastes so that each program is warned about once per item, and chooses which answers are recorded."""

from __future__ import annotations

import threading
from collections import OrderedDict

from guard.core.model import Answer, Destination, DestinationKind
from guard.core.tickets import CHAT_KINDS
from guard.daemon.quarantine import Quarantine
from guard.ipc.messages import Served
from guard.vault import VaultError

REMEMBERED = 100
"""Number of captures whose requesters are remembered. The oldest have long left the clipboard;
guard.daemon.once_a_day knows whether their content was asked about today.
"""

_UNLISTED = (DestinationKind.UNKNOWN, DestinationKind.BROWSER)


def is_recorded(served: Served, quarantine: Quarantine) -> bool:
    """Tell whether the journal records this answer: a refusal, any request of a program on no list, and what a chat
    client was given of an item that was held.
    """
    if served.answer is Answer.NOTICE or served.destination.kind in _UNLISTED:
        return True
    if served.destination.kind not in CHAT_KINDS:
        return False
    try:
        quarantine.case(served.capture)
    except VaultError:
        return False
    return True


class Refusals:
    """Remembers the refusals that need a warning. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: OrderedDict[str, list[Destination]] = OrderedDict()

    def refused(self, served: Served) -> bool:
        """Note a served request; return True for a refusal that has not been warned about.

        A clipboard manager requests everything by itself: nobody made a mistake, so nobody is warned.
        """
        if served.answer is not Answer.NOTICE or served.destination.kind is DestinationKind.CLIPBOARD_MANAGER:
            return False
        with self._lock:
            known = self._refused.setdefault(served.capture, [])
            self._refused.move_to_end(served.capture)
            if len(self._refused) > REMEMBERED:
                self._refused.popitem(last=False)
            if any((one.program, one.page) == (served.destination.program, served.destination.page) for one in known):
                return False
            known.append(served.destination)
            return True

    def first(self, capture: str) -> Destination | None:
        """Return the first destination that was refused this capture, or None."""
        with self._lock:
            known = self._refused.get(capture)
            return known[0] if known else None
