"""Tests a hundred megabytes on the clipboard: held, kept from chat and given to office complete."""

from __future__ import annotations

import hashlib
import random
import threading
import time

import pytest

from guard.clipboard.holding import VERDICT_SECONDS
from guard.core.model import Decision, DestinationKind, Outcome, Release
from guard.ipc.messages import Asking, Decided, Flagged, Passed, Ping, Pong
from tests.support.brokering import BLOCKED, NOTICE, Brokering

HUNDRED = 100 * 1000 * 1000
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)


def digest(data: bytes) -> str:
    """Return a digest, short enough for the message of a failed test."""
    return hashlib.sha256(data).hexdigest()


def copied(broker: Brokering, content: bytes, target: str) -> threading.Thread:
    """Copy without waiting: xclip delivers in pieces what the broker asks for meanwhile."""
    copying = threading.Thread(target=broker.copy, args=(content, target))
    copying.start()
    return copying


@pytest.mark.thorough
def test_a_text_of_a_hundred_megabytes_is_held_and_reaches_office_whole(broker: Brokering, chat: str,
                                                                       office: str) -> None:
    text = f"{BLOCKED}\n".encode() + b"an ordinary line of text\n" * (HUNDRED // 25)
    started = time.monotonic()
    copying = copied(broker, text, "UTF8_STRING")
    flagged = broker.expect(Flagged)
    copying.join()
    print(f"held after {flagged.elapsed_ms:.0f} ms, judged and kept after {time.monotonic() - started:.1f} s")
    assert broker.paste(chat).decode() == NOTICE
    started = time.monotonic()
    assert digest(broker.paste(office)) == digest(text)
    print(f"pasted in {time.monotonic() - started:.1f} s")


@pytest.mark.thorough
def test_a_picture_of_a_hundred_megabytes_is_held_and_reaches_office_whole(broker: Brokering, chat: str,
                                                                           office: str) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(HUNDRED)
    started = time.monotonic()
    copying = copied(broker, picture, "image/png")
    asking = broker.expect(Asking)
    copying.join()
    print(f"asked about after {time.monotonic() - started:.1f} s")
    assert digest(asking.capture.items[0].untrusted_bytes) == digest(picture)
    broker.send(Decided(asking.capture.id, HELD))
    assert broker.paste(chat, "image/png") == b""
    assert digest(broker.paste(office, "image/png")) == digest(picture)


@pytest.mark.thorough
def test_while_a_page_of_megabytes_is_read_others_are_answered_as_soon_as_they_expect(broker: Brokering) -> None:
    page = "<table>" + "<tr><td>单价</td><td>12</td></tr>" * 200_000
    copying = copied(broker, page.encode(), "text/html")
    waited = []
    while not any(isinstance(report, Passed | Flagged) for report in broker.reports):
        asked = time.monotonic()
        broker.send(Ping())
        broker.expect(Pong)
        waited.append(time.monotonic() - asked)
    copying.join()
    print(f"waited at most {max(waited):.2f} s")
    assert max(waited) < VERDICT_SECONDS
