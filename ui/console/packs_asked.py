"""Finds the packs that `mishao rules …` is asked about: built-in, configured, or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.config.errors import PolicyError
from guard.platform.paths import Paths
from guard.supply.builtin import BUILTIN_NAME, BUILTIN_PACK, OPTIONAL_PACKS, builtin_pack, optional_pack
from guard.supply.learnt_weights import built_in_weights
from guard.supply.loader_process import Ground, supply_of
from guard.supply.machine_layer import machine_layer
from guard.supply.packs_and_policy import SupplyError
from guard.supply.unit_pack import UnitPackError, read_unit_pack
from guard.util import exit_codes
from rules.learnt.weights import parse
from rules.lint.ids import taken
from rules.model import Explanation, Nature
from rules.pack.loading import Pack, PackError, Problem, load
from ui.console.shared_options import is_there
from ui.terminal import complain


@dataclass(frozen=True, slots=True)
class KnownPack:
    """A pack, and whether it is in force under the configuration; one asked for by name counts as in force."""

    pack: Pack
    in_force: bool = True


class PacksError(Exception):
    """A pack cannot be used; the message says why, ``code`` is the exit code, ``problems`` are the reasons of a
    refusal."""

    def __init__(self, words: str, code: int, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(words)
        self.code = code
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments: names or files of packs, none for all known packs, and the usual options."""

    names: tuple[str, ...] = ()
    home: Path | None = None
    config: Path | None = None


def with_packs(
    asked: Asked, run: Callable[[Sequence[KnownPack]], int], refused: Callable[[Problem], None] | None = None,
) -> int:
    """Run a command on the given packs; return its exit code, or that of an error with them.

    ``refused`` receives each reason why a pack is refused, and nothing goes to standard error then.
    """
    try:
        packs = list(_packs(asked))
    except PacksError as error:
        if refused is None or not error.problems:
            complain(error)
        else:
            for problem in error.problems:
                refused(problem)
        return error.code
    return run(packs)


@dataclass(frozen=True, slots=True)
class KnownRules:
    """The names of rules, alerts and the learnt judge's messages by their ids, and what they protect."""

    names: dict[str, str]
    natures: dict[str, Nature]

    @property
    def secret(self) -> frozenset[str]:
        """The ids of those that protect 国家秘密."""
        return frozenset(number for number, nature in self.natures.items() if nature is Nature.STATE_SECRET)

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> KnownRules:
        """Return the rules and alerts of these packs; of those with one id the last."""
        found: dict[str, tuple[str, Nature]] = {}
        for pack in packs:
            found |= {rule.id: (rule.name, rule.nature) for rule in pack.rules}
            found |= {alert.id: (alert.name, alert.nature) for alert in pack.alerts}
        return cls({number: name for number, (name, _) in found.items()},
                   {number: nature for number, (_, nature) in found.items()})

    def and_of(self, packs: Iterable[Pack]) -> KnownRules:
        """Return these rules and those of further packs."""
        other = self.of(packs)
        return KnownRules(self.names | other.names, self.natures | other.natures)


def known_rules() -> KnownRules:
    """Return the rules inside the program, and what its learnt judge reports."""
    told = learnt_explanations().values()
    packs = KnownRules.of(_named(name) for name in (BUILTIN_NAME, *OPTIONAL_PACKS))
    return KnownRules(packs.names | {one.rule: one.name for one in told},
                      packs.natures | {one.rule: one.nature for one in told})


def learnt_explanations() -> Mapping[str, Explanation]:
    """Return what the learnt judge inside the program reports, by its ids; nothing without valid weights."""
    content = built_in_weights().content
    return parse(content).explanations if content else {}


def rule_names() -> dict[str, str]:
    """Return the name of each rule inside the program by its number."""
    return known_rules().names


def _packs(asked: Asked) -> Iterator[KnownPack]:
    if asked.names:
        yield from (KnownPack(_named(name)) for name in asked.names)
        return
    try:
        ground = Ground(Paths.choose(asked.home), asked.config, machine_layer())
        supply = supply_of(ground, answering_only=True)
        yield from (KnownPack(file.load()) for file in supply.packs)
    except (PolicyError, SupplyError) as error:
        raise PacksError(error.words, exit_codes.USAGE) from error
    sources = {file.source for file in supply.packs}
    if BUILTIN_PACK not in sources:
        yield KnownPack(_named(BUILTIN_NAME), in_force=False)
    yield from (KnownPack(_named(name), in_force=False) for name, file in OPTIONAL_PACKS.items() if file not in sources)


def _named(name: str) -> Pack:
    if name == BUILTIN_NAME:
        return load(builtin_pack(), BUILTIN_PACK)
    if name in OPTIONAL_PACKS:
        return load(optional_pack(name), OPTIONAL_PACKS[name])
    path = Path(name)
    try:
        return _beside_the_built_in(load(read_unit_pack(path), name))
    except UnitPackError as error:
        known = "、".join((BUILTIN_NAME, *OPTIONAL_PACKS))
        hint = "" if is_there(path) else f"程序自带的规则包有：{known}。"
        raise PacksError(f"{error}{hint}", exit_codes.USAGE) from error
    except PackError as error:
        raise PacksError(error.words, exit_codes.NOT_DONE, error.problems) from error


def _beside_the_built_in(pack: Pack) -> Pack:
    """Return the pack when none of its ids is one of the built-in pack's. Raises PackError."""
    problems = taken(pack, load(builtin_pack(), BUILTIN_PACK))
    if problems:
        raise PackError(problems)
    return pack
