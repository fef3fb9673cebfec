"""Tells the user of a refused paste, each program once per item and day, and gives again what was released today."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from guard.channels.notices import Sighted
from guard.control.requests import CaseChanged, CaseOpened
from guard.core.events import Event, EventKind
from guard.core.model import Case, Destination, Origin
from guard.core.ports import Sink
from guard.core.tickets import TICKET_SECONDS
from guard.daemon import concealed
from guard.daemon.granting import Clipboard
from guard.daemon.once_a_day import Daily
from guard.daemon.quarantine import Quarantine
from guard.daemon.refusals import Refusals, is_recorded
from guard.daemon.repeats import Repeats
from guard.ipc.messages import Served
from guard.vault import VaultError


class RefusedPastes:
    """Joins what is known of refusals with the held items that they are about. ``publish`` tells subscribers."""

    def __init__(self, quarantine: Quarantine, sink: Sink,
                 publish: Callable[[CaseOpened | CaseChanged | Sighted], None]) -> None:
        self._quarantine = quarantine
        self._sink = sink
        self._publish = publish
        self._refusals = Refusals()
        self._daily = Daily(quarantine.pictures)
        self._repeats = Repeats(quarantine, self._daily.fingerprint, publish)

    def served(self, served: Served) -> None:
        """Record what a program was given, and tell the user of a refusal that nobody was told of."""
        if served.concealed:
            concealed.stopped(served, self._refusals, self._sink, self._publish)
            return
        destination = served.destination
        if is_recorded(served, self._quarantine):
            self._sink.append(Event(EventKind.SERVED, time.time(), case=served.capture, destination=destination.program,
                                    answer=served.answer.value, reason=destination.executable))
        if not self._refusals.refused(served):
            return
        try:
            case = self._to(served.capture, destination)
        except VaultError:
            return  # not held yet: held() finds the destination when it is
        self._repeats.refused(case)
        self._publish(CaseOpened(case, notify=case.decision.notify and self._daily.first(case, destination)))

    def held(self, case: Case) -> None:
        """Tell the user of an item that is held now: at once when it was refused to a program before."""
        destination = self._refusals.first(case.id)
        if destination is not None:
            case = replace(case, destination=destination)
            with contextlib.suppress(VaultError):  # it could not be stored
                self._to(case.id, destination)
            self._repeats.refused(case)
        at_once = case.origin is Origin.FOLDER or (destination is not None and self._daily.first(case, destination))
        self._publish(CaseOpened(case, notify=case.decision.notify and at_once))

    def released(self, case: Case) -> None:
        """Note that the user released an item to the program that was refused."""
        self._daily.released(case)

    def let_go_again(self, case: Case, clipboard: Clipboard) -> None:
        """Release again what was released to a program today: its next paste there gets the original, without a
        question. Only where it is now: whoever selects or drags something has not asked for another clipboard.
        """
        destination = self._daily.released_to(case) if case.file is None and case.origin is not Origin.BROWSER else None
        if destination is None:
            return
        given = clipboard.grant_again(replace(case, destination=destination), TICKET_SECONDS)
        # Who drops it on that program should learn why it does not arrive.
        self._daily.given_again(case, destination, given=given)
        if given:
            self._sink.append(Event(EventKind.RELEASED, time.time(), case=case.id, rules=(case.decision.rule,),
                                    destination=destination.program, reason="今天已经答复过",
                                    nature=case.decision.nature or ""))

    def _to(self, case_id: str, destination: Destination) -> Case:
        return self._quarantine.change(case_id, lambda current: replace(current, destination=destination))
