"""The folder of static files: signed metadata, bundles and the index. Written so that a reader never sees half of it.

Versions of all but the root are seconds since the epoch, or one more than the last: after a backup was restored they
are above every version that was ever used, which computers insist on. Roots are numbered without gaps; keep them all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from securesystemslib.signer import Signer
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
    Release,
    decode,
    encode,
)
from guard.util.os_errors import why

METADATA, FILES = "metadata", "targets"
"""The two folders of a repository: what is signed with keys, and the files that it vouches for by hash."""

_ROOT_DAYS = 3650
_TARGETS_DAYS = 1095
"""Renewed with every release, and by ``resign --targets``."""

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
        return self._newest("root")

    def targets(self) -> Metadata[Targets]:
        """Return the newest list of signed files. Raises PublishError."""
        return self._newest("targets")

    def timestamp(self) -> Metadata[Timestamp]:
        """Return the timestamp. Raises PublishError."""
        return self._read(self.folder / METADATA / "timestamp.json")

    def index(self) -> Index:
        """Return the index of releases, empty before the first. Raises PublishError."""
        info = self.targets().signed.targets.get(INDEX)
        return Index() if info is None else self._decoded(INDEX, info, Index)

    def bundle(self, release: Release) -> Bundle:
        """Return the content of a release. Raises PublishError."""
        info = self.targets().signed.targets.get(release.target)
        if info is None:
            raise PublishError(sentence("publish.file-not-signed", number=release.number))
        return self._decoded(release.target, info, Bundle)

    def write_root(self, root: Root, signers: Iterable[Signer]) -> None:
        """Sign and write a root of the next version."""
        self._write(f"{root.version}.root.json", _signed(root, _ROOT_DAYS, signers))

    def write_first(self, signers: Iterable[Signer], keys: Keys) -> None:
        """Sign an index without releases with keys that were just made. Raises PublishError."""
        self._write_targets(Targets(version=_next(0)), {INDEX: encode(Index())}, signers, keys)

    def write_targets(self, files: Mapping[str, bytes], index: Index, keys: Keys) -> None:
        """Sign the index with the files it names, including those that are there already. Raises PublishError."""
        role = self.root().signed.roles[Targets.type]
        signers = keys.signers(role.keyids, role.threshold)
        old = self.targets().signed
        kept = {name for release in index.releases for name in (release.target, *release.exact)}
        targets = Targets(version=_next(old.version),
                          targets={name: info for name, info in old.targets.items() if name in kept})
        self._write_targets(targets, {**files, INDEX: encode(index)}, signers, keys)
        self._remove_tables(targets)

    def _remove_tables(self, targets: Targets) -> None:
        """Remove the indexes of tables that no release names any more: each has 40 MB at most, in the archive, too."""
        named = {self._path(name, info) for name, info in targets.targets.items()}
        with contextlib.suppress(OSError):
            for path in (self.folder / FILES / EXACT_FOLDER).glob(f"*{EXACT_ENDING}"):
                if path not in named:
                    path.unlink()

    def _write_targets(self, targets: Targets, files: Mapping[str, bytes], signers: Iterable[Signer],
                       keys: Keys) -> None:
        for name, content in files.items():
            targets.targets[name] = self._put(name, content)
        self._write(f"{targets.version}.targets.json", _signed(targets, _TARGETS_DAYS, signers))
        self.write_fresh(keys)

    def write_fresh(self, keys: Keys) -> None:
        """Sign snapshot and timestamp again, with the online key alone. Raises PublishError."""
        root = self.root().signed
        signers = keys.signers(root.roles[Timestamp.type].keyids, root.roles[Timestamp.type].threshold)
        snapshot = Snapshot(version=_next(self._version("snapshot")),
                            meta={"targets.json": MetaFile(self._version("targets"))})
        self._write(f"{snapshot.version}.snapshot.json", _signed(snapshot, self.fresh_days, signers))
        timestamp = Timestamp(version=_next(self._timestamp_version()), snapshot_meta=MetaFile(snapshot.version))
        self._write("timestamp.json", _signed(timestamp, self.fresh_days, signers))

    def _timestamp_version(self) -> int:
        return self.timestamp().signed.version if (self.folder / METADATA / "timestamp.json").exists() else 0

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

    def _newest(self, role: str) -> Metadata[_Role]:
        version = self._version(role)
        if not version:
            raise PublishError(sentence("publish.no-folder", folder=self.folder))
        return self._read(self.folder / METADATA / f"{version}.{role}.json")

    def _version(self, role: str) -> int:
        found = (self.folder / METADATA).glob(f"*.{role}.json")
        return max((int(path.name.split(".")[0]) for path in found), default=0)

    def _read(self, path: Path) -> Metadata[_Role]:
        try:
            return Metadata.from_bytes(_content(path))
        except RepositoryError as error:
            raise PublishError(sentence("publish.damaged", path=path)) from error

    def _write(self, name: str, content: bytes) -> None:
        _atomically(self.folder / METADATA / name, content)


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


def _atomically(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.replace(path, content, mode=atomic_file.PUBLIC)
    except OSError as error:
        raise PublishError(sentence("publish.not-writable", path=path, why=why(error))) from error
