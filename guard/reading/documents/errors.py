"""Why reading a document or container ends early, and how that becomes a reading."""

from __future__ import annotations

from xml.parsers import expat

from guard.core.model import Reason, Unreadable
from guard.sentences.catalogue import sentence
from guard.util.unreadable_zips import UNREADABLE_ZIP
from rules.sentences.sentence import SaidError, Sentence


class DocumentError(SaidError):
    """Base of what a format's reader raises; its words have no content."""


class DamagedError(DocumentError):
    """The document is incomplete, or not what it says it is."""


class EncryptedError(DocumentError):
    """The document needs a password."""


class OverBudgetError(DocumentError):
    """A limit of guard/reading/limits.py was reached."""


PARSING_ERRORS = (*UNREADABLE_ZIP, IndexError, TypeError, AttributeError, OverflowError, RecursionError, AssertionError,
                  expat.ExpatError)
"""What parsers raise for damaged documents, besides the errors above."""


def unreadable(error: BaseException, divide: Sentence, mend: Sentence) -> Unreadable:
    """Return the reading for one of these errors, for people.

    ``divide`` says what to do with what is too large, ``mend`` with what is damaged.
    """
    match error:
        case OverBudgetError():
            return Unreadable(Reason.TOO_LARGE, sentence("reading.document-over-budget", why=error.words, then=divide))
        case EncryptedError():
            return Unreadable(Reason.ENCRYPTED, sentence("reading.document-encrypted", why=error.words))
        case DocumentError():
            return Unreadable(Reason.DAMAGED, sentence("reading.document-damaged", why=error.words, then=mend))
        case MemoryError():
            return Unreadable(Reason.TOO_LARGE, sentence("reading.document-over-memory", then=divide))
        case _:
            return Unreadable(Reason.DAMAGED, sentence("reading.document-broken", then=mend))
