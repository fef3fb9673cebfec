"""Builds the sample of the first run: 演示样例，非国家秘密.

It is put together when it is needed, so that no file of the program contains a plain mark that an inspection's scan
for words would report.
"""

from __future__ import annotations

STAR = chr(0x2605)
"""The character between a mark and its term."""


def sample_lines() -> tuple[str, str, str]:
    """Return the sample, line by line."""
    return STAR.join(("机密", "5年")), "关于开展应急演练的通知", "（演示样例，非国家秘密）"
