"""Lists what an office has signed so far, for auditors and reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from guard.config.errors import PolicyError
from guard.core.policy import UnitRule
from guard.publish.errors import PublishError
from guard.publish.repository import Repository
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, NamedPack
from guard.supply.packs_and_policy import PackFile, SupplyError, issued_packs, issued_policy
from rules.definition import Exempted, Pack

_Approved = TypeVar("_Approved", Exempted, UnitRule, NamedPack)


@dataclass(frozen=True, slots=True)
class Signed(Generic[_Approved]):
    """What somebody approved, and the number of the first kept release that contains it."""

    entry: _Approved
    release: int


def signed_exemptions(repository: Repository) -> tuple[Signed[Exempted], ...]:
    """Return every exemption in the releases of a publishing folder. Raises PublishError."""
    return _first(repository, lambda bundle: [entry for file in issued_packs(bundle) for entry in file.load().exempted])


def signed_unit_rules(repository: Repository) -> tuple[Signed[UnitRule], ...]:
    """Return every entry of 科室规则 in the releases of a publishing folder. Raises PublishError."""
    return _first(repository, lambda bundle: issued_policy(bundle).unit_rules)


def signed_packs(repository: Repository) -> tuple[Pack, ...]:
    """Return every pack of the unit in the releases of a publishing folder, oldest first. Raises PublishError."""
    return tuple(map(_loaded, _first(repository, lambda bundle: bundle.packs)))


def _loaded(pack: Signed[NamedPack]) -> Pack:
    try:
        return PackFile(pack.entry.name, pack.entry.yaml.encode(), signed=True).load()
    except SupplyError as error:
        raise _not_readable(pack.release, error) from error


def _not_readable(number: int, error: SupplyError | PolicyError) -> PublishError:
    return PublishError(sentence("publish.release-not-readable", number=number, why=error.words))


def _first(
    repository: Repository, entries: Callable[[Bundle], Sequence[_Approved]],
) -> tuple[Signed[_Approved], ...]:
    found: dict[_Approved, Signed[_Approved]] = {}
    for release in repository.index().releases:
        try:
            for entry in entries(repository.bundle(release)):
                found.setdefault(entry, Signed(entry, release.number))
        except (SupplyError, PolicyError) as error:
            raise _not_readable(release.number, error) from error
    return tuple(found.values())
