"""Makes releases: only of packs whose examples pass, widened ring by ring, withdrawn by signature."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations
from pathlib import Path

import msgspec

from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_file import load
from guard.feedback.answers import WORDS_LIMIT, FeedbackAnswer
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.sentences.catalogue import sentence
from guard.supply import approval, unit_rules
from guard.supply.builtin import OPTIONAL_PACKS, optional_pack
from guard.supply.bundle import BUNDLE_LIMIT, DEFAULT_CHANNEL, Bundle, Index, NamedPack, Release, Suspension, encode
from guard.supply.packs_and_policy import PackFile, Supply, SupplyError, issued_packs, issued_policy, proven_packs
from guard.supply.unit_pack import UnitPackError, read_unit_pack
from guard.util.os_errors import why
from rules.learnt.weights import WEIGHTS_LIMIT, WeightsError, parse
from rules.lint.ids import taken
from rules.model import EXEMPTED

BUILTIN_NAME = "内置"

ANSWERS_KEPT = 500
"""Answers to 误报反馈 that stay in the index; the oldest are dropped first."""

LONGEST_HOURS = 72
"""Longest duration of a suspension."""

_HOUR = 3600.0

KEPT = 20
"""Releases that stay in the index; older ones are dropped with the next release."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Who gets a release: one channel, a percentage of its computers, and those of some groups.

    ``new_channel``: the channel may be one that no release had before.
    """

    channel: str = DEFAULT_CHANNEL
    percent: int = 100
    groups: tuple[str, ...] = ()
    new_channel: bool = False


@dataclass(frozen=True, slots=True)
class RingChange:
    """Changes to the ring of a release. None leaves a field unchanged; ``groups`` replaces all of them, () is none."""

    channel: str | None = None
    percent: int | None = None
    groups: tuple[str, ...] | None = None
    new_channel: bool = False

    def ring(self, entry: Release) -> Ring:
        """Return the ring that this release gets."""
        return Ring(entry.channel if self.channel is None else self.channel,
                    entry.percent if self.percent is None else self.percent,
                    entry.groups if self.groups is None else self.groups, self.new_channel)


def bundle_of(packs: Sequence[str], policy: Path | None, weights: Path | None = None) -> Bundle:
    """Return the bundle of packs (内置, names of the program's optional packs, files), a policy and weights of the
    learnt judge (rules.learnt.weights); None for those of the program. Raises PublishError.

    Every example of every pack is run: a pack with a failing example is not signed.
    """
    optional = tuple(name for name in packs if name in OPTIONAL_PACKS)
    files = [name for name in packs if name not in (BUILTIN_NAME, *OPTIONAL_PACKS)]
    try:
        named = tuple(NamedPack(Path(name).name, read_unit_pack(Path(name)).decode("utf-8-sig")) for name in files)
        text = _policy_text(policy) if policy is not None else ""
        learnt = _weights_in(weights) if weights is not None else b""
        bundle = Bundle(named, BUILTIN_NAME in packs, optional, text, learnt)
        _prove(bundle)
    except (UnitPackError, PolicyError, SupplyError, WeightsError) as error:
        raise PublishError(sentence("publish.not-signed", why=error.words)) from error
    except UnicodeDecodeError as error:
        raise PublishError(sentence("publish.not-utf-8")) from error
    except OSError as error:
        raise PublishError(sentence("publish.file-not-readable", name=error.filename, why=why(error))) from error
    return bundle


def release(office: Office, bundle: Bundle, ring: Ring, label: str = "") -> Release:
    """Sign and publish a bundle under the next number; return it. Raises PublishError."""
    index = office.repository.index()
    _check(ring, index)
    content = encode(bundle)
    if len(content) > BUNDLE_LIMIT:
        raise PublishError(sentence("publish.over-mb", limit=BUNDLE_LIMIT // 1024 // 1024))
    number = max((entry.number for entry in index.releases), default=0) + 1
    target = f"bundles/{number}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    made = Release(number, target, label or _label(bundle), time.time(), ring.channel, ring.percent, ring.groups)
    office.publish(msgspec.structs.replace(index, releases=(*index.releases[1 - KEPT:], made)), {target: content})
    return made


def promote(office: Office, number: int, change: RingChange) -> Release:
    """Publish a release to another ring, which replaces its own; return it. Raises PublishError."""
    if (change.channel, change.percent, change.groups) == (None, None, None):
        raise PublishError(sentence("publish.nothing-to-change"))
    index = office.repository.index()
    old = _not_withdrawn(index, number)
    ring = change.ring(old)
    _check(ring, index)
    return _replaced(office, index, old, channel=ring.channel, percent=ring.percent, groups=ring.groups)


def withdraw(office: Office, number: int, reason: str) -> Release:
    """Withdraw a release, by signature: computers return to the newest before it. Raises PublishError."""
    if not reason.strip():
        raise PublishError(sentence("publish.withdrawal-needs-reason"))
    index = office.repository.index()
    return _replaced(office, index, _not_withdrawn(index, number), withdrawn=reason.strip())


def suspend(office: Office, hours: float, reason: str) -> Suspension:
    """Let rules only warn and not block for some hours; it ends by itself. Raises PublishError."""
    if not reason.strip():
        raise PublishError(sentence("publish.suspension-needs-reason"))
    if not 0 < hours <= LONGEST_HOURS:
        raise PublishError(sentence("publish.longest-suspension", hours=LONGEST_HOURS))
    index = office.repository.index()
    if all(entry.withdrawn for entry in index.releases):
        raise PublishError(sentence("publish.nothing-published"))
    now = time.time()
    made = Suspension(reason.strip(), now, now + hours * _HOUR)
    office.publish(msgspec.structs.replace(index, suspension=made), {})
    return made


def resume(office: Office) -> None:
    """End a suspension at once. Raises PublishError."""
    index = office.repository.index()
    if index.suspension is None:
        raise PublishError(sentence("publish.not-suspended"))
    office.publish(msgspec.structs.replace(index, suspension=None), {})


def answer(office: Office, made: FeedbackAnswer) -> None:
    """Publish the answer to a feedback, replacing an earlier one. Raises PublishError."""
    if not made.adopted and not made.words:
        raise PublishError(sentence("publish.refusal-needs-words"))
    if len(made.words) > WORDS_LIMIT:
        raise PublishError(sentence("publish.answer-too-long", limit=WORDS_LIMIT, length=len(made.words)))
    index = office.repository.index()
    if all(entry.withdrawn for entry in index.releases):
        raise PublishError(sentence("publish.answer-reaches-nobody"))
    others = tuple(entry for entry in index.answers if entry.number != made.number)
    office.publish(msgspec.structs.replace(index, answers=(*others[1 - ANSWERS_KEPT:], made)), {})


def _not_withdrawn(index: Index, number: int) -> Release:
    """Return the release of this number that was not withdrawn. Raises PublishError."""
    old = next((entry for entry in index.releases if entry.number == number), None)
    if old is None:
        known = "、".join(str(entry.number) for entry in index.releases) or sentence("supply.not-yet")
        raise PublishError(sentence("publish.no-such-release", number=number, known=known))
    if old.withdrawn:
        raise PublishError(sentence("publish.withdrawn", number=number, why=old.withdrawn))
    return old


def _replaced(office: Office, index: Index, old: Release, **changes: object) -> Release:
    new = msgspec.structs.replace(old, **changes)
    releases = tuple(new if entry is old else entry for entry in index.releases)
    office.publish(msgspec.structs.replace(index, releases=releases), {})
    return new


def _check(ring: Ring, index: Index) -> None:
    if not 0 <= ring.percent <= 100:
        raise PublishError(sentence("publish.percentage"))
    if ring.percent == 0 and not ring.groups:
        raise PublishError(sentence("publish.nobody-gets-it"))
    # 正式 is in the supply.toml that init makes: computers follow it even before anything was published there.
    known = dict.fromkeys((DEFAULT_CHANNEL, *(entry.channel for entry in index.releases)))
    if index.releases and ring.channel not in known and not ring.new_channel:
        raise PublishError(sentence("publish.no-such-channel", channel=ring.channel, known="、".join(known)))


def _policy_text(path: Path) -> str:
    """Return a policy of valid form. Raises PolicyError, which names the file, UnicodeDecodeError and OSError."""
    text = path.read_bytes()[:POLICY_LIMIT + 1].decode("utf-8-sig")
    load(text.encode(), str(path))
    return text


def _weights_in(path: Path) -> bytes:
    """Return a valid file of weights. Raises WeightsError, which names the file, and OSError."""
    with path.open("rb") as stream:
        content = stream.read(WEIGHTS_LIMIT + 1)
    try:
        parse(content)
    except WeightsError as error:
        raise WeightsError(sentence("joined.of", what=path, why=error.words)) from error
    return content


def _prove(bundle: Bundle) -> None:
    policy = issued_policy(bundle)
    named = dict.fromkeys((*bundle.optional, *policy.optional_packs))
    if unknown := [name for name in named if name not in OPTIONAL_PACKS]:
        raise PublishError(sentence("publish.no-such-pack", name=unknown[0]))
    packs = (*issued_packs(bundle), *(PackFile(OPTIONAL_PACKS[name], optional_pack(name)) for name in named))
    if not packs:
        raise PublishError(sentence("publish.no-pack"))
    today = datetime.now().astimezone().date()
    proven = proven_packs(Supply(packs, policy))
    if why := unit_rules.objection(proven, policy.unit_rules, today):
        raise PublishError(sentence("publish.not-signed-for", why=why))
    pairs = (pair for pair in combinations(proven, 2) if bundle.builtin or pair[0] is not proven[0])
    for problem in chain.from_iterable(taken(later, earlier) for earlier, later in pairs):
        raise PublishError(sentence("publish.not-signed", why=str(problem)))
    for pack in proven:
        for entry in pack.exempted:
            if why := approval.objection(entry.until, today):
                raise PublishError(sentence("publish.exemption-not-signed", source=pack.source, part=EXEMPTED,
                                            name=entry.name, why=why))


def _label(bundle: Bundle) -> str:
    labels = [file.load().label for file in issued_packs(bundle)] or list(bundle.optional)
    return "；".join(labels)
