"""Carries out `mishao fleet trial`: what rules would do that are not enforced yet, before they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isinf
from pathlib import Path

from guard.fleet.trial import trial
from guard.inspect.own_report import FLEET_SEAL, is_fleet_report, sealed
from guard.util import exit_codes
from ui.console.fleet import Collection, published
from ui.console.packs_asked import KnownRules
from ui.console.shared_options import UsageError, since_seconds
from ui.report.trial import TITLE, WRITERS, TrialReport, rule_words, summary, whats_words
from ui.report.writing import Earlier, Target, refuse_targets, replace_file
from ui.terminal import json_line, people, printable

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files to write; ``office`` is the publishing folder, which has the rules of the unit."""

    out: Sequence[Path] = ()
    since: str | None = None
    office: Path | None = None
    as_json: bool = False


def report(collection: Collection, wanted: Wanted, known_rules: Callable[[], KnownRules]) -> int:
    """Write the reports asked for and print the figures."""
    def run() -> int:
        refuse_targets(tuple(Target("--out", path, tuple(WRITERS)) for path in wanted.out),
                       Earlier(TITLE, is_fleet_report))
        known = known_rules() if wanted.office is None else known_rules().and_of(published(wanted.office))
        made = _report(collection, since_seconds(wanted.since or "30d"), known)
        for path in wanted.out:
            replace_file(path, sealed(WRITERS[path.suffix.lower()](made), FLEET_SEAL))
        _print(made, wanted.as_json)
        return exit_codes.OK

    return collection.carried_out(run)


def _report(collection: Collection, since: float, known: KnownRules) -> TrialReport:
    store, ours, others = collection.opened()
    if not ours and (others or isinf(store.earliest())):
        raise UsageError(f"没有一行是密哨的记录（读了 {others} 行），没有做报告。"
                         "请给日志服务器收到的文件，压缩的先解开。")
    return TrialReport(trial(store, since, time.time()), ours, others, known.names, known.natures)


def _print(made: TrialReport, as_json: bool) -> None:
    found = made.trial
    if as_json:
        json_line({"since": found.since, "until": found.until, "records": made.records, "others": made.others,
                   "recording": dict(found.recording)})
        for rule in found.rules:
            json_line({"rule": rule.rule, "name": made.names.get(rule.rule, ""), "stops": rule.stops,
                       "asks": rule.asks, "records": rule.records, "computers": rule.computers,
                       "busiest": round(rule.busiest, 3), "by_what": dict(rule.by_what),
                       "by_unit": dict(rule.by_unit)})
        return
    console = people()
    console.print(printable(summary(made)))
    for rule in found.rules[:_SHOWN]:
        console.print(f"  {printable(rule_words(rule.rule, made))}：拦下 {rule.stops}，提醒 {rule.asks}，只记录 "
                      f"{rule.records}；{rule.computers} 台；{whats_words(rule)}")
        units = sorted(rule.by_unit.items(), key=lambda one: -one[1])[:5]
        console.print("    " + "，".join(f"{printable(unit)} {count}" for unit, count in units))
    if len(found.rules) > _SHOWN:
        console.print(f"  还有 {len(found.rules) - _SHOWN} 条规则，用 --out 写成文件看全部。")
