"""Lists the files of one copy that were stopped or not read, one per row. Evidence of a warning."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal

from guard.core.decide import outcome_of
from guard.core.model import Case, Judged, Kind, Outcome
from guard.core.people_found import NOTHING_FOUND
from ui.i18n.say import say
from ui.items.labels import NAME_LIMIT
from ui.items.naming import kind_and_count
from ui.kit.display_text import one_line
from ui.kit.glyph_words import shape
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, column, frame, label, ruled
from ui.warning.evidence import Evidence
from ui.warning.rows import LookRow

ROWS = 3
"""Most files shown; the rest is one line of words."""

_ORDER = (Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE)


@dataclass(frozen=True, slots=True)
class StoppedFile:
    """A file by its name, why it was stopped in a few words, and the state it is shown in."""

    name: str
    outcome: Outcome
    why: str


def stopped_files(case: Case) -> tuple[StoppedFile, ...]:
    """Return the files of a copy that were stopped or not read, the worst first; names and contents were judged."""
    if case.kind is not Kind.FILES:
        return ()
    worst: dict[str, StoppedFile] = {}
    for item in case.judged:
        outcome = outcome_of((item,))
        known = worst.get(item.name)
        if outcome is not Outcome.ALLOW and (known is None or _ORDER.index(outcome) < _ORDER.index(known.outcome)):
            worst[item.name] = StoppedFile(item.name, outcome, _why(item))
    return tuple(sorted(worst.values(), key=lambda file: _ORDER.index(file.outcome)))


class FilesEvidence(Evidence):
    """A row for each file."""

    look_wanted = Signal()

    def __init__(self, theme: Theme, files: tuple[StoppedFile, ...]) -> None:
        super().__init__()
        lines = [LookRow(theme, shape(file.outcome), one_line(file.name, NAME_LIMIT), Elided(file.why, "caption"), "",
                         self.look_wanted.emit) for file in files[:ROWS]]
        box = frame("sunken")
        rest = label(say("还有 {count} 个", count=len(files) - ROWS), "caption")
        rest.setContentsMargins(theme.px(44), theme.px(6), 0, theme.px(6))
        more = (rest,) if len(files) > ROWS else ()
        box.setLayout(column(theme, *ruled([*lines, *more]), spacing=0, margins=(0, 2, 0, 2)))
        self.setLayout(column(theme, box))


def _why(item: Judged) -> str:
    if item.verdict is None or outcome_of((item,)) is Outcome.UNREADABLE:
        return say("没读出文字")
    match = max(item.verdict.matches, key=lambda one: one.action.severity)
    found = item.verdict.explanation_of(match.rule)
    return kind_and_count(found.nature, found.category, NOTHING_FOUND, "") if found else say("先留着")
