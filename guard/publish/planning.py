"""Plans a release before it is signed: what it contains, who gets it, and how it differs from what they have now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from guard.config.errors import PolicyError
from guard.core.policy import Mode
from guard.publish.code_words import refuse_said, ring_texts, unread
from guard.publish.comparing import Difference, differences, policy_differences
from guard.publish.contents import OWN, Contents, bundle_on, tables_in
from guard.publish.errors import PublishError
from guard.publish.moves import Move, held, moves
from guard.publish.office import Office
from guard.publish.policy_changes import KEYS
from guard.publish.releasing import (
    check_ring,
    next_number,
    not_withdrawn,
    promote,
    release,
    releases_after,
    suspend,
    to_promote,
    to_suspend,
    to_withdraw,
    withdraw,
)
from guard.publish.repository import Repository
from guard.publish.rings import PILOT, Ring, RingChange, reached
from guard.publish.versions import check_versions
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, Index, RuleRelease, Suspension
from guard.supply.packs_and_policy import SupplyError, issued_policy

NOT_COMPARED = "没有比较"
"""The part of a difference that stands for all that are unknown."""

_Side = tuple[RuleRelease | None, Bundle]
"""What computers have before or after; without a release it is what the program itself contains."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes for the computers that have a release; None is what the program itself contains.

    ``left`` is a release that they lose by the plan, and ``now`` what they return to; without one they get the plan.
    """

    release: RuleRelease | None
    differences: tuple[Difference, ...]
    left: bool = False
    now: RuleRelease | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be signed, and the index it was compared with: with another one it must be compared again."""

    ring: Ring
    index: Index
    bundle: Bundle
    comparisons: tuple[Comparison, ...]
    tables: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The indexes of tables that were named, by their SHA-256."""
    urgent: bool = False
    """Rules that this version cannot read are neither compared nor searched for code words."""
    unsearched: tuple[str, ...] = ()
    """The packs with code words that were not searched for that reason, by name."""

    def loosening(self) -> tuple[Difference, ...]:
        """Return what loosens for some computer."""
        return tuple(one for comparison in self.comparisons for one in comparison.differences if one.loosens)

    def new_groups(self) -> tuple[str, ...]:
        """Return the groups that no release has, but for that of the pilots: one may be written wrong."""
        known = {PILOT, *(group for release in self.index.releases for group in release.groups)}
        return tuple(group for group in self.ring.groups if group not in known)

    def names(self, name: str) -> bool:
        """Tell whether this is the name of something that differs, or of a key of the policy."""
        return name in KEYS or any(one.named_by((name,)) for comparison in self.comparisons
                                   for one in comparison.differences)

    def unnamed(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parts that loosen and that are not among these names."""
        known = tuple(names)
        return tuple(dict.fromkeys(one.part for one in self.loosening() if not one.named_by(known)))


def plan_release(office: Office, contents: Contents, ring: Ring, base: int = 0) -> Plan:
    """Plan a release of what its ring has now with what was named; ``base`` is another release to begin with.

    Every example is run. Raises PublishError, with the unit's key also where the name of a group, a channel, a table or
    of the release has a code word.
    """
    repository, index = _signable(office)
    check_ring(ring, index)
    made = RuleRelease(next_number(index), "", "", 0.0, ring.channel, ring.percent, ring.groups)
    begins = begin_with(index, ring, base)
    tables = tables_in(contents)
    bundle = bundle_on(repository.bundle(begins) if begins is not None else OWN, contents, tables)
    texts = [*ring_texts(ring.channel, ring.groups), (sentence("publish.the-label"), contents.label),
             *((sentence("publish.a-table"), table.named.name) for table in tables)]
    refuse_said(office, texts, contents.key, made=(bundle,))
    check_versions(bundle, {one.number: repository.bundle(one) for one in index.releases})
    return Plan(ring, index, bundle, _comparisons(repository, moves(index.releases, (*index.releases, made)), bundle),
                {table.named.sha256: table.content for table in tables})


def _signable(office: Office) -> tuple[Repository, Index]:
    """Return what counts of an office, whose clock lets it sign. Raises PublishError."""
    office.refuse_clock()
    return office.repository, office.repository.index()


def begin_with(index: Index, ring: Ring, base: int = 0) -> RuleRelease | None:
    """Return the release that a new one begins with: the newest that computers of its ring have, or the one named;
    None for what the program itself contains. Raises PublishError.
    """
    if base:
        return not_withdrawn(index, base)
    return next(iter(reached(index.releases, ring).releases), None)


def plan_promotion(office: Office, number: int, change: RingChange, key: Path | None = None) -> Plan:
    """Plan another ring for a release, compared with what the computers have that get it, and for those that lose it
    with what they return to.

    Raises PublishError, with the unit's ``key`` also for names with a code word.
    """
    repository, index = _signable(office)
    changed = to_promote(office, number, change, key, index)
    return _of_changed(repository, index, not_withdrawn(index, number), changed,
                       Ring(changed.channel, changed.percent, changed.groups, change.new_channel))


