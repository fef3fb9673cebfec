"""Words times and days in the language of the windows."""

from __future__ import annotations

import time
from datetime import date, datetime

from ui.i18n.say import say


def clock(at: float) -> str:
    """Return the local time of day of ``at`` (seconds since the epoch)."""
    return time.strftime("%H:%M", time.localtime(at))


def month_title(number: int) -> str:
    """Return a month, 1 to 12, as a heading."""
    return say("{month} 月", month=_month(number))


def date_words(of: date) -> str:
    """Return a day of the year: 12 月 1 日."""
    return say("{month} 月 {day} 日", month=_month(of.month), day=of.day)


def _month(number: int) -> str:
    return say("1 2 3 4 5 6 7 8 9 10 11 12").split()[number - 1]


def day(at: float, now: float) -> str:
    """Return the day of ``at`` as a heading: 今天 · 11 月 24 日."""
    then, today = datetime.fromtimestamp(at).astimezone().date(), datetime.fromtimestamp(now).astimezone().date()
    words = date_words(then)
    apart = (today - then).days
    if apart == 0:
        return say("今天 · {date}", date=words)
    if apart == 1:
        return say("昨天 · {date}", date=words)
    return words if then.year == today.year else say("{year} 年 {date}", year=then.year, date=words)


def when(at: float, now: float) -> str:
    """Return the time of day for today, else the day alone: 昨天, 11 月 20 日."""
    first = day(at, now).split(" · ")[0]
    return clock(at) if first == day(now, now).split(" · ")[0] else first


def clock_and_day(at: float, now: float) -> str:
    """Return the time of day, after the date where that is not today's: 16:20, 11 月 20 日 16:20."""
    then = day(at, now).split(" · ")[-1]
    return clock(at) if then == day(now, now).split(" · ")[-1] else f"{then} {clock(at)}"


def ago(at: float, now: float) -> str:
    """Return how long ago ``at`` was: 刚刚, 2 分钟前, else the time of day, or the day of another one."""
    minutes = int((now - at) // 60)
    if minutes < 1:
        return say("刚刚")
    return say("{minutes} 分钟前", minutes=minutes) if minutes < 60 else when(at, now)
