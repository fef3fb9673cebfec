"""Computes a unit's figures from the collected records: computers, packs, held items, reported false alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from guard.core.events import EventKind
from guard.fleet.store import NOT_GUARDING, FleetStore
from guard.fleet.trial import TRIED

Counts = tuple[tuple[str, int], ...]
"""Names with their counts, the most frequent first."""

DAY_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Computer:
    """One computer according to its last record. ``seen_at``: since the epoch, 0 when its clock has always been ahead.

    ``missing`` counts record numbers that never arrived: lost, or
    removed; ``twice`` those of which two different records did: the end of its journal was replaced.
    """

    device: str
    unit: str
    seen_at: float
    pack: int
    label: str
    state: str
    mode: str
    missing: int
    twice: int = 0

    def guards(self, now: float, quiet_days: float) -> bool:
        """Tell whether it is guarding as far as is known: it reported recently, and did not say otherwise."""
        return now - self.seen_at < quiet_days * DAY_SECONDS and self.state not in NOT_GUARDING


@dataclass(frozen=True, slots=True)
class Alarm:
    """One feedback on a false alarm. ``number`` is what its user was given and what an answer names, "" from an older
    program or where 给出 does not leave the computers.
    """

    number: str
    device: str
    unit: str
    rule: str
    at: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts from ``since`` to ``until`` (since the epoch); ``computers`` as they last reported, whenever that was.

    ``would_…``: what would have been stopped, and was not: guard.fleet.trial; ``would_by_both``: by rule and 科室.

    ``alarms``: each feedback once, the newest first.
    """

    since: float
    until: float
    computers: tuple[Computer, ...]
    held_by_rule: Counts
    held_by_unit: Counts
    held_by_day: Counts
    alarms_by_rule: Counts
    would_by_rule: Counts
    would_by_unit: Counts
    would_by_both: tuple[tuple[str, str, int], ...]
    released: int
    destroyed: int
    refused_packs: Counts
    alarms: tuple[Alarm, ...] = ()

    @property
    def held(self) -> int:
        """How often something was held."""
        return sum(count for _, count in self.held_by_unit)

    @property
    def newest_pack(self) -> int:
        """The highest release number on any computer."""
        return max((computer.pack for computer in self.computers), default=0)

    def packs(self) -> Counts:
        """Return how many computers have which pack, the newest first."""
        found: dict[tuple[int, str], int] = {}
        for computer in self.computers:
            key = computer.pack, computer.label if computer.pack else ""
            found[key] = found.get(key, 0) + 1
        return tuple((f"第 {number} 号 {label}" if number else "程序自带的规则", count)
                     for (number, label), count in sorted(found.items(), reverse=True))

    def seen(self) -> Counts:
        """Return the number of computers by the time between their last record and ``until``."""
        bounds = (("一天以内", 1.0), ("一周以内", 7.0), ("一个月以内", 30.0), ("更久", float("inf")))
        days = [(self.until - computer.seen_at) / DAY_SECONDS for computer in self.computers]
        below = 0
        counts = []
        for words, bound in bounds:
            within = sum(day < bound for day in days)
            counts.append((words, within - below))
            below = within
        return tuple(counts)


_BY_RULE = ("SELECT rule, COUNT(*) FROM records JOIN rules USING(device, chain, n, mark) WHERE kind = ? AND at >= ? "
            "AND at < ? GROUP BY rule ORDER BY 2 DESC, 1")
_BY_UNIT = ("SELECT COALESCE(NULLIF(unit, ''), '未写科室'), COUNT(*) FROM records WHERE kind = ? AND at >= ? "
            "AND at < ? GROUP BY 1 ORDER BY 2 DESC, 1")
_STOPPED = f"FROM ({TRIED}) WHERE action IN ('block', 'warn')"
_WOULD_BY_RULE = f"SELECT rule, COUNT(*) {_STOPPED} GROUP BY 1 ORDER BY 2 DESC, 1"
_WOULD_BY_UNIT = (f"SELECT unit, COUNT(*) FROM (SELECT DISTINCT unit, device, chain, n, mark {_STOPPED}) "  # noqa: S608
                  "GROUP BY 1 ORDER BY 2 DESC, 1")
_WOULD_BY_BOTH = f"SELECT rule, unit, COUNT(*) {_STOPPED} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
_BY_DAY = ("SELECT strftime('%Y-%m-%d', at, 'unixepoch', 'localtime'), COUNT(*) FROM records WHERE kind = ? "
           "AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1")
