"""Refuses to sign with a clock that is behind the last signature: what it signs would end too early on computers.

Versions of metadata are the seconds at which they were signed, which a repository tells again without any other record.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence

_TOLERATED_SECONDS = 3600
"""For a clock that was set right by some minutes, and for signatures of one second, each a version above the other."""


def refuse_behind(last: int, accepted: int) -> None:
    """Raise PublishError if the clock is behind ``last``, the version signed last, in seconds since the epoch.

    ``accepted`` is the last one that somebody said was signed with a clock that was ahead, 0 for none.
    """
    now = time.time()
    if last > max(now, accepted) + _TOLERATED_SECONDS:
        raise PublishError(sentence("publish.clock-behind", now=_minute(now), last=_minute(last)))


def _minute(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%Y-%m-%d %H:%M}"
