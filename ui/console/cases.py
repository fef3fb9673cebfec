"""Carries out `mishao cases …`: what somebody of the office has to look into, and what was done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from guard.administration.people import who_may
from guard.administration.roles import Deed
from guard.administration.signed_log import FILE_NAME, LogError, SignedLog
from guard.fleet.case_course import is_whole
from guard.fleet.case_kinds import CLOSED, CaseState
from guard.fleet.case_store import CaseStore, Change, OfficeCase
from guard.fleet.cases import REPEATED, misdated, occasions
from guard.fleet.store import FleetStore
from guard.inspect.own_report import FLEET_SEAL, is_fleet_report, sealed
from guard.publish.code_words import refuse_noted
from guard.publish.office import Office
from guard.sentences.catalogue import sentence
from guard.util import exit_codes
from ui.console.fleet import Collection, answers_of, carried_out, published, refuse_missing
from ui.console.packs_asked import KnownRules
from ui.console.publish import unsearched_words
from ui.console.shared_options import UsageError, since_seconds
from ui.report.cases import BROKEN, TITLE, WRITERS, CaseReport, Period, case_cells
from ui.report.report import moment
from ui.report.writing import Earlier, Target, refuse_targets, replace_file
from ui.terminal import complain, json_line, people, printable


@dataclass(frozen=True, slots=True)
class Sought:
    """What cases are made of: records since a day, the publishing folder, and how often is 反复."""

    since: str | None = None
    office: Path | None = None
    repeated: int = REPEATED


@dataclass(frozen=True, slots=True)
class Listed:
    """Which cases are listed: of a state, of somebody, or only those that are overdue; closed ones only when asked
    for."""

    state: CaseState | None = None
    owner: str | None = None
    overdue: bool = False


def update(collection: Collection, sought: Sought, known_rules: Callable[[], KnownRules], as_json: bool) -> int:
    """Add what was collected and make cases of it."""
    path = collection.store
    assert path is not None

    def run() -> int:
        records, ours, others = collection.opened()
        with closing(records), closing(CaseStore(path)) as store:
            return taken(records, (ours, others), store)

    def taken(records: FleetStore, lines: tuple[int, int], store: CaseStore) -> int:
        ours, others = lines
        if not ours and others:
            raise UsageError(f"没有一行是密哨的记录（读了 {others} 行），没有改动。")
        known = known_rules() if sought.office is None else known_rules().and_of(published(sought.office))
        answers = {} if sought.office is None else answers_of(sought.office)
        now = time.time()
        found = occasions(records, since_seconds(sought.since or "30d"), now, known.secret, sought.repeated)
        made, again = store.take(found, answers, now)
        wrong = misdated(records, now, known.secret)
        waiting = [case for case in store.all() if case.state not in CLOSED]
        overdue = sum(case.overdue(_today()) for case in waiting)
        if as_json:
            json_line({"records": ours, "others": others, "new": made, "again": again, "open": len(waiting),
                       "overdue": overdue, "misdated": wrong})
        else:
            people().print(f"新事项 {made} 件，重新打开 {again} 件；没办结的 {len(waiting)} 件，逾期 {overdue} 件")
            if wrong:
                words = f"▲ 时钟不对的电脑有记录没有成为事项，请校准时钟、人工看一下：{'、'.join(wrong)}"
                people().print(printable(words), soft_wrap=True)
        return exit_codes.OK

    return collection.carried_out(run)


def list_cases(path: Path, listed: Listed, known_rules: Callable[[], KnownRules], as_json: bool) -> int:
    """Print cases, those that are due first."""
    def run(store: CaseStore) -> int:
        report = report_of(store, known_rules(), None)
        shown = [case for case in report.shown if is_listed(case, listed)]
        for case in shown:
            if as_json:
                json_line(_facts(case))
            else:
                number, kind, state, owner, due, unit, device, rules, count, last = case_cells(case, report)
                people().print(printable(f"{number:>5}  {kind}  {state}  {owner or '没有负责人'}  期限 {due}  {unit}  "
                                         f"{device}  {rules}  {count} 次，最后 {last}"), soft_wrap=True)
        if not as_json:
            people().print(f"{len(shown)} 件")
        return _whole(report)

    return _with(_read(path), run)


def show_case(path: Path, number: int, as_json: bool) -> int:
    """Print one case with all that was done."""
    def run(store: CaseStore) -> int:
        case, history = store.case(number), store.history(number)
        if as_json:
            json_line({**_facts(case), "history": [{"at": done.at, "by": done.by, "words": done.words}
                                                   for done in history]})
            return exit_codes.OK
        console = people()
        console.print(printable(f"第 {case.number} 号  {case.kind.value}  {case.state.value}  "
                                f"{case.owner or '没有负责人'}  期限 {case.due}"))
        console.print(printable(f"  {case.unit}  {case.device}  {'、'.join(case.rules)}  {case.count} 次，"
                                f"{moment(case.first)} 到 {moment(case.last)}"))
        if case.told:
            console.print(printable(f"  {case.told}"), soft_wrap=True)
        for done in history:
            console.print(printable(f"  {moment(done.at)}  {done.by}：{done.words}"), soft_wrap=True)
        return exit_codes.OK

    return _with(_read(path), run)


@dataclass(frozen=True, slots=True)
class Changer:
    """Who changes a case. ``console``: the folder with the people, None for the one that the database knows;
    ``office``, ``key``: by which publishing folder and which key of the unit the words are searched for code words.
    """

    name: str
    console: Path | None = None
    office: Path | None = None
    key: Path | None = None


def change_case(path: Path, number: int, change: Change, by: Changer, as_json: bool) -> int:
    """Change a case and print it."""
    def run(store: CaseStore) -> int:
        if change == Change():
            raise UsageError("没有写要改什么：--owner、--state、--due、--note 至少写一样。")
        name = known_person(store, by.name, by.console, Deed.CHANGE_CASE)
        refuse_code_words(by.office, change, by.key)
        case = store.change(number, change, name, time.time())
        if as_json:
            json_line(_facts(case))
        else:
            people().print(printable(f"第 {case.number} 号：{case.state.value}，{case.owner or '没有负责人'}，"
                                     f"期限 {case.due}"))
            for line in unsearched_words(Office.at(by.office, (), lambda _: ""), by.key) if by.office else ():
                people().print(line)
        return exit_codes.OK

    return _with(opened(path), run)


def refuse_code_words(office: Path | None, change: Change, key: Path | None) -> None:
    """Raise PublishError where what is written about a case has a word that a released pack hides."""
    refuse_noted(office, [(sentence("cases.owner"), change.owner or ""), (sentence("cases.note"), change.note or "")],
                 key)


def known_person(store: CaseStore, name: str, given: Path | None, deed: Deed) -> str:
    """Return the name of who does something, as the console's people have it. Raises UsageError when it has nobody of
    that name who may; without a list of people the name is taken as it is.
    """
    folder = given or store.people()
    if folder is None:
        return name
    if not folder.joinpath(FILE_NAME).is_file():
        if given is not None:
            raise UsageError(f"{folder}：不是控制台目录，里面没有操作记录。")
        complain(f"没有核对 --by：控制台目录 {folder} 不在了。搬了地方的，用 --console 写明。")
        return name
    try:
        with closing(SignedLog(folder)) as log:
            return who_may(log, name, deed).name
    except LogError as error:
        raise UsageError(f"没有改：{error}") from error


def verify(path: Path, checkpoint: str | None, as_json: bool) -> int:
    """Check the history, also against a checkpoint that was kept elsewhere, and print the checkpoint of now."""
    def run(store: CaseStore) -> int:
        whole = is_whole(store)
        follows = checkpoint is None or store.follows(checkpoint)
        if as_json:
            json_line({"whole": whole, "follows": follows, "checkpoint": store.checkpoint()})
        else:
            people().print(f"{'经过记录是完整的' if whole else BROKEN}；现在的校验点：{store.checkpoint() or '没有'}",
                           soft_wrap=True)
            if not follows:
                people().print("▲ 和给的校验点对不上：数据库是旧的一份，或者被改写过。")
        return exit_codes.OK if whole and follows else exit_codes.NO

    return _with(_read(path), run)


def export(path: Path, outs: Sequence[Path], month: str | None, known_rules: Callable[[], KnownRules]) -> int:
    """Write the cases, or the statement of a month."""
    def run(store: CaseStore) -> int:
        refuse_targets(tuple(Target("导出", out, tuple(WRITERS)) for out in outs), Earlier(TITLE, is_fleet_report))
        report = report_of(store, known_rules(), None if month is None else _period(month))
        for out in outs:
            replace_file(out, sealed(WRITERS[out.suffix.lower()](report), FLEET_SEAL))
        people().print(f"{len(report.shown)} 件：{'、'.join(map(str, outs))}", soft_wrap=True)
        return _whole(report)

    return _with(_read(path), run)


def _period(month: str) -> Period:
    try:
        period = Period.of(month)
    except ValueError:
        raise UsageError(f"--month 看不懂“{month}”，请写成 2026-11。") from None
    if period.since > time.time():
        raise UsageError(f"{month} 还没有到，没有写月报。")
    return period


def report_of(store: CaseStore, known: KnownRules, period: Period | None) -> CaseReport:
    """Return what a list, an export or a statement is made of."""
    return CaseReport(store.all(), store.history(), known.names, time.time(), period, is_whole(store),
                      store.checkpoint())


def _whole(report: CaseReport) -> int:
    if not report.whole:
        complain(BROKEN)
        return exit_codes.NO
    return exit_codes.OK


def is_listed(case: OfficeCase, listed: Listed) -> bool:
    """Return whether a list of this kind has a case."""
    if listed.state is None and case.state in CLOSED:
        return False
    return (listed.state in (None, case.state) and listed.owner in (None, case.owner)
            and (not listed.overdue or case.overdue(_today())))


def _facts(case: OfficeCase) -> dict[str, object]:
    return {"number": case.number, "kind": case.kind.value, "state": case.state.value, "owner": case.owner,
            "due": case.due.isoformat(), "overdue": case.overdue(_today()), "unit": case.unit, "device": case.device,
            "rules": list(case.rules), "count": case.count, "first": case.first, "last": case.last, "told": case.told,
            "opened": case.opened, "closed": case.closed}


def _today() -> date:
    return datetime.now().astimezone().date()


def _with(opening: AbstractContextManager[CaseStore], run: Callable[[CaseStore], int]) -> int:
    """Run a command on the cases in a database; return its exit code, or that of an error."""
    def in_store() -> int:
        with opening as store:
            return run(store)

    return carried_out(in_store)


@contextmanager
def opened(path: Path) -> Iterator[CaseStore]:
    """Open the cases in a database, to change them. Raises UsageError and sqlite3.Error."""
    refuse_missing(path)
    with closing(CaseStore(path)) as store:
        yield store


@contextmanager
def _read(path: Path) -> Iterator[CaseStore]:
    refuse_missing(path)
    with closing(CaseStore(path, reading=True)) as store:
        yield store
