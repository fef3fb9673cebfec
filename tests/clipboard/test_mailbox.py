"""Tests the pipe to the guard."""

from __future__ import annotations

import os

from guard.clipboard.mailbox import Outbox
from guard.ipc.framing import FrameReader
from guard.ipc.messages import FromBroker, Pong, Trouble


def test_a_report_that_cannot_be_carried_is_the_only_one_that_is_lost() -> None:
    readable, writable = os.pipe()
    with os.fdopen(readable, "rb", buffering=0) as reports, os.fdopen(writable, "wb") as pipe:
        outbox = Outbox(pipe)
        outbox.send(Trouble("\ud800"))
        outbox.send(Pong())
        outbox.close(5)
        pipe.close()
        reader: FrameReader[FromBroker] = FrameReader(reports, FromBroker)
        assert isinstance(reader.read(), Pong)
