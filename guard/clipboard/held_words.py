"""Recognises the words of content that was held in the last hours, also in a text without its mark.

In memory only, as keyed hashes under a key that ends with the guard. Guard and broker hold the same: each adds what it
held itself, and the guard tells the broker of its own. Why, and what is not remembered: ADR 28.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from guard.core.model import Decision, Judged
from guard.core.policy import Policy
from guard.ipc.messages import Forget, Remember, Remembered
from guard.util.clocks import elapsed
from rules.model import Action, Earlier, Explanation, Kin, Match, Nature, Verdict
from rules.text import Text

if TYPE_CHECKING:
    from rules.judge.judge import Judge
    from rules.judge.kinship import Known

MOST_ITEMS = 500
MOST_PIECES = 250_000
"""Pieces remembered at most, 4 MB; the oldest are forgotten first. A page has some three hundred pieces."""

MOST_CLEARED = 100
"""Released items remembered as allowed to go on; the oldest are forgotten first."""

MOST_CHARACTERS = 100_000
"""Characters of one item that are remembered, about its first hundred pages: a paste waits while their pieces are made,
some six milliseconds for so many.
"""

_NOT_REMEMBERED = frozenset({Nature.PERSONAL})
"""Without the person's data the rest may go: most often it is the masked copy."""

HOUR = 3600.0


class Kinship:
    """What one process remembers and recognises. Thread-safe.

    The judge is loaded only when something is remembered: a guard that starts has nothing to remember.
    """

    def __init__(self, now: Callable[[], float] = elapsed) -> None:
        """``now`` is the clock of elapsed seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(16)
        self._known: Known | None = None
        self._cleared: tuple[Forget, ...] = ()

    def knowing(self, judge: Judge, policy: Policy) -> Judge:
        """Return a judge that also detects kinship with what is remembered; the same judge when nothing is remembered.
        """
        with self._lock:
            known = self._fresh(policy)
        return judge.knowing(known) if known is not None and known.size else judge

    def remembered(self) -> Remembered:
        """Return everything remembered, for a broker that starts."""
        with self._lock:
            written = self._known.written() if self._known is not None else ()
            return Remembered(self._key, tuple(Remember(*one) for one in written), self._cleared)

    # -------------------------------------------------------------- what was held here
    def remember(self, capture: str, at: float, judged: Iterable[Judged], decision: Decision, judge: Judge,
                 policy: Policy) -> tuple[Remember, ...]:
        """Remember what is held of a capture, and return the messages for the other process.

        ``at`` is its wall-clock time, perhaps hours ago. What is held for its kinship alone adds nothing: otherwise
        memory would be prolonged for ever, and grow.
        """
        age = max(0.0, time.time() - at)
        if not decision.hold or age >= policy.kinship_hours * HOUR:
            return ()
        seen = self._now() - age
        told = []
        for item in judged:
            reason = _reason(item.verdict, decision) if item.verdict is not None else None
            if reason is None or item.text is None:
                continue
            match, explanation = reason
            earlier = Earlier(Kin(capture, at), match.rule, match.name, match.action, explanation, seen,
                              item.text.from_picture)
            told.append(Remember(earlier, self._pieces_of(item.text, judge)))
            self._add(told[-1])
        return tuple(told)

    def forget(self, judged: Iterable[Judged], judge: Judge) -> Forget:
        """Forget every piece of these texts, which may go on; return the message for the other process."""
        pieces = b"".join(self._pieces_of(item.text, judge) for item in judged if item.text is not None)
        told = Forget(pieces, self._now())
        self.take(told)
        return told

    def keep(self, rules: frozenset[str]) -> None:
        """Forget what was held by rules that are no longer in force."""
        with self._lock:
            if self._known is not None:
                self._known = self._known.where(lambda one: one.rule in rules)

    # -------------------------------------------------------------- messages of the other process
    def take(self, told: Remember | Forget) -> None:
        """Take what the other process remembered or forgot."""
        if isinstance(told, Forget):
            from rules.judge.kinship import read

            with self._lock:
                self._known = self._begun().without(read(told.pieces))
                self._cleared = (*self._cleared, told)[-MOST_CLEARED:]
        else:
            self._add(told)

    def take_all(self, remembered: Remembered) -> None:
        """Take everything that the guard remembers; under another key nothing else is kept."""
        if remembered.key and remembered.key != self._key:
            with self._lock:
                self._key, self._known, self._cleared = remembered.key, None, ()
        with self._lock:
            self._cleared = remembered.cleared or self._cleared
        for item in remembered.items:
            self.take(item)

    # -------------------------------------------------------------- inside
    def _pieces_of(self, text: Text, judge: Judge) -> bytes:
        from rules.judge.kinship import write

        with self._lock:
            known = self._begun()
        return write(judge.telling_pieces(text.original[:MOST_CHARACTERS], known))

    def _add(self, told: Remember) -> None:
        from rules.judge.kinship import apart, read

        with self._lock:
            pieces = apart(read(told.pieces), (one.pieces for one in self._cleared))
            self._known = self._begun().with_item(told.earlier, pieces).newest(MOST_ITEMS, MOST_PIECES)

    def _begun(self) -> Known:
        from rules.judge.kinship import Known

        if self._known is None:
            self._known = Known(self._key)
        return self._known

    def _fresh(self, policy: Policy) -> Known | None:
        """Forget what is too old, and return the rest."""
        known = self._known
        since = self._now() - policy.kinship_hours * HOUR
        if self._cleared and self._cleared[0].seen < since:
            self._cleared = tuple(one for one in self._cleared if one.seen >= since)
        if known is not None and known.oldest < since:
            known = self._known = known.where(lambda one: one.seen >= since)
        return known


def _reason(verdict: Verdict, decision: Decision) -> tuple[Match, Explanation] | None:
    """Return the strictest match that makes the words of a text protected; among equals that of the decision."""
    found = [(match, explanation) for match in verdict.matches
             if match.kin is None and match.action.severity >= Action.WARN.severity
             and (explanation := verdict.explanation_of(match.rule)) is not None
             and explanation.nature not in _NOT_REMEMBERED]
    return max(found, key=lambda one: (one[0].action.severity, one[0].rule == decision.rule), default=None)
