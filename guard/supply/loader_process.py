"""The loader process (``--loader``): reads configuration, policy and packs, proves them and reports the result.

Reading YAML, checking it and running the examples of packs that are not the program's own takes memory that judging
never needs again: it is freed with this process. Standard input contains the name of a stored release to try, or
nothing: then the result is what is in force, the previous release when that one is not valid, and the rules of the
program when none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from guard.config.errors import PolicyError
from guard.config.user_config import Configuration
from guard.ipc.framing import FrameWriter
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.sentences.catalogue import joined, sentence
from guard.supply.exact_indexes import exact_in_force
from guard.supply.packs_and_policy import (
    Supply,
    SupplyError,
    UnsignedPackError,
    active,
    configuration_from,
    proven_packs,
)
from guard.supply.release_store import Store
from guard.supply.retention_file import InstalledError, retention_days
from guard.supply.rules_in_force import InForce, NotInForce
from guard.supply.stored_release import Issued, IssuedError
from guard.supply.trusted_sources import Trust, TrustError, trust_of
from guard.util import exit_codes
from rules.pack.encoded import encode
from rules.sentences.sentence import NOTHING, Sentence

_SLOT_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """The sources on a computer that decide which rules are in force."""

    paths: Paths
    config: Path | None
    machine: MachineLayer

    def configuration(self) -> Configuration:
        """Return the user's own configuration. Raises PolicyError."""
        return configuration_from(self.config, self.paths.configuration)

    def groups(self) -> tuple[str, ...]:
        """Return the groups that an administrator has assigned to this computer; none when they cannot be read."""
        try:
            trust = trust_of(self.machine)
        except TrustError:
            return ()
        return () if trust is None else trust.settings.groups

    def retention_days(self) -> int | None:
        """Return the days chosen at the installation; None when none were, or when they cannot be read."""
        try:
            return retention_days(self.machine)
        except InstalledError:
            return None  # doctor says why


def run(home: Path | None, config: Path | None, machine: MachineLayer, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Write one frame, InForce or NotInForce, and return the exit code."""
    slot = stdin.read(_SLOT_NAME_LIMIT).decode("ascii", errors="replace")
    FrameWriter(stdout).write(_found(Ground(Paths.choose(home), config, machine), slot))
    stdout.flush()
    return exit_codes.OK


def _found(ground: Ground, slot: str) -> InForce | NotInForce:
    """Load with the user's own configuration, or without it when it is what prevents loading: safe mode."""
    load = partial(_tried, ground, slot) if slot else partial(_best, ground)
    try:
        try:
            return load(ground.configuration())
        except (PolicyError, SupplyError) as error:
            return msgspec.structs.replace(load(Configuration()), unconfigured=unconfigured_words(error))
    except (PolicyError, SupplyError, IssuedError, TrustError) as error:
        return NotInForce(error.words)


def unconfigured_words(error: PolicyError | SupplyError) -> Sentence:
    """Return for people why the user's own configuration is not in force, and what to do."""
    if error.words.endswith("。"):
        return sentence("policy.not-taken-for", why=error.words)
    return sentence("policy.not-taken", why=error.words)


def _verified(slot: Path, trust: Trust) -> Issued:
    # Loaded only when there is something to verify: TUF and its cryptography take much of this process's memory.
    from guard.supply.verifying_stored_release import verified

    return verified(slot, trust)


def _tried(ground: Ground, slot: str, configuration: Configuration) -> InForce:
    trust = trust_of(ground.machine)
    if trust is None:
        raise TrustError(sentence("loading.no-source"))
    issued = _verified(Store(ground.paths.packs).slot(slot), trust)
    return _proven(ground, active(configuration, issued=issued, groups=trust.settings.groups,
                                  retention_days=ground.retention_days()))


def _best(ground: Ground, configuration: Configuration) -> InForce:
    days = ground.retention_days()
    last = NOTHING
    for issued, fallback in issued_releases(ground):
        last = fallback or last
        if issued is None:
            continue
        try:
            return _fallen_back(_proven(ground, active(configuration, issued=issued, groups=ground.groups(),
                                                       retention_days=days)), last)
        except (PolicyError, SupplyError) as error:
            if isinstance(error, UnsignedPackError) and configuration != Configuration():
                raise  # a user's own pack must not be what takes a release out of force
            last = sentence("loading.release-not-taken", number=issued.release.number, why=error.words)
    return _fallen_back(_proven(ground, active(configuration, retention_days=days)), last)


def _fallen_back(found: InForce, why: Sentence) -> InForce:
    """Return the result, with the reason why it is not what should be in force, if there is one."""
    return msgspec.structs.replace(found, provenance=msgspec.structs.replace(found.provenance, fallback=why))


def issued_releases(ground: Ground) -> Iterator[tuple[Issued | None, Sentence]]:
    """Yield the stored releases that can be verified, the one in force first; for one that cannot, None and why."""
    try:
        trust = trust_of(ground.machine)
    except TrustError as error:
        yield None, error.words
        return
    if trust is not None:
        yield from _stored(Store(ground.paths.packs), trust)


def _stored(store: Store, trust: Trust) -> Iterator[tuple[Issued | None, Sentence]]:
    now = store.active()
    if store.forgot():
        yield None, _not_taken(sentence("loading.index-damaged"))
    for slot in filter(None, (now.slot, now.previous) if now.slot else ()):
        try:
            yield _verified(store.slot(slot), trust), NOTHING
        except IssuedError as error:
            yield None, _not_taken(error.words)


def _not_taken(why: Sentence) -> Sentence:
    return sentence("loading.kept-not-taken", why=why)


def supply_of(ground: Ground, answering_only: bool = False, configuration: Configuration | None = None) -> Supply:
    """Return what is in force, unproven; ``answering_only`` as in ``active``. Raises PolicyError.

    ``configuration`` replaces the user's own.
    """
    configuration = ground.configuration() if configuration is None else configuration
    issued, refused = None, NOTHING
    for issued, words in issued_releases(ground):
        if issued is not None:
            break
        refused = joined(refused, words)
    supply = active(configuration, answering_only, issued, ground.groups(), ground.retention_days())
    return replace(supply, provenance=msgspec.structs.replace(supply.provenance, fallback=refused))


def _proven(ground: Ground, supply: Supply) -> InForce:
    learnt, packs = supply.learnt(), proven_packs(supply)
    exact = exact_in_force(supply.issued_exact, packs, ground.machine)
    return InForce(tuple(map(encode, packs)), supply.policy, supply.provenance,
                   supply.answers, weights=learnt.content, unlearnt=learnt.problem, exact=exact.exact,
                   inexact=exact.problem, orders=supply.orders, groups=supply.groups)
