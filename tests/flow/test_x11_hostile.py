"""Tests programs that answer, ask and send nonsense: the broker goes on guarding, and is not kept busy."""

from __future__ import annotations

import os
import shutil
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from Xlib import X, Xatom, error
from Xlib.ext import xfixes
from Xlib.protocol import event, rq

from guard.clipboard.x11.identity import Identifier
from guard.ipc.messages import Flagged, Served
from guard.platform.x11 import requests
from guard.platform.x11.connection import Connection
from guard.platform.x11.wire import RefusedError
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering
from tests.support.x11_client import X11Client
from ui.demo.display import Display

Client = Callable[..., X11Client]


def _guards_on(broker: Brokering) -> None:
    """Fail unless the same process judges the next copy."""
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.process.poll() is None


class _Mixed(X11Client):
    """Lists its targets in pieces of two formats."""

    def _answer(self, asked: object) -> None:
        if self.display.get_atom_name(asked.target) != "TARGETS":  # type: ignore[attr-defined]
            super()._answer(asked)
            return
        self.asked.append("TARGETS")
        place = asked.property  # type: ignore[attr-defined]
        asked.requestor.change_attributes(event_mask=X.PropertyChangeMask)  # type: ignore[attr-defined]
        asked.requestor.change_property(place, self.atom("INCR"), 32, [7])  # type: ignore[attr-defined]
        self._mixed = [(8, b"abc"), (32, struct.pack("=I", self.atom("UTF8_STRING"))), (8, b"")]
        asked.requestor.send_event(event.SelectionNotify(  # type: ignore[attr-defined]
            time=asked.time, requestor=asked.requestor, selection=asked.selection,  # type: ignore[attr-defined]
            target=asked.target, property=place))  # type: ignore[attr-defined]

    def _next_piece(self, found: object) -> None:
        if self._mixed:
            bits, data = self._mixed.pop(0)
            found.window.change_property(found.atom, Xatom.ATOM, bits, data)  # type: ignore[attr-defined]


def test_targets_that_come_in_pieces_of_two_formats_are_none(broker: Brokering, display: Display) -> None:
    source = _Mixed(display.name, targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode())})
    source.own()
    source.serve(5, until=lambda: len(source.asked) > 1 or broker.process.poll() is not None)
    assert "UTF8_STRING" in source.asked
    _guards_on(broker)
    source.close()


def test_a_request_for_thousands_of_targets_at_once_is_refused(broker: Brokering, client: Client) -> None:
    _guards_on(broker)
    asker = client()
    started = time.monotonic()
    for pairs in (1_000, 100_000):
        place = asker.atom("ANSWER")
        for part in range(0, pairs, 1_000):
            numbers = [1_000_000 + part + number for number in range(1_000) for _ in (0, 1)]
            mode = X.PropModeAppend if part else X.PropModeReplace
            asker.window.change_property(place, asker.atom("ATOM_PAIR"), 32, numbers, mode)  # type: ignore[attr-defined]
        asker.ask("MULTIPLE")
        assert asker.answer_place() == X.NONE
    assert time.monotonic() - started < 5
    _guards_on(broker)


def test_an_event_of_no_known_sort_is_passed_over(broker: Brokering, client: Client) -> None:
    _guards_on(broker)
    sender = client()
    sender.display.display.error_classes = dict(error.xerror_class)  # as the broker's connection does
    sender.display.set_error_handler(lambda *_: None)
    first = sender.display.query_extension(xfixes.extname).first_event
    ours = sender.display.create_resource_object("window", sender.owner())
    for kind in (*range(2, 34), first, first + 1):
        for detail in (8, 77):
            ours.send_event(_Raw(struct.pack("=BBH28x", kind, detail, 0)))
    sender.display.sync()
    _guards_on(broker)


class _Raw(rq.Event):  # type: ignore[misc]
    """An event of any bytes."""

    def __init__(self, data: bytes) -> None:
        self._binary = data


def test_a_program_in_a_folder_named_in_gbk_gets_the_notice_and_is_reported(broker: Brokering, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("微信".encode("gbk"))
    folder.mkdir()
    program = str(folder / "wechat")
    shutil.copy2(shutil.which("xclip") or "", program)
    _guards_on(broker)
    assert broker.paste(program).decode() == NOTICE
    served = broker.expect(Served)
    assert served.destination.executable.startswith(str(tmp_path))
    _guards_on(broker)


def test_a_property_that_shrinks_while_it_is_read_ends_as_one_that_is_gone(display: Display, client: Client) -> None:
    shown = client()
    place = shown.atom("ANSWER")
    shown.window.change_property(place, Xatom.STRING, 8, b"short")  # type: ignore[attr-defined]
    shown.display.sync()
    connection = Connection(display.name)
    try:
        with pytest.raises(RefusedError):
            connection._wire.ask(requests.get_property(shown.window.id, place, 1_000, 1_000, delete=False))  # type: ignore[attr-defined]
    finally:
        connection.close()


def test_a_title_is_read_as_far_as_a_person_would(display: Display, client: Client) -> None:
    shown = client()
    name = shown.atom("_NET_WM_NAME")
    shown.window.change_property(name, shown.atom("UTF8_STRING"), 8, b"a\xcc\x81\xcc\x96" * 40_000)  # type: ignore[attr-defined]
    shown.display.sync()
    connection = Connection(display.name)
    try:
        assert len(Identifier(connection).title(shown.window.id)) < 4_096  # type: ignore[attr-defined]
    finally:
        connection.close()


def test_nothing_is_given_to_the_root_window_in_which_nobody_pastes(broker: Brokering, client: Client) -> None:
    asker = client()
    _guards_on(broker)
    root = asker.display.screen().root
    asker.ask("UTF8_STRING", window=root)
    asker.ask("UTF8_STRING")
    asker.answer_place()  # the previous one was answered, too
    assert root.get_full_property(asker.atom("ANSWER"), X.AnyPropertyType) is None
