"""Says in one line whom the office called, and what was agreed until when."""

from __future__ import annotations

from datetime import date

from guard.fleet.calls import Call, Matter, Topic


def call_words(call: Call | None, today: date) -> str:
    """Return the newest call about something, "" for none; a day that has passed is marked."""
    if call is None:
        return ""
    called = f"已催 {day_words(call.day, today)} {call.whom}"
    if call.until is None:
        return f"{called}，没有约定"
    return f"{called}，约定 {day_words(call.until, today)} 前" + ("，已过" if call.passed(today) else "")


def day_words(day: date, today: date) -> str:
    """Return a day without its year where that is the one of today."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def matter_words(matter: Matter) -> str:
    """Return what is open, without how."""
    return f"第 {matter.number} 号自查" if matter.topic is Topic.INSPECTION else matter.topic.value


def call_facts(call: Call | None) -> dict[str, object] | None:
    """Return a call as programs read it."""
    if call is None:
        return None
    return {"number": call.number, "at": call.at, "by": call.by, "day": call.day.isoformat(), "whom": call.whom,
            "way": call.way.value, "agreed": call.agreed, "until": call.until.isoformat() if call.until else None,
            "about": [{"device": one.device, "what": one.matter.topic.value, "number": one.matter.number}
                      for one in call.about]}
