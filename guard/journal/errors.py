"""The exception of the journal."""

from __future__ import annotations

from rules.sentences.sentence import Sentence


class JournalError(OSError):
    """The journal cannot be written or read; ``words`` say what and what to do.

    An OSError, because guard.core.ports.Sink.append documents that.
    """

    def __init__(self, words: Sentence) -> None:
        super().__init__(words)
        self.words = words


class UnusableJournalError(JournalError):
    """The journal cannot be continued as it is: its last record or its keys are damaged or gone."""
