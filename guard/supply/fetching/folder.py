"""Fetches from a folder: a USB stick, an SMB share, a folder that another program updates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

from guard.sentences.catalogue import sentence
from guard.supply.trusted_sources import Trust

_CHUNK = 65536
NOT_FOUND = 404
"""What TUF accepts as "not found", whatever the transport."""


def takes(_address: str) -> bool:
    """Tell whether this is a folder: everything else is."""
    return True


def opened(address: str, _trust: Trust, _memory: Path) -> AbstractContextManager[FetcherInterface]:
    """Return a fetcher of this folder. Raises FileNotFoundError when it does not exist."""
    place = Path(address)
    if not place.is_dir():
        raise FileNotFoundError(2, sentence("archive.missing"), address)
    return nullcontext(FolderFetcher(place))


class FolderFetcher(FetcherInterface):
    """Reads files below one folder."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = self._place / url
        if ".." in Path(url).parts or not path.is_relative_to(self._place):
            raise DownloadError(f"{url} is not below the folder")
        if not path.is_file():
            raise DownloadHTTPError(f"{path} does not exist", NOT_FOUND)
        return _chunks(path)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise DownloadError(f"{path} cannot be read: {error.strerror}") from error