def plan_withdrawal(office: Office, number: int, reason: str, key: Path | None = None, *,
                    urgent: bool = False) -> Plan:
    """Plan the end of a release: its computers are compared with what they return to. Raises PublishError, with the
    unit's ``key`` also for a reason with a code word; unless it is ``urgent``, also for rules that this version cannot
    read, which are no reason to wait.
    """
    repository, index = _signable(office)
    to_withdraw(office, number, reason, key, index, urgent=urgent)
    entry = not_withdrawn(index, number)
    changed = msgspec.structs.replace(entry, withdrawn=reason)
    ring = Ring(entry.channel, entry.percent, entry.groups)
    plan = _of_changed(repository, index, entry, changed, ring, urgent=urgent)
    return replace(plan, unsearched=_unsearched(office, key, releases_after(index, entry, changed), urgent=urgent))


def plan_suspension(office: Office, hours: float, reason: str, key: Path | None = None, *,
                    urgent: bool = False) -> Plan:
    """Plan some hours in which nothing is blocked, on computers whose policy blocks. Raises PublishError as
    ``plan_withdrawal`` does."""
    repository, index = _signable(office)
    to_suspend(office, hours, reason, key, index, urgent=urgent)
    comparisons = tuple(Comparison(one, _suspended((one, repository.bundle(one)), urgent))
                        for one in held(index.releases))
    return Plan(Ring(percent=100, groups=()), index, OWN, comparisons, urgent=urgent,
                unsearched=_unsearched(office, key, (), urgent=urgent))


def _unsearched(office: Office, key: Path | None, after: Sequence[RuleRelease], *, urgent: bool) -> tuple[str, ...]:
    return unread(office, after) if urgent and key is not None else ()


def _suspended(side: _Side, urgent: bool) -> tuple[Difference, ...]:
    try:
        policy = issued_policy(side[1])
    except PolicyError as error:
        return _not_compared(error, side[0], urgent)
    return policy_differences(policy, replace(policy, mode=Mode.WARN)) if policy.mode is Mode.ENFORCE else ()


def sign_withdrawal(office: Office, plan: Plan, number: int, reason: str, key: Path | None = None) -> RuleRelease:
    """Withdraw what was planned. Raises PublishError as ``sign_release`` does."""
    return withdraw(office, number, reason, key, plan.index, urgent=plan.urgent)


def sign_suspension(office: Office, plan: Plan, hours: float, reason: str, key: Path | None = None) -> Suspension:
    """Suspend as planned. Raises PublishError as ``sign_release`` does."""
    return suspend(office, hours, reason, key, plan.index, urgent=plan.urgent)


def sign_release(office: Office, plan: Plan, label: str = "") -> RuleRelease:
    """Sign and publish a plan. Raises PublishError; ChangedMeanwhileError when something was signed since it was made.
    """
    return release(office, plan.bundle, plan.ring, label, plan.tables, plan.index)


def sign_promotion(office: Office, plan: Plan, number: int, change: RingChange, key: Path | None = None) -> RuleRelease:
    """Publish a release to the ring of a plan. Raises PublishError as ``sign_release`` does."""
    return promote(office, number, change, key, plan.index)


def _of_changed(repository: Repository, index: Index, entry: RuleRelease, changed: RuleRelease, ring: Ring, *,
                urgent: bool = False) -> Plan:
    bundle = repository.bundle(entry)
    found = moves(index.releases, releases_after(index, entry, changed))
    return Plan(ring, index, bundle, _comparisons(repository, found, bundle, entry, urgent=urgent), urgent=urgent)


def _comparisons(repository: Repository, found: Iterable[Move], bundle: Bundle, entry: RuleRelease | None = None, *,
                 urgent: bool = False) -> tuple[Comparison, ...]:
    """Compare what computers have and will have by these moves; ``bundle`` is that of the release that changes."""
    def side(one: RuleRelease | None) -> _Side:
        return one, repository.bundle(one) if one is not None else OWN

    return tuple(Comparison(move.was, _differences((entry, bundle), side(move.now), urgent), True, move.now)
                 if entry is not None and move.was is entry else
                 Comparison(move.was, _differences(side(move.was), (entry, bundle), urgent)) for move in found)


def _differences(before: _Side, after: _Side, urgent: bool) -> tuple[Difference, ...]:
    try:
        return differences(before[1], after[1])
    except (PolicyError, SupplyError) as error:
        return _not_compared(error, next((one for one, bundle in (before, after) if _is_refused(bundle)), None), urgent)


def _is_refused(bundle: Bundle) -> bool:
    try:
        differences(bundle, bundle)
    except (PolicyError, SupplyError):
        return True
    return False


def _not_compared(error: PolicyError | SupplyError, refused: RuleRelease | None,
                  urgent: bool) -> tuple[Difference, ...]:
    """Return what is unknown as one difference that loosens, if it is urgent. Raises PublishError if not."""
    if urgent:
        return (Difference(NOT_COMPARED, sentence("release-diff.not-compared", why=error.words), loosens=True),)
    number = refused.number if refused is not None else 0
    raise PublishError(sentence("publish.not-compared", number=number, why=error.words)) from error
