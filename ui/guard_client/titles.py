"""Fetches names of held items for menu and list.

Summaries carry no content, so names are fetched when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from guard.control.requests import CaseHeadings, DescribeCases, Reply
from guard.core.masked_use import MaskedUse
from guard.core.model import Case, CaseHeading, CaseState, CaseSummary, Outcome
from ui.guard_client.bridge import Bridge
from ui.i18n.pack_words import named
from ui.i18n.say import say
from ui.items.labels import NAME_LIMIT, content_title, kind_word, title_of
from ui.items.program_names import called
from ui.kit.display_text import one_line

BATCH = 64
"""Items requested at once: somewhat more than a window shows."""


_NAME_SHOWN = 12
"""Characters of an approver's name that a list shows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an item; all of it is safe to show on one line. ``places`` are marked; ``seen_by_others`` is
    the title where others may look over somebody's shoulder; ``masked`` and ``approver`` say what became of it.
    """

    title: str
    category: str
    program: str
    places: int = 0
    seen_by_others: str = ""
    masked: MaskedUse = MaskedUse.NONE
    approver: str = ""

    def beside(self) -> str:
        """Return the category, unless the title says it already."""
        return "" if self.title.startswith(self.category) else self.category

    def words(self) -> str:
        """Return all its searchable words, in lower case."""
        return f"{self.title}\n{self.category}\n{self.program}".lower()


class Headings(QObject):
    """Fetches names in batches and remembers them until ``forget``."""

    arrived = Signal(object)
    """The ids of the items whose headings have changed: a frozenset."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._known: dict[str, Heading] = {}
        self._wanted: dict[str, CaseSummary] = {}
        self._everything: list[CaseSummary] = []
        self._asked: dict[str, CaseSummary] = {}
        self._forgotten = 0
        self._gone: set[str] = set()
        """Destroyed items: neither an older list nor a pending answer brings a name back."""
        bridge.case_changed.connect(self._changed)

    def learn(self, case: Case) -> None:
        """Remember an item from an event."""
        self._known[case.id] = _heading(CaseHeading.of(case), CaseSummary.of(case))
        self.arrived.emit(frozenset((case.id,)))

    def heading(self, summary: CaseSummary) -> Heading:
        """Return what is known; the rest is requested, and ``arrived`` follows."""
        known = self._known.get(summary.id)
        if known is None and summary.id not in self._asked and not self._is_gone(summary):
            self._want(summary)
        word = kind_word(summary.kind)
        return known or Heading(word, "", "", seen_by_others=word)

    def known(self, case_id: str) -> Heading | None:
        """Return what is known without asking."""
        return self._known.get(case_id)

    def title(self, summary: CaseSummary) -> str:
        """Return the item's name as far as it is known."""
        return self._known[summary.id].title if summary.id in self._known else kind_word(summary.kind)

    def fetch(self, summaries: Iterable[CaseSummary]) -> None:
        """Request all of these, after those that somebody is looking at."""
        self._everything = [summary for summary in summaries
                            if summary.id not in self._known and not self._is_gone(summary)]
        self._ask()

    def fetching(self) -> int:
        """Return how many of those that ``fetch`` was given have not arrived."""
        return sum(summary.id not in self._known for summary in self._everything)

    def forget(self) -> None:
        """Drop every name; those still shown somewhere are requested again."""
        self._known.clear()
        self._wanted.clear()
        self._everything.clear()
        self._forgotten += 1

    def _changed(self, summary: CaseSummary) -> None:
        if summary.state is CaseState.DESTROYED:
            self._gone.add(summary.id)
            self._known.pop(summary.id, None)
        elif summary.id in self._known:
            self._want(summary)  # what is known stays until what became of it is known, too

    def _is_gone(self, summary: CaseSummary) -> bool:
        return summary.state is CaseState.DESTROYED or summary.id in self._gone

    def _want(self, summary: CaseSummary) -> None:
        self._wanted.pop(summary.id, None)
        self._wanted[summary.id] = summary
        if len(self._wanted) > BATCH:
            # Rows that were scrolled past are requested when they are seen again.
            del self._wanted[next(iter(self._wanted))]
        self._ask()

    def _ask(self) -> None:
        if self._asked:
            return
        batch = self._wanted or {summary.id: summary for summary in self._everything[:BATCH]}
        if not batch:
            return
        self._wanted = {}
        self._asked = batch
        asked = self._forgotten
        self._bridge.ask(DescribeCases(tuple(batch)), self, lambda reply: self._fetched(batch, reply, asked))

    def _fetched(self, batch: dict[str, CaseSummary], reply: Reply, asked: int) -> None:
        self._asked = {}
        if asked != self._forgotten:
            return
        if not isinstance(reply, CaseHeadings):
            # The guard cannot be asked: the next painting asks again.
            self._wanted.clear()
            self._everything.clear()
            return
        found = {heading.id: heading for heading in reply.headings}
        for case_id, summary in batch.items():
            if case_id in self._gone:
                continue
            heading = found.get(case_id)
            word = kind_word(summary.kind)
            self._known[case_id] = (_heading(heading, summary) if heading
                                    else Heading(word, say("打不开"), "", seen_by_others=word))
        self._everything = [summary for summary in self._everything
                            if summary.id not in self._known and not self._is_gone(summary)]
        self.arrived.emit(frozenset(batch))
        self._ask()


def _heading(heading: CaseHeading, summary: CaseSummary) -> Heading:
    usual = say("没读出文字") if summary.outcome is Outcome.UNREADABLE else say("先留着")
    return Heading(title_of(heading, summary), named(one_line(heading.category, NAME_LIMIT)) or usual,
                   called(heading.program) if heading.program else "", heading.places,
                   content_title(heading, summary), heading.masked, one_line(heading.untrusted_approver, _NAME_SHOWN))
