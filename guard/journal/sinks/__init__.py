"""The table of ways to send records. A new one is one new file and one line here."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping

from guard.core.reporting import Receiver, ReceiverKind
from guard.journal.sinks.port import Outlet, Reported
from guard.journal.sinks.syslog import Syslog


def _otlp(receiver: Receiver) -> Outlet:
    try:
        from guard.journal.sinks.otlp import Otlp
    except ImportError as error:
        raise OSError(errno.ENOPKG, "mishao[otlp] is not installed") from error
    return Otlp(receiver)


SINKS: Mapping[ReceiverKind, Callable[[Receiver], Outlet]] = {
    ReceiverKind.SYSLOG: Syslog,
    ReceiverKind.OTLP: _otlp,
}
"""Kind in the setting → how to connect; raises OSError."""

__all__ = ["SINKS", "Outlet", "Reported"]
