"""Prepares what a command needs, and turns errors that a user can make into one sentence and exit code 2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guard.doctor import examine
from guard.inspect.check import Checker
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from ui.console.destinations import show_destinations
from ui.console.exempt import Approval, add_code, exempted
from ui.console.known import Listing, add
from ui.console.supply import EXIT_USAGE, supply_in_force
from ui.terminal import json_line, people


def add_known(listing: Listing, paths: Sequence[str], pack: Path | None, as_json: bool, home: Path | None,
              config: Path | None, reader_command: Sequence[str]) -> int:
    """Run `mishao rules published`, `alert` or `exempt` on documents; return its exit code."""
    found = supply_in_force(home, config)
    if found is None:
        return EXIT_USAGE
    policy, packs = found.policy, list(found.packs)
    reader = ReaderClient(reader_command, engine=policy.engine, read_unconfined=policy.read_unconfined)
    try:
        checker = Checker(Rules(found.judge(), policy), reader, reader.ready)
        return add(listing, paths, pack, as_json, checker, packs)
    finally:
        reader.close()


def exempt(approval: Approval, paths: Sequence[str], code: str, pack: Path | None, as_json: bool, home: Path | None,
           config: Path | None, reader_command: Sequence[str]) -> int:
    """Run `mishao rules exempt` on documents, or on a content code; return its exit code."""
    if not code:
        return add_known(exempted(approval), paths, pack, as_json, home, config, reader_command)
    found = supply_in_force(home, config)
    return EXIT_USAGE if found is None else add_code(approval, code, pack, as_json, list(found.packs))


def destinations(home: Path | None, config: Path | None, as_json: bool) -> int:
    """Run `mishao doctor --destinations`; 1 when there is no display, 2 for a policy that cannot be used."""
    found = supply_in_force(home, config)
    return EXIT_USAGE if found is None else show_destinations(found.policy, home, as_json)


def doctor(home: Path | None, config: Path | None, reader_command: Sequence[str], as_json: bool) -> int:
    """Run `mishao doctor`; 0 when everything necessary works."""
    console = people()
    fine = True
    for finding in examine(home, config, reader_command):
        fine = fine and (finding.works or not finding.needed)
        if as_json:
            json_line({"name": finding.name, "works": finding.works, "needed": finding.needed,
                       "words": finding.words, "remedy": finding.remedy})
            continue
        console.print(f"{'●' if finding.works else '▲' if finding.needed else '○'} {finding.name}：{finding.words}")
        if finding.remedy and not finding.works:
            console.print(f"    → {finding.remedy}")
    return 0 if fine else 1
