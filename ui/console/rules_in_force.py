"""Loads the rules in force for a command, or prints in one sentence why they cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guard.config.errors import PolicyError
from guard.core.policy import Policy
from guard.ipc.exact_files import Exact, opened
from guard.platform.paths import Paths
from guard.supply.exact_indexes import exact_in_force
from guard.supply.learnt_weights import LearntWeights, weights_in_force
from guard.supply.loader_process import Ground, supply_of
from guard.supply.machine_layer import machine_layer
from guard.supply.packs_and_policy import PackFile, SupplyError
from guard.supply.stored_release import ExactPath
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from ui.terminal import complain


@dataclass(frozen=True, slots=True)
class Supplied:
    """The policy and the packs in force, loaded, with their files, and a release's weights and indexes of tables."""

    policy: Policy
    packs: tuple[Pack, ...]
    files: tuple[PackFile, ...]
    issued_weights: bytes = b""
    issued_exact: tuple[ExactPath, ...] = ()

    def learnt(self) -> LearntWeights:
        """Return the weights of the learnt judge, and print where they are not the expected ones."""
        learnt = weights_in_force(self.issued_weights)
        if learnt.problem:
            complain(learnt.problem)
        return learnt

    def judge(self) -> Judge:
        """Return the judge in force."""
        exact = self.exact()
        return judge_of(self.packs, self.learnt().content, self.policy.sensitivity, opened(exact), exact.key)

    def exact(self) -> Exact:
        """Return what is proven with the unit's key, and print why an index or hashed words are not in force."""
        found = exact_in_force(self.issued_exact, self.packs, machine_layer())
        if found.problem:
            complain(found.problem)
        return found.exact


def supply_in_force(home: Path | None, config: Path | None) -> Supplied | None:
    """Return what is in force for a command that releases nothing, or None after printing why it cannot be used."""
    try:
        supply = supply_of(Ground(Paths.choose(home), config, machine_layer()), answering_only=True)
        return Supplied(supply.policy, tuple(supply.of_unit(pack.load()) for pack in supply.packs), supply.packs,
                        supply.issued_weights, supply.issued_exact)
    except (PolicyError, SupplyError) as error:
        complain(error)
        return None
