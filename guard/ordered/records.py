"""Makes the records of an ordered inspection: how far it is, and counts of what was found; no name and no word."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.events import Event, EventKind
from guard.core.inspection_order import InspectionOrder, InspectionResult, Step, Tally
from guard.ordered.ledger import Taken

_MOST = 60
"""Kinds of places that one record lists at most: a value that leaves a computer has 500 characters."""


def key_of(order: InspectionOrder) -> str:
    """Return what records call an order: its number, and its id, which no other order has."""
    return f"{order.number}:{order.id}"


def step_record(taken: Taken, at: float) -> Event:
    """Return the record that a step was taken, with what explains it."""
    said = {"step": taken.step.value, "done": str(taken.done), "total": str(taken.total),
            "why": taken.reason or str(taken.why)}
    return _record(taken.order, at, {name: value for name, value in said.items() if value})


def result_records(order: InspectionOrder, result: InspectionResult, at: float) -> Iterator[Event]:
    """Yield what each rule found, and at last that the order is done."""
    for tally in result.tallies:
        yield _record(order, at, {"step": Step.FOUND.value, "found": found_words(tally)}, tally)
    counts = {"done": result.files, "total": result.files, "blocked": result.blocked, "warned": result.warned,
              "unread": result.unread, "missing": result.missing}
    yield _record(order, at, {"step": Step.DONE.value, **{name: str(count) for name, count in counts.items()}})


def found_words(tally: Tally) -> str:
    """Return how many files of which kind in which folder, as ``kind/folder:files``."""
    return ",".join(f"{place}:{count}" for place, count in tally.places[:_MOST])


def _record(order: InspectionOrder, at: float, said: dict[str, str], tally: Tally | None = None) -> Event:
    pairs = (("order", key_of(order)), *said.items())
    if tally is None:
        return Event(EventKind.INSPECTION, at, inspection=pairs)
    return Event(EventKind.INSPECTION, at, rules=(tally.rule,), count=tally.files, outcome=tally.action,
                 nature=tally.nature, inspection=pairs)
