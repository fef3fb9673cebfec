"""Puts together what a command needs, and turns what a user can get wrong into one sentence and exit code 2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guard.doctor import examine
from guard.inspect.check import Checker
from guard.pipeline import Rules
from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.policy import Policy
from guard.policy_file import PolicyError
from guard.reading.client import ReaderClient
from guard.supply.active import Supply, SupplyError
from guard.supply.loader import Ground, supply_of
from rules.definition import Pack
from rules.judge import Judge
from ui.console.destinations import show_destinations
from ui.console.known import Listing, add
from ui.console.output import complain, json_line, people

EXIT_USAGE = 2


def add_known(listing: Listing, paths: Sequence[str], pack: Path | None, as_json: bool, home: Path | None,
              config: Path | None, reader_command: Sequence[str]) -> int:
    """Run `mishao rules published` or `mishao rules alert`; return its exit code."""
    found = _in_force(home, config)
    if found is None:
        return EXIT_USAGE
    policy, packs = found
    reader = ReaderClient(reader_command, engine=policy.engine, read_unconfined=policy.read_unconfined)
    try:
        checker = Checker(Rules(Judge(packs), policy), reader, reader.ready)
        return add(listing, paths, pack, as_json, checker, packs)
    finally:
        reader.close()


def supply_in_force(home: Path | None, config: Path | None) -> Supply | None:
    """Return what is in force for a command that lets nothing go, or None after saying why it cannot be used."""
    try:
        supply = supply_of(Ground(Paths.choose(home), config, MachineLayer.of_system()), answering_only=True)
        for pack in supply.packs:
            pack.load()
    except (PolicyError, SupplyError) as error:
        complain(str(error))
        return None
    return supply


def _in_force(home: Path | None, config: Path | None) -> tuple[Policy, list[Pack]] | None:
    supply = supply_in_force(home, config)
    return None if supply is None else (supply.policy, [pack.load() for pack in supply.packs])


def destinations(home: Path | None, config: Path | None, as_json: bool) -> int:
    """Run `mishao doctor --destinations`; 1 when there is no display, 2 for a policy that cannot be used."""
    found = _in_force(home, config)
    return EXIT_USAGE if found is None else show_destinations(found[0], home, as_json)


def doctor(home: Path | None, config: Path | None, as_json: bool) -> int:
    """Run `mishao doctor`; 0 when everything that is needed works."""
    console = people()
    fine = True
    for finding in examine(home, config):
        fine = fine and (finding.works or not finding.needed)
        if as_json:
            json_line({"name": finding.name, "works": finding.works, "needed": finding.needed,
                       "words": finding.words, "remedy": finding.remedy})
            continue
        console.print(f"{'●' if finding.works else '▲' if finding.needed else '○'} {finding.name}：{finding.words}")
        if finding.remedy and not finding.works:
            console.print(f"    → {finding.remedy}")
    return 0 if fine else 1
