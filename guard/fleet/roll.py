"""Calling the roll: the unit's list of computers against those that spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from guard.fleet.figures import Computer

_DEVICE, _UNIT, _PERSON = ("电脑", "电脑名", "计算机名", "设备"), ("科室", "部门", "单位"), ("使用人", "姓名", "负责人")


class Found(StrEnum):
    """What became of a computer, the worst first."""

    NOT_INSTALLED = "没有安装"
    NOT_GUARDING = "装了没在看守"
    OLD_PACK = "规则旧"
    FINE = "正常"
    NOT_LISTED = "名册外"


class RosterError(Exception):
    """The list cannot be read; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One computer of the unit's list."""

    device: str
    unit: str
    person: str


@dataclass(frozen=True, slots=True)
class Called:
    """One line of the roll. ``computer`` is None when it never spoke."""

    listed: Listed
    found: Found
    computer: Computer | None = None


def read_roster(path: Path) -> tuple[Listed, ...]:
    """Return the computers of a workbook's first sheet, whose first row names the columns. Raises RosterError."""
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError) as error:
        raise RosterError(f"{path}：名册读不出来，请给一个 xlsx、xls 或 ods 文件。") from error
    heading = [str(cell).strip() for cell in rows[0]] if rows else []
    device, unit, person = (_column(heading, names) for names in (_DEVICE, _UNIT, _PERSON))
    if device is None:
        raise RosterError(f"{path}：第一行没有“{_DEVICE[0]}”这一列。电脑名写计算机名，与上报的一致。")

    def cell(row: Sequence[object], column: int | None) -> str:
        return "" if column is None else str(row[column]).strip()

    return tuple(Listed(cell(row, device), cell(row, unit), cell(row, person)) for row in rows[1:] if cell(row, device))


def call_the_roll(roster: Sequence[Listed], computers: Sequence[Computer], now: float, quiet_days: float,
                  newest_pack: int) -> tuple[Called, ...]:
    """Return every computer of the list and every other that spoke, the worst first; case does not matter."""
    known = {computer.device.casefold(): computer for computer in computers}
    called = []
    for listed in roster:
        computer = known.pop(listed.device.casefold(), None)
        called.append(Called(listed, _found(computer, now, quiet_days, newest_pack), computer))
    called += [Called(Listed(computer.device, computer.unit, ""), Found.NOT_LISTED, computer)
               for computer in known.values()]
    order = list(Found)
    return tuple(sorted(called, key=lambda one: (order.index(one.found), one.listed.unit, one.listed.device)))


def _found(computer: Computer | None, now: float, quiet_days: float, newest_pack: int) -> Found:
    if computer is None:
        return Found.NOT_INSTALLED
    if not computer.guards(now, quiet_days):
        return Found.NOT_GUARDING
    return Found.OLD_PACK if computer.pack < newest_pack else Found.FINE


def _column(heading: Sequence[str], names: Sequence[str]) -> int | None:
    return next((number for number, title in enumerate(heading) if title in names), None)
