"""Builds page and workbook on many computers for the 保密办, and the roll. The month for leaders: ui.report.month."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import xlsxwriter

from guard.fleet.calls import Call, Calls, Matter, Topic
from guard.fleet.figures import DAY_SECONDS, Alarm, Computer, Counts, Figures
from guard.fleet.roll import Called, Found
from ui.report.calls import call_words, matter_words
from ui.report.page import page
from ui.report.report import moment
from ui.report.sheet import Cell, Sheet, formats

MOST_LISTED = 500
"""Most computers on the page; the workbook has them all."""

SECRET = "国家秘密 · "
"""In front of the name of a rule that protects 国家秘密."""

_STATE_WORDS: Mapping[str, str] = {"starting": "正在启动", "watching": "正在看守", "paused": "已暂停",
                                  "trouble": "需处理", "stopped": "已停止"}

_COMPUTERS = (("电脑", 24), ("科室", 18), ("最后报到", 18), ("状态", 10), ("模式", 10), ("规则号", 8), ("规则", 36),
              ("缺记录", 8), ("重号", 8))
_ROLL = (("结果", 14), ("电脑", 24), ("科室", 18), ("使用人", 12), ("最后报到", 18), ("状态", 10), ("规则号", 8))
_ALARMS = (("反馈号", 16), ("时间", 18), ("规则", 36), ("科室", 18), ("电脑", 24), ("答复", 36))
_CALLED = (("催了谁", 18), ("催什么", 18), ("哪天催的", 12), ("约定", 12), ("已过", 8), ("说好的", 36))
_TROUBLED = (("要过问什么", 36), *_COMPUTERS, *_CALLED)
_COUNTS = (("名称", 36), ("次数", 10))
_BESIDE = (*_COUNTS, ("上期", 10))


@dataclass(frozen=True, slots=True)
class FleetReport:
    """``quiet_days``: a computer that reported nothing for so long counts as not guarding.

    ``rule_names`` are those of the rules that are known: the program's own, and the unit's where its publishing folder
    was given; ``secret`` are those of them that protect 国家秘密. ``newest_pack`` is what every computer should have.
    ``answers``: the answers to feedback, in words, by their numbers. ``before``: the figures of as long a time before
    this one, None when there is no record of it. ``calls``: whom the office called about what.
    """

    figures: Figures
    records: int
    others: int
    quiet_days: float
    newest_pack: int
    rule_names: Mapping[str, str]
    roll: Sequence[Called] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    before: Figures | None = None
    calls: Calls = field(default_factory=Calls)

    @property
    def today(self) -> date:
        """The day of the report."""
        return datetime.fromtimestamp(self.figures.until).astimezone().date()

    def guards(self, computer: Computer) -> bool:
        """Return whether a computer is guarding as far as is known."""
        return computer.guards(self.figures.until, self.quiet_days)

    def troubled(self) -> list[Computer]:
        """Return the computers that need attention, those that do not guard first."""
        found = [computer for computer in self.figures.computers
                 if not self.guards(computer) or computer.pack < self.newest_pack or computer.missing or computer.twice]
        return sorted(found, key=lambda computer: (self.guards(computer), computer.seen_at))

    def to_call(self) -> list[Computer]:
        """Return the computers that need attention, those first whose agreed day has passed."""
        return sorted(self.troubled(), key=lambda one: not has_passed(call_about(one, self), self))

    def earlier(self, counts: Callable[[Figures], Counts]) -> Counts | None:
        """Return these counts of the time before, None when there is no record of it."""
        return None if self.before is None else counts(self.before)

    def first(self, counts: Counts) -> Counts:
        """Return counts by rule with those of 国家秘密 first."""
        return tuple(sorted(counts, key=lambda one: one[0] not in self.secret))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many computers guard, and how often something was called a false alarm."""

    guarding: int
    alarms: int


