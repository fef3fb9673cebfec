"""Serves promised formats: identifies the program that asks and gives it the original, the notice or nothing.

What one program was given stays on the clipboard for all. So the promise is renewed as soon as that program has closed
the clipboard.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

from guard.clipboard.broker_state import BrokerState
from guard.clipboard.holding import Asker
from guard.clipboard.windows.clipboard import Clipboard, name_of
from guard.clipboard.windows.copy import Copy
from guard.clipboard.windows.formats import notice_bytes
from guard.clipboard.windows.identity import identify, is_of_successor
from guard.core.model import Answer, DestinationKind
from guard.core.tickets import Client
from guard.ipc.messages import Served
from guard.util.growing_pauses import GrowingPause

USER_SECONDS = 1.5
"""How long a user waits for a verdict; Windows lets the program that asks wait for half a minute."""

REARM_SECONDS = 0.005
"""Time from an answer to the next promise: until then every program gets what this one got."""

BUSY_PAUSES = GrowingPause(first_seconds=0.001, longest_seconds=0.1)
"""Pauses between attempts to open a clipboard that another program has open."""

REACTION_SECONDS = 0.3
"""A program that reads this soon after a renewed promise may be one that reads at every change."""

REACTIONS_LIMIT = 4
"""This many reads in a row are not made by a person: the program gets nothing, which changes nothing, so that it stops.
"""


class Serving:
    """Answers for one copy after the other. ``wait_for_mail`` handles the guard's mail for at most the given seconds.
    """

    def __init__(self, clipboard: Clipboard, state: BrokerState, wait_for_mail: Callable[[float], None]) -> None:
        self._clipboard = clipboard
        self._state = state
        self._wait_for_mail = wait_for_mail
        self._reactions: dict[tuple[Client, int], tuple[float, int]] = {}
        self._promised_at = 0.0

    def promised(self, copy: Copy) -> None:
        """Note that this copy's formats were promised."""
        copy.promised = True
        self._promised_at = time.monotonic()

    def asked(self, copy: Copy, number: int) -> None:
        """Answer the program that waits for this format. Returns when it has its answer."""
        asker = identify(self._state.arms.policy)
        if asker.client.pid == os.getpid() or self._reacts(asker, number):
            return
        if self._state.orphaned and is_of_successor():
            asker = replace(asker, destination=replace(asker.destination, kind=DestinationKind.OFFICE))
        answer = self._answer(copy, asker)
        name = name_of(number)
        data = self._bytes(copy, name, asker, answer)
        if data is not None and self._clipboard.render(number, data):
            self._state.later(REARM_SECONDS, lambda: self._renew_soon(copy, REARM_SECONDS))
        if copy.holding.starts_paste(asker.client, answer, time.monotonic()):
            self._state.send(Served(copy.id, asker.destination, answer, name, copy.concealed))

    def _answer(self, copy: Copy, asker: Asker) -> Answer:
        kind = asker.destination.kind
        until = time.monotonic() + USER_SECONDS
        answer = copy.holding.answer(kind, asker.client, time.monotonic())
        while answer is None and (rest := until - time.monotonic()) > 0:
            self._wait_for_mail(rest)
            answer = copy.holding.answer(kind, asker.client, time.monotonic())
        return answer or Answer.NOTICE

    def _bytes(self, copy: Copy, name: str, asker: Asker, answer: Answer) -> bytes | None:
        kind = asker.destination.kind
        if answer is not Answer.NOTICE:
            data = copy.original(name) if answer is Answer.ORIGINAL else copy.masked(name)
            if data is not None:
                copy.holding.leaving(kind, asker.client, time.monotonic())
            return data
        copy.holding.refused(kind, asker.client)
        if kind is DestinationKind.CLIPBOARD_MANAGER:
            return None  # it would read the notice again after each new promise, and no other program would get a turn
        return notice_bytes(name, self._state.arms.policy.notice)

    def _reacts(self, asker: Asker, number: int) -> bool:
        """Return True for a program that reads a format again and again, each time because the promise was renewed. One
        paste reads many formats, and by OLE renews the promise with each: they are counted apart.
        """
        promise, count = self._reactions.get((asker.client, number), (0.0, 0))
        if time.monotonic() - self._promised_at >= REACTION_SECONDS:
            count = 0
        elif promise != self._promised_at:
            count += 1
        self._reactions[asker.client, number] = self._promised_at, count
        return count > REACTIONS_LIMIT

    def renew(self, copy: Copy) -> bool:
        """Renew the promise of what a program was given; return False when another program has the clipboard open."""
        if not copy.promised or not self._clipboard.ours:
            return True
        with self._clipboard.opened() as opened:
            if opened and self._clipboard.ours:
                self._clipboard.promise(copy.names())
                self.promised(copy)
        return opened

    def _renew_soon(self, copy: Copy, pause: float) -> None:
        if not self.renew(copy):
            self._state.later(pause, lambda: self._renew_soon(copy, BUSY_PAUSES.after(pause)))
