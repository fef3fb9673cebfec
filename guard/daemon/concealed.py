"""Tells the user that what a password manager copied was stopped. Nothing of it ever comes here (ADR 44)."""

from __future__ import annotations

import time
from collections.abc import Callable

from guard.channels.notices import Channel, ChannelNotice, Sighted
from guard.core.events import Event, EventKind
from guard.core.ports import Sink
from guard.daemon.refusals import Refusals
from guard.ipc.messages import Served


def stopped(served: Served, refusals: Refusals, sink: Sink, tell: Callable[[Sighted], None]) -> None:
    """Record that a program was refused it, and tell the user, each once. What it was given elsewhere is nobody's
    business.
    """
    if not refusals.refused(served):
        return
    program = served.destination
    sink.append(Event(EventKind.SERVED, time.time(), destination=program.program, answer=served.answer.value,
                      reason=program.executable))
    tell(Sighted(ChannelNotice(Channel.CONCEALED, (), program.program, place=program.place)))
