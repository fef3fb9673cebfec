"""Shows what an inspection to be ordered would be and whom it reaches; the terminal, which gets it, signs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from guard.administration import said
from guard.core.inspection_order import WELL_KNOWN, WORDS_LIMIT, InspectionOrder, OrderTerms, last_day
from guard.fleet.inspections import computers_of
from guard.fleet.roll import Listed, read_roster
from guard.fleet.store import FleetStore
from guard.publish.ordering import permitted_folders, to_order, to_withdraw
from ui.console import inspect_orders
from ui.console.inspect_orders import Times, whom_words
from ui.i18n.say import listed, say
from ui.web_console.errands import Errand
from ui.web_console.feedback import handed
from ui.web_console.inspections import LONGEST_REASON, NEW, PATH, order_facts
from ui.web_console.page import Facts, Field, Form, Note, Page, Part
from ui.web_console.visit import Done, RefusedError, Visit, day_of, office_of, options_of

_BETWEEN = "|"
"""Between folders in one field: no folder of an order has it in its name."""

_MOST_NAMED = 1000
_SENT = ("folders", "everyone", "groups", "devices", "begins", "due", "until", "reason")


def about_new(visit: Visit) -> str:
    """Return what the log says of the form, with the order whose reach is shown."""
    return _about(_possible(visit, visit.asked)) if visit.asked("due") else ""


def new_order(visit: Visit) -> Page:
    """Return the form for an order; with one in the address what would be signed, for whom, and the way to sign it."""
    office = office_of(visit)
    parts: list[Part] = []
    if visit.asked("due"):
        order = to_order(office, _ordered(visit, visit.asked), visit.sources.exact_key)
        parts += [Facts(say("要签的"), tuple(order_facts(order))), *_reach(visit, order),
                  Form("", NEW, tuple(Field(name, "", value, longest=0) for name, value in _sent(visit)),
                       say("到终端签名"))]
    parts.append(_form(visit, permitted_folders(office)))
    return Page(say("布置自查"), parts,
                say("签名后随规则发到电脑，电脑空闲时自己查，只报数目。原因、布置人、文件夹里不写代号和不公开的事。"))


def about_order(visit: Visit) -> str:
    """Return what the log says of an order that is handed to the terminal."""
    return said.joined(_about(_possible(visit, visit.given)), said.HANDED)


def give_order(visit: Visit) -> Done:
    """Hand an order to the terminal. Raises PublishError for one that could not be signed."""
    options, wanted, key = options_of(visit), _ordered(visit, visit.given), visit.sources.exact_key
    order = to_order(office_of(visit), wanted, key)
    words = say("布置自查：{folders}；给{whom}；{due} 以前做完；原因：{reason}", folders=listed(order.folders),
                whom=whom_words(order), due=last_day(order.due).isoformat(), reason=order.reason)
    return handed(visit, Errand(words, _about(wanted), lambda: inspect_orders.give(options, wanted, key)), PATH)


def about_withdrawal(visit: Visit) -> str:
    """Return what the log says of the end of an order, which can be signed. Raises RefusedError and PublishError."""
    reason = visit.given("reason")
    if not 0 < len(reason) <= LONGEST_REASON:
        raise RefusedError(say("撤回要写原因，最多 {count} 个字。", count=LONGEST_REASON))
    to_withdraw(office_of(visit), visit.number, reason, visit.sources.exact_key)
    return said.of_order_end(visit.number, reason)


def withdraw(visit: Visit) -> Done:
    """Hand the end of an order to the terminal."""
    options, reason, number, key = options_of(visit), visit.given("reason"), visit.number, visit.sources.exact_key
    words = say("撤回第 {number} 号自查，原因：{reason}", number=number, reason=reason)
    errand = Errand(words, about_withdrawal(visit), lambda: inspect_orders.withdraw(options, number, reason, key))
    return handed(visit, errand, f"{PATH}/{number}")


def _possible(visit: Visit, read: Callable[[str], str]) -> OrderTerms:
    """Return an order that could be signed: the words of one that is refused do not get into the log either."""
    wanted = _ordered(visit, read)
    to_order(office_of(visit), wanted, visit.sources.exact_key)
    return wanted


def _about(wanted: OrderTerms) -> str:
    whom = () if wanted.everyone else (*wanted.groups, *wanted.devices)
    return said.of_order(wanted.folders, whom, last_day(wanted.due).isoformat())


def _form(visit: Visit, permitted: Sequence[str]) -> Form:
    chosen = _folders(visit.asked)
    ticks = [Field(f"folder{place}", folder, folder, ticked=folder in chosen)
             for place, folder in enumerate(one for one in WELL_KNOWN if one in permitted)]
    others = [folder for folder in chosen if folder not in {one.value for one in ticks}]
    return Form(say("查什么、给谁"), NEW, (
        *ticks,
        Field("folders", say("其他文件夹，用 | 隔开，如 文档/报送"), _BETWEEN.join(others), longest=_MOST_NAMED,
              wide=True),
        Field("everyone", say("给谁"), visit.asked("everyone"), (("", say("这些组、电脑")), ("1", say("全部电脑")))),
        Field("groups", say("哪些组（科室），空格隔开"), visit.asked("groups"), longest=_MOST_NAMED),
        Field("devices", say("哪些电脑，空格隔开"), visit.asked("devices"), longest=_MOST_NAMED),
        Field("due", say("哪天以前做完"), visit.asked("due"), date=True, needed=True),
        Field("until", say("哪天截止（不写是再过 14 天）"), visit.asked("until"), date=True),
        Field("begins", say("哪天开始（不写是现在）"), visit.asked("begins"), date=True),
        Field("reason", say("原因，电脑的用户看得到"), visit.asked("reason"), longest=WORDS_LIMIT, wide=True,
              needed=True)), say("看会签什么"), reads=True)


def _ordered(visit: Visit, read: Callable[[str], str]) -> OrderTerms:
    """Return the order that an address or a form names. Raises RefusedError."""
    for name, words in (("due", say("哪天以前做完")), ("until", say("哪天截止")), ("begins", say("哪天开始"))):
        if read(name) or name == "due":
            day_of(words, read(name))
    times = Times.given(read("begins"), read("due"), read("until"))
    groups, devices, everyone = tuple(read("groups").split()), tuple(read("devices").split()), bool(read("everyone"))
    if everyone == bool(groups or devices):
        raise RefusedError(say("请写给哪些组、哪些电脑，或者选“全部电脑”，两样选一样。"))
    return OrderTerms(said.of_person(visit.doer.person), read("reason"), _folders(read), times.begins, times.due,
                   times.until, groups, devices, everyone)


def _folders(read: Callable[[str], str]) -> tuple[str, ...]:
    ticked = (read(f"folder{place}") for place in range(len(WELL_KNOWN)))
    written = (part.strip() for part in read("folders").split(_BETWEEN))
    return tuple(dict.fromkeys(filter(None, (*ticked, *written))))


def _sent(visit: Visit) -> Iterator[tuple[str, str]]:
    for name in _SENT:
        yield name, _BETWEEN.join(_folders(visit.asked)) if name == "folders" else visit.asked(name)


def _reach(visit: Visit, order: InspectionOrder) -> Iterator[Note]:
    """Yield how many computers of the unit an order is for, and what it names that the unit does not have."""
    computers = _computers(visit)
    reached = sum(order.addresses((one.unit,), (one.device,)) for one in computers)
    units, devices = {one.unit for one in computers}, {one.device.casefold() for one in computers}
    strange = [*(name for name in order.groups if name not in units),
               *(name for name in order.devices if name.casefold() not in devices)]
    if strange:
        yield Note(say("名册和报到过的电脑里没有：{names}。写错了就没有人收到；组名和科室名本来不一样的，请自己核对。",
                       names=listed(strange)), "hold", "▲")
    yield Note(say("对得上的电脑 {count} 台，共 {all} 台。", count=reached, all=len(computers)),
               "clear" if reached else "hold", "●" if reached else "■")


def _computers(visit: Visit) -> Sequence[Listed]:
    sources = visit.sources
    roster = read_roster(sources.roster) if sources.roster is not None else ()
    there = sources.store is not None and sources.store.exists()
    with closing(FleetStore(sources.store, reading=True) if there else FleetStore(None)) as store:
        return computers_of(store, roster)
