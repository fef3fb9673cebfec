"""Finds in the collected records what somebody of the office has to look into: one occasion for each case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from guard.core.events import EventKind
from guard.fleet.case_kinds import CaseKind
from guard.fleet.store import FleetStore

REPEATED = 5
"""How often one rule holds something on one computer in a week of the calendar until somebody has to look into it. The
weeks are those of the calendar so that it does not depend on the days that are read which records make a case."""

_WHOLE = 8 * 86_400.0
"""Seconds before a moment in which the day and the week of that moment begin, also where clocks were put forward."""

_FIRST = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
"""Before this no program of ours has recorded anything."""

_REASONS, _LONGEST = 5, 200
_NOT_TYPED = ("授权码", "今天已经答复过")
"""Reasons of a release that the program writes: the office has agreed to it, or the user has given one already."""

_ROWS = ("SELECT chain, device, n || mark, unit, at, answer, reason, rule FROM records LEFT JOIN rules "
         "USING(device, chain, n, mark) WHERE kind = ? AND at >= ? AND at < ? ORDER BY at")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a case is about, without content. ``key`` is the same whenever the same records are read again, also after
    the computer was renamed. ``told``: reasons that users typed, or the number of a feedback.
    """

    key: str
    kind: CaseKind
    device: str
    unit: str
    rules: tuple[str, ...]
    first: float
    last: float
    count: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    chain: str
    device: str
    record: str
    unit: str
    at: float
    answer: str
    reason: str
    rule: str

    @property
    def day(self) -> str:
        return datetime.fromtimestamp(self.at).astimezone().date().isoformat()

    @property
    def week(self) -> str:
        year, week, _ = datetime.fromtimestamp(self.at).astimezone().isocalendar()
        return f"{year}-{week:02}"


def occasions(store: FleetStore, since: float, until: float, secret: Collection[str],
              repeated: int = REPEATED) -> tuple[Occasion, ...]:
    """Return what has to be looked into: of each computer what was held as 国家秘密 on a day, a rule that held
    ``repeated`` times in a week, what was let out for a reason on a day, and each feedback on a false alarm. ``secret``
    are the ids of the rules that protect 国家秘密. An occasion with a record after ``since`` is counted whole, wherever
    ``since`` cuts its day or week."""
    held = tuple(_rows(store, EventKind.HELD, since - _WHOLE, until))
    released = [row for row in _rows(store, EventKind.RELEASED, since - _WHOLE, until) if row.reason not in _NOT_TYPED]
    alarms = _rows(store, EventKind.FALSE_ALARM, 0.0, until)
    found = (
        *_grouped(CaseKind.SECRET, [(row.day, row) for row in held if row.rule in secret]),
        *(one for one in _grouped(CaseKind.REPEATED, [(f"{row.rule}/{row.week}", row) for row in held
                                                      if row.rule and row.rule not in secret])
          if one.count >= repeated),
        *_grouped(CaseKind.RELEASED, [(f"{row.rule}/{row.day}", row) for row in released]),
        *_grouped(CaseKind.FEEDBACK, [(row.answer or f"{row.rule}/{row.day}", row) for row in alarms]))
    return tuple(one for one in found if one.last >= since)


def misdated(store: FleetStore, now: float, secret: Collection[str]) -> tuple[str, ...]:
    """Return the computers with records of what has to be looked into whose times cannot be: their clocks are wrong."""
    rows = [(kind, row) for kind in (EventKind.HELD, EventKind.RELEASED, EventKind.FALSE_ALARM)
            for since, until in ((float("-inf"), _FIRST), (now, float("inf")))
            for row in _rows(store, kind, since, until)]
    return tuple(sorted({row.device for kind, row in rows if kind is not EventKind.HELD or row.rule in secret}))


def _rows(store: FleetStore, kind: EventKind, since: float, until: float) -> Iterator[_Row]:
    for chain, device, record, unit, at, answer, reason, rule in store.ask(_ROWS, (kind.value, since, until)):
        yield _Row(str(chain or device), str(device), str(record), str(unit or ""), float(str(at)),
                   str(answer or ""), str(reason or ""), str(rule or ""))


def _grouped(kind: CaseKind, rows: Sequence[tuple[str, _Row]]) -> Iterator[Occasion]:
    groups = defaultdict[str, list[_Row]](list)
    for what, row in rows:
        groups[f"{kind.name.lower()}/{row.chain}/{what}"].append(row)
    for key, some in groups.items():
        last = some[-1]
        told = (row.answer if kind is CaseKind.FEEDBACK else row.reason for row in some)
        yield Occasion(key, kind, last.device, last.unit, tuple(sorted({row.rule for row in some if row.rule})),
                       some[0].at, last.at, len({(row.device, row.record) for row in some}), _shortened(told))


def _shortened(told: Iterator[str]) -> str:
    """Return different reasons in one line, with … where some, or the end of one, were left out."""
    reasons = list(dict.fromkeys(filter(None, told)))
    words = "；".join([*reasons[:_REASONS], *(["…"] if len(reasons) > _REASONS else [])])
    return words if len(words) <= _LONGEST else words[:_LONGEST - 1] + "…"
