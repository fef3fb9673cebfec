"""Keeps the guard's status for every window: the last status, whether anyone answers, what has not been seen."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QObject, Signal

from guard.control.requests import AtWarning, State, Status
from guard.core.model import Case, CaseState, CaseSummary
from rules.sentences.sentence import Sentence
from ui.guard_client.bridge import Bridge
from ui.guard_client.current_list import CurrentList
from ui.i18n.dates import clock
from ui.i18n.say import say
from ui.items.labels import guard_word
from ui.kit.sentences import told


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """The tray icon, the glyph, and the words for them."""

    tray: str
    glyph: str
    word: str
    sentence: str


class GuardStatus(QObject):
    """Follows the bridge. ``changed`` is emitted whenever what is shown or the list of held items may differ, once for
    items that change at the same time; ``latest`` and ``shown`` know of each at once.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.status: Status | None = None
        self.last_trouble: tuple[float, Sentence] | None = None
        self._lost = ""
        self._held: dict[str, CaseSummary] = {}
        self._seen: set[str] = set()
        self._unseen: set[str] = set()
        """Those of the held items that were not seen: asked for at each change, also of ten thousand items."""
        items = CurrentList(bridge, self)
        items.listed.connect(self._listed)
        items.changed.connect(self.changed)
        bridge.case_opened.connect(self._opened)
        bridge.case_changed.connect(self._take)
        bridge.status_changed.connect(self._status)
        bridge.connection_lost.connect(self._connection_lost)

    def latest(self, count: int) -> tuple[CaseSummary, ...]:
        """Return at most ``count`` held items, newest first."""
        return tuple(heapq.nlargest(count, self._held.values(), key=attrgetter("opened_at")))

    def look_at_all(self) -> None:
        """Mark every held item as seen: the icon returns to rest."""
        self._seen = set(self._held)
        self._unseen = set()
        self.changed.emit()

    def look_at(self, case_id: str) -> None:
        """Mark one item as seen."""
        self._seen.add(case_id)
        if case_id in self._unseen:
            self._unseen.discard(case_id)
            self.changed.emit()

    def contact(self) -> str:
        """Return how to reach the 保密办, or "" when nobody has said."""
        return self.status.security_office if self.status else ""

    def countdown(self) -> int:
        """Return after how many seconds an untouched warning closes, 0 where policy sets no time."""
        return self.status.countdown_seconds if self.status else 0

    def at_warning(self) -> AtWarning:
        """Return what the policy says of a warning."""
        return self.status.at_warning if self.status else AtWarning()

    def storage_trouble(self) -> str:
        """Return why held items cannot be stored, opened or deleted in time, or ""."""
        return told(self.status.keeping) if self.status else ""

    def answered(self) -> int:
        """Return how many answers to feedback have not been looked at."""
        return self.status.answered if self.status else 0

    def shown(self) -> ShownStatus:
        """Return what the tray shows of it now."""
        if self.status is None:
            return ShownStatus("trouble" if self._lost else "checking", "unknown" if self._lost else "log",
                               say("没有看守") if self._lost else say("正在准备"), self._lost)
        return self._shown_of(self.status)

    def _shown_of(self, status: Status) -> ShownStatus:
        word = guard_word(status.state)
        match status.state:
            case State.STARTING:
                return ShownStatus("checking", "log", word, say("马上就好。"))
            case State.PAUSED:
                until = say("{time} 恢复", time=clock(status.paused_until)) if status.paused_until else ""
                return ShownStatus("paused", "log", word, until)
            case State.TROUBLE:
                return ShownStatus("trouble", "unknown", word, told(status.troubles[0]) if status.troubles else "")
            case State.STOPPED:
                return ShownStatus("trouble", "unknown", word, "")
            case State.WATCHING:
                return ShownStatus("held" if self._unseen else "rest", "clear", word, self._counted(status))

    def _counted(self, status: Status) -> str:
        count = len(self._held)
        held = say("现在留着 {count} 项", count=count) if count else say("复制和截图都看着，没有留下什么。")
        judged = status.counts.get("judged", 0)
        return say("这次启动以来看过 {judged} 次，{held}", judged=judged, held=held) if judged else held

    def _status(self, status: Status) -> None:
        if status.troubles and (self.status is None or status.troubles != self.status.troubles):
            self.last_trouble = (time.time(), status.troubles[-1])
        self.status, self._lost = status, ""
        self.changed.emit()

    def _listed(self, summaries: tuple[CaseSummary, ...]) -> None:
        self._held, self._unseen = {}, set()
        for summary in summaries:
            self._take(summary)
        self.changed.emit()

    def _opened(self, case: Case, _notify: bool) -> None:
        self._take(CaseSummary.of(case))

    def _take(self, summary: CaseSummary) -> None:
        if summary.state is CaseState.HELD and summary.listed:
            self._held[summary.id] = summary
            if summary.id not in self._seen:
                self._unseen.add(summary.id)
        else:
            self._held.pop(summary.id, None)
            self._unseen.discard(summary.id)

    def _connection_lost(self, words: str) -> None:
        self.status, self._lost = None, words
        self.changed.emit()