def fleet_page(report: FleetReport) -> bytes:
    """Return the page for the 保密办."""
    return page("fleet.html.jinja", {"figures": report.figures, "records": report.records,
                                      "before": report.before, "rules_before": _rules_before(report),
                                      "first": tuple(_rule_words(rule, report) for rule in report.secret),
                                      "why": why_words,
                                      "troubled": report.to_call(), "state_words": state_words,
                                      "seen_words": seen_words, "most": MOST_LISTED,
                                      "called": called_words, "passed": has_passed, "call_about": call_about,
                                      "follow_up": follow_up_words(report),
                                      "report": report, "guarding": guarding_words(report),
                                      "others_words": others_words(report),
                                      "held_by_rule": _named(report.figures.held_by_rule, report),
                                      "alarms_by_rule": _named(report.figures.alarms_by_rule, report),
                                      "would_by_rule": _named(report.figures.would_by_rule, report),
                                      "would_by_both": _both(report),
                                      "alarms": [_alarm(alarm, report) for alarm in report.figures.alarms],
                                      "totals": totals(report)})


def workbook(report: FleetReport) -> bytes:
    """Return the workbook: the roll when there was a list, every computer, and the counts."""
    found = report.figures
    held = (("按规则", _named(found.held_by_rule, report), _rules_before(report)),
            ("按科室", found.held_by_unit, report.earlier(lambda before: before.held_by_unit)))
    tables = (("本来会拦，按规则", _named(found.would_by_rule, report)), ("本来会拦，按科室", found.would_by_unit),
              ("本来会拦，规则和科室", _both(report)),
              ("误报反馈", _named(found.alarms_by_rule, report)), ("没有采用更新", found.refused_packs))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "密哨运行情况"})
        plain, bold = formats(book)

        def table(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
            Sheet(book.add_worksheet(title), plain, bold).table(columns, rows)

        if report.roll:
            table("点名", _ROLL, (_called(one, report) for one in report.roll))
        table("要过问的电脑", _TROUBLED, (_troubled(computer, report) for computer in report.to_call()))
        table("电脑", _COMPUTERS, (_computer(computer, report) for computer in found.computers))
        for title, counts, earlier in held:
            table(title, _BESIDE, beside(counts, earlier))
        for title, counts in tables:
            table(title, _COUNTS, counts)
        table("误报反馈逐条", _ALARMS, (_alarm(alarm, report) for alarm in found.alarms))
    return out.getvalue()


def roll_words(roll: Sequence[Called]) -> str:
    """Return how many computers of the roll are in which state, in one line; one listed twice counts once."""
    counts = {found: len({one.listed.device.casefold() for one in roll if one.found is found}) for found in Found}
    return "，".join(f"{found.value} {count} 台" for found, count in counts.items() if count)


def guarding_words(report: FleetReport) -> str:
    """Return what a report means by 正在看守: the last reports of computers, not their present state."""
    return (f"正在看守：到 {moment(report.figures.until)} 为止的 {report.quiet_days:g} 天里有记录报上来，"
            "最后一条没有说已停止、已暂停或需处理。电脑此刻怎样，记录里看不出。")


def others_words(report: FleetReport) -> str:
    """Return how many lines were left out."""
    return f"另有 {report.others} 行没有算：不是密哨的记录，或者已经残缺"


def seen_words(computer: Computer) -> str:
    """Return when a computer last reported, "" where its clock does not tell."""
    return moment(computer.seen_at) if computer.seen_at else ""


def state_words(computer: Computer, report: FleetReport) -> str:
    """Return the state of a computer, as far as is known, in words."""
    if not computer.seen_at:
        return "时钟不对：报来的时间还没有到"
    days = (report.figures.until - computer.seen_at) / DAY_SECONDS
    if days >= report.quiet_days:
        return f"{days:.0f} 天没有报到"
    return _STATE_WORDS.get(computer.state, computer.state)


def why_words(computer: Computer, report: FleetReport) -> str:
    """Return what to ask about a computer, the most urgent first."""
    return "；".join(words for _, words in open_matters(computer, report))


def open_matters(computer: Computer, report: FleetReport) -> list[tuple[Matter, str]]:
    """Return what is open on a computer with its words, the most urgent first."""
    rules = f"第 {computer.pack} 号" if computer.pack else "程序自带"
    newest = report.newest_pack
    found = ((Matter(Topic.GUARDING), "" if report.guards(computer) else state_words(computer, report)),
             (Matter(Topic.RULES, newest), f"规则旧（{rules}）" if computer.pack < newest else ""),
             (Matter(Topic.RECORDS), "；".join(filter(None, (
                 f"重号 {computer.twice}：日志的末尾被换过" if computer.twice else "",
                 f"缺记录 {computer.missing}" if computer.missing else "")))))
    return [(matter, words) for matter, words in found if words]


def call_about(computer: Computer, report: FleetReport) -> Call | None:
    """Return the newest call that counts for what is open on a computer."""
    return report.calls.newest(computer.device, [matter for matter, _ in open_matters(computer, report)])


def has_passed(call: Call | None, report: FleetReport) -> bool:
    """Return whether a day was agreed in a call and has passed."""
    return call is not None and call.passed(report.today)


def called_words(call: Call | None, report: FleetReport) -> str:
    """Return whom somebody called and what was agreed, "" for nobody; it is beside what was called about."""
    return "" if call is None else "；".join(filter(None, (call_words(call, report.today), call.agreed)))


def follow_up_words(report: FleetReport) -> str:
    """Return how many of the computers that need attention somebody was called about, "" without such computers."""
    calls = [call_about(one, report) for one in report.troubled()]
    passed = sum(has_passed(call, report) for call in calls)
    made = sum(call is not None for call in calls)
    words = f"要过问的 {len(calls)} 台，催过 {made} 台" + (f"，其中约定的日子已过 {passed} 台" if passed else "")
    return words if calls else ""


def _troubled(computer: Computer, report: FleetReport) -> Sequence[Cell]:
    call = call_about(computer, report)
    return (why_words(computer, report), *_computer(computer, report), *_call_cells(computer, call, report))


def _call_cells(computer: Computer, call: Call | None, report: FleetReport) -> Sequence[Cell]:
    if call is None:
        return ("",) * len(_CALLED)
    about = "、".join(map(matter_words, report.calls.about(call, computer.device)))
    return (call.whom, about, call.day.isoformat(), call.until.isoformat() if call.until else "没有约定",
            "已过" if has_passed(call, report) else "", call.agreed)


def _named(counts: Counts, report: FleetReport) -> Counts:
    """Return counts by rule with the rules' names, where they are known; those of 国家秘密 first."""
    return tuple((_rule_words(rule, report), count) for rule, count in report.first(counts))


def _rules_before(report: FleetReport) -> Counts | None:
    return report.earlier(lambda before: _named(before.held_by_rule, report))


def _rule_words(rule: str, report: FleetReport) -> str:
    return f"{SECRET if rule in report.secret else ''}{rule} {report.rule_names.get(rule, '')}".rstrip()


def beside(counts: Counts, earlier: Counts | None) -> Iterable[tuple[str, int, Cell]]:
    """Yield each count with that of the time before, in words where nothing is known of it."""
    before = dict(earlier or ())
    return ((name, count, "没有记录" if earlier is None else before.get(name, 0)) for name, count in counts)


def _both(report: FleetReport) -> Counts:
    """Return what would have been stopped by rule and 科室 together: what to look at before stopping is switched on."""
    names = report.rule_names
    return tuple((f"{unit}：{rule} {names.get(rule, '')}".rstrip(), count)
                 for rule, unit, count in report.figures.would_by_both)


def totals(report: FleetReport) -> Totals:
    """Return the totals over all computers."""
    return Totals(sum(map(report.guards, report.figures.computers)),
                  sum(count for _, count in report.figures.alarms_by_rule))


def _called(one: Called, report: FleetReport) -> Sequence[Cell]:
    computer = one.computer
    said = ("", "", "") if computer is None else (seen_words(computer), state_words(computer, report),
                                                     computer.pack)
    return one.found.value, one.listed.device, one.listed.unit, one.listed.person, *said


def _alarm(alarm: Alarm, report: FleetReport) -> Sequence[Cell]:
    rule = f"{alarm.rule} {report.rule_names.get(alarm.rule, '')}".strip()
    return (alarm.number, moment(alarm.at), rule, alarm.unit, alarm.device, report.answers.get(alarm.number, ""))


def _computer(computer: Computer, report: FleetReport) -> Sequence[Cell]:
    return (computer.device, computer.unit, seen_words(computer), state_words(computer, report), computer.mode,
            computer.pack, computer.label, computer.missing, computer.twice)
