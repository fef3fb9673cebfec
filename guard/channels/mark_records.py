"""Records in the journal when the screen was marked and why: nature and times, never which file.

A mark that no tray says it has drawn is none: GNOME on Wayland lets no program draw it, and without a tray nobody does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from guard.core.events import Event, EventKind
from guard.core.model import Outcome
from guard.core.ports import Sink
from guard.core.screen_mark import MarkRecord, MarkSpan
from guard.journal.marks import joined, recorded_marks
from rules.model import Nature

AGAIN_SECONDS = 600.0
"""A file that is shown again within this time continues its span, so that the journal is not filled by tabs."""

ALWAYS = ""
"""Stands for the digest of a file where the policy always wants a mark."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A span that is not recorded as ended yet. ``gone``: when the file was no longer shown, None while it is."""

    began: float
    nature: Nature | None
    gone: float | None = None


class MarkRecords:
    """Safe for several threads. ``journal`` is the file that ``sink`` writes to, None where there is none; ``tray``
    returns whether a tray listens; ``tell`` is told whether the mark is there. ``now`` is the wall clock in seconds.
    """

    def __init__(self, sink: Sink, journal: Path | None, tray: Callable[[], bool], tell: Callable[[bool], None],
                 now: Callable[[], float] = time.time) -> None:
        self._sink = sink
        self._journal = journal
        self._tray = tray
        self._tell = tell
        self._now = now
        self._lock = Lock()
        self._open: dict[str, _Open] = {}
        self._wanted: Mapping[str, Nature | None] = {}
        self._drawn = False

    def shown(self, files: Mapping[str, Nature | None]) -> None:
        """Take the files for which there is to be a mark now: digest and nature. Records what has begun, and what ended
        a while ago. The next mark is to be reported anew.
        """
        with self._lock:
            self._wanted = files
            self._drawn = self._drawn and bool(files)
            there = self._take()
        self._tell(there)

    def drawn(self, drawn: bool) -> None:
        """Take that a tray has drawn the mark, or could not."""
        with self._lock:
            self._drawn = drawn and bool(self._wanted)
            there = self._take()
        self._tell(there)

    def close(self) -> None:
        """Record the end of every span: the guard ends, and the mark with it."""
        now = self._now()
        with self._lock:
            for digest, span in list(self._open.items()):
                self._open[digest] = replace(span, gone=span.gone or now)
                self._end(digest)

    def history(self, since: float) -> tuple[MarkSpan, ...]:
        """Return the spans that began after ``since``, newest first. Raises OSError when the journal cannot be read."""
        with self._lock:
            recorded = recorded_marks(self._journal, since) if self._journal is not None else ()
            return joined(recorded, self._spans())

    def _spans(self) -> tuple[MarkSpan, ...]:
        return tuple(MarkSpan(span.began, span.gone, span.nature, digest == ALWAYS, span.gone is None)
                     for digest, span in self._open.items())

    def _take(self) -> bool:
        """Take what the mark is there for now; return whether it is."""
        now = self._now()
        files = self._wanted if self._drawn and self._tray() else {}
        for digest, nature in files.items():
            self._begin(digest, nature, now)
        for digest, span in list(self._open.items()):
            if digest in files:
                continue
            if span.gone is None:
                self._open[digest] = replace(span, gone=now)
            elif now - span.gone >= AGAIN_SECONDS:
                self._end(digest)
        return bool(files)

    def _begin(self, digest: str, nature: Nature | None, now: float) -> None:
        before = self._open.get(digest)
        if before is not None and before.gone is not None and now - before.gone >= AGAIN_SECONDS:
            self._end(digest)
            before = None
        self._open[digest] = replace(before, gone=None) if before is not None else _Open(now, nature)
        if before is None:
            outcome = "" if digest == ALWAYS else Outcome.BLOCK.value
            self._sink.append(Event(EventKind.SIGHTED, now, outcome=outcome, reason=MarkRecord.BEGUN.value,
                                    nature=nature.value if nature else ""))

    def _end(self, digest: str) -> None:
        span = self._open.pop(digest)
        ended = span.began if span.gone is None else max(span.gone, span.began)
        self._sink.append(Event(EventKind.SIGHTED, ended, count=round(ended - span.began),
                                reason=MarkRecord.ENDED.value, nature=span.nature.value if span.nature else ""))
