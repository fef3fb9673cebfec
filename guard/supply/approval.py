"""How long what the 保密办 has approved may stand: an exemption, or a rule that is milder in one 科室."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_DAYS = 366
"""Nothing is approved for ever: somebody looks again once a year."""


def objection(until: date, today: date) -> str:
    """Return why nothing is signed that ends on this day, "" when it may be."""
    if until < today:
        return f"已经在 {until} 到期，请删去这一条，或者重新核对后改“截止”"
    if until > today + timedelta(LONGEST_DAYS):
        return f"截止 {until} 太远，最长一年，到期前重新核对一次"
    return ""
