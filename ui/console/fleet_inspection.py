"""Carries out `mishao fleet inspection`: who has done an ordered inspection, who has not, and what was found."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from guard.fleet.call_store import calls_in
from guard.fleet.inspections import Answer, OrderState, order_states
from guard.fleet.roll import read_roster
from guard.inspect.own_report import FLEET_SEAL, is_fleet_report, sealed
from guard.publish.office import Office
from guard.util import exit_codes
from ui.console.fleet import Collection, published
from ui.console.inspect_orders import order_words
from ui.console.packs_asked import KnownRules
from ui.console.shared_options import UsageError
from ui.report.calls import call_facts, call_words
from ui.report.inspection import TITLE, InspectionReport, answer_words, by_severity, inspection_workbook, rule_words
from ui.report.writing import Earlier, Target, refuse_targets, replace_file
from ui.terminal import json_line, people, printable

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """``office`` is the publishing folder with the orders; ``number`` one of them, 0 for all."""

    office: Path
    number: int = 0
    roster: Path | None = None
    xlsx: Path | None = None
    as_json: bool = False


def report(collection: Collection, wanted: Wanted, known_rules: Callable[[], KnownRules]) -> int:
    """Print how far the computers are, and write the workbook that was asked for."""
    def run() -> int:
        refuse_targets((Target("--xlsx", wanted.xlsx, (".xlsx",)),), Earlier(TITLE, is_fleet_report))
        made = report_of(collection, wanted, known_rules().and_of(published(wanted.office)))
        if wanted.xlsx is not None:
            replace_file(wanted.xlsx, sealed(inspection_workbook(made), FLEET_SEAL))
        _print(made, wanted.as_json)
        return exit_codes.OK

    return collection.carried_out(run)


def report_of(collection: Collection, wanted: Wanted, known: KnownRules) -> InspectionReport:
    """Return how far the computers are. Raises UsageError without an order, PublishError, RosterError, OSError and
    sqlite3.Error.
    """
    index = Office.at(wanted.office, (), lambda _: "").repository.index()
    orders = tuple(one for one in index.orders if wanted.number in (0, one.number))
    if not orders:
        raise UsageError(f"没有第 {wanted.number} 号自查任务，见 mishao inspect list。" if wanted.number
                         else "还没有布置过自查，见 mishao inspect order。")
    roster = read_roster(wanted.roster) if wanted.roster is not None else ()
    store, _, _ = collection.opened()
    with closing(store):
        return InspectionReport(order_states(store, orders, roster), time.time(), known.names, known.natures,
                                calls_in(collection.store, store))


def _print(made: InspectionReport, as_json: bool) -> None:
    for state in made.states:
        if as_json:
            _print_json(state, made)
        else:
            _print_words(state, made)


def _print_json(state: OrderState, made: InspectionReport) -> None:
    calls = {one.device for one in state.to_call(made.now)}
    json_line({"order": state.order.number, "id": state.order.id,
               "standings": {progress.value: count for progress, count in state.counts().items()},
               "rules": [{"rule": one.rule, "name": made.names.get(one.rule, ""), "action": one.action,
                          "files": one.files, "computers": one.computers, "places": dict(one.places)}
                         for one in by_severity(state, made)]})
    for one in state.answers:
        json_line({"order": state.order.number, "device": one.device, "unit": one.unit, "standing": one.progress.value,
                   "done": one.done, "total": one.total, "blocked": one.blocked, "warned": one.warned,
                   "unread": one.unread, "missing": one.missing, "why": one.why, "call": one.device in calls,
                   "called": call_facts(made.call(state.order, one.device))})


def _print_words(state: OrderState, made: InspectionReport) -> None:
    console = people()
    console.print(printable(order_words(state.order)))
    console.print("  " + ("，".join(f"{progress} {count} 台" for progress, count in state.counts().items())
                          or "没有一台电脑的记录"))
    for rule in by_severity(state, made)[:_SHOWN]:
        console.print(f"    {printable(rule_words(rule, made))}")
    calls = state.to_call(made.now)
    if calls:
        console.print(f"  要催办的 {len(calls)} 台：")
    for line in _some([_call_line(state, one, made) for one in calls]):
        console.print(f"    {printable(line)}")


def _call_line(state: OrderState, one: Answer, made: InspectionReport) -> str:
    called = call_words(made.call(state.order, one.device), made.today)
    return answer_words(one) + (f"；{called}" if called else "")


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([f"还有 {more} 台，用 --xlsx 写成表格看全部。"] if more > 0 else [])]
