"""Exemptions of false alarms of 国家秘密: how a content is read out, and how long a signature over it may stand."""

from __future__ import annotations

from datetime import date, timedelta

from guard.authorisation.groups import grouped, read
from rules.exempted import MARK_BYTES

LONGEST_DAYS = 366
"""Marked content is not exempted for ever."""

_GROUP = 4


def content_code(mark: str) -> str:
    """Return the digest of a content as it is read out, each group with its check character."""
    return " ".join(grouped(bytes.fromhex(mark), _GROUP))


def read_content_code(untrusted_code: str) -> str:
    """Return the digest that was read out. Raises guard.authorisation.groups.CodeError."""
    return read(untrusted_code, MARK_BYTES, _GROUP).hex()


def objection(until: date, today: date) -> str:
    """Return why no exemption is signed that ends on this day, "" when it may be."""
    if until < today:
        return f"已经在 {until} 到期，请删去这一条，或者重新核对后改“截止”"
    if until > today + timedelta(LONGEST_DAYS):
        return f"截止 {until} 太远，最长一年，到期前重新核对一次"
    return ""
