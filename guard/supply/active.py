"""Loads what is in force: proven packs and the policy, tightened by the user's own configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guard.pipeline import Rules
from guard.policy import Policy
from guard.policy_file import POLICY_LIMIT, Configuration, PolicyError, load, load_configuration
from guard.supply.builtin import (
    BUILTIN_PACK,
    BUILTIN_POLICY,
    OPTIONAL_PACKS,
    builtin_pack,
    builtin_policy,
    optional_pack,
)
from rules.definition import Pack
from rules.judge import Judge
from rules.pack import PackError
from rules.pack import load as load_pack
from rules.proof import prove


class SupplyError(Exception):
    """The rules in force cannot be loaded; the message names file, line and rule."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """The bytes of one pack and the name that messages call it by."""

    source: str
    content: bytes

    def load(self) -> Pack:
        """Return the pack. Raises SupplyError."""
        try:
            return load_pack(self.content, self.source)
        except PackError as error:
            raise SupplyError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Supply:
    """The packs in force as bytes (for the broker) and the policy; ``rules`` builds the judge from them."""

    packs: tuple[PackFile, ...]
    policy: Policy

    def rules(self) -> Rules:
        """Parse the packs and return them with the policy. Raises SupplyError."""
        return Rules(Judge([pack.load() for pack in self.packs]), self.policy)


def active(configuration: Configuration) -> Supply:
    """Return what is in force under this configuration. Raises SupplyError or PolicyError."""
    policy = configuration.tighten(load(builtin_policy(), BUILTIN_POLICY))
    unknown = [name for name in policy.optional_packs if name not in OPTIONAL_PACKS]
    if unknown:
        raise PolicyError(f"没有叫“{unknown[0]}”的附加规则包，可选：{'、'.join(OPTIONAL_PACKS)}。")
    optional = (PackFile(OPTIONAL_PACKS[name], optional_pack(name)) for name in dict.fromkeys(policy.optional_packs))
    return Supply((PackFile(BUILTIN_PACK, builtin_pack()), *optional), policy)


def proven(supply: Supply) -> Supply:
    """Run every example of every pack and return the supply. Raises SupplyError naming the first that fails."""
    for pack in supply.packs:
        failures = prove(pack.load())
        if failures:
            raise SupplyError(f"{pack.source}：规则 {failures[0].rule} 的样例没有通过：{failures[0].words}")
    return supply


def configuration_from(path: Path | None, default: Path | None) -> Configuration:
    """Read the configuration named on the command line, else the default one when it exists. Raises PolicyError."""
    chosen = path or default
    if chosen is None or (path is None and not chosen.exists()):
        return Configuration()
    try:
        with chosen.open("rb") as stream:
            untrusted_bytes = stream.read(POLICY_LIMIT + 1)
    except OSError as error:
        raise PolicyError(f"{chosen}：不能读取配置（{error.strerror}）。") from error
    return load_configuration(untrusted_bytes, str(chosen))
