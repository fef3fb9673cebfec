"""The table of ways to send records. A new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guard.journal.sinks.port import Outlet, Reported
from guard.journal.sinks.syslog import Syslog
from guard.reporting import Receiver, ReceiverKind

SINKS: Mapping[ReceiverKind, Callable[[Receiver], Outlet]] = {
    ReceiverKind.SYSLOG: Syslog,
}
"""Kind in the setting → how it is made. Nothing is connected before the first record."""

__all__ = ["SINKS", "Outlet", "Reported"]
