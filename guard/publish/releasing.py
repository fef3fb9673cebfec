"""Publishes releases, widens them ring by ring and withdraws them, each by signature."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from guard.feedback.answers import WORDS_LIMIT, FeedbackAnswer
from guard.publish.code_words import refuse_said, ring_texts
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.rings import Ring, RingChange, kept
from guard.sentences.catalogue import sentence
from guard.supply.bundle import BUNDLE_LIMIT, DEFAULT_CHANNEL, Bundle, Index, RuleRelease, Suspension, encode
from guard.supply.packs_and_policy import issued_packs
from guard.util.sizes import megabytes

ANSWERS_KEPT = 500
"""Answers to 误报反馈 that stay in the index; the oldest are dropped first."""

LONGEST_HOURS = 72
"""Longest duration of a suspension."""

_HOUR = 3600.0

KEPT = 20
"""Releases that stay in the index; older ones that no computer can have are dropped with the next release."""


def release(office: Office, bundle: Bundle, ring: Ring, label: str = "",
            tables: Mapping[str, bytes] = MappingProxyType({}), index: Index | None = None) -> RuleRelease:
    """Sign and publish a bundle under the next number; return it. ``tables`` are its indexes that no release has yet,
    by their SHA-256. Raises PublishError, here as below ChangedMeanwhileError where something else was signed since
    ``index``, the one that somebody agreed to a change of; None is the one that counts now.
    """
    index = known(office, index)
    check_ring(ring, index)
    content = encode(bundle)
    if len(content) > BUNDLE_LIMIT:
        raise PublishError(sentence("publish.over-mb", limit=megabytes(BUNDLE_LIMIT)))
    number = next_number(index)
    target = f"bundles/{number}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    made = RuleRelease(number, target, label or _label(bundle), time.time(), ring.channel, ring.percent, ring.groups,
                   exact=tuple(named.target for named in bundle.exact))
    files = {named.target: read for named in bundle.exact if (read := tables.get(named.sha256)) is not None}
    releases = (*kept(index, KEPT - 1), made)
    office.publish(index, msgspec.structs.replace(index, releases=releases), {target: content, **files})
    return made


def promote(office: Office, number: int, change: RingChange, key: Path | None = None,
            index: Index | None = None) -> RuleRelease:
    """Publish a release to another ring, which replaces its own; return it. ``key`` as in ``to_promote``. Raises
    PublishError."""
    index = known(office, index)
    changed = to_promote(office, number, change, key, index)
    return _replaced(office, index, not_withdrawn(index, number), channel=changed.channel, percent=changed.percent,
                     groups=changed.groups)


def to_promote(office: Office, number: int, change: RingChange, key: Path | None = None,
               index: Index | None = None) -> RuleRelease:
    """Return a release as it would be in another ring. Raises PublishError when it cannot get that ring, also where the
    name of a group or a channel that is named has a code word (with the unit's ``key``): every computer gets them.
    """
    if (change.channel, change.percent, change.groups) == (None, None, None):
        raise PublishError(sentence("publish.nothing-to-change"))
    index = known(office, index)
    old = not_withdrawn(index, number)
    ring = change.ring(old)
    check_ring(ring, index)
    changed = msgspec.structs.replace(old, channel=ring.channel, percent=ring.percent, groups=ring.groups)
    after = releases_after(index, old, changed)
    refuse_said(office, ring_texts(change.channel, change.groups), key, after)
    return changed


def withdraw(office: Office, number: int, reason: str, key: Path | None = None, index: Index | None = None, *,
             urgent: bool = False) -> RuleRelease:
    """Withdraw a release, by signature: computers return to the newest before it. Raises PublishError."""
    index = known(office, index)
    to_withdraw(office, number, reason, key, index, urgent=urgent)
    return _replaced(office, index, not_withdrawn(index, number), withdrawn=reason.strip())


def to_withdraw(office: Office, number: int, reason: str, key: Path | None = None, index: Index | None = None, *,
                urgent: bool = False) -> None:
    """Raise PublishError when a release cannot be withdrawn for this reason, also where that has a code word (with the
    unit's ``key``): of the rules that computers have, or of those to which they return. Where it is ``urgent``, rules
    that this version cannot read are not searched.
    """
    if not reason.strip():
        raise PublishError(sentence("publish.withdrawal-needs-reason"))
    index = known(office, index)
    old = not_withdrawn(index, number)
    after = releases_after(index, old, msgspec.structs.replace(old, withdrawn=reason))
    refuse_said(office, [(sentence("orders.the-reason"), reason)], key, after, urgent=urgent)


def suspend(office: Office, hours: float, reason: str, key: Path | None = None, index: Index | None = None, *,
            urgent: bool = False) -> Suspension:
    """Let rules only warn and not block for some hours; it ends by itself. Raises PublishError."""
    index = known(office, index)
    to_suspend(office, hours, reason, key, index, urgent=urgent)
    now = time.time()
    made = Suspension(reason.strip(), now, now + hours * _HOUR)
    office.publish(index, msgspec.structs.replace(index, suspension=made), {})
    return made


def to_suspend(office: Office, hours: float, reason: str, key: Path | None = None, index: Index | None = None, *,
               urgent: bool = False) -> None:
    """Raise PublishError when blocking cannot be suspended for so long, for this reason, also where that has a code
    word (with the unit's ``key``, ``urgent`` as in ``to_withdraw``)."""
    index = known(office, index)
    if not reason.strip():
        raise PublishError(sentence("publish.suspension-needs-reason"))
    if not 0 < hours <= LONGEST_HOURS:
        raise PublishError(sentence("publish.longest-suspension", hours=LONGEST_HOURS))
    if all(entry.withdrawn for entry in index.releases):
        raise PublishError(sentence("publish.nothing-published"))
    refuse_said(office, [(sentence("orders.the-reason"), reason)], key, urgent=urgent)


def resume(office: Office) -> None:
    """End a suspension at once. Raises PublishError."""
    index = office.repository.index()
    if index.suspension is None:
        raise PublishError(sentence("publish.not-suspended"))
    office.publish(index, msgspec.structs.replace(index, suspension=None), {})


def answer(office: Office, made: FeedbackAnswer, key: Path | None = None) -> None:
    """Publish the answer to a feedback, replacing an earlier one. Raises PublishError."""
    index = office.repository.index()
    to_answer(office, made, key, index)
    others = tuple(entry for entry in index.answers if entry.number != made.number)
    office.publish(index, msgspec.structs.replace(index, answers=(*others[1 - ANSWERS_KEPT:], made)), {})


def to_answer(office: Office, made: FeedbackAnswer, key: Path | None = None, index: Index | None = None) -> None:
    """Raise PublishError for an answer that cannot be published, also where it has a code word (with the unit's
    ``key``): every computer gets it."""
    if not made.adopted and not made.words:
        raise PublishError(sentence("publish.refusal-needs-words"))
    if len(made.words) > WORDS_LIMIT:
        raise PublishError(sentence("publish.answer-too-long", limit=WORDS_LIMIT, length=len(made.words)))
    index = known(office, index)
    if all(entry.withdrawn for entry in index.releases):
        raise PublishError(sentence("publish.answer-reaches-nobody"))
    refuse_said(office, [(sentence("publish.the-answer"), made.words)], key)


def next_number(index: Index) -> int:
    """Return the number of the next release."""
    return max((entry.number for entry in index.releases), default=0) + 1


def not_withdrawn(index: Index, number: int) -> RuleRelease:
    """Return the release of this number that was not withdrawn. Raises PublishError."""
    old = next((entry for entry in index.releases if entry.number == number), None)
    if old is None:
        numbers = "、".join(str(entry.number) for entry in index.releases) or sentence("supply.not-yet")
        raise PublishError(sentence("publish.no-such-release", number=number, known=numbers))
    if old.withdrawn:
        raise PublishError(sentence("publish.withdrawn", number=number, why=old.withdrawn))
    return old


def _replaced(office: Office, index: Index, old: RuleRelease, **changes: object) -> RuleRelease:
    new = msgspec.structs.replace(old, **changes)
    office.publish(index, msgspec.structs.replace(index, releases=releases_after(index, old, new)), {})
    return new


def releases_after(index: Index, old: RuleRelease, new: RuleRelease) -> tuple[RuleRelease, ...]:
    """Return the releases of an index with one of them changed."""
    return tuple(new if entry is old else entry for entry in index.releases)


def known(office: Office, index: Index | None) -> Index:
    """Return an index, for None the one that counts now. Raises PublishError."""
    return office.repository.index() if index is None else index


def check_ring(ring: Ring, index: Index) -> None:
    """Raise PublishError for a ring that nobody is in, or whose channel nobody has."""
    if not 0 <= ring.percent <= 100:
        raise PublishError(sentence("publish.percentage"))
    if ring.percent == 0 and not ring.groups:
        raise PublishError(sentence("publish.nobody-gets-it"))
    # 正式 is in the supply.toml that init makes: computers follow it even before anything was published there.
    channels = dict.fromkeys((DEFAULT_CHANNEL, *(entry.channel for entry in index.releases)))
    if index.releases and ring.channel not in channels and not ring.new_channel:
        raise PublishError(sentence("publish.no-such-channel", channel=ring.channel, known="、".join(channels)))


def _label(bundle: Bundle) -> str:
    labels = [file.load().label for file in issued_packs(bundle)] or list(bundle.optional)
    return "；".join(labels)
