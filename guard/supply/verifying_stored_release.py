"""Verifies a stored release again from the root of trust of this computer.

Expiry is not checked here: it protects against a server that withholds updates, not against what was once accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, TargetFile, Targets

from guard.sentences.catalogue import sentence
from guard.supply.bundle import BUNDLE_LIMIT, INDEX, INDEX_LIMIT, Bundle, BundleError, Index, Release, decode
from guard.supply.stored_release import BUNDLE, ROOTS, TARGETS, Issued, IssuedError
from guard.supply.trusted_sources import Trust
from guard.util.os_errors import why

_METADATA_LIMIT = 5_000_000


def verified(slot: Path, trust: Trust) -> Issued:
    """Return the content of a slot. Raises IssuedError when it is incomplete or not correctly signed."""
    try:
        root = _newest_root(slot / ROOTS, trust.root)
        targets = Metadata[Targets].from_bytes(_read(slot / TARGETS, _METADATA_LIMIT))
        root.verify_delegate("targets", targets.signed_bytes, targets.signatures)
        files = targets.signed.targets
        index = decode(_checked(slot / INDEX, INDEX_LIMIT, files.get(INDEX)), Index)
        content = _read(slot / BUNDLE, BUNDLE_LIMIT)
        release = _release_of(content, index, files, trust)
        return Issued(release, decode(content, Bundle), index.suspension, index.answers)
    except OSError as error:
        raise IssuedError(sentence("loading.files-missing", why=why(error))) from error
    except RepositoryError as error:
        raise IssuedError(sentence("loading.signature", why=type(error).__name__)) from error
    except BundleError as error:
        raise IssuedError(error.words) from error


def _newest_root(folder: Path, trusted_root: bytes) -> Root:
    root = Metadata[Root].from_bytes(trusted_root).signed
    while (path := folder / f"{root.version + 1}.json").exists():
        newer = Metadata[Root].from_bytes(_read(path, _METADATA_LIMIT))
        if newer.signed.version != root.version + 1:
            raise RepositoryError("a root has another version than its name")
        root.verify_delegate("root", newer.signed_bytes, newer.signatures)
        newer.signed.verify_delegate("root", newer.signed_bytes, newer.signatures)
        root = newer.signed
    return root


def _release_of(content: bytes, index: Index, files: Mapping[str, TargetFile], trust: Trust) -> Release:
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


def _checked(path: Path, limit: int, info: TargetFile | None) -> bytes:
    content = _read(path, limit)
    if info is None:
        raise RepositoryError(f"{path.name} was not signed")
    info.verify_length_and_hashes(content)
    return content


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(limit)
