"""Verifies a stored release again from the root of trust of this computer.

Expiry is not checked here: it protects against a server that withholds updates, not against what was once accepted.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, TargetFile, Targets

from guard.sentences.catalogue import sentence
from guard.supply.bundle import BUNDLE_LIMIT, INDEX, INDEX_LIMIT, Bundle, BundleError, Index, RuleRelease, decode
from guard.supply.stored_release import BUNDLE, ROOTS, TARGETS, ExactPath, Issued, IssuedError
from guard.supply.trusted_sources import Trust
from guard.util.os_errors import why

_METADATA_LIMIT = 5_000_000

_Signed = TypeVar("_Signed", Root, Targets)

Read = Callable[[str, int], bytes]
"""Returns a file of a slot by its name, at most so many bytes. Raises OSError."""


def verified(slot: Path, trust: Trust) -> Issued:
    """Return the content of a slot, with the paths of its indexes of tables, which are proven where they are put in
    force (guard.supply.exact_indexes). Raises IssuedError when it is incomplete or not correctly signed."""
    issued = _verified(lambda name, limit: _read(slot / name, limit), trust)[1]
    return replace(issued, exact=tuple(ExactPath(named, slot / named.target) for named in issued.bundle.exact))


def verified_for_this_computer(files: Mapping[str, bytes], trust: Trust) -> tuple[int, Issued]:
    """Return the version of the signed list and the content of a slot's files. Raises IssuedError, also for a release
    that the list has for other computers.
    """
    def read(name: str, limit: int) -> bytes:
        if name not in files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return files[name][:limit]

    version, issued = _verified(read, trust)
    index = decode(read(INDEX, INDEX_LIMIT), Index)
    if index.choose(trust.settings.channel, trust.device, trust.settings.groups) != issued.release:
        raise IssuedError(sentence("loading.signature", why="the release is for other computers"))
    return version, issued


def _verified(read: Read, trust: Trust) -> tuple[int, Issued]:
    try:
        root = _newest_root(read, trust.root)
        targets = _metadata(Targets, read(TARGETS, _METADATA_LIMIT))
        root.verify_delegate("targets", targets.signed_bytes, targets.signatures)
        files = targets.signed.targets
        index = decode(_checked(read, INDEX, INDEX_LIMIT, files.get(INDEX)), Index)
        content = read(BUNDLE, BUNDLE_LIMIT)
        release = _release_of(content, index, files, trust)
        return targets.signed.version, Issued(release, decode(content, Bundle), index.suspension, index.answers,
                                              orders=index.orders)
    except OSError as error:
        raise IssuedError(sentence("loading.files-missing", why=why(error))) from error
    except RepositoryError as error:
        raise IssuedError(sentence("loading.signature", why=type(error).__name__)) from error
    except BundleError as error:
        raise IssuedError(error.words) from error


def _newest_root(read: Read, trusted_root: bytes) -> Root:
    root = _metadata(Root, trusted_root).signed
    while True:
        try:
            content = read(f"{ROOTS}/{root.version + 1}.json", _METADATA_LIMIT)
        except FileNotFoundError:
            return root
        newer = _metadata(Root, content)
        if newer.signed.version != root.version + 1:
            raise RepositoryError("a root has another version than its name")
        root.verify_delegate("root", newer.signed_bytes, newer.signatures)
        newer.signed.verify_delegate("root", newer.signed_bytes, newer.signatures)
        root = newer.signed


def _metadata(kind: type[_Signed], content: bytes) -> Metadata[_Signed]:
    """Return metadata of this kind. Raises RepositoryError for that of another one, which may be signed correctly."""
    found = Metadata[_Signed].from_bytes(content)
    if not isinstance(found.signed, kind):
        raise RepositoryError(f"this is no {kind.type}")
    return found


def _release_of(content: bytes, index: Index, files: Mapping[str, TargetFile], trust: Trust) -> RuleRelease:
    """Return the release with this content: of several, the one for this computer, else the newest."""
    settings = trust.settings
    chosen = index.choose(settings.channel, trust.device, settings.groups)
    for release in sorted(index.releases, key=lambda one: (one == chosen, one.number), reverse=True):
        info = files.get(release.target)
        if info is not None and not release.withdrawn and info.length == len(content):
            try:
                info.verify_length_and_hashes(content)
            except RepositoryError:
                continue
            return release
    raise RepositoryError("the bundle is none of those that were signed")


def _checked(read: Read, name: str, limit: int, info: TargetFile | None) -> bytes:
    content = read(name, limit)
    if info is None:
        raise RepositoryError(f"{name} was not signed")
    info.verify_length_and_hashes(content)
    return content


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(limit)
