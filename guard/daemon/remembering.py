"""The guard's side of kinship: what it stops is remembered and the broker told, what may go on is forgotten by both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from guard.clipboard.kinship import HOUR, Kinship
from guard.core.model import Capture, Case, CaseState, Decision, Judged
from guard.daemon.quarantine import Keeper
from guard.feedback.answers import FeedbackAnswered
from guard.feedback.book import FeedbackBook
from guard.ipc.messages import Forget, Remember
from guard.pipeline.pipeline import Rules
from guard.vault import VaultError


@dataclass(frozen=True, slots=True)
class Remembering:
    """``rules`` returns what is in force, ``feedback`` what was answered, ``tell`` tells the broker."""

    rules: Callable[[], Rules]
    kinship: Kinship
    keeper: Keeper
    feedback: FeedbackBook
    tell: Callable[[Remember | Forget], None]

    def knowing(self) -> Rules:
        """Return what is in force, with a judge that also tells what is akin to something stopped before."""
        rules = self.rules()
        return replace(rules, judge=self.kinship.knowing(rules.judge, rules.policy))

    def held(self, capture: Capture, judged: Sequence[Judged], decision: Decision) -> None:
        """Remember what is held of a capture."""
        if decision.hold:
            self._remember(capture.id, capture.taken_at, judged, decision)

    def recall(self) -> None:
        """Remember again what the vault still holds of the last hours, after the guard before this one has ended.

        Not what a masked copy may have been given of: nobody knows any more whether one was.
        """
        policy = self.rules().policy
        maskable = {rule.nature for rule in policy.release if rule.redacted_copy}
        adopted = {given.case for given in self.feedback.entries() if given.answer and given.answer.adopted}
        since = time.time() - policy.kinship_hours * HOUR
        for summary in reversed([one for one in self.keeper.summaries() if one.opened_at >= since]):
            with suppress(VaultError):
                case = self.keeper.case(summary.id)
                if case.state is CaseState.RELEASED or case.id in adopted:
                    self.let_go(case)
                elif case.state is CaseState.HELD and case.decision.nature not in maskable:
                    self._remember(case.id, case.opened_at, case.judged, case.decision)

    def _remember(self, capture: str, at: float, judged: Sequence[Judged], decision: Decision) -> None:
        rules = self.rules()
        for told in self.kinship.remember(capture, at, judged, decision, rules.judge, rules.policy):
            self.tell(told)

    def let_go(self, case: Case) -> None:
        """Forget the words of an item that its user let go, or a masked copy of which was given away."""
        self.tell(self.kinship.forget(case.judged, self.rules().judge))

    def answered(self, feedback: FeedbackAnswered) -> None:
        """Forget what the 保密办 agrees was a false alarm."""
        for given in feedback.entries:
            if given.answer is not None and given.answer.adopted:
                with suppress(VaultError):
                    self.let_go(self.keeper.case(given.case))
