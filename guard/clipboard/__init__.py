"""The clipboard brokers: an explicit table, best first, and the choice of the one that works here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.clipboard.port import Broker
from guard.platform.display import display_problem
from guard.platform.errors import BrokerError
from guard.sentences.catalogue import sentence


@dataclass(frozen=True, slots=True)
class BrokerEntry:
    """One broker of the table. ``open`` raises BrokerError when it cannot work here, and says why.

    ``system`` is the only ``sys.platform`` it is for, ``session`` the environment variable that its kind of session
    sets;
    elsewhere it is not considered. "" means all.
    """

    name: str
    open: Callable[[], Broker]
    system: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The broker in use, and why each better one is not: (name, words for people)."""

    broker: Broker
    passed_over: tuple[tuple[str, str], ...] = ()


def _open_x11() -> Broker:
    from guard.clipboard.x11.broker import X11Broker

    return X11Broker()


def _open_wayland() -> Broker:
    from guard.clipboard.wayland.broker import WaylandBroker

    return WaylandBroker()


def _open_windows() -> Broker:
    from guard.clipboard.windows.broker import WindowsBroker

    return WindowsBroker()


def _open_portable() -> Broker:
    from guard.clipboard.portable import PortableBroker

    # pyperclip does not notice that its helper found no display: it would stay in use when the display is back.
    if sys.platform == "linux" and display_problem(os.environ):
        raise BrokerError(sentence("clipboard.no-desktop"))
    return PortableBroker()


BROKERS = (
    BrokerEntry("windows", _open_windows, "win32"),
    BrokerEntry("wayland", _open_wayland, "linux", "WAYLAND_DISPLAY"),
    BrokerEntry("x11", _open_x11, "linux"),
    BrokerEntry("portable", _open_portable),
)
"""Every broker, best first. A new platform is one new file and one line here."""


def choose(only: str = "", brokers: Sequence[BrokerEntry] = BROKERS, system: str = sys.platform) -> Choice:
    """Return the best broker that works on this system (a ``sys.platform``); ``only`` limits the choice to one name.

    Raises BrokerError that names every reason when none works.
    """
    reasons: list[tuple[str, str]] = []
    for entry in brokers:
        if (entry.name != only if only else entry.session and not os.environ.get(entry.session)):
            continue
        if entry.system not in ("", system):
            continue
        try:
            return Choice(entry.open(), tuple(reasons))
        except BrokerError as problem:
            reasons.append((entry.name, str(problem)))
    words = "；".join(f"{name}：{why}" for name, why in reasons) or sentence("clipboard.no-such-broker", name=only)
    raise BrokerError(sentence("clipboard.not-guarded", why=words))
