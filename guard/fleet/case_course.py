"""Tells from a case's history what the case was at an earlier moment, and whether it is now what its history tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guard.fleet.case_kinds import CLOSED, CaseState
from guard.fleet.case_lines import Changed, Done, changed
from guard.fleet.case_store import CaseStore, OfficeCase


@dataclass(frozen=True, slots=True)
class Course:
    """A case as it was since each moment at which something was done, the oldest first. State, owner, due day and count
    are of then; what its records say besides is of now."""

    steps: Sequence[tuple[float, OfficeCase]]

    def before(self, moment: float) -> OfficeCase | None:
        """Return the case as it was just before a moment, None before it was made."""
        return next((case for at, case in reversed(self.steps) if at < moment), None)

    def was_open(self, since: float, until: float) -> bool:
        """Return whether it was open at some time from one moment to another."""
        first = self.before(since)
        return (first is not None and first.state not in CLOSED) or any(
            since <= at < until and case.state not in CLOSED for at, case in self.steps)

    def open_seconds(self, until: float) -> float:
        """Return how long it was open before a moment."""
        ends = (*(at for at, _ in self.steps[1:]), until)
        return sum(max(0.0, min(end, until) - at) for (at, case), end in zip(self.steps, ends, strict=True)
                   if case.state not in CLOSED)


def course(case: OfficeCase, history: Iterable[Done]) -> Course:
    """Return what became of a case by the lines of its history."""
    lines = [(done.at, changed(done.words)) for done in history]
    due = next((change.before for _, change in lines if change.before is not None), case.due)
    known = replace(case, state=CaseState.OPEN, owner="", due=due, closed=0.0)
    steps = [(case.opened, known)]
    for at, change in lines:
        known = _after(known, change, at)
        steps.append((at, known))
    return Course(steps)


def is_whole(store: CaseStore) -> bool:
    """Return whether no line of a history was changed or taken out, and every case is what its lines tell."""
    lines = defaultdict[int, list[Done]](list)
    for done in store.history():
        lines[done.number].append(done)
    return store.history_is_whole() and all(_is_told(case, lines[case.number]) for case in store.all())


def _is_told(case: OfficeCase, history: Iterable[Done]) -> bool:
    _, told = course(case, history).steps[-1]
    return ((told.state, told.owner, told.due, told.count, told.closed)
            == (case.state, case.owner, case.due, case.count, case.closed))


def _after(case: OfficeCase, change: Changed, at: float) -> OfficeCase:
    state = case.state if change.state is None else change.state
    closed = 0.0 if state not in CLOSED else case.closed if case.state in CLOSED else at
    return replace(case, state=state, closed=closed, count=case.count if change.count is None else change.count,
                   owner=case.owner if change.owner is None else change.owner, due=change.due or case.due)
