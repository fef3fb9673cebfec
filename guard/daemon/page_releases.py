"""Lets pages of a browser have, once, what they were refused and their user released."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from guard.core import tickets
from guard.core.model import Case, Kind, Origin, Target
from guard.daemon.granting import Clipboard
from guard.daemon.page_received import Received, content_of
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed

REMEMBERED = 500
"""Releases that wait for their pages at most."""


class PageTickets:
    """The tickets, by what identifies the content. ``targets`` returns what is kept of an item. Thread-safe."""

    def __init__(self, targets: Callable[[Case], tuple[Target, ...]]) -> None:
        self._targets = targets
        self._lock = threading.Lock()
        self._tickets: OrderedDict[bytes, tickets.Ticket] = OrderedDict()

    def content_of(self, case: Case) -> bytes | None:
        """Return what identifies the content of an item, None where nothing says it. Raises VaultError."""
        return content_of(case, self._targets(case) if case.origin is Origin.BROWSER else ())

    def release(self, case: Case, seconds: float) -> bool:
        """Let the page that was refused have this content once; return whether it can. Raises VaultError."""
        bearer = None
        if case.origin is Origin.BROWSER and case.destination is not None and case.destination.page is not None:
            bearer = tickets.Bearer(case.destination.executable, page=case.destination.page.name)
        ticket = tickets.issue(case.id, case.decision, elapsed(), seconds, bearer)
        content = self.content_of(case)
        if ticket is None or content is None:
            return False
        with self._lock:
            self._tickets[content] = ticket
            self._tickets.move_to_end(content)
            if len(self._tickets) > REMEMBERED:
                self._tickets.popitem(last=False)
        return True

    def withdraw(self, case: Case) -> None:
        """Take back what was released of this item."""
        with self._lock:
            for content in [content for content, ticket in self._tickets.items() if ticket.capture == case.id]:
                del self._tickets[content]

    def spend(self, received: Received) -> str:
        """Spend the ticket for this content when its page may have it, and return the item that was released; "" when
        the page may not have it.
        """
        destination = received.destination
        client = tickets.Client(destination.executable, page=destination.page.name if destination.page else "")
        with self._lock:
            ticket = self._tickets.get(received.content)
            if ticket is None or not tickets.admits(ticket, ticket.capture, destination.kind, client, elapsed()):
                return ""
            self._tickets[received.content] = tickets.spend(ticket, client, elapsed())
            return ticket.capture


class Letting:
    """Implements guard.daemon.granting.Clipboard, also for items that pages were refused."""

    def __init__(self, clipboard: Clipboard, pages: PageTickets) -> None:
        self._clipboard = clipboard
        self._pages = pages

    def check_grant(self, case: Case) -> Refused | None:
        """As guard.daemon.granting.Clipboard."""
        if case.origin is not Origin.BROWSER:
            return self._clipboard.check_grant(case)
        known = self._pages.content_of(case) is not None
        return None if known else Refused("missing", sentence("page.not-known-again"))

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> tickets.Granting:
        """As guard.daemon.granting.Clipboard; what a page was refused is never brought to the clipboard. What the
        clipboard refused to a page passes its extension, too.
        """
        of_page = not masked and _is_of_page(case)
        # First: a paste that is under way spends the clipboard's ticket, and is then asked about.
        released = of_page and self._pages.release(case, seconds)
        if case.origin is Origin.BROWSER:
            return tickets.Granting.GIVEN if released else tickets.Granting.REFUSED
        granting = self._clipboard.grant(case, seconds, targets, masked)
        if of_page and granting not in (tickets.Granting.GIVEN, tickets.Granting.BROUGHT):
            self._pages.withdraw(case)
        return granting

    def grant_again(self, case: Case, seconds: float) -> bool:
        """As guard.daemon.granting.Clipboard; nothing passes an extension that the clipboard did not grant."""
        of_page = _is_of_page(case)
        if of_page:
            self._pages.release(case, seconds)
        given = self._clipboard.grant_again(case, seconds)
        if of_page and not given:
            self._pages.withdraw(case)
        return given

    def withdraw(self, case: Case) -> None:
        """As guard.daemon.granting.Clipboard."""
        self._pages.withdraw(case)
        self._clipboard.withdraw(case)

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """As guard.daemon.granting.Clipboard."""
        return self._clipboard.offer(kind, targets)

    def drop(self, case_id: str) -> None:
        """As guard.daemon.granting.Clipboard."""
        self._clipboard.drop(case_id)


def _is_of_page(case: Case) -> bool:
    return case.origin is Origin.BROWSER or (case.destination is not None and case.destination.page is not None)
