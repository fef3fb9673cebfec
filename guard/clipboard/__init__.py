"""The clipboard brokers: an explicit table, the best first, and the choice of the one that works here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.clipboard.port import Broker, BrokerError


@dataclass(frozen=True, slots=True)
class BrokerEntry:
    """One broker of the table. ``open`` raises BrokerError when it cannot work here, and says why."""

    name: str
    open: Callable[[], Broker]


@dataclass(frozen=True, slots=True)
class Choice:
    """The broker in use, and for every better one the reason why it is not: (name, words for people)."""

    broker: Broker
    passed_over: tuple[tuple[str, str], ...] = ()


def _open_x11() -> Broker:
    try:
        from guard.clipboard.x11.broker import X11Broker
    except ImportError:
        raise BrokerError("没有安装 python-xlib，或这个系统没有 X11") from None
    return X11Broker()


def _open_portable() -> Broker:
    from guard.clipboard.portable import PortableBroker

    return PortableBroker()


BROKERS = (
    BrokerEntry("x11", _open_x11),
    BrokerEntry("portable", _open_portable),
)
"""Every broker, the best first. A new platform is one new file and one line here."""


def choose(only: str = "", brokers: Sequence[BrokerEntry] = BROKERS) -> Choice:
    """Return the best broker that works here; ``only`` limits the choice to one name.

    Raises BrokerError that names every reason when none works.
    """
    reasons: list[tuple[str, str]] = []
    for entry in brokers:
        if only and entry.name != only:
            continue
        try:
            return Choice(entry.open(), tuple(reasons))
        except BrokerError as problem:
            reasons.append((entry.name, str(problem)))
    words = "；".join(f"{name}：{why}" for name, why in reasons) or f"没有叫 {only} 的剪贴板方式"
    raise BrokerError(f"剪贴板没法看守。{words}")
