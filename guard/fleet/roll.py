"""Compares the unit's list of computers with those that reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from guard.fleet.figures import Computer
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

_DEVICE = ("电脑", "电脑名", "电脑名称", "计算机名", "计算机名称", "主机名", "设备")
_UNIT, _PERSON = ("科室", "部门", "单位"), ("使用人", "姓名", "负责人")
_HEADING_WITHIN = 10
"""Rows from the top that are searched for the headings; titles are above them."""
_PLAIN_TABLES = (".csv", ".tsv", ".txt")


class Found(StrEnum):
    """The result for a computer, the worst first."""

    NOT_INSTALLED = "没有安装"
    NOT_GUARDING = "装了没在看守"
    OLD_PACK = "规则旧"
    FINE = "正常"
    NOT_LISTED = "名册外"


class RosterError(SaidError):
    """The list cannot be read; the words say what to change."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One computer of the unit's list."""

    device: str
    unit: str
    person: str


@dataclass(frozen=True, slots=True)
class Called:
    """One line of the comparison. ``computer`` is None when it never reported."""

    listed: Listed
    found: Found
    computer: Computer | None = None


def read_roster(path: Path) -> tuple[Listed, ...]:
    """Return the computers of a workbook's first sheet: all below the row that names the columns. Raises RosterError.

    An empty cell of the 科室 column, as below a merged one, has the value of the cell above.
    """
    rows = [[_text(cell) for cell in row] for row in _rows(path)]
    found = ((number, _column(row, _DEVICE)) for number, row in enumerate(rows[:_HEADING_WITHIN]))
    at, device = next(((number, column) for number, column in found if column is not None), (0, None))
    if device is None:
        raise RosterError(sentence("roster.no-column", path=path, rows=_HEADING_WITHIN, name=_DEVICE[0],
                                   others="、".join(_DEVICE[1:])))
    unit, person = _column(rows[at], _UNIT), _column(rows[at], _PERSON)
    listed, above = [], ""
    for row in rows[at + 1:]:
        above = _cell(row, unit) or above
        if row[device]:
            listed.append(Listed(row[device], above, _cell(row, person)))
    return tuple(listed)


def _rows(path: Path) -> list[list[object]]:
    if path.suffix.lower() in _PLAIN_TABLES:
        raise RosterError(sentence("roster.plain-table", path=path, suffix=path.suffix))
    if not path.is_file():
        raise RosterError(sentence("roster.missing", path=path))
    try:
        rows: list[list[object]] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except PasswordError as error:
        raise RosterError(sentence("roster.locked", path=path)) from error
    except CalamineError as error:
        raise RosterError(sentence("roster.damaged", path=path)) from error
    except OSError as error:
        raise RosterError(sentence("roster.unreadable", path=path)) from error
    return rows


def _text(cell: object) -> str:
    """Return a cell as people see it: workbooks store a computer's number as a decimal one."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def _cell(row: Sequence[str], column: int | None) -> str:
    return "" if column is None else row[column]


def call_the_roll(roster: Sequence[Listed], computers: Sequence[Computer], now: float, quiet_days: float,
                  newest_pack: int) -> tuple[Called, ...]:
    """Return every computer of the list and every other that reported, the worst first; case does not matter."""
    known = {computer.device.casefold(): computer for computer in computers}
    called = []
    for listed in roster:
        computer = known.get(listed.device.casefold())
        called.append(Called(listed, _found(computer, now, quiet_days, newest_pack), computer))
    names = {listed.device.casefold() for listed in roster}
    called += [Called(Listed(computer.device, computer.unit, ""), Found.NOT_LISTED, computer)
               for name, computer in known.items() if name not in names]
    order = list(Found)
    return tuple(sorted(called, key=lambda one: (order.index(one.found), one.listed.unit, one.listed.device)))


def _found(computer: Computer | None, now: float, quiet_days: float, newest_pack: int) -> Found:
    if computer is None:
        return Found.NOT_INSTALLED
    if not computer.guards(now, quiet_days):
        return Found.NOT_GUARDING
    return Found.OLD_PACK if computer.pack < newest_pack else Found.FINE


def _column(heading: Sequence[str], names: Sequence[str]) -> int | None:
    return next((number for number, title in enumerate(heading) if "".join(title.split()) in names), None)
