"""Carries out `mishao fleet …`: reports from what a log server collected, and checkpoints."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from guard.fleet.call_store import calls_in
from guard.fleet.calls import CallError
from guard.fleet.case_store import CaseError
from guard.fleet.collected import read
from guard.fleet.figures import DAY_SECONDS, checkpoint, figures
from guard.fleet.roll import RosterError, call_the_roll, read_roster
from guard.fleet.store import FleetStore
from guard.inspect.own_report import FLEET_SEAL, is_fleet_report, sealed
from guard.publish.errors import PublishError
from guard.publish.history import signed_packs
from guard.publish.office import Office
from guard.supply.bundle import DEFAULT_CHANNEL
from guard.util import exit_codes
from guard.util.os_errors import why
from rules.definition import Pack
from ui.console.packs_asked import KnownRules
from ui.console.shared_options import UsageError, since_seconds
from ui.report.fleet import FleetReport, fleet_page, guarding_words, others_words, roll_words, workbook
from ui.report.month import MONTHS
from ui.report.writing import Earlier, ReportError, Target, refuse_targets, replace_file
from ui.terminal import complain, json_line, people, printable


class NothingCollectedError(UsageError):
    """There is no record to make a report of."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Files of a log server, and the database of what was read from them (None: only in memory)."""

    files: Sequence[Path]
    store: Path | None = None

    def opened(self) -> tuple[FleetStore, int, int]:
        """Return the store with these files in it, how many lines were records, and how many were not. Without files
        the store is only read. Raises UsageError, OSError and sqlite3.Error."""
        if self.store is not None and not self.files:
            refuse_missing(self.store)
            return FleetStore(self.store, reading=True), 0, 0
        with ExitStack() as undo:
            store = FleetStore(self.store)
            undo.callback(store.close)
            ours, others = store.add(record for file in self.files for record in read(lines_of(file)))
            undo.pop_all()
        return store, ours, others

    def carried_out(self, run: Callable[[], int]) -> int:
        """Return what a command returns, as ``carried_out``; a store that it made is removed where it failed."""
        made = self.store if self.store is not None and not self.store.exists() else None
        code = carried_out(run)
        if made is not None and code == exit_codes.USAGE:
            made.unlink(missing_ok=True)
        return code


@dataclass(frozen=True, slots=True)
class Wanted:
    """The reports to make. ``newest_pack`` 0: the newest that was released to everybody, as far as ``office`` says so,
    else the newest that any computer has.

    ``office``: the publishing folder, which contains releases, the answers to feedback and the rules of the unit.
    """

    html: Path | None = None
    months: Sequence[Path] = ()
    xlsx: Path | None = None
    roster: Path | None = None
    since: str | None = None
    quiet_days: float = 3.0
    newest_pack: int = 0
    office: Path | None = None
    as_json: bool = False


def report(collection: Collection, wanted: Wanted, known_rules: Callable[[], KnownRules]) -> int:
    """Make the reports asked for and print the figures. ``known_rules`` is called only when a file is asked for."""
    def run() -> int:
        refuse_targets((Target("--html", wanted.html, (".html",)), Target("--xlsx", wanted.xlsx, (".xlsx",)),
                        *(Target("--month", path, tuple(MONTHS)) for path in wanted.months)),
                       Earlier("运行情况报告", is_fleet_report))
        months = [(path, MONTHS[path.suffix.lower()]) for path in wanted.months]
        written = any((wanted.html, months, wanted.xlsx))
        made = made_report(collection, wanted, known_rules() if written else KnownRules({}, {}))
        for path, content in ((wanted.html, fleet_page), (wanted.xlsx, workbook), *months):
            if path is not None:
                replace_file(path, sealed(content(made), FLEET_SEAL))
        _print(made, wanted.as_json)
        return exit_codes.OK

    return collection.carried_out(run)


def show_checkpoint(collection: Collection, device: str, as_json: bool) -> int:
    """Print the checkpoint of a computer's last record with a digest, in the form that `mishao journal verify` takes.
    """
    def run() -> int:
        store, _, _ = collection.opened()
        found = checkpoint(store, device)
        if found is None:
            complain(f"没有收到过 {device} 的记录。")
            return exit_codes.NO
        if not found[1]:
            complain(f"{device} 的记录里没有摘要（digest），做不成校验点：日志服务器没有把这一项收下来。")
            return exit_codes.NO
        words = f"{found[0]}:{found[1]}"
        if as_json:
            json_line({"device": device, "checkpoint": words})
        else:
            people().print(words)
        return exit_codes.OK

    return collection.carried_out(run)


def made_report(collection: Collection, wanted: Wanted, known: KnownRules) -> FleetReport:
    """Return what a report is made of. Raises UsageError, RosterError, OSError and sqlite3.Error."""
    store, ours, others = collection.opened()
    with closing(store):
        return replace(_report_of(store, (ours, others), wanted, known), calls=calls_in(collection.store, store))


