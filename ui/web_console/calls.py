"""Shows what somebody has to be called about (催办), on all computers, one, or those of a 科室, and records calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.fleet.calls import LONGEST_AGREED, LONGEST_NAME, Call, Matter, Topic, Way
from guard.fleet.roll import Found
from ui.console.calls import BROKEN
from ui.console.open_items import Made, OpenItem, open_items, picked, record, refuse_code_words, state_of
from ui.i18n.say import listed, mark, say
from ui.report.calls import day_words, matter_words
from ui.report.fleet import FleetReport
from ui.report.report import moment
from ui.web_console.called import (
    CALLS,
    PATH,
    address,
    call_cell,
    choice_field,
    choice_form,
    chosen,
    computer_cell,
    kept_fields,
    nothing_words,
)
from ui.web_console.inspections import inspection_report
from ui.web_console.overview import MOST, fleet_report
from ui.web_console.page import Cell, Field, Figures, Form, Link, Note, Page, Part, Table
from ui.web_console.visit import Done, RefusedError, Visit, day_of, office_of, unsearched_notes

_MOST_CALLS = 200
_MOST_NAMED = 10
_TOPIC_WORDS: Mapping[Topic, str] = {Topic.GUARDING: mark("没有在看守"), Topic.RULES: mark("规则旧"),
                                     Topic.RECORDS: mark("记录不全")}
_WAY_WORDS: Mapping[Way, str] = {Way.PHONE: mark("打电话"), Way.VISIT: mark("当面"), Way.MESSAGE: mark("内部消息"),
                                 Way.PAPER: mark("书面")}


@dataclass(frozen=True, slots=True)
class _Whose:
    """What a page is about: one computer, a 科室, or with neither everything."""

    device: str = ""
    unit: str = ""

    def has(self, item: OpenItem) -> bool:
        """Return whether something open belongs to it."""
        return item.is_of((self.device,) if self.device else (), self.unit)

    @property
    def logged(self) -> str:
        """Its words for the log."""
        return said.of_filter((said.COMPUTER, self.device), (said.UNIT, self.unit))

    @property
    def to(self) -> str:
        """The address of its page."""
        return address(**{name: value for name, value in (("device", self.device), ("unit", self.unit)) if value})


def about_calls(visit: Visit) -> str:
    """Return what the log says of the page."""
    return said.joined(_Whose(visit.asked("device"), visit.asked("unit")).logged,
                       said.of_filter((said.CALLS, visit.asked(CALLS))))


def calls(visit: Visit) -> Page:
    """Return what is open; of one computer or 科室 also the calls that were made and the form for another."""
    whose = _Whose(visit.asked("device"), visit.asked("unit"))
    report = fleet_report(visit)
    everything = _open(visit, report)
    found = [item for item in everything if whose.has(item)]
    shown = picked(found, lambda one: one.call, chosen(visit.asked), report.today)
    parts: list[Part] = [*_broken(report), _figures(found, report.today)]
    if whose == _Whose():
        parts += [_filter(visit, everything), _items(visit, shown, report.today),
                  Note(say("点电脑名，或者选一个科室：看催过的，记一次催办。"))]
    else:
        _refuse_unknown(whose, report, found)
        if len(found) > 1:
            parts.append(choice_form(visit, "", PATH, "device", "unit"))
        parts.append(_items(visit, shown, report.today))
        if shown and may(visit.role, Deed.RECORD_CALL):
            parts += _record_form(visit, whose, shown, report.today)
    made = _made(report, whose, found)
    parts += [_history(visit, made, report.today), _checkpoint(report)]
    return Page(_title(whose), parts,
                say("没在看守的、规则旧的、自查没做的，要打电话去催。催了谁、说好哪天以前，记在这里；不写内容。"))


def about_call(visit: Visit) -> str:
    """Return what the log says of a call that is recorded."""
    whose, made = _Whose(visit.given("device"), visit.given("unit")), _given(visit)
    refuse_code_words(visit.sources.office, made, visit.sources.exact_key)  # before they are in the log
    topic, number = _topic(visit)
    what = said.EVERYTHING if topic is None else matter_words(Matter(topic, number))
    return said.of_call(whose.logged, what, f"{made.way.value} {made.whom[:LONGEST_NAME]}",
                        made.until.isoformat() if made.until else "")


def record_call(visit: Visit) -> Done:
    """Record a call in the name of the person who is here. Raises CallError."""
    whose, made, store = _Whose(visit.given("device"), visit.given("unit")), _given(visit), visit.sources.store
    report = fleet_report(visit)
    found = [item for item in _open(visit, report) if whose.has(item)] if whose != _Whose() else []
    shown = picked(found, lambda one: one.call, chosen(visit.given), report.today)
    if state_of(shown) != visit.given("seen"):
        raise RefusedError(say("没有记：要催的在这一页打开以后变了。请回到那一页，看一遍再记。"))
    topic, number = _topic(visit)
    meant = [item for item in shown if topic in (None, item.matter.topic) and number in (0, item.matter.number)]
    refuse_code_words(visit.sources.office, made, visit.sources.exact_key)
    assert store is not None
    record(store, meant, made, report.calls)
    count = len({item.device for item in meant})
    return Done(whose.to, Note(say("记下了，{count} 台电脑。", count=count), "clear", "●"))


def _open(visit: Visit, report: FleetReport) -> tuple[OpenItem, ...]:
    office = visit.sources.office
    ordered = office is not None and office_of(visit).repository.index().orders
    return open_items(report, inspection_report(visit, 0) if ordered else None)


def _title(whose: _Whose) -> str:
    return say("催办：{what}", what=whose.device or whose.unit) if whose != _Whose() else say("催办")


def _refuse_unknown(whose: _Whose, report: FleetReport, found: Sequence[OpenItem]) -> None:
    """Raise RefusedError for a computer or a 科室 that the unit does not have."""
    devices = {one.device.casefold() for one in report.figures.computers}
    devices |= {one.listed.device.casefold() for one in report.roll}
    units = {one.unit for one in report.figures.computers} | {one.listed.unit for one in report.roll}
    known = whose.device.casefold() in devices if whose.device else whose.unit in units
    if not known and not found:
        raise RefusedError(say("名册和报到过的电脑里没有：{names}。", names=whose.device or whose.unit))


def _figures(found: Sequence[OpenItem], today: date) -> Figures:
    passed = sum(item.call is not None and item.call.passed(today) for item in found)
    never = sum(item.call is None for item in found)
    return Figures((("", "∑", len({item.device for item in found}), say("台电脑要催")),
                    ("ask", "◆", len(found), say("项没有了结")), ("hold", "■", passed, say("项约定过了")),
                    ("unknown", "▲", never, say("项没催过"))))


def _filter(visit: Visit, everything: Sequence[OpenItem]) -> Form:
    units = sorted({item.unit for item in everything if item.unit})
    return Form("", PATH, (
        Field("unit", say("科室"), "", (("", say("全部")), *((unit, unit) for unit in units))), choice_field(visit)),
        say("筛选"), reads=True)


def _items(visit: Visit, shown: Sequence[OpenItem], today: date) -> Table:
    rows = [(computer_cell(visit, one.device), Link(one.unit, address(unit=one.unit)) if one.unit else "", one.person,
             one.why, moment(one.seen_at) if one.seen_at else "", call_cell(one.call, today)) for one in shown]
    return Table("", (say("电脑"), say("科室"), say("使用人"), say("要催什么"), say("最后报到"), say("催办")),
                 rows[:MOST], nothing_words(chosen(visit.asked), say("现在没有要催的。")),
                 say("还有 {count} 行，见 mishao calls list。", count=len(rows) - MOST) if len(rows) > MOST else "")


def _record_form(visit: Visit, whose: _Whose, shown: Sequence[OpenItem], today: date) -> Iterator[Part]:
    matters = list(dict.fromkeys(item.matter for item in shown))
    people = list(dict.fromkeys(item.person for item in shown if item.person))
    yield Form(say("记一次催办"), PATH, (
        Field("about", say("催什么"), "", (("", say("上面这些")), *(
            (f"{one.topic.name}:{one.number}", _matter_words(one)) for one in matters)) if len(matters) > 1 else
            ((f"{matters[0].topic.name}:{matters[0].number}", _matter_words(matters[0])),)),
        Field("whom", say("催了谁：姓名或者线路"), people[0] if len(people) == 1 else "", longest=LONGEST_NAME,
              needed=True, suggested=people),
        Field("way", say("怎么催的"), Way.PHONE.value, [(one.value, say(words)) for one, words in _WAY_WORDS.items()]),
        Field("day", say("哪天催的"), today.isoformat(), date=True, needed=True),
        Field("until", say("约定哪天以前（没有就不写）"), date=True),
        Field("agreed", say("说好的，不写内容"), longest=LONGEST_AGREED, wide=True),
        Field("device", "", whose.device, longest=0), Field("unit", "", whose.unit, longest=0),
        Field("seen", "", state_of(shown), longest=0), *kept_fields(visit, CALLS)), say("记下"))
    yield from unsearched_notes(visit)


def _made(report: FleetReport, whose: _Whose, found: Sequence[OpenItem]) -> Sequence[Call]:
    """Return the calls to show: all, those about a computer, or those about computers of a 科室."""
    if whose.device:
        return report.calls.on(whose.device)
    if not whose.unit:
        return report.calls.made
    devices = {one.device for one in report.figures.computers if one.unit == whose.unit}
    devices |= {one.listed.device for one in report.roll if one.found is Found.NOT_INSTALLED
                and one.listed.unit == whose.unit} | {item.device for item in found}
    of_unit = {call for device in devices for call in report.calls.on(device)}
    return [call for call in report.calls.made if call in of_unit]


def _history(visit: Visit, made: Sequence[Call], today: date) -> Table:
    more = len(made) - _MOST_CALLS
    return Table(say("催过的"), (say("哪天"), say("谁催的"), say("催了谁"), say("怎么催的"), say("说好的"), say("约定"),
                              say("哪些电脑、什么事")),
                 [_call_row(visit, one, today) for one in made[:_MOST_CALLS]], say("还没有催过。"),
                 say("还有 {count} 行，见 mishao calls history。", count=more) if more > 0 else "")


def _call_row(visit: Visit, call: Call, today: date) -> tuple[Cell, ...]:
    devices = list(dict.fromkeys(one.device for one in call.about))
    named = listed(devices[:_MOST_NAMED])
    if len(devices) > _MOST_NAMED:
        named = say("{names} 等 {count} 台", names=named, count=len(devices))
    what = listed(dict.fromkeys(_matter_words(one.matter) for one in call.about))
    return (day_words(call.day, today), call.by, call.whom, say(_WAY_WORDS[call.way]), call.agreed,
            call.until.isoformat() if call.until else "", say("{names}：{what}", names=named, what=what))


def _matter_words(matter: Matter) -> str:
    if matter.topic is Topic.INSPECTION:
        return say("第 {number} 号自查", number=matter.number)
    return say(_TOPIC_WORDS[matter.topic])


def _broken(report: FleetReport) -> tuple[Note, ...]:
    return () if report.calls.whole else (Note(BROKEN, "hold", "▲"),)


def _checkpoint(report: FleetReport) -> Note:
    return Note(say("催办的校验点：{checkpoint}", checkpoint=report.calls.checkpoint or say("没有")))


def _given(visit: Visit) -> Made:
    """Return the call that a form says. Raises RefusedError."""
    try:
        way = Way(visit.given("way"))
    except ValueError:
        raise RefusedError(say("没有这样的办法。")) from None
    until = visit.given("until")
    return Made(visit.doer.person.name, visit.given("whom"), way, day_of(say("哪天催的"), visit.given("day")),
                visit.given("agreed"), day_of(say("约定"), until) if until else None)


def _topic(visit: Visit) -> tuple[Topic | None, int]:
    """Return what a call was about, None for everything; the number of the order or of the release, 0 for any."""
    name, _, number = visit.given("about").partition(":")
    if not name:
        return None, 0
    if name not in Topic.__members__ or not number.isdecimal() or len(number) > 9:
        raise RefusedError(say("没有这样的事。"))
    return Topic[name], int(number)
