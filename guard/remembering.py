"""The guard's side of kinship: what it stops is remembered and the broker told, what may go on is forgotten by both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from guard.feedback import FeedbackAnswered
from guard.keeping import Keeper
from guard.kinship import Kinship
from guard.messages import Forget, Remember
from guard.model import Capture, Case, Decision, Judged
from guard.pipeline import Rules
from guard.vault import VaultError


@dataclass(frozen=True, slots=True)
class Remembering:
    """``rules`` returns what is in force, ``tell`` tells the broker."""

    rules: Callable[[], Rules]
    kinship: Kinship
    keeper: Keeper
    tell: Callable[[Remember | Forget], None]

    def knowing(self) -> Rules:
        """Return what is in force, with a judge that also tells what is akin to something stopped before."""
        rules = self.rules()
        return replace(rules, judge=self.kinship.knowing(rules.judge, rules.policy))

    def held(self, capture: Capture, judged: Sequence[Judged], decision: Decision) -> None:
        """Remember what is held of a capture."""
        if decision.hold:
            rules = self.rules()
            for told in self.kinship.remember(capture.id, capture.taken_at, judged, decision, rules.judge,
                                              rules.policy):
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
