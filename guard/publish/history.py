"""What an office has signed so far, for those who audit it."""

from __future__ import annotations

from dataclasses import dataclass

from guard.publish.errors import PublishError
from guard.publish.repository import Repository
from guard.supply.active import SupplyError, issued_packs
from rules.definition import Exempted


@dataclass(frozen=True, slots=True)
class Signed:
    """An exemption and the number of the first release that has it, of those that are kept."""

    entry: Exempted
    release: int


def signed_exemptions(repository: Repository) -> tuple[Signed, ...]:
    """Return every exemption in the releases of a publishing folder. Raises PublishError."""
    found: dict[Exempted, Signed] = {}
    for release in repository.index().releases:
        try:
            packs = [file.load() for file in issued_packs(repository.bundle(release)) if file.signed]
        except SupplyError as error:
            raise PublishError(f"第 {release.number} 号读不出来：{error}") from error
        for entry in (entry for pack in packs for entry in pack.exempted):
            found.setdefault(entry, Signed(entry, release.number))
    return tuple(found.values())
