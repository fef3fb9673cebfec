"""The guard's side of kinship: remembers the words of held items, forgets those of released ones, and tells the broker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from guard.clipboard.held_words import HOUR, Kinship
from guard.core.model import Capture, Case, CaseState, Decision, Judged
from guard.daemon.quarantine import Quarantine
from guard.feedback.answers import FeedbackAnswered
from guard.feedback.book import FeedbackBook
from guard.ipc.messages import Forget, Remember
from guard.pipeline.pipeline import Rules
from guard.vault import VaultError


@dataclass(frozen=True, slots=True)
class Remembering:
    """Keeps kinship up to date. ``rules`` returns the rules in force, ``feedback`` the answers, ``tell`` informs the
    broker.
    """

    rules: Callable[[], Rules]
    kinship: Kinship
    quarantine: Quarantine
    feedback: FeedbackBook
    tell: Callable[[Remember | Forget], None]

    def knowing(self) -> Rules:
        """Return the rules in force, with a judge that also detects kinship with something held before."""
        rules = self.rules()
        return replace(rules, judge=self.kinship.knowing(rules.judge, rules.policy))

    def held(self, capture: Capture, judged: Sequence[Judged], decision: Decision) -> None:
        """Remember the words of a capture that is held."""
        if decision.hold:
            self._remember(capture.id, capture.taken_at, judged, decision)

    def recall(self) -> None:
        """Remember again what the vault still holds of the last hours, after a restart of the guard.

        Items of which a masked copy can be made are left out: nobody knows any more whether one was given away.
        """
        policy = self.rules().policy
        maskable = {rule.nature for rule in policy.release if rule.redacted_copy}
        adopted = {given.case for given in self.feedback.entries() if given.answer and given.answer.adopted}
        since = time.time() - policy.kinship_hours * HOUR
        for summary in reversed([one for one in self.quarantine.summaries() if one.opened_at >= since]):
            with suppress(VaultError):
                case = self.quarantine.case(summary.id)
                if case.state is CaseState.RELEASED or case.id in adopted:
                    self.let_go(case)
                elif case.state is CaseState.HELD and case.decision.nature not in maskable:
                    self._remember(case.id, case.opened_at, case.judged, case.decision)

    def _remember(self, capture: str, at: float, judged: Sequence[Judged], decision: Decision) -> None:
        rules = self.rules()
        for told in self.kinship.remember(capture, at, judged, decision, rules.judge, rules.policy):
            self.tell(told)

    def let_go(self, case: Case) -> None:
        """Forget the words of an item that its user released, or of which a masked copy was given away."""
        self.tell(self.kinship.forget(case.judged, self.rules().judge))

    def answered(self, feedback: FeedbackAnswered) -> None:
        """Forget what the 保密办 confirms to be a false alarm."""
        for given in feedback.entries:
            if given.answer is not None and given.answer.adopted:
                with suppress(VaultError):
                    self.let_go(self.quarantine.case(given.case))
