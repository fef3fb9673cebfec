"""Answers Wayland clients that read what the broker owns, by destination.

Wayland shows every program the same list of types. A held text gives the notice as text and HTML; types that cannot
contain it stay empty.
"""

from __future__ import annotations

import html
import os
import time
from dataclasses import replace

from guard.clipboard.answering import Answers
from guard.clipboard.broker_state import BrokerState
from guard.clipboard.content import HTML_NAME, TEXT_NAMES
from guard.clipboard.wayland.connection import Asked
from guard.clipboard.wayland.copy import Copy, Request, by_name
from guard.clipboard.wayland.identity import identify
from guard.clipboard.wayland.pipes import Pipes
from guard.clipboard.wayland.successor import is_proven
from guard.core.model import Answer, DestinationKind
from guard.ipc.messages import Served


class Answering(Answers[Copy, Request]):
    """Answers requests on behalf of every selection of one broker."""

    def __init__(self, compositor: int, state: BrokerState, pipes: Pipes) -> None:
        super().__init__(state)
        self._compositor = compositor
        self._pipes = pipes

    def refuse(self, asked: Request | Asked) -> None:
        """Answer with nothing."""
        os.close(asked.descriptor)

    def read_by(self, copy: Copy, asked: Asked) -> None:
        """Answer a request for a copy of ours, or let it wait."""
        asker = identify(asked.descriptor, self._compositor, self._state.arms.policy, self._state.focused)
        if self._state.orphaned and is_proven(asked.descriptor, asked.mark):
            asker = replace(asker, destination=replace(asker.destination, kind=DestinationKind.OFFICE))
        self.requested(copy, Request(asked.name, asked.descriptor, asker))

    def _answer(self, copy: Copy, asked: Request, *, overdue: bool) -> bool:
        kind, client, now = asked.asker.destination.kind, asked.asker.client, time.monotonic()
        answer = self._decided(copy, asked.asker, now)
        if answer is None:
            if self._may_wait(copy, asked.asker, now, overdue=overdue):
                return False
            answer = Answer.NOTICE
        if answer is Answer.ORIGINAL and asked.name in copy.reads and not overdue:
            return False
        if answer is Answer.NOTICE:
            copy.holding.refused(kind, client)
            data = notice_bytes(asked.name, self._state.arms.policy.notice)
        else:
            target = (copy.targets if answer is Answer.ORIGINAL else by_name(copy.holding.masked)).get(asked.name)
            data = target.untrusted_bytes if target is not None else b""
            if data:
                copy.holding.leaving(kind, client, now)
        if copy.holding.starts_paste(client, answer, now):
            self._state.send(Served(copy.id, asked.asker.destination, answer, asked.name, copy.concealed))
        self._pipes.write(asked.descriptor, data)
        return True


def notice_bytes(name: str, notice: str) -> bytes:
    """Return the notice as one type, b"" for a type that cannot contain it."""
    if name == HTML_NAME and notice:
        return f'<meta charset="utf-8"><p>{html.escape(notice)}</p>'.encode()
    return notice.encode() if name in TEXT_NAMES and name != "COMPOUND_TEXT" else b""