_BY_DEVICE = ("SELECT device, COUNT(*) FROM records WHERE kind = ? AND at >= ? AND at < ? "
              "GROUP BY 1 ORDER BY 2 DESC, 1")
_ALARMS = (
    "SELECT answer, device, unit, COALESCE(GROUP_CONCAT(DISTINCT rule), ''), MIN(at) FROM records LEFT JOIN rules "
    "USING(device, chain, n, mark) WHERE kind = ? AND at >= ? AND at < ? "
    "GROUP BY CASE answer WHEN '' THEN device || chain || n || mark ELSE answer || device END ORDER BY 5 DESC")
_TOTAL = "SELECT 'all', COUNT(*) FROM records WHERE kind = ? AND at >= ? AND at < ?"


def figures(store: FleetStore, since: float, until: float) -> Figures:
    """Return the figures of a period."""
    def counts(question: str, kind: EventKind) -> Counts:
        return _counts(store.ask(question, (kind.value, since, until)))

    return Figures(
        since, until, _computers(store),
        held_by_rule=counts(_BY_RULE, EventKind.HELD),
        held_by_unit=counts(_BY_UNIT, EventKind.HELD),
        held_by_day=_every_day(counts(_BY_DAY, EventKind.HELD)),
        alarms_by_rule=counts(_BY_RULE, EventKind.FALSE_ALARM),
        released=dict(counts(_TOTAL, EventKind.RELEASED))["all"],
        destroyed=dict(counts(_TOTAL, EventKind.DESTROYED))["all"],
        would_by_rule=_counts(store.ask(_WOULD_BY_RULE, (since, until) * 2)),
        would_by_unit=_counts(store.ask(_WOULD_BY_UNIT, (since, until) * 2)),
        would_by_both=tuple((str(rule), str(unit), _whole(count)) for rule, unit, count in
                            store.ask(_WOULD_BY_BOTH, (since, until) * 2)),
        refused_packs=counts(_BY_DEVICE, EventKind.PACK_REFUSED),
        alarms=tuple(Alarm(str(number), str(device), str(unit), str(rule), float(str(at))) for number, device, unit,
                     rule, at in store.ask(_ALARMS, (EventKind.FALSE_ALARM.value, since, until))))


def checkpoint(store: FleetStore, device: str) -> tuple[int, str] | None:
    """Return up to which record a computer's journal is confirmed by a digest, and the digest, "" when none arrived.

    It is of the journal of its last record; None when it never reported. A digest is 64 hexadecimal digits.
    """
    found = store.ask("SELECT n + 1, CASE WHEN LENGTH(digest) = 64 AND digest NOT GLOB '*[^0-9a-fA-F]*' THEN digest "
                      "ELSE '' END AS known FROM records WHERE device=? AND chain=(SELECT chain FROM newest "
                      "WHERE device=?) ORDER BY known = '', n DESC LIMIT 1", (device, device))
    return (_whole(found[0][0]), str(found[0][1])) if found else None


def _every_day(counts: Counts) -> Counts:
    """Add the days between the first and the last that have no count."""
    if not counts:
        return ()
    known = dict(counts)
    first, last = date.fromisoformat(counts[0][0]), date.fromisoformat(counts[-1][0])
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple((day.isoformat(), known.get(day.isoformat(), 0)) for day in days)


def _computers(store: FleetStore) -> tuple[Computer, ...]:
    gaps = {device: _whole(missing) for device, missing in store.ask(
        "SELECT device, SUM(missing) FROM (SELECT device, MAX(n) - MIN(n) + 1 - COUNT(DISTINCT n) AS missing "
        "FROM records GROUP BY device, chain) GROUP BY device")}
    twice = {device: _whole(count) for device, count in store.ask(
        "SELECT device, COUNT(*) FROM (SELECT device FROM records WHERE chain <> '' AND digest <> '' "
        "GROUP BY device, chain, n HAVING COUNT(*) > 1) GROUP BY device")}
    rows = store.ask("SELECT device, unit, seen, pack, label, CASE kind WHEN 'stopped' THEN kind ELSE state END, mode "
                     "FROM newest ORDER BY device")
    return tuple(Computer(str(device), str(unit), float(str(at)), _whole(pack), str(label), str(state), str(mode),
                          gaps.get(device, 0), twice.get(device, 0))
                 for device, unit, at, pack, label, state, mode in rows)


def _counts(rows: Iterable[tuple[object, ...]]) -> Counts:
    return tuple((str(name), _whole(count)) for name, count in rows)


def _whole(value: object) -> int:
    return int(str(value))
