"""Sources of releases, one file per kind; none is trusted: what they deliver is verified by its signatures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tuf.ngclient import FetcherInterface

from guard.supply.fetching import archive, folder, https
from guard.supply.trusted_sources import Trust

Open = Callable[[str, Trust, Path], AbstractContextManager[FetcherInterface]]
"""Opens an address; the path is a folder for what a fetcher remembers. The fetcher is called with names, not addresses.

Raises OSError when there is nothing at this address.
"""

FETCHERS: tuple[tuple[Callable[[str], bool], Open], ...] = (
    (https.takes, https.opened),
    (archive.takes, archive.opened),
    (folder.takes, folder.opened),
)
"""The first that accepts an address opens it."""


def opened(address: str, trust: Trust, memory: Path) -> AbstractContextManager[FetcherInterface]:
    """Return the fetcher for an address. Raises OSError when there is nothing there."""
    return next(start(address, trust, memory) for takes, start in FETCHERS if takes(address))
