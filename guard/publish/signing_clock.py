"""Refuses to sign with a clock that is behind the last signature: what it signs would end too early on computers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence

_TOLERATED_SECONDS = 3600
"""For a clock that was set right by some minutes."""


def refuse_behind(last: float) -> None:
    """Raise PublishError if the clock is behind the last signature, in seconds since the epoch."""
    now = time.time()
    if last > now + _TOLERATED_SECONDS:
        raise PublishError(sentence("publish.clock-behind", now=_minute(now), last=_minute(last)))


def _minute(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%Y-%m-%d %H:%M}"
