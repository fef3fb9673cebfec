"""Marks the fields of a form whose values cannot be as they are, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from rules.schema.problem import Place, Problem
from ui.kit.sentences import told

Faults = Mapping[Place, str]
"""Why a value cannot be as it is, by its place inside a rule."""


def faults_of(problems: Sequence[Problem], number: int) -> Faults:
    """Return the faults of one rule of a pack, counted from 0."""
    found: dict[Place, str] = {}
    for problem in problems:
        if problem.place[:2] == ("规则", number):
            found.setdefault(problem.place[2:], told(problem.message))
    return found


def mark(faults: Faults, field: QWidget, places: Iterable[Place]) -> None:
    """Mark a field when a fault is at or below one of these places, and say why; unmark it otherwise."""
    starts = tuple(places)
    why = next((words for place, words in faults.items() if any(place[:len(start)] == start for start in starts)), "")
    if bool(field.property("fault")) == bool(why) and field.toolTip() == why:
        return
    if not field.property("fault"):
        field.setProperty("described", field.accessibleDescription())
    field.setProperty("fault", bool(why))
    field.setToolTip(why)
    field.setAccessibleDescription(why or field.property("described") or "")
    field.style().unpolish(field)
    field.style().polish(field)
