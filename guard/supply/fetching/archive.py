"""Fetches from one .zip file, for offices that are never online: the same files as on a server, carried by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

from guard.sentences.catalogue import sentence
from guard.supply.fetching.folder import NOT_FOUND
from guard.supply.trusted_sources import Trust
from guard.util.unreadable_zips import UNREADABLE_ZIP

_CHUNK = 65536
_MOST_FILES = 10_000


def takes(address: str) -> bool:
    """Tell whether this is an archive."""
    return address.lower().endswith(".zip")


def opened(address: str, _trust: Trust, _memory: Path) -> AbstractContextManager[FetcherInterface]:
    """Return a fetcher of this archive. Raises OSError when it does not exist or is not an archive."""
    return _opened(address)


@contextmanager
def _opened(address: str) -> Iterator[FetcherInterface]:
    try:
        archive = zipfile.ZipFile(address)
    except OSError:
        raise
    except UNREADABLE_ZIP as error:
        raise OSError(None, sentence("archive.incomplete"), address) from error
    with archive:
        if len(archive.infolist()) > _MOST_FILES:
            raise OSError(None, sentence("archive.too-many-files"), address)
        yield ArchiveFetcher(archive)


class ArchiveFetcher(FetcherInterface):
    """Reads members of one archive chunk by chunk, so that the caller can stop when a member is larger than allowed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            member = self._archive.getinfo(url)
        except KeyError as error:
            raise DownloadHTTPError(f"{url} is not in the archive", NOT_FOUND) from error
        return self._chunks(member)

    def _chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except UNREADABLE_ZIP as error:
            raise DownloadError(f"{member.filename} cannot be read: {type(error).__name__}") from error
