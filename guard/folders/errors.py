"""The exception of holding and restoring files."""

from __future__ import annotations

import errno
from pathlib import Path

from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import label
from rules.sentences.sentence import Sentence


class FolderError(OSError):
    """A file could not be held or restored; it is where it was. ``strerror`` and ``words`` say why.

    ``errno`` is ENOENT (gone), EBUSY (being written), EFBIG (too large), ESTALE (changed after its copy was stored) or
    the system's own.
    """

    def __init__(self, number: int, words: Sentence) -> None:
        super().__init__(number, words)
        self.words = words

    def __str__(self) -> str:
        return self.words


def gone(path: Path) -> FolderError:
    """Return the error for a file that is no longer there."""
    return FolderError(errno.ENOENT, sentence("folders.gone", name=label(path)))


def refused(path: Path, error: OSError) -> FolderError:
    """Return the error for a file operation that the system refused; one of ours is returned as it is."""
    if isinstance(error, FolderError):
        return error
    if isinstance(error, FileNotFoundError):
        return gone(path)
    return FolderError(error.errno or errno.EIO,
                       sentence("folders.refused", name=label(path), why=why(error)))
