"""Answers X11 requestors for what the broker owns, by destination."""

from __future__ import annotations

import time
from dataclasses import replace

from guard.clipboard.answering import Answers
from guard.clipboard.broker_state import BrokerState
from guard.clipboard.holding import Asker
from guard.clipboard.notices_given import NoticesGiven
from guard.clipboard.stages import Stage
from guard.clipboard.x11 import successor
from guard.clipboard.x11.copy import Copy
from guard.clipboard.x11.identity import Identifier
from guard.clipboard.x11.serving import Offer, Server, emptied, masked_offer, notice_offer
from guard.core.destination_kinds import is_browser
from guard.core.model import Answer, DestinationKind
from guard.core.tickets import CHAT_KINDS, SAME_PASTE_SECONDS
from guard.ipc.messages import Served
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import SelectionRequest

AFRESH_SECONDS = 0.3
"""How long after the last request of a paste its content is offered again: shorter than changing tabs or chats. In the
middle of a paste the browser would get nothing.
"""


class Answering(Answers[Copy, SelectionRequest]):
    """Answers requests on behalf of every selection of one broker."""

    def __init__(self, connection: Connection, state: BrokerState, server: Server) -> None:
        super().__init__(state)
        self._connection = connection
        self._server = server
        self._identifier = Identifier(connection)
        self._notices = NoticesGiven()

    def refuse(self, asked: SelectionRequest) -> None:
        """Answer with nothing: the selection is no longer ours."""
        self._server.refuse(asked)

    def _answer(self, copy: Copy, asked: SelectionRequest, *, overdue: bool) -> bool:
        wanted = self._server.wanted(asked)
        asker = self._identifier.identify(asked.requestor, self._state.arms.policy, self._state.focused)
        if self._state.orphaned and successor.asks(self._connection, asked.requestor):
            asker = replace(asker, destination=replace(asker.destination, kind=DestinationKind.OFFICE))
        now = time.monotonic()
        answer = self._decided(copy, asker, now)
        if wanted == ("TARGETS",):
            return self._list(copy, asked, answer, self._notice(copy, asker, now), overdue=overdue)
        if answer is None:
            if self._may_wait(copy, asker, now, overdue=overdue):
                return False
            answer = Answer.NOTICE
        if answer is Answer.ORIGINAL and not overdue and self._coming(copy, wanted):
            return False
        if answer is Answer.NOTICE:
            offer = self._notice(copy, asker, now)
            copy.holding.refused(asker.destination.kind, asker.client)
            if offer.targets.keys() & set(wanted):
                self._notices.given(asker.client, copy.id, now)
        else:
            offer = (Offer(copy.names(), copy.served(), copy.since) if answer is Answer.ORIGINAL
                     else masked_offer(copy.holding.masked, copy.since))
            if offer.targets.keys() & set(wanted):
                copy.holding.leaving(asker.destination.kind, asker.client, now)
                self._notices.replaced(asker.client)
        self._server.serve(asked, offer)
        self._report(copy, asker, answer, wanted, now)
        return True

    def _notice(self, copy: Copy, asker: Asker, now: float) -> Offer:
        """Return the notice, or an empty text for a program whose input box still has one: a program that is offered
        nothing asks for nothing, and nobody would learn of the paste. A clipboard manager has no box, and a browser has
        one on every page that it opens.
        """
        offer = notice_offer(self._state.arms.policy.notice, copy.since)
        has_box = asker.destination.kind is not DestinationKind.CLIPBOARD_MANAGER and asker.destination.page is None
        return emptied(offer) if has_box and not self._notices.offers(asker.client, copy.id, now) else offer

    def _list(self, copy: Copy, asked: SelectionRequest, answer: Answer | None, notice: Offer, *,
              overdue: bool) -> bool:
        """Answer TARGETS. An undecided copy lists the original: a clean picture must paste as it always did."""
        if answer is Answer.NOTICE:
            self._server.serve(asked, notice)
            return True
        if answer is Answer.MASKED:
            self._server.serve(asked, masked_offer(copy.holding.masked, copy.since))
            return True
        if copy.stage is Stage.LISTING and not overdue:
            return False
        self._server.serve(asked, Offer(copy.names(), {}, copy.since))
        return True

    def _coming(self, copy: Copy, wanted: tuple[str, ...]) -> bool:
        return copy.snapshot is not None and copy.snapshot.waiting(wanted)

    def _report(self, copy: Copy, asker: Asker, answer: Answer, wanted: tuple[str, ...], now: float) -> None:
        content = [name for name in wanted if name not in {"TARGETS", "TIMESTAMP", "MULTIPLE"}]
        if not content:
            return
        destination = asker.destination
        if copy.holding.starts_paste(asker.client, answer, now):
            refused = answer is Answer.NOTICE
            told = self._identifier.found(destination) if refused else destination
            self._state.send(Served(copy.id, told, answer, content[0], copy.concealed))
        of_a_page = is_browser(destination.executable, self._state.arms.policy)
        if of_a_page or (answer is not Answer.NOTICE and destination.kind in CHAT_KINDS):
            self._offer_afresh_later(copy, now)

    def ask_again(self, copy: Copy) -> None:
        """Make every client ask again, because its answer is different from now on: Chromium, and what is built on it,
        keeps what it was given until somebody copies, and pastes that.
        """
        now = self._connection.server_time()
        if copy.stage is Stage.HELD:
            copy.renew_since = now
            self._offer_afresh(copy)

    def _offer_afresh_later(self, copy: Copy, now: float) -> None:
        """Offer again after a paste that must not be repeated: into a page, because the next page may be another one,
        and by a ticket, which is for one paste.
        """
        decision = copy.holding.decision
        if decision is None or not decision.hold:
            return
        copy.renew_since = self._connection.server_time()  # ours then: the server ignores it once there is a newer copy
        if not copy.renew_at:
            self._state.later(AFRESH_SECONDS, lambda: self._after_the_paste(copy, now + SAME_PASTE_SECONDS))
        copy.renew_at = now + AFRESH_SECONDS

    def _after_the_paste(self, copy: Copy, latest: float) -> None:
        """Offer again when no request has come for a time, at the latest at ``latest``; not what was offered since."""
        rest = min(copy.renew_at, latest) - time.monotonic()
        if copy.renew_at and rest > 0:
            self._state.later(rest, lambda: self._after_the_paste(copy, latest))
        elif copy.renew_at:
            self._offer_afresh(copy)

    def _offer_afresh(self, copy: Copy) -> None:
        copy.renew_at = 0.0
        if not copy.over and not self._connection.has_news_of(copy.selection):
            self._connection.take_selection(copy.selection, copy.renew_since)
