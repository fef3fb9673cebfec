"""Says the system's file errors as sentences for people, in both languages."""

from __future__ import annotations

import errno

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

WORDS = {
    errno.ENOSPC: sentence("system.disk-full"),
    errno.EDQUOT: sentence("system.quota"),
    errno.EFBIG: sentence("system.too-large"),
    errno.EROFS: sentence("system.read-only"),
    errno.EACCES: sentence("system.no-permission"),
    errno.EPERM: sentence("system.not-allowed"),
    errno.ENOENT: sentence("system.not-found"),
    errno.ENOTDIR: sentence("system.not-a-folder"),
    errno.EISDIR: sentence("system.is-a-folder"),
    errno.EEXIST: sentence("system.exists"),
    errno.EBUSY: sentence("system.busy"),
    errno.ESTALE: sentence("system.changed"),
    errno.ELOOP: sentence("system.link-loop"),
    errno.ENAMETOOLONG: sentence("system.name-too-long"),
    errno.EMFILE: sentence("system.too-many-open"),
    errno.ENFILE: sentence("system.too-many-open"),
    errno.ENOMEM: sentence("system.no-memory"),
    errno.EIO: sentence("system.io"),
    errno.ETIMEDOUT: sentence("system.no-answer"),
    errno.ENOEXEC: sentence("system.not-a-program"),
}
"""By error number (errno.h)."""


def why(error: OSError) -> Sentence:
    """Return why something could not be read, written or started: in our own words, in these, or in the system's."""
    own = getattr(error, "words", error.strerror)
    if isinstance(own, Sentence):
        return own
    return by_number(error, error.strerror or "")


def by_number(error: OSError, words: str = "") -> Sentence:
    """Return the same by the error's number alone, which names no file as our own words do. ``words`` are those of the
    system, for a number that we have none for.
    """
    return WORDS.get(error.errno or 0) or (Sentence(words) if words else WORDS[errno.EIO])
