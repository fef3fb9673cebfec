"""Tests programs that offer nonsense on Wayland: the broker goes on guarding."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

from guard.clipboard.wayland.connection import Asked, Changed, Connection
from guard.core.model import Origin
from guard.ipc.messages import Flagged
from guard.platform.wayland.wire import word
from tests.support.brokering import BLOCKED, NOTICE, WAIT_SECONDS, WARNED, Brokering
from tests.support.guarding import wait_for
from tests.support.wayland import Compositor, SelectionOwner

Start = Callable[..., Brokering]
PLAIN = "text/plain;charset=utf-8"


def _owned(connection: Connection, source: int) -> bool:
    return any(isinstance(notice, Changed) and notice.source == source for notice in connection.notices())


class _Keeper(SelectionOwner):
    """Offers again every type that is offered, as a program does that keeps the clipboard when another ends."""

    def keep(self) -> None:
        """Offer all the types that are there."""
        self.own(Origin.CLIPBOARD, tuple(self._offers[self._current[Origin.CLIPBOARD]]))


class _Source(SelectionOwner):
    """Offers types of any bytes, with the same text for each."""

    def offer(self, names: list[bytes]) -> None:
        number = self._wire.new()
        self._sources.add(number)
        self._wire.send(self._manager, 0, word(number))
        for name in names:
            self.notices()  # a program that does not read its offers is disconnected
            data = name + b"\0"
            self._wire.send(number, 0, word(len(data)) + data + b"\0" * (-len(data) % 4))
        self._wire.send(self._device, 0, word(number))

    def serve(self, seconds: float) -> None:
        """Answer until nobody has asked for this long."""
        while self.hears(seconds if self.asked else WAIT_SECONDS):
            self.give(lambda _: BLOCKED.encode())


def test_a_request_for_a_copy_that_was_replaced_meanwhile_takes_no_later_ones_pipe(compositor: Compositor) -> None:
    owner = SelectionOwner(compositor)
    old = owner.own(Origin.CLIPBOARD, (PLAIN,))
    wait_for(lambda: _owned(owner, old), "the copy")
    paste = ["wl-paste", "--no-newline", "--type", PLAIN]
    first = compositor.start(paste, stdout=subprocess.PIPE)
    assert owner.hears()  # its request, which nobody has read yet
    owner.forget(old)
    new = owner.own(Origin.CLIPBOARD, (PLAIN,))
    wait_for(lambda: _owned(owner, new), "the next")
    assert first.communicate(timeout=WAIT_SECONDS)[0] == b""
    second = compositor.start(paste, stdout=subprocess.PIPE)
    asked = wait_for(lambda: next((one for one in owner.notices() if isinstance(one, Asked)), None), "its request")
    assert asked.source == new
    os.write(asked.descriptor, b"second")
    os.close(asked.descriptor)
    assert second.communicate(timeout=WAIT_SECONDS)[0] == b"second"
    owner.close()


def test_a_program_that_offers_our_mark_again_is_judged_like_any_other(start_broker: Start, compositor: Compositor,
                                                                        chat: str, stranger: str) -> None:
    broker = start_broker(only="wayland")
    broker.copy(WARNED)
    first = broker.expect(Flagged).capture.id
    keeper, kept = _Keeper(compositor), broker.paste(stranger)
    keeper.keep()

    def flagged() -> Flagged | None:
        keeper.give(lambda _: kept)
        return next((report for report in broker.drain() if isinstance(report, Flagged)), None)

    assert wait_for(flagged, "the copy of the copy").capture.id != first
    assert broker.paste(chat).decode() == NOTICE
    keeper.close()


@pytest.mark.parametrize("others", [[b"application/x-%d" % number for number in range(3_000)], [b"\xff" * 3_900]])
def test_a_source_of_odd_types_is_guarded_by_the_others(start_broker: Start, compositor: Compositor,
                                                        others: list[bytes]) -> None:
    broker = start_broker(only="wayland")
    source = _Source(compositor)
    source.offer([PLAIN.encode(), *others])
    source.serve(1)
    assert PLAIN in source.asked
    assert len(source.asked) <= 256
    broker.expect(Flagged)
    source.close()
    broker.copy(f"{BLOCKED}，下一次")
    broker.expect(Flagged)
