"""Gives a reader at the lowest priority more time by the clock, as long as it has not had its seconds of a processor.

Beside a program that wants a whole processor it gets a 68th of it where sessions are not scheduled as groups (sched(7):
weights of 15 and 1,024): half a second of work, which a start is, takes 34 s. Ended by the clock, it would begin anew
each time and never get ready on a busy computer; and a page that it stops by the clock is read in part.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from guard.platform.proc import processor_seconds


def more(pid: int, seconds: float, patience: float) -> Callable[[], float]:
    """Return what tells, at the end of a time, how many seconds longer a process is given; 0.0 for none.

    It is given ``seconds`` of a processor from now on, but at most ``patience`` times as many by the clock. Where the
    system does not tell what a process has had, it is given no more.
    """
    begun, had = time.monotonic(), processor_seconds(pid)

    def left() -> float:
        has = processor_seconds(pid)
        if has is None or had is None:
            return 0.0
        return max(0.0, min(seconds - (has - had), patience * seconds - (time.monotonic() - begun)))

    return left


def clock(patience: float) -> Callable[[], float]:
    """Return the clock of one reading, which counts from now on: what ``more`` gives, seen by the reader itself.

    It counts the seconds in which this process and its ended children had a processor, but never more of them than have
    passed, and at least one per ``patience`` seconds of elapsed time. Without patience it is time.monotonic.
    """
    if not patience:
        return time.monotonic
    begun, had = time.monotonic(), _had()

    def seconds() -> float:
        passed = time.monotonic() - begun
        return max(min(passed, _had() - had), passed / patience)

    return seconds


def _had() -> float:
    return sum(os.times()[:4])
