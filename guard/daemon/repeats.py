"""Makes one item of the same content that was refused twice: the later one, which is on the clipboard, takes its place.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from guard.control.requests import CaseChanged
from guard.core.model import COPIED, Case, CaseState, CaseSummary
from guard.daemon.quarantine import Quarantine
from guard.vault import VaultError

REMEMBERED = 200
"""Contents of this day that are compared; the oldest are forgotten first, and listed twice."""


class Repeats:
    """Thread-safe. In memory only, by the keyed fingerprints of guard.daemon.once_a_day. ``publish`` tells subscribers.
    """

    def __init__(self, quarantine: Quarantine, fingerprint: Callable[[Case], bytes],
                 publish: Callable[[CaseChanged], None]) -> None:
        self._quarantine = quarantine
        self._fingerprint = fingerprint
        self._publish = publish
        self._lock = threading.Lock()
        self._latest: OrderedDict[bytes, str] = OrderedDict()

    def refused(self, case: Case) -> None:
        """Note a copy that was refused: in lists it replaces an earlier item of the same content."""
        if case.origin not in COPIED:
            return
        content = self._fingerprint(case)
        with self._lock:
            before = self._latest.get(content, case.id)
            self._latest[content] = case.id
            self._latest.move_to_end(content)
            if len(self._latest) > REMEMBERED:
                self._latest.popitem(last=False)
        if before == case.id:
            return
        with suppress(VaultError):
            if self._quarantine.case(before).state is CaseState.HELD:
                earlier = self._quarantine.change(before, lambda current: replace(current, repeated=True))
                self._publish(CaseChanged(CaseSummary.of(earlier)))
