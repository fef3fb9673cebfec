"""Computes figures of a judgement: found, wrong, exact, each with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.model import Action, Verdict
from tests.learning.material import Learnable
from tests.support.intervals import interval


@dataclass(frozen=True, slots=True)
class Judged:
    """A text and its result; None means that it may be sent."""

    text: Learnable
    action: Action | None

    @property
    def held(self) -> bool:
        """Whether it was asked about or blocked."""
        return self.action is not None


def action_of(verdict: Verdict) -> Action | None:
    """Return the action of a verdict on a text, None when it may be sent."""
    return verdict.action if verdict.action.severity >= Action.WARN.severity else None


def share(part: int, whole: int) -> str:
    """Return a share in percent with its 95 % interval (Wilson 1927)."""
    if not whole:
        return "–"
    low, high = interval(part, whole)
    return f"{part / whole:.1%} ({low:.1%}–{high:.1%})"


def row(name: str, some: Sequence[Judged]) -> str:
    """Return one line of a table: how much was found, how much of it exactly, and how much was wrong."""
    must = [one for one in some if one.text.action is not None]
    may = [one for one in some if one.text.action is None]
    return "| " + " | ".join((
        name, str(len(must)), share(sum(one.held for one in must), len(must)),
        share(sum(one.action == one.text.action for one in must), len(must)),
        str(len(may)), share(sum(one.held for one in may), len(may)))) + " |"


def table(title: str, parts: Iterable[tuple[str, Sequence[Judged]]]) -> list[str]:
    """Return a table with a row per part."""
    return [f"| {title} | must be stopped | found | the exact action | may go out | wrong |",
            "|---|---|---|---|---|---|",
            *(row(name, some) for name, some in parts if some), ""]


def by(some: Sequence[Judged], kinds: Iterable[str], of: dict[str, str] | None = None,
       attribute: str = "kind") -> list[tuple[str, list[Judged]]]:
    """Divide judged texts by an attribute of the text."""
    names = of or {}
    return [(names.get(kind, kind), [one for one in some if getattr(one.text, attribute) == kind]) for kind in kinds]
