"""Answers the windows' requests about 我的信息: registers and forgets numbers, and applies the change at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from guard.core.events import Event, EventKind
from guard.core.own_numbers import Own
from guard.core.ports import Sink
from guard.ipc.replies import Refused
from guard.own_numbers.book import OwnBook, OwnRefusedError
from guard.own_numbers.requests import AboutOwn, ForgetOwn, GetOwn, KeepOwn, OwnNumbers


@dataclass(frozen=True, slots=True)
class OwnNumbersDesk:
    """``changed`` puts the numbers in force; the record says that one was registered or forgotten, not which."""

    book: OwnBook
    changed: Callable[[Own], None]
    sink: Sink

    def answer(self, request: AboutOwn) -> OwnNumbers | Refused:
        """Return what is registered after this request, or why it was refused. Raises VaultError and OSError."""
        match request:
            case GetOwn():
                return OwnNumbers(self.book.entries())
            case KeepOwn(kind=kind, untrusted_number=untrusted_number):
                try:
                    self.book.add(kind, untrusted_number)
                except OwnRefusedError as error:
                    return Refused("own", error.words)
                return self._changed(f"登记{kind}")
            case ForgetOwn(digest=known_as):
                self.book.remove(known_as)
                return self._changed("删去一个登记的号码")

    def _changed(self, what: str) -> OwnNumbers:
        self.sink.append(Event(EventKind.OWN, time.time(), reason=what))
        self.changed(self.book.own())
        return OwnNumbers(self.book.entries())
