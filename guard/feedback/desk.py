"""Takes feedback on false alarms, passes on the answers, and gives the few words that a user may add to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guard.core.events import Event, EventKind
from guard.core.model import Case, CaseState
from guard.core.ports import Sink
from guard.feedback.answers import (
    AboutFeedback,
    FeedbackAnswer,
    FeedbackAnswered,
    FeedbackExcerpt,
    FeedbackList,
    GetFeedback,
    SeeFeedback,
)
from guard.feedback.book import FeedbackBook
from guard.ipc.replies import Done, Refused
from guard.redact.excerpt import masked_excerpt
from guard.sentences.catalogue import sentence

if TYPE_CHECKING:
    from rules.tagging.tagger import Tagger


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    """``unseen`` is told how many answers nobody has looked at, ``publish`` and ``answer_given`` the new answers. What
    the ``tagger`` finds is hidden in the words that a user may add.
    """

    book: FeedbackBook
    sink: Sink
    unseen: Callable[[int], None]
    publish: Callable[[FeedbackAnswered], None]
    answer_given: Callable[[FeedbackAnswered], None]
    tagger: Callable[[], Tagger | None]

    def take(self, case: Case, reason: str) -> Done:
        """Record that an item should not have been stopped, under a number. Raises OSError."""
        given = self.book.add(case)
        rules = (case.decision.rule,) if case.decision.rule else ()
        self.sink.append(Event(EventKind.FALSE_ALARM, time.time(), case=case.id, rules=rules, answer=given.number,
                               reason=reason))
        return Done(sentence("feedback.noted", number=given.number))

    def ask_office(self, case: Case) -> Done:
        """Note that the 保密办 is asked about an item. Raises OSError."""
        return Done(sentence("feedback.noted", number=self.book.add(case, check=True).number))

    def answer(self, request: AboutFeedback) -> FeedbackList:
        """Return every feedback with its answer; raises OSError."""
        match request:
            case GetFeedback():
                pass
            case SeeFeedback():
                self.book.see()
                self.unseen(0)
        return FeedbackList(self.book.entries())

    def answered(self, answers: Sequence[FeedbackAnswer]) -> None:
        """Take the answers that came with the rules; one that cannot be stored is stored at the next start."""
        try:
            new = self.book.answered(answers)
        except OSError:
            return
        self.unseen(self.book.unseen())
        if new:
            self.publish(FeedbackAnswered(new))
            self.answer_given(FeedbackAnswered(new))

    def excerpt(self, case: Case) -> FeedbackExcerpt | Refused:
        """Return the words that a user may add to a feedback, with names and numbers hidden, or why there are none."""
        text = masked_excerpt(case, self.tagger()) if case.state is not CaseState.DESTROYED else ""
        if not text:
            return Refused("no-excerpt", sentence("feedback.no-excerpt"))
        return FeedbackExcerpt(case.id, text)
