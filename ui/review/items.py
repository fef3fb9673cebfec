"""A Qt model of the held items: headings and items, changed in place so that selection and scroll position stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QItemSelection, QModelIndex, QPersistentModelIndex, Qt

from guard.core.masked_use import MaskedUse
from guard.core.model import CaseState, CaseSummary, Release
from guard.feedback.answers import Given
from ui.feedback.answer import row_words
from ui.guard_client.titles import Heading, Headings
from ui.i18n.dates import clock
from ui.i18n.say import listed, say
from ui.items.labels import outcome_word
from ui.kit.glyph_words import shape, shape_word
from ui.review.grouping import Entry, Group

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The Group or the CaseSummary of a row."""


class CaseModel(QAbstractListModel):
    """Rows in the given order; names come from the headings."""

    def __init__(self, headings: Headings) -> None:
        super().__init__()
        self._headings = headings
        self._entries: list[Entry] = []
        self._rows: dict[str, int] = {}
        self._going: frozenset[str] = frozenset()
        self._answers: Mapping[str, Given] = {}
        headings.arrived.connect(self._arrived)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows; only rows that differ from before are changed."""
        old, new = [_key(entry) for entry in self._entries], [_key(entry) for entry in entries]
        first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
                     min(len(old), len(new)))
        rest = next((at for at, (one, other) in enumerate(zip(reversed(old[first:]), reversed(new[first:]),
                                                              strict=False)) if one != other),
                    min(len(old), len(new)) - first)
        if len(old) > first + rest:
            self.beginRemoveRows(QModelIndex(), first, len(old) - rest - 1)
            del self._entries[first:len(old) - rest]
            self.endRemoveRows()
        if len(new) > first + rest:
            self.beginInsertRows(QModelIndex(), first, len(new) - rest - 1)
            self._entries[first:first] = entries[first:len(new) - rest]
            self.endInsertRows()
        self._entries = list(entries)
        self._rows = {entry.id: row for row, entry in enumerate(entries) if isinstance(entry, CaseSummary)}
        if entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def show_going(self, case_ids: frozenset[str]) -> None:
        """Show which items are about to be destroyed."""
        self._going = case_ids
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def show_answers(self, answers: Iterable[Given]) -> None:
        """Show what the 保密办 has answered about items, or that it was asked."""
        self._answers = {given.case: given for given in answers}
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def is_gone(self, summary: CaseSummary) -> bool:
        """Return whether an item is destroyed, or about to be."""
        return summary.state is CaseState.DESTROYED or summary.id in self._going

    def became(self, summary: CaseSummary) -> str:
        """Return what became of an item in a few words, or ""."""
        if summary.id in self._going:
            return say("马上销毁")
        given = self._answers.get(summary.id)
        if given is not None and summary.state is CaseState.HELD:
            return row_words(given)
        return became(summary, self._headings.known(summary.id))

    def index_of(self, case_id: str) -> QModelIndex:
        """Return the index of an item, or an invalid index."""
        row = self._rows.get(case_id)
        return QModelIndex() if row is None else self.index(row)

    def near(self, row: int) -> QModelIndex:
        """Return the item at a row or the nearest one after or before it, or an invalid index."""
        rows = sorted(self._rows.values(), key=lambda other: (abs(other - row), -other))
        return self.index(rows[0]) if rows else QModelIndex()

    def chosen(self, selection: QItemSelection) -> list[CaseSummary]:
        """Return the selected items in their order."""
        parts = (selection.at(number) for number in range(selection.count()))
        rows = sorted(row for part in parts for row in range(part.top(), part.bottom() + 1))
        entries = (self._entries[row] for row in rows if row < len(self._entries))
        return [entry for entry in entries if isinstance(entry, CaseSummary)]

    def entry(self, row: int) -> Entry:
        """Return a row."""
        return self._entries[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's entry, or the words a screen reader reads."""
        if not index.isValid():
            return None
        if role == ENTRY:
            return self._entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self._entries[index.row()])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags of a row: headings cannot be selected."""
        if index.isValid() and isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _words(self, entry: Entry) -> str:
        if isinstance(entry, Group):
            return entry.words
        heading = self._headings.known(entry.id)
        parts = (self._headings.title(entry), heading.beside() if heading else "", heading.program if heading else "",
                 clock(entry.opened_at), self.became(entry))
        return say("{state}：{title}", state=shape_word(shape(entry.outcome)), title=listed(filter(None, parts)))

    def _arrived(self, case_ids: frozenset[str]) -> None:
        rows = [self._rows[case_id] for case_id in case_ids if case_id in self._rows]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))


def became(summary: CaseSummary, heading: Heading | None) -> str:
    """Return what became of an item in a few words, or ""; ``heading`` as far as it is known."""
    if summary.state is CaseState.HELD and summary.release is Release.NEVER:
        return say("等保密办核对")
    return outcome_word(summary, heading.masked if heading else MaskedUse.NONE, heading.approver if heading else "")


def _key(entry: Entry) -> str:
    return f"group {entry.words}" if isinstance(entry, Group) else entry.id
