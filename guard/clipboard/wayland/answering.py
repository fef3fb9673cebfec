"""Who gets what: requests for what the broker owns, answered by destination, at once or within the time a client waits.

Wayland shows every program the same list of types. A held text says the notice as text and HTML; what cannot say it
stays empty.
"""

from __future__ import annotations

import html
import os
import time

from guard.clipboard.broker_state import Desk
from guard.clipboard.content import HTML_NAME, TEXT_NAMES
from guard.clipboard.recheck_files import look_again
from guard.clipboard.wayland.connection import Asked
from guard.clipboard.wayland.copy import Copy, Waiting, by_name
from guard.clipboard.wayland.identity import identify
from guard.clipboard.wayland.pipes import Pipes
from guard.core.model import Answer, DestinationKind
from guard.ipc.messages import Served


class Answering:
    """Answers requests on behalf of every selection of one broker."""

    def __init__(self, compositor: int, desk: Desk, pipes: Pipes) -> None:
        self._compositor = compositor
        self._desk = desk
        self._pipes = pipes

    def refuse(self, descriptor: int) -> None:
        """Answer with nothing."""
        os.close(descriptor)

    def refuse_waiting(self, copy: Copy) -> None:
        """Answer everyone who still waits for this copy with nothing."""
        waiting, copy.queue = copy.queue, []
        for entry in waiting:
            self.refuse(entry.descriptor)

    def requested(self, copy: Copy, asked: Asked) -> None:
        """Answer a request about a copy that is ours, or let it wait."""
        asker = identify(asked.descriptor, self._compositor, self._desk.arms.policy)
        if asker.destination.kind is DestinationKind.CLIPBOARD_MANAGER:
            self._desk.manager_runs = True
        seconds = copy.holding.seconds_to_wait
        entry = Waiting(asked.name, asked.descriptor, asker, time.monotonic() + seconds)
        if not self._answer(copy, entry):
            copy.queue.append(entry)
            self._desk.later(seconds, lambda: self.answer_waiting(copy))

    def answer_waiting(self, copy: Copy) -> None:
        """Answer those that can be answered by now, and those that have waited long enough."""
        waiting, copy.queue = copy.queue, []
        copy.queue.extend(entry for entry in waiting if not self._answer(copy, entry))

    def _answer(self, copy: Copy, entry: Waiting) -> bool:
        kind, client, now = entry.asker.destination.kind, entry.asker.client, time.monotonic()
        overdue = now >= entry.until
        answer = copy.holding.answer(kind, client, now)
        looking = copy.holding.to_look_at(kind)
        if looking:
            look_again(copy, self._desk, lambda: self.answer_waiting(copy))
            answer = None
        if answer is None:
            if not overdue and (now < copy.patience.until(client, now) or looking):
                return False
            answer = Answer.NOTICE
        if answer is Answer.ORIGINAL and entry.name in copy.reads and not overdue:
            return False
        if answer is Answer.NOTICE:
            copy.holding.refused(kind, client)
            data = notice_bytes(entry.name, self._desk.arms.policy.notice)
        else:
            target = (copy.targets if answer is Answer.ORIGINAL else by_name(copy.holding.masked)).get(entry.name)
            data = target.untrusted_bytes if target is not None else b""
            if data:
                copy.holding.leaving(kind, client, now)
        if copy.holding.starts_paste(client, answer, now):
            self._desk.send(Served(copy.id, entry.asker.destination, answer, entry.name))
        self._pipes.write(entry.descriptor, data)
        return True


def notice_bytes(name: str, notice: str) -> bytes:
    """Return the notice as one type, b"" for a type that cannot say it."""
    if name == HTML_NAME and notice:
        return f'<meta charset="utf-8"><p>{html.escape(notice)}</p>'.encode()
    return notice.encode() if name in TEXT_NAMES and name != "COMPOUND_TEXT" else b""
