"""Holds what several commands share: options, time arguments, and usage errors."""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[Path | None, typer.Option("--home", help="所有文件都写到这个目录下", show_default=False)]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="补充配置（TOML，只会更严）", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，每行一个对象")]

ExactKeyOption = Annotated[Path | None, typer.Option(
    "--exact-key", help="名单密钥 exact.key：核对写的话里有没有规则包里散列的代号", show_default=False)]

YEARS = range(2000, 2101)
"""Years of which a day that somebody types can be meant; outside is a slip, or more than a clock can say."""

_DAYS = re.compile(r"(\d{1,5})(?:d|天)")


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why."""


def since_seconds(words: str | None) -> float:
    """Return the time given as ``--since``, in seconds since the epoch; 0 without one. Raises UsageError, also for a
    time to come.
    """
    if words is None:
        return 0.0
    days = _DAYS.fullmatch(words)
    if days is not None:
        return time.time() - int(days[1]) * 86400
    try:
        since = datetime.fromisoformat(words).astimezone().timestamp()
    except ValueError:
        raise UsageError(f"--since 看不懂“{words}”，请写成 2026-11-01 或 7d（最近 7 天）。") from None
    if since > time.time():
        raise UsageError(f"--since 写的是以后的日子：{words}。请写过去的一天，比如 7d（最近 7 天）。")
    return since


def day_of(option: str, written: str) -> date:
    """Return a day written as 2026-12-05. Raises UsageError."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{option} 看不懂“{written}”，请写成 2026-12-05。") from None
    if day.year not in YEARS:
        raise UsageError(f"{option} 写的是 {day.year} 年，太早或者太晚。请检查年份，写成 2026-12-05。")
    return day


def is_there(path: Path) -> bool:
    """Return whether something exists at a typed path; False where no file can be, such as at one that is too long."""
    try:
        return path.exists()
    except OSError:
        return False


def guard_socket(home: Path | None) -> Path:
    """Return where the guard with this home listens."""
    from guard.platform.paths import Paths

    return Paths.choose(home).socket
