"""Writes what the program puts down in a case's history, and reads of such a line what it changed in the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from guard.fleet.case_kinds import CaseKind, CaseState

_NOBODY = "没有"
_STATES = "|".join(CaseState)
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORMS = tuple(re.compile(form, re.DOTALL) for form in (
    r"新建：.+，(?P<count>[0-9]{1,15}) 次", r"又有记录，共 (?P<count>[0-9]{1,15}) 次(?P<again>，重新打开)?",
    r"反馈已答复：(?P<answer>.*)", r"负责人：.* → (?P<owner>.*)", rf"期限：(?P<before>{_DAY}) → (?P<due>{_DAY})",
    rf"状态：(?:{_STATES}) → (?P<state>{_STATES})"))


@dataclass(frozen=True, slots=True)
class Done:
    """One line of a case's history."""

    number: int
    at: float
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a line changed in its case; None stayed as it was. ``before``: the day on which it was due till then."""

    count: int | None = None
    state: CaseState | None = None
    owner: str | None = None
    due: date | None = None
    before: date | None = None


def made(kind: CaseKind, count: int) -> str:
    """Return the words for a new case."""
    return f"新建：{kind.value}，{count} 次"


def more(count: int, opens: bool) -> str:
    """Return the words for a case that has more records, which may open it again."""
    return f"又有记录，共 {count} 次" + ("，重新打开" if opens else "")


def answered(answer: str) -> str:
    """Return the words for a feedback that was answered, which closes its case."""
    return f"反馈已答复：{answer}"


def owner_changed(before: str, after: str) -> str:
    """Return the words for another owner."""
    return f"负责人：{before or _NOBODY} → {after or _NOBODY}"


def is_read_back(owner: str) -> bool:
    """Tell whether the words for a new owner are read as this owner: not 没有, nor with the arrow of a change."""
    return changed(owner_changed("", owner)).owner == owner


def due_changed(before: date, after: date) -> str:
    """Return the words for another day on which a case is due."""
    return f"期限：{before} → {after}"


def state_changed(before: CaseState, after: CaseState) -> str:
    """Return the words for another state."""
    return f"状态：{before.value} → {after.value}"


def noted(note: str) -> str:
    """Return the words for what a person wrote, which are never those of a change."""
    return f"经过：{note}" if any(form.fullmatch(note) for form in _FORMS) else note


def changed(words: str) -> Changed:
    """Return what a line changed in its case."""
    parts = next((found.groupdict() for form in _FORMS if (found := form.fullmatch(words))), {})
    state = (CaseState(parts["state"]) if "state" in parts else CaseState.DONE if "answer" in parts
             else CaseState.OPEN if parts.get("again") else None)
    owner = parts.get("owner")
    try:
        due, before = (date.fromisoformat(parts[name]) if name in parts else None for name in ("due", "before"))
    except ValueError:  # no day: the history was changed
        return Changed()
    return Changed(int(parts["count"]) if "count" in parts else None, state, "" if owner == _NOBODY else owner, due,
                   before)
