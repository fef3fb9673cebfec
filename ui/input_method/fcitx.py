"""An input context of fcitx on the session bus, by the interface of fcitx 4, which fcitx 5 answers, too.

The interface is that of fcitx's module "ipc" and of fcitx 5's "fcitx4frontend"; both introspect as
``org.fcitx.Fcitx.InputMethod`` at ``/inputmethod``.
"""

from __future__ import annotations

import os
from collections import deque
from typing import Any, Self

from jeepney import DBusAddress, MatchRule, Message, MessageFlag, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ANSWER_SECONDS = 2.0
"""Longest wait for an answer. Fcitx needs about a millisecond for a key, and longer for the first one, at which it may
load its words; the window waits with the person."""
_CONTEXT = "org.fcitx.Fcitx.InputContext"


class FcitxGoneError(Exception):
    """No fcitx answers on this session bus and display, or it no longer does."""


def service(display: str) -> str:
    """Return the bus name of the fcitx on an X display, such as ``:0`` or ``:10.0``."""
    return f"org.fcitx.Fcitx-{display.rpartition(':')[2].partition('.')[0] or '0'}"


class InputContext:
    """Takes keys to fcitx and brings the words it commits. Ends with ``close``."""

    def __init__(self, connection: DBusConnection, name: str, number: int) -> None:
        self._connection = connection
        self._address = DBusAddress(f"/inputcontext_{number}", name, _CONTEXT)
        self._commits: deque[Message] = deque()
        rule = MatchRule(type="signal", interface=_CONTEXT, path=self._address.object_path, member="CommitString")
        self._filter = connection.filter(rule, queue=self._commits)
        _ask(connection, message_bus.AddMatch(rule))

    @classmethod
    def opened(cls, display: str) -> Self:
        """Create a context at the fcitx of this display. Raises FcitxGoneError."""
        try:
            connection = open_dbus_connection("SESSION", auth_timeout=ANSWER_SECONDS)
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise FcitxGoneError from error
        try:
            name = service(display)
            maker = DBusAddress("/inputmethod", name, "org.fcitx.Fcitx.InputMethod")
            asked = new_method_call(maker, "CreateICv3", "si", ("mishao", os.getpid()))
            asked.header.flags = MessageFlag.no_auto_start
            number = _ask(connection, asked)[0]
            return cls(connection, name, number)
        except FcitxGoneError:
            connection.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that is readable when fcitx has something to say."""
        return int(self._connection.sock.fileno())

    def enter(self) -> None:
        """Say that a field with this context has the keyboard."""
        self._tell("FocusIn")

    def leave(self) -> None:
        """Say that it no longer has, and end what was being composed."""
        self._tell("Reset")
        self._tell("FocusOut")

    def place(self, x: int, y: int, width: int, height: int) -> None:
        """Say where the text cursor is, in pixels of the display: the candidates appear beside it."""
        self._tell("SetCursorRect", "iiii", (x, y, width, height))

    def takes(self, symbol: int, code: int, state: int, time: int, *, released: bool) -> bool:
        """Return whether fcitx keeps a key: X keysym, keycode, modifiers, time. Raises FcitxGoneError."""
        values = (symbol, code, state, int(released), time & 0xFFFFFFFF)
        asked = new_method_call(self._address, "ProcessKeyEvent", "uuuiu", values)
        return bool(_ask(self._connection, asked)[0])

    def committed(self) -> list[str]:
        """Return the words that fcitx has committed since the last call. Raises FcitxGoneError."""
        try:
            while True:
                self._connection.recv_messages(timeout=0)
        except TimeoutError:
            words = [str(message.body[0]) for message in self._commits]
            self._commits.clear()
            return words
        except OSError as error:
            raise FcitxGoneError from error

    def close(self) -> None:
        """End the context; fcitx forgets it with the connection."""
        self._filter.close()
        self._connection.close()

    def _tell(self, method: str, signature: str | None = None, values: tuple[int, ...] = ()) -> None:
        message = new_method_call(self._address, method, signature, values)
        message.header.flags = MessageFlag.no_reply_expected
        try:
            self._connection.send(message)
        except OSError as error:
            raise FcitxGoneError from error


def _ask(connection: DBusConnection, message: Message) -> tuple[Any, ...]:
    try:
        answer = connection.send_and_get_reply(message, timeout=ANSWER_SECONDS)
    except (OSError, TimeoutError) as error:
        raise FcitxGoneError from error
    if answer.header.message_type is not MessageType.method_return:
        raise FcitxGoneError
    return tuple(answer.body)
