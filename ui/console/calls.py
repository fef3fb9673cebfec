"""Carries out `mishao calls …`: whom the office has to call, whom it called, and which agreed days have passed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from guard.administration.roles import Deed
from guard.fleet.call_store import CallStore, calls_in
from guard.fleet.calls import Calls, Matter, Topic
from guard.publish.office import Office
from guard.util import exit_codes
from ui.console import fleet, fleet_inspection
from ui.console.cases import known_person, opened
from ui.console.fleet import Collection, carried_out
from ui.console.open_items import Made, OpenItem, Which, open_items, picked, record, refuse_code_words
from ui.console.packs_asked import KnownRules
from ui.console.publish import unsearched_words
from ui.console.shared_options import UsageError
from ui.report.calls import call_facts, call_words, matter_words
from ui.report.fleet import FleetReport
from ui.report.report import moment
from ui.terminal import complain, json_line, people, printable

BROKEN = "▲ 催办记录被改动过，或者少了几条：请和留在别处的备份核对。"


@dataclass(frozen=True, slots=True)
class Sought:
    """Where what is open is looked for, and what of it: computers and a 科室 (none: all), a topic and an order."""

    store: Path
    office: Path | None = None
    roster: Path | None = None
    quiet_days: float = 3.0
    devices: Sequence[str] = ()
    unit: str = ""
    topic: Topic | None = None
    order: int = 0

    def has(self, item: OpenItem) -> bool:
        """Return whether something open is meant."""
        return (item.is_of(self.devices, self.unit) and self.topic in (None, item.matter.topic)
                and (not self.order or item.matter == Matter(Topic.INSPECTION, self.order)))


def add(sought: Sought, made: Made, console: Path | None, key: Path | None, as_json: bool) -> int:
    """Record a call about everything that is open and was meant."""
    def run() -> int:
        if not sought.devices and not sought.unit:
            raise UsageError("没有写催的是哪台电脑、哪个科室：--device、--unit 至少写一样。")
        with opened(sought.store) as cases:
            by = known_person(cases, made.by, console, Deed.RECORD_CALL)
        refuse_code_words(sought.office, made, key)
        report, items = _found(sought)
        call = record(sought.store, items, replace(made, by=by), report.calls)
        if as_json:
            json_line(call_facts(call) or {})
            return exit_codes.OK
        people().print(printable(f"记下了：{call_words(call, report.today)}"), soft_wrap=True)
        for one in items:
            people().print(printable(f"  {_who(one)}：{one.why}"), soft_wrap=True)
        for line in unsearched_words(Office.at(sought.office, (), lambda _: ""), key) if sought.office else ():
            people().print(line)
        return exit_codes.OK

    return carried_out(run)


def list_open(sought: Sought, which: Which, as_json: bool) -> int:
    """Print what is open with its newest call."""
    def run() -> int:
        report, items = _found(sought)
        shown = picked(items, lambda one: one.call, which, report.today)
        for one in shown:
            if as_json:
                json_line({"device": one.device, "unit": one.unit, "person": one.person,
                           "what": one.matter.topic.value, "number": one.matter.number, "why": one.why,
                           "seen_at": one.seen_at, "call": call_facts(one.call),
                           "passed": one.call is not None and one.call.passed(report.today)})
            else:
                called = call_words(one.call, report.today) or "没有催过"
                people().print(printable(f"{_who(one)}：{one.why}；{called}"), soft_wrap=True)
        if not as_json:
            passed = sum(one.call is not None and one.call.passed(report.today) for one in items)
            people().print(f"{len(shown)} 项；约定的日子已过的 {passed} 项")
        return _whole(report.calls)

    return carried_out(run)


def show_made(path: Path, device: str, as_json: bool) -> int:
    """Print the calls that were made, the newest first, about one computer or all."""
    def run() -> int:
        calls = _calls(path)
        today = datetime.now().astimezone().date()
        for call in calls.on(device) if device else calls.made:
            if as_json:
                json_line(call_facts(call) or {})
                continue
            about = "、".join(f"{one.device} {matter_words(one.matter)}" for one in call.about)
            people().print(printable(f"{moment(call.at)}  {call.by}  {call_words(call, today)}  {call.way.value}  "
                                     f"{call.agreed}  {about}"), soft_wrap=True)
        return _whole(calls)

    return carried_out(run)


def verify(path: Path, checkpoint: str | None, as_json: bool) -> int:
    """Check the calls, also against a checkpoint that was kept elsewhere, and print the checkpoint of now."""
    def run() -> int:
        calls = _calls(path)
        with closing(CallStore(path, reading=True)) as store:
            follows = checkpoint is None or store.follows(checkpoint)
        if as_json:
            json_line({"whole": calls.whole, "follows": follows, "checkpoint": calls.checkpoint})
        else:
            state = "催办记录是完整的" if calls.whole else BROKEN
            people().print(f"{state}；现在的校验点：{calls.checkpoint or '没有'}", soft_wrap=True)
            if not follows:
                people().print("▲ 和给的校验点对不上：数据库是旧的一份，或者被改写过。")
        return exit_codes.OK if calls.whole and follows else exit_codes.NO

    return carried_out(run)


def _found(sought: Sought) -> tuple[FleetReport, tuple[OpenItem, ...]]:
    """Return the report with what is open and was meant. Raises UsageError and as reports do."""
    collection, no_names = Collection((), sought.store), KnownRules({}, {})
    report = fleet.made_report(collection, fleet.Wanted(roster=sought.roster, quiet_days=sought.quiet_days,
                                                        office=sought.office), no_names)
    inspections = None
    if sought.office is not None and Office.at(sought.office, (), lambda _: "").repository.index().orders:
        inspections = fleet_inspection.report_of(
            collection, fleet_inspection.Wanted(sought.office, 0, sought.roster), no_names)
    return report, tuple(filter(sought.has, open_items(report, inspections)))


def _calls(path: Path) -> Calls:
    records, _, _ = Collection((), path).opened()
    with closing(records):
        return calls_in(path, records)


def _who(one: OpenItem) -> str:
    return "，".join(filter(None, (one.device, one.unit, one.person)))


def _whole(calls: Calls) -> int:
    if not calls.whole:
        complain(BROKEN)
        return exit_codes.NO
    return exit_codes.OK
