"""Carries out `mishao inspect order|withdraw|list`: signs orders to inspect folders in a publishing folder."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from guard.core.inspection_order import InspectionOrder, OrderTerms, last_day
from guard.publish.office import Office
from guard.publish.ordering import order, withdraw_order
from ui.console.publish import PublishOptions, carried_out, moment_words, unsearched_words
from ui.console.shared_options import day_of

_DAYS_MORE = 14
"""Days between the day by which an order should be done and its end, when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Times:
    """When an order begins, should be done and ends, in seconds since the epoch."""

    begins: float
    due: float
    until: float

    @classmethod
    def given(cls, begins: str, due: str, until: str) -> Times:
        """Return the times that days as they were typed mean: an order begins with a day, and is due and ends with the
        end of one. Raises UsageError.
        """
        by = day_of("--due", due)
        last = day_of("--until", until) if until else by + timedelta(_DAYS_MORE)
        first = _seconds(day_of("--from", begins)) if begins else time.time()
        return cls(first, _seconds(by + timedelta(1)), _seconds(last + timedelta(1)))


def give(options: PublishOptions, wanted: OrderTerms, key: Path | None = None) -> int:
    """Sign and publish an order."""
    def do(office: Office, told: dict[str, object]) -> list[str]:
        made = order(office, wanted, key)
        told["order"] = msgspec.to_builtins(made)
        return [order_words(made),
                "同步 repository 以后，电脑下一次更新规则时收到。做得怎么样看 mishao fleet inspection。",
                *unsearched_words(office, key)]

    return carried_out(options, do)


def withdraw(options: PublishOptions, number: int, reason: str, key: Path | None = None) -> int:
    """Withdraw an order."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        withdraw_order(office, number, reason, key)
        return [f"已签名：第 {number} 号自查任务撤回。请马上同步 repository，正在查的电脑收到以后停下。",
                *unsearched_words(office, key)]

    return carried_out(options, do)


def show(options: PublishOptions) -> int:
    """Print every order, the newest first."""
    def do(office: Office, told: dict[str, object]) -> list[str]:
        orders = sorted(office.repository.index().orders, key=lambda one: -one.number)
        told["orders"] = msgspec.to_builtins(orders)
        return [order_words(one) for one in orders] or ["还没有布置过自查。"]

    return carried_out(options, do)


def order_words(one: InspectionOrder) -> str:
    """Return an order as one line."""
    state = f"；已撤回：{one.withdrawn}" if one.withdrawn else ""
    return (f"第 {one.number} 号自查：{'、'.join(one.folders)}；给{whom_words(one)}；{one.by}，{one.reason}；"
            f"{moment_words(one.begins)} 开始，{last_day(one.due)} 以前做完，{last_day(one.until)} 截止{state}")


def whom_words(one: InspectionOrder) -> str:
    """Return whom an order is for."""
    return "全部电脑" if one.everyone else "、".join((*(f"{group}组" for group in one.groups), *one.devices))


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day).astimezone().timestamp()
