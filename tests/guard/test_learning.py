"""Tests which programs asked for flagged content, from the records of the journal."""

from __future__ import annotations

from guard.core.events import Event, EventKind
from guard.journal.askers import Learned, learned


def served(program: str, answer: str, at: float) -> Event:
    return Event(EventKind.SERVED, at, case="a", destination=program, answer=answer, reason=f"/opt/{program}")


def test_programs_are_counted_by_what_they_got_the_most_frequent_first() -> None:
    events = [served("oa", "original", 5.0), served("wechat", "notice", 6.0), served("oa", "original", 9.0),
              served("oa", "notice", 7.0), Event(EventKind.JUDGED, 8.0, case="a"), Event(EventKind.STARTED, 1.0)]
    assert learned(events) == (Learned("oa", "/opt/oa", given=2, refused=1, last=9.0),
                               Learned("wechat", "/opt/wechat", given=0, refused=1, last=6.0))


def test_nobody_has_asked_yet() -> None:
    assert learned([Event(EventKind.STARTED, 1.0)]) == ()