def _report_of(store: FleetStore, lines: tuple[int, int], wanted: Wanted, known: KnownRules) -> FleetReport:
    now, (ours, others) = time.time(), lines
    since = since_seconds(wanted.since or "30d")
    found = figures(store, since, now)
    if not ours and (others or not found.computers):
        raise NothingCollectedError(f"没有一行是密哨的记录（读了 {others} 行），没有做报告。请给日志服务器收到的文件，"
                                    "压缩的先解开；从电脑上拷来的日志用 mishao fleet audit --journal。")
    newest = wanted.newest_pack or released_to_all(wanted.office) or found.newest_pack
    roll = call_the_roll(read_roster(wanted.roster), found.computers, now, wanted.quiet_days, newest) \
        if wanted.roster is not None else ()
    answers = {} if wanted.office is None else answers_of(wanted.office)
    if wanted.office is not None and known.names:
        known = known.and_of(published(wanted.office))
    begun = since - (now - since)
    # A time of which only the end was recorded would look quiet.
    before = figures(store, begun, since) if store.earliest() <= begun else None
    return FleetReport(found, ours, others, wanted.quiet_days, newest, known.names, roll, answers, known.secret, before)


def published(office: Path) -> tuple[Pack, ...]:
    """Return every pack of the unit that was published, the oldest first. Raises PublishError."""
    return signed_packs(Office.at(office, (), lambda _: "").repository)


def released_to_all(office: Path | None) -> int:
    """Return the number of the newest release that every computer of the usual channel gets, 0 where none is known.

    A release to pilots makes nobody's rules old, nor does a number that only a record claims. Raises PublishError.
    """
    if office is None:
        return 0
    releases = Office.at(office, (), lambda _: "").repository.index().releases
    return max((one.number for one in releases
                if one.channel == DEFAULT_CHANNEL and one.percent == 100 and not one.withdrawn), default=0)


def answers_of(office: Path) -> dict[str, str]:
    """Return the answers to feedback, by the numbers of the feedback. Raises PublishError."""
    answers = Office.at(office, (), lambda _: "").repository.index().answers
    return {one.number: ("已采纳" if one.adopted else "不采纳") + (f"：{one.words}" if one.words else "")
            for one in answers}


def _print(made: FleetReport, as_json: bool) -> None:
    found = made.figures
    if as_json:
        json_line({"since": found.since, "until": found.until, "records": made.records, "others": made.others,
                   "computers": found.computers, "packs": dict(found.packs()), "held": found.held,
                   "held_by_rule": dict(found.held_by_rule), "held_by_unit": dict(found.held_by_unit),
                   "false_alarms_by_rule": dict(found.alarms_by_rule),
                   "false_alarms": [{"number": one.number, "device": one.device, "unit": one.unit, "rule": one.rule,
                                     "at": one.at, "answer": made.answers.get(one.number, "")} for one in found.alarms],
                   "released": found.released,
                   "would_by_rule": dict(found.would_by_rule), "would_by_unit": dict(found.would_by_unit),
                   "would_by_both": [{"rule": rule, "unit": unit, "count": count}
                                     for rule, unit, count in found.would_by_both],
                   "refused_packs": dict(found.refused_packs),
                   "roll": [{"device": one.listed.device, "unit": one.listed.unit, "found": one.found.value}
                            for one in made.roll]})
        return
    console = people()
    days = (found.until - found.since) / DAY_SECONDS
    console.print(f"{len(found.computers)} 台电脑，{sum(map(made.guards, found.computers))} 台正在看守；"
                  f"{days:.0f} 天里先留着 {found.held} 次，放行 {found.released} 次")
    console.print(f"  {guarding_words(made)}")
    if made.others:
        console.print(f"  {others_words(made)}")
    for name, counts in (("规则", found.packs()), ("先留着，按规则", found.held_by_rule[:10]),
                         ("先留着，按科室", found.held_by_unit[:10]), ("误报反馈", found.alarms_by_rule[:10]),
                         ("仅记录的电脑本来会拦", found.would_by_rule[:20]),
                         ("没有采用更新", found.refused_packs[:10])):
        if counts:
            console.print(f"  {name}：" + "，".join(f"{printable(words)} {count}" for words, count in counts))
    waiting = [one for one in found.alarms if one.number and one.number not in made.answers]
    if waiting:
        numbers = "，".join(f"{one.number} {one.rule}".rstrip() for one in waiting[:10])
        console.print(f"  等答复的反馈：{printable(numbers)}"
                      + (f"，还有 {len(waiting) - 10} 条" if len(waiting) > 10 else ""))
    if made.roll:
        console.print(f"  点名：{roll_words(made.roll)}")


def lines_of(file: Path) -> Iterator[bytes]:
    """Yield the lines of a file of a log server. Raises OSError."""
    with file.open("rb") as stream:
        yield from stream


def refuse_missing(store: Path) -> None:
    """Raise UsageError, which says what makes it, where there is no database of what was collected."""
    if not store.exists():
        raise UsageError(f"{store}：没有这个文件。先运行 mishao cases update。")


def carried_out(run: Callable[[], int]) -> int:
    """Return what a command of the office returns; print what is wrong with its words or with what was collected."""
    try:
        return run()
    except (UsageError, RosterError, ReportError, PublishError, CaseError, CallError) as error:
        complain(error)
    except OSError as error:
        complain(f"收集的记录读不出来：{error.filename} {why(error)}。")
    except sqlite3.Error as error:
        complain(f"收集的记录读不出来：{error}。")
    return exit_codes.USAGE
