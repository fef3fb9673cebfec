"""Computes what rules would do that are not enforced yet: on computers that only record, and rules on trial.

A rule is on trial where 科室规则 has it only record, or where it only records by itself. Computers of an earlier
version do not say which rule asked for what: of theirs each rule of a record counts with the outcome of the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guard.fleet.store import FleetStore

_UNIT = "COALESCE(NULLIF(unit, ''), '未写科室') AS unit"
_KEY = "device, chain, n, mark"
_JUDGED = "kind = 'judged' AND at >= ? AND at < ?"
TRIED = (
    f"SELECT {_KEY}, {_UNIT}, what, rule, action FROM records JOIN would USING({_KEY}) WHERE {_JUDGED} "  # noqa: S608
    f"UNION ALL SELECT {_KEY}, {_UNIT}, what, rule, outcome FROM records JOIN rules USING({_KEY}) WHERE {_JUDGED} "
    f"AND mode = '仅记录' AND outcome IN ('block', 'warn') "
    f"AND NOT EXISTS(SELECT 1 FROM would AS w WHERE (w.device, w.chain, w.n, w.mark) = "
    f"(records.device, records.chain, records.n, records.mark))")
"""One row per record and rule that asked for an action and did not get it; since and until are asked for twice."""

_GROUPED = f"SELECT rule, action, what, unit, device, COUNT(*) FROM ({TRIED}) GROUP BY 1, 2, 3, 4, 5"  # noqa: S608
_RECORDING = (f"SELECT DISTINCT {_UNIT}, device FROM records WHERE mode = '仅记录' AND at >= ? AND at < ?")  # noqa: S608
_STOPS, _ASKS = "block", "warn"


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What one rule would have done. ``records``: how often it found something where it only records by itself.

    ``busiest`` is the share of the computer with the most, 0 to 1: a rule with most of its finds on one is most often
    wrong about that one's work.
    """

    rule: str
    stops: int
    asks: int
    records: int
    computers: int
    busiest: float
    by_what: Mapping[str, int]
    """Finds by what the content was: text, picture, files; "" where the computer does not say it."""
    by_unit: Mapping[str, int]

    @property
    def finds(self) -> int:
        """How often it found something."""
        return self.stops + self.asks + self.records


@dataclass(frozen=True, slots=True)
class Trial:
    """Rules that were not enforced from ``since`` to ``until`` (since the epoch), the one with the most finds first.

    ``recording``: how many computers of each 科室 only recorded.
    """

    since: float
    until: float
    rules: tuple[RuleTrial, ...]
    recording: Mapping[str, int]

    @property
    def units(self) -> tuple[str, ...]:
        """The 科室 with finds or computers that only record, those with the most finds first."""
        finds = Counter[str](dict.fromkeys(self.recording, 0))
        for rule in self.rules:
            finds.update(rule.by_unit)
        return tuple(sorted(finds, key=lambda unit: (-finds[unit], unit)))


def trial(store: FleetStore, since: float, until: float) -> Trial:
    """Return what the rules would have done in a period, which begins with the first record where that is later: what a
    rule finds each week is counted by days of which there are records."""
    since = max(since, min(store.earliest(), until))
    period = (since, until) * 2
    finds = defaultdict[str, list[tuple[str, str, str, str, int]]](list)
    for rule, action, what, unit, device, count in store.ask(_GROUPED, period):
        finds[str(rule)].append((str(action), str(what or ""), str(unit), str(device), int(str(count))))
    rules = (_rule(rule, rows) for rule, rows in finds.items())
    recording = Counter(str(unit) for unit, _ in store.ask(_RECORDING, (since, until)))
    return Trial(since, until, tuple(sorted(rules, key=lambda one: (-one.finds, one.rule))), recording)


def _rule(rule: str, rows: Iterable[tuple[str, str, str, str, int]]) -> RuleTrial:
    actions, whats, units, devices = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for action, what, unit, device, count in rows:
        devices[device] += count
        actions[action] += count
        whats[what] += count
        units[unit] += count
    finds = actions.total()
    return RuleTrial(rule, actions[_STOPS], actions[_ASKS], finds - actions[_STOPS] - actions[_ASKS], len(devices),
                     max(devices.values()) / finds, whats, units)
