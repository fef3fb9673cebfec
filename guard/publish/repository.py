"""The folder of static files: signed metadata, bundles and the index. Written so that a reader never sees half of it.

Versions of all but the root are seconds since the epoch, or one more than the last: after a backup was restored they
are above every version that was ever used, which computers insist on. Roots are numbered without gaps; keep them all.
What counts is what the timestamp names, as for computers: a command that was interrupted, or a full disk, leaves signed
files beside it that nobody confirmed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from securesystemslib.signer import CryptoSigner, Signer
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.publish.keys import Keys
from guard.sentences.catalogue import sentence
from guard.supply.bundle import (
    EXACT_ENDING,
    EXACT_FOLDER,
    INDEX,
    Bundle,
    BundleError,
    Index,
    RuleRelease,
    decode,
    encode,
)
from guard.util.os_errors import why

METADATA, FILES = "metadata", "targets"
"""The two folders of a repository: what is signed with keys, and the files that it vouches for by hash."""

_LIST = "targets.json"
"""What a snapshot calls the list of files."""

_ROOT_DAYS = 3650
_TARGETS_DAYS = 1095
"""Renewed with every release, and by ``resign --targets``."""

_NUMBERED = re.compile(r"([1-9][0-9]*)\.([a-z]+)\.json", re.ASCII)
"""The name of a version; people copy files, too."""

_EARLIER = 5
"""Earlier versions of the snapshot and of the list of files that stay: computers may be fetching them just now."""

_JSON = JSONSerializer(compact=True)
_Role = TypeVar("_Role", Root, Targets, Snapshot, Timestamp)
_Struct = TypeVar("_Struct", Bundle, Index)


@dataclass(frozen=True, slots=True)
class Repository:
    """One folder of signed files. ``fresh_days``: how long a timestamp is valid, from one ``resign`` to the next."""

    folder: Path
    fresh_days: int = 30

    def root(self) -> Metadata[Root]:
        """Return the newest root. Raises PublishError."""
        version = self._newest(Root.type)
        if not version:
            raise PublishError(sentence("publish.no-folder", folder=self.folder))
        return self._read(self._place(Root.type, version))

    def targets(self) -> Metadata[Targets]:
        """Return the list of signed files that computers get. Raises PublishError."""
        return self._listed(self._named()[Targets.type])

    def timestamp(self) -> Metadata[Timestamp]:
        """Return the timestamp. Raises PublishError."""
        return self._read(self._stamp)

    def index(self) -> Index:
        """Return the index of releases, empty before the first. Raises PublishError."""
        info = self.targets().signed.targets.get(INDEX)
        return Index() if info is None else self._decoded(INDEX, info, Index)

    def bundle(self, release: RuleRelease) -> Bundle:
        """Return the content of a release. Raises PublishError."""
        info = self.targets().signed.targets.get(release.target)
        if info is None:
            raise PublishError(sentence("publish.file-not-signed", number=release.number))
        return self._decoded(release.target, info, Bundle)

    def write_root(self, root: Root, signers: Iterable[Signer]) -> None:
        """Sign and write a root of the next version."""
        _atomically(self._place(Root.type, root.version), _signed(root, _ROOT_DAYS, signers))

    def write_first(self, signers: Iterable[Signer], keys: Keys) -> None:
        """Sign an index without releases with keys that were just made. Raises PublishError."""
        online = self._signers(keys, Timestamp.type)
        self._write_targets(Targets(version=_next(0)), {INDEX: encode(Index())}, signers, online)

    def write_targets(self, files: Mapping[str, bytes], index: Index, keys: Keys) -> None:
        """Sign the index with the files it names, including those that are there already. Nothing is written unless
        every signature is available. Raises PublishError."""
        online, signers = self._signers(keys, Timestamp.type), self._signers(keys, Targets.type)
        old = self.targets().signed
        kept = {name for release in index.releases for name in (release.target, *release.exact)}
        targets = Targets(version=_next(self._newest(Targets.type)),
                          targets={name: info for name, info in old.targets.items() if name in kept})
        self._write_targets(targets, {**files, INDEX: encode(index)}, signers, online)
        self._remove_tables(targets)
        self._remove_earlier()

    def last_signed(self) -> float:
        """Return when the timestamp was signed, in seconds since the epoch, by the clock of then. Raises PublishError.
        """
        return (self.timestamp().signed.expires - timedelta(days=self.fresh_days)).timestamp()

    def served(self) -> list[Path]:
        """Return every file that a computer may ask for from now on: all roots, what counts, and the files that it
        vouches for. Raises PublishError."""
        roots = [self._place(Root.type, version) for version in self._versions(Root.type)]
        named = [self._place(role, version) for role, version in self._named().items()]
        return [*roots, self._stamp, *named,
                *(self._path(name, info) for name, info in sorted(self.targets().signed.targets.items()))]

    def _remove_tables(self, targets: Targets) -> None:
        """Remove the indexes of tables that no release names any more: each has 40 MB at most."""
        named = {self._path(name, info) for name, info in targets.targets.items()}
        _remove(path for path in (self.folder / FILES / EXACT_FOLDER).glob(f"*{EXACT_ENDING}") if path not in named)

    def _remove_earlier(self) -> None:
        """Remove all but the last few of the earlier versions, and the indexes of releases that no version left names.
        """
        with contextlib.suppress(PublishError):
            for role, counts in self._named().items():
                earlier = [version for version in self._versions(role) if version < counts]
                _remove(self._place(role, version) for version in earlier[:-_EARLIER])
            left = [self._listed(version).signed.targets for version in self._versions(Targets.type)]
            named = {self._path(INDEX, files[INDEX]) for files in left if INDEX in files}
            _remove(path for path in (self.folder / FILES).glob(f"*.{INDEX}") if path not in named)

    def _write_targets(self, targets: Targets, files: Mapping[str, bytes], signers: Iterable[Signer],
                       online: Sequence[Signer]) -> None:
        for name, content in files.items():
            targets.targets[name] = self._put(name, content)
        _atomically(self._place(Targets.type, targets.version), _signed(targets, _TARGETS_DAYS, signers))
        self._write_fresh(targets.version, online)

    def write_fresh(self, keys: Keys) -> None:
        """Sign snapshot and timestamp again, with the online key alone. Raises PublishError."""
        self._write_fresh(self._named()[Targets.type], self._signers(keys, Timestamp.type))
        self._remove_earlier()

    def _write_fresh(self, targets: int, online: Sequence[Signer]) -> None:
        """Let snapshot and timestamp name this version of the list of files, which is served from then on."""
        snapshot = Snapshot(version=_next(self._newest(Snapshot.type)), meta={_LIST: MetaFile(targets)})
        _atomically(self._place(Snapshot.type, snapshot.version), _signed(snapshot, self.fresh_days, online))
        before = self.timestamp().signed.version if self._stamp.exists() else 0
        timestamp = Timestamp(version=_next(before), snapshot_meta=MetaFile(snapshot.version))
        _atomically(self._stamp, _signed(timestamp, self.fresh_days, online))

    def _signers(self, keys: Keys, role: str) -> list[CryptoSigner]:
        """Return as many opened keys of a role as must sign. Raises PublishError when there are fewer."""
        needed = self.root().signed.roles[role]
        return keys.signers(needed.keyids, needed.threshold)

    def _put(self, name: str, content: bytes) -> TargetFile:
        info = TargetFile.from_data(name, content, ["sha256"])
        _atomically(self._path(name, info), content)
        return info

    def _decoded(self, name: str, info: TargetFile, kind: type[_Struct]) -> _Struct:
        path = self._path(name, info)
        content = _content(path)
        try:
            info.verify_length_and_hashes(content)
            return decode(content, kind)
        except RepositoryError as error:
            raise PublishError(sentence("publish.damaged", path=path)) from error
        except BundleError as error:
            raise PublishError(sentence("joined.of", what=path, why=error.words)) from error

    def _path(self, name: str, info: TargetFile) -> Path:
        """Return the path of a signed file: its hash is before its name."""
        parent, _, last = name.rpartition("/")
        return self.folder / FILES / parent / f"{info.hashes['sha256']}.{last}"

    def _named(self) -> dict[str, int]:
        """Return which versions of snapshot and list of files computers get. Raises PublishError."""
        snapshot = self.timestamp().signed.snapshot_meta.version
        read: Metadata[Snapshot] = self._read(self._place(Snapshot.type, snapshot))
        return {Snapshot.type: snapshot, Targets.type: read.signed.meta[_LIST].version}

    def _listed(self, version: int) -> Metadata[Targets]:
        return self._read(self._place(Targets.type, version))

    def _newest(self, role: str) -> int:
        """Return the highest version that there is, whether or not computers get it, 0 for none."""
        return max(self._versions(role), default=0)

    def _versions(self, role: str) -> list[int]:
        names = (_NUMBERED.fullmatch(path.name) for path in (self.folder / METADATA).glob(f"*.{role}.json"))
        return sorted(int(name[1]) for name in names if name is not None)

    def _place(self, role: str, version: int) -> Path:
        return self.folder / METADATA / f"{version}.{role}.json"

    @property
    def _stamp(self) -> Path:
        return self.folder / METADATA / "timestamp.json"

    def _read(self, path: Path) -> Metadata[_Role]:
        try:
            return Metadata.from_bytes(_content(path))
        except RepositoryError as error:
            raise PublishError(sentence("publish.damaged", path=path)) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PublishError(sentence("publish.not-readable", path=path, why=why(error))) from error


def _signed(role: Root | Targets | Snapshot | Timestamp, days: int, signers: Iterable[Signer]) -> bytes:
    role.expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
    metadata: Metadata[Any] = Metadata(role)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes(_JSON)


def _next(last: int) -> int:
    return max(last + 1, int(datetime.now(UTC).timestamp()))


def _remove(paths: Iterable[Path]) -> None:
    with contextlib.suppress(OSError):
        for path in tuple(paths):
            with contextlib.suppress(OSError):  # Windows removes nothing that a web server has open
                path.unlink()


def _atomically(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.replace(path, content, mode=atomic_file.PUBLIC)
    except OSError as error:
        raise PublishError(sentence("publish.not-writable", path=path, why=why(error))) from error
