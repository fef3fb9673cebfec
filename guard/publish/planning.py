"""Plans a release before it is signed: what it contains, who gets it, and how it differs from what they have now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guard.config.errors import PolicyError
from guard.publish.comparing import Difference, differences
from guard.publish.contents import OWN, Contents, bundle_on
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.releasing import check_ring, not_withdrawn, promote, release
from guard.publish.repository import Repository
from guard.publish.rings import Reached, Ring, RingChange, reached
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, Index, Release
from guard.supply.packs_and_policy import SupplyError


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a plan differs from a release that computers of its ring have; None is what the program itself contains."""

    release: Release | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be signed, and the index it was compared with: with another one it must be compared again."""

    ring: Ring
    index: Index
    bundle: Bundle
    comparisons: tuple[Comparison, ...]

    def loosening(self) -> tuple[Difference, ...]:
        """Return what loosens for some computer."""
        return tuple(one for comparison in self.comparisons for one in comparison.differences if one.loosens)

    def unnamed(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parts that loosen and that are not among these names."""
        known = tuple(names)
        return tuple(dict.fromkeys(one.part for one in self.loosening() if not one.named_by(known)))


class ChangedMeanwhileError(PublishError):
    """Something was published since the plan was made."""


def plan_release(office: Office, contents: Contents, ring: Ring, base: int = 0) -> Plan:
    """Plan a release of what its ring has now with what was named; ``base`` is another release to begin with.

    Every example is run. Raises PublishError.
    """
    repository, index = office.repository, office.repository.index()
    check_ring(ring, index)
    have = reached(index.releases, ring)
    begins = not_withdrawn(index, base) if base else have.releases[0] if have.releases else None
    bundle = bundle_on(repository.bundle(begins) if begins is not None else OWN, contents)
    return Plan(ring, index, bundle, _comparisons(repository, have, bundle))


def plan_promotion(office: Office, number: int, change: RingChange) -> Plan:
    """Plan another ring for a release, compared with the older releases that its computers may have.

    Raises PublishError.
    """
    repository, index = office.repository, office.repository.index()
    entry = not_withdrawn(index, number)
    ring = change.ring(entry)
    check_ring(ring, index)
    bundle = repository.bundle(entry)
    have = reached([one for one in index.releases if one.number < number], ring)
    return Plan(ring, index, bundle, _comparisons(repository, have, bundle))


def sign_release(office: Office, plan: Plan, label: str = "") -> Release:
    """Sign and publish a plan. Raises PublishError, also when something was published since it was made."""
    _unchanged(office, plan)
    return release(office, plan.bundle, plan.ring, label)


def sign_promotion(office: Office, plan: Plan, number: int, change: RingChange) -> Release:
    """Publish a release to the ring of a plan. Raises PublishError as ``sign_release`` does."""
    _unchanged(office, plan)
    return promote(office, number, change)


def _unchanged(office: Office, plan: Plan) -> None:
    if office.repository.index() != plan.index:
        raise ChangedMeanwhileError(sentence("publish.changed-meanwhile"))


def _comparisons(repository: Repository, have: Reached, bundle: Bundle) -> tuple[Comparison, ...]:
    had: Sequence[Release | None] = [*have.releases, *([None] if have.some_have_none else [])]
    return tuple(Comparison(one, _differences(repository, one, bundle)) for one in had)


def _differences(repository: Repository, one: Release | None, bundle: Bundle) -> tuple[Difference, ...]:
    try:
        return differences(repository.bundle(one) if one is not None else OWN, bundle)
    except (PolicyError, SupplyError) as error:
        number = one.number if one is not None else 0
        raise PublishError(sentence("publish.release-not-readable", number=number, why=error.words)) from error
