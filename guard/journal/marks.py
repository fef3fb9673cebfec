"""Reads from the journal when the screen was marked and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from guard.core.events import Event
from guard.core.screen_mark import MarkRecord, MarkSpan
from guard.journal.record import decode, event_of
from rules.model import Nature

_MOST = 1000
"""Spans that are returned at most, the newest."""

_ABOUT_MARKS = b'"reason":"mark'
"""In each line that is about a mark; decoding every line of a year would take seconds."""

_APART = 1.5
"""Seconds by which a span's beginning and the one that its end tells differ at most: an end tells whole seconds."""


def recorded_marks(path: Path, since: float) -> tuple[MarkSpan, ...]:
    """Return the spans that began after ``since`` (seconds since the epoch), in the order of their beginnings.

    Raises OSError. A journal that does not exist has none.
    """
    if not path.exists():
        return ()
    with path.open("rb") as file:
        events = [event for line in file if _ABOUT_MARKS in line and (event := _event(line)) is not None]
    return tuple(span for span in _spans(events) if span.began >= since)[-_MOST:]


def joined(recorded: Iterable[MarkSpan], still_open: Iterable[MarkSpan]) -> tuple[MarkSpan, ...]:
    """Return the recorded spans, newest first; what the guard knows of those that are not recorded as ended counts."""
    spans, known = list(recorded), tuple(still_open)
    for span in known:
        at = _nearest(spans, span.began, span.nature)
        if at is not None:
            del spans[at]
    return tuple(sorted((*spans, *known), key=lambda span: span.began, reverse=True))


def _event(line: bytes) -> Event | None:
    fields = decode(line.removesuffix(b"\n"))
    return event_of(fields) if fields is not None else None


def _spans(events: Iterable[Event]) -> list[MarkSpan]:
    spans: list[MarkSpan] = []
    for event in events:
        nature = next((nature for nature in Nature if nature.value == event.nature), None)
        if event.reason == MarkRecord.BEGUN:
            spans.append(MarkSpan(event.at, None, nature, not event.outcome))
        elif event.reason == MarkRecord.ENDED:
            began = event.at - event.count
            at = _nearest(spans, began, nature)
            if at is not None:
                spans[at] = replace(spans[at], ended=event.at)
    return spans


def _nearest(spans: Sequence[MarkSpan], began: float, nature: Nature | None) -> int | None:
    """Return which span without an end is the one that began then: two documents may be opened in the same second."""
    apart = {at: abs(span.began - began) for at, span in enumerate(spans)
             if span.ended is None and span.nature is nature}
    nearest = min(apart, key=lambda at: apart[at], default=None)
    return nearest if nearest is not None and apart[nearest] <= _APART else None
