"""Watches the session bus for programs that share the screen by the desktop portal (PipeWire).

The portal tells nobody but the program itself. A monitor of the bus (D-Bus Specification, "BecomeMonitor") is shown the
calls that begin and close a session, and, by its rules, nothing else; whoever leaves the bus shares no more.
"""

from __future__ import annotations

import logging
import os
import select
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

from guard.channels.screen import Share
from guard.platform.processes_linux import executable_of
from guard.platform.watch_thread import WatchThread

log = logging.getLogger(__name__)

_START = MatchRule(type="method_call", interface="org.freedesktop.portal.ScreenCast", member="Start")
_SOURCES = MatchRule(type="method_call", interface="org.freedesktop.portal.ScreenCast", member="SelectSources")
_REMOTE = MatchRule(type="method_call", interface="org.freedesktop.portal.RemoteDesktop", member="Start")
"""Starts what others control from afar; its session shows the screen only where sources were selected for it."""

_CLOSE = MatchRule(type="method_call", interface="org.freedesktop.portal.Session", member="Close")
_CLOSED = MatchRule(type="signal", interface="org.freedesktop.portal.Session", member="Closed")
_LEFT = MatchRule(type="signal", sender="org.freedesktop.DBus", interface="org.freedesktop.DBus",
                  member="NameOwnerChanged")
_LEFT.add_arg_condition(2, "")
_MONITORING = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring")
_AGAIN_SECONDS = 60.0
"""Time until a bus is asked again that cannot be watched: most refuse as long as they run."""
_ANSWER_SECONDS = 5.0
_SHARES_LIMIT = 64


class PortalWatch:
    """Knows which programs share by the portal; nothing where there is no session bus, or none that lets it watch."""

    def __init__(self) -> None:
        self._thread = WatchThread("portal", self._run)
        self._sessions: dict[str, tuple[str, Share]] = {}
        self._with_sources: dict[str, str] = {}
        """Sessions for which sources were selected, with who did."""

    def start(self) -> None:
        """Start; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._thread.stop()

    def shares(self) -> tuple[Share, ...]:
        """Return the programs that share now; which part of the screen is not known."""
        return tuple(dict.fromkeys(share for _, share in tuple(self._sessions.values())))

    def _run(self) -> None:
        while os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            try:
                with _bus() as monitor, _bus() as asking:
                    self._watch(monitor, asking)
            except (OSError, ValueError, RuntimeError, DBusErrorResponse) as error:
                log.info("the portal is not watched: %s", type(error).__name__)
            self._sessions, self._with_sources = {}, {}
            if self._thread.ends_within(_AGAIN_SECONDS):
                return

    def _watch(self, monitor: DBusConnection, asking: DBusConnection) -> None:
        rules = [rule.serialise() for rule in (_SOURCES, _START, _REMOTE, _CLOSE, _CLOSED, _LEFT)]
        _asked(monitor, new_method_call(_MONITORING, "BecomeMonitor", "asu", (rules, 0)))
        while True:
            ready, _, _ = select.select([monitor.sock, self._thread.ending], [], [])
            if self._thread.ending in ready:
                return
            with suppress(TimeoutError):
                while True:
                    self._take(monitor.receive(timeout=0), asking)

    def _take(self, untrusted: Message, asking: DBusConnection) -> None:
        """Begin or end a session; what else a program may say is passed over."""
        sender, first = _field(untrusted, HeaderFields.sender), _first(untrusted)
        if _SOURCES.matches(untrusted):
            if len(self._with_sources) < _SHARES_LIMIT:
                self._with_sources[first] = sender
        elif _START.matches(untrusted) or (_REMOTE.matches(untrusted) and first in self._with_sources):
            if len(self._sessions) < _SHARES_LIMIT:
                self._sessions = {**self._sessions, first: (sender, _share_of(sender, asking))}
        elif _CLOSE.matches(untrusted) or _CLOSED.matches(untrusted):
            path = _field(untrusted, HeaderFields.path)
            self._end(lambda session, _: session == path)
        elif _LEFT.matches(untrusted):
            self._end(lambda _, owner: owner == first)

    def _end(self, over: Callable[[str, str], bool]) -> None:
        """Forget the sessions that are over by path or owner."""
        self._sessions = {session: known for session, known in self._sessions.items() if not over(session, known[0])}
        self._with_sources = {session: owner for session, owner in self._with_sources.items()
                              if not over(session, owner)}


def _field(untrusted: Message, field: HeaderFields) -> str:
    return str(untrusted.header.fields.get(field, ""))


def _first(untrusted: Message) -> str:
    return str(untrusted.body[0]) if untrusted.body else ""


def _bus() -> DBusConnection:
    return open_dbus_connection("SESSION", auth_timeout=_ANSWER_SECONDS)


def _share_of(sender: str, asking: DBusConnection) -> Share:
    try:
        (process,) = _asked(asking, message_bus.GetConnectionUnixProcessID(sender)).body
    except DBusErrorResponse:  # it has left the bus, which is told next
        process = 0
    return Share(PurePosixPath(executable_of(process)).name, process, None)


def _asked(connection: DBusConnection, message: Message) -> Message:
    reply = connection.send_and_get_reply(message, timeout=_ANSWER_SECONDS)
    if reply.header.message_type is MessageType.error:
        raise DBusErrorResponse(reply)
    return reply
