"""Asks one server for a new release, verifies it, and stores it beside the one in force. Does not activate it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root, TargetFile, Targets
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from guard.sentences.catalogue import sentence
from guard.supply.bundle import (
    BUNDLE_LIMIT,
    EXACT_LIMIT,
    INDEX,
    INDEX_LIMIT,
    Bundle,
    BundleError,
    Index,
    NamedIndex,
    RuleRelease,
    decode,
)
from guard.supply.exact_indexes import TABLE_LIMIT, digest_of
from guard.supply.fetching import opened
from guard.supply.release_store import Floor, Store
from guard.supply.stored_release import slot_files, slot_name
from guard.supply.trusted_sources import Trust

_MOST_ROOT_ROTATIONS = 64


class RollbackError(Exception):
    """The server offers something older than what this computer has already seen."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server has for this computer: the release and its slot in the store, or nothing ("" and None)."""

    slot: str = ""
    release: RuleRelease | None = None


class Client:
    """The trust and the store of one computer; for one thread at a time."""

    def __init__(self, trust: Trust, store: Store) -> None:
        self._trust = trust
        self._store = store
        self._last = (b"", Offer())

    def ask(self, address: str) -> Offer:
        """Return what this server, folder or archive has for this computer, verified and stored.

        Raises DownloadError, RepositoryError, BundleError, RollbackError or OSError, whatever is there; then nothing
        has changed.
        """
        try:
            return self._taken(address)
        except (DownloadError, RepositoryError, BundleError, RollbackError, OSError):
            raise
        except Exception as error:  # whatever others wrote: none of it may end the guard
            raise RepositoryError(f"{address} made a reader raise {type(error).__name__}") from error

    def _taken(self, address: str) -> Offer:
        memory = self._store.cache
        memory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with opened(address, self._trust, memory) as fetcher:
            updater = self._refreshed(fetcher, memory)
            signed = (memory / "targets.json").read_bytes()
            if signed == self._last[0] and self._store.slot(self._last[1].slot).exists():
                return self._last[1]
            files = _targets(memory).targets
            index = self._fetched(updater, files, INDEX, INDEX_LIMIT)
            settings = self._trust.settings
            release = decode(index, Index).choose(settings.channel, self._trust.device, settings.groups)
            if release is None:
                self._last = (signed, Offer())
                return self._last[1]
            content = self._fetched(updater, files, release.target, BUNDLE_LIMIT)
            indexes = {named.target: self._index_of_table(updater, files, named)
                       for named in _named_in(content)}
        evidence = slot_files(_roots(memory, self._trust.root), signed, index, content)
        name = slot_name(evidence)
        self._store.put(name, evidence, indexes)
        for path in indexes.values():
            if path.is_relative_to(memory):
                path.unlink(missing_ok=True)
        self._last = (signed, Offer(name, release))
        return self._last[1]

    def _refreshed(self, fetcher: FetcherInterface, memory: Path) -> Updater:
        config = UpdaterConfig(max_root_rotations=_MOST_ROOT_ROTATIONS)
        updater = Updater(str(memory), "metadata", str(memory / "files"), "targets", fetcher, config,
                          bootstrap=self._trust.root)
        updater.refresh()
        seen = Floor(_root_version(memory), _targets(memory).version)
        floor = self._store.floor()
        if seen < floor:
            raise RollbackError(f"{seen} is below {floor}")
        self._store.raise_floor(seen)
        return updater

    def _index_of_table(self, updater: Updater, files: dict[str, TargetFile], named: NamedIndex) -> Path:
        """Return where an index of a table of the unit is: in a release that is stored already, else fetched."""
        for path in self._store.stored(named.target):
            if path.stat().st_size == named.size and digest_of(path) == named.sha256:
                return path
        info = files.get(named.target)
        if info is None or info.length != named.size or named.size > TABLE_LIMIT:
            raise BundleError(sentence("bundle.missing", name=named.target))
        path = Path(updater.download_target(info))
        path.chmod(0o600)
        if digest_of(path) != named.sha256:
            raise BundleError(sentence("bundle.missing", name=named.target))
        return path

    def _fetched(self, updater: Updater, files: dict[str, TargetFile], name: str, limit: int) -> bytes:
        """Return a signed file, from the cache when it is complete there."""
        info = files.get(name)
        if info is None or info.length > limit:
            raise BundleError(sentence("bundle.missing", name=name))
        path = Path(updater.find_cached_target(info) or updater.download_target(info))
        path.chmod(0o600)
        return path.read_bytes()


def _named_in(bundle: bytes) -> tuple[NamedIndex, ...]:
    """Return the indexes of tables that a bundle names; none for a bundle of another form, which the loader refuses."""
    try:
        return decode(bundle, Bundle).exact[:EXACT_LIMIT]
    except BundleError:
        return ()


def _targets(memory: Path) -> Targets:
    return Metadata[Targets].from_bytes((memory / "targets.json").read_bytes()).signed


def _root_version(memory: Path) -> int:
    return Metadata[Root].from_bytes((memory / "root.json").read_bytes()).signed.version


def _roots(memory: Path, first: bytes) -> dict[int, bytes]:
    """Return the roots after the first one, as verified."""
    version = Metadata[Root].from_bytes(first).signed.version
    newest = _root_version(memory)
    return {number: (memory / "root_history" / f"{number}.root.json").read_bytes()
            for number in range(version + 1, newest + 1)}
