"""Says why nothing new was taken, in words for the user and the administrator. One table from errors to words."""

from __future__ import annotations

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    SlowRetrievalError,
    UnsignedMetadataError,
)

from guard.sentences.catalogue import sentence
from guard.supply.bundle import BundleError
from guard.supply.loader_start import NotInForceError
from guard.supply.verifying_new_release import RollbackError
from guard.util.os_errors import why
from rules.sentences.sentence import Sentence

ERRORS = (RepositoryError, DownloadError, OSError, BundleError, RollbackError, NotInForceError)
"""Everything that a poll may raise."""

_WORDS: tuple[tuple[type[Exception], Sentence], ...] = (
    (RollbackError, sentence("update.rollback")),
    (BadVersionNumberError, sentence("update.old")),
    (ExpiredMetadataError, sentence("update.expired")),
    (UnsignedMetadataError, sentence("update.unsigned")),
    (LengthOrHashMismatchError, sentence("update.mismatch")),
    (RepositoryError, sentence("update.not-rules")),
    (SlowRetrievalError, sentence("update.slow")),
    (DownloadLengthMismatchError, sentence("update.too-long")),
    (DownloadError, sentence("update.not-fetched")),
)


def refusal_words(error: Exception) -> Sentence:
    """Return the reason, what was kept and what would help."""
    if isinstance(error, DownloadHTTPError):
        return sentence("update.server-answered", status=error.status_code)
    if isinstance(error, BundleError | NotInForceError):
        return sentence("update.not-usable", why=error.words)
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if isinstance(error, OSError):
        return sentence("update.file-not-fetched", name=error.filename or "", why=why(error))
    return sentence("update.not-taken", why=type(error).__name__)
