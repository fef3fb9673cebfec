"""The tamper-evident journal: what happened, without content."""

from guard.journal.errors import JournalError
from guard.journal.journal import FILE_NAME, Journal, open_journal
from guard.journal.record import Checkpoint
from guard.journal.verify import events, verify

__all__ = ["FILE_NAME", "Checkpoint", "Journal", "JournalError", "events", "open_journal", "verify"]
