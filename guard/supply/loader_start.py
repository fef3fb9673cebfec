"""Starts the loader process. It works while its starter does something else; rules_in_force.py reads the result.

Imports next to nothing, because a starting guard imports this first.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError, Sentence


class NotInForceError(SaidError):
    """What should be in force cannot be loaded; its words say why."""


@contextmanager
def loader_of(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the loader, which loads its program and waits for ``begin_loading``; after the block it is gone.

    Raises NotInForceError.
    """
    try:
        loader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except OSError as error:
        raise NotInForceError(cannot_run(error)) from error
    with loader:
        try:
            yield loader
        finally:
            loader.kill()


def begin_loading(loader: subprocess.Popen[bytes], slot: str = "") -> None:
    """Make a loader read what is on disk. ``slot`` names a stored release to try; "" means what is in force."""
    assert loader.stdin is not None
    with suppress(BrokenPipeError), loader.stdin as stream:
        stream.write(slot.encode())
    loader.stdin = None  # otherwise communicate() would flush it


def cannot_run(error: Exception) -> Sentence:
    """Return for people that the loader cannot run."""
    return sentence("loading.not-run", why=type(error).__name__)
