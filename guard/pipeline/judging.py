"""Steps 2 and 3 of the pipeline: reads and judges items, at most two items of one capture at a time.

The guard, the self-inspection and the check before sending all read and judge through here.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from guard.core.model import Item, Judged, Kind, Reading, Unreadable
from guard.core.ports import Reader
from guard.files.items import opened
from guard.pipeline.ends import ends_of
from guard.reading.text import decode, sniff
from rules.deadline import JUDGE_SECONDS
from rules.text import PARTIAL, Text

if TYPE_CHECKING:
    from rules.judge.judge import Judge

LONG_CHARACTERS = 100_000
"""Length from which a text is judged in steps, its ends first: all of it takes a tenth of a second and more."""

AT_ONCE = 2
"""Items of one capture that are read or judged at once: while one is judged the next is read."""


def read_item(item: Item, reader: Reader) -> Reading:
    """Step 2, whole. Plain text is read here, because decoding it is safe; all else goes to the reader process."""
    item = opened(item)
    return _read_here(item) or reader.read(item)


def parts_of_item(item: Item, reader: Reader) -> Iterator[Reading]:
    """Step 2, incrementally: the last reading is the whole, each before it is a Text with a trait PARTIAL."""
    item = opened(item)
    reading = _read_here(item)
    return reader.parts(item) if reading is None else iter((reading,))


def needs_reader(item: Item) -> bool:
    """Tell whether an item that was opened goes to the reader."""
    if item.problem is not None or item.untrusted_text is not None:
        return False
    return item.kind is Kind.PICTURE or sniff(item.untrusted_bytes) is not Kind.TEXT


def _read_here(item: Item) -> Reading | None:
    if needs_reader(item):
        return None
    if item.problem is not None:
        return item.problem
    return Text(item.untrusted_text) if item.untrusted_text is not None else decode(item.untrusted_bytes)


def judge_item(name: str, reading: Reading, judge: Judge | None, started: float) -> Judged:
    """Step 3. ``started`` is the ``time.perf_counter()`` at which work on this item began."""
    if isinstance(reading, Unreadable):
        return Judged(name, unreadable=reading, elapsed_ms=_milliseconds(started))
    verdict = judge.judge(reading, JUDGE_SECONDS) if judge is not None else None
    return Judged(name, text=reading, verdict=verdict, elapsed_ms=_milliseconds(started))


def read_and_judge(item: Item, reader: Reader, judge: Judge) -> Judged:
    """Steps 2 and 3 for one item, whole."""
    started = time.perf_counter()
    return _of(item, judge_item(item.name, read_item(item, reader), judge, started))


def _of(item: Item, judged: Judged) -> Judged:
    return replace(judged, path=item.path) if item.path else judged


def judged_as_read(items: Sequence[Item], reader: Reader, judge: Judge) -> Iterator[tuple[Judged, ...]]:
    """Steps 2 and 3: yield what is known of the items so far, in their order, at least once; finally everything."""
    known: dict[int, Judged] = {}
    if not items:
        yield ()
    for at, judged in _one(0, items[0], reader, judge) if len(items) == 1 else _at_once(items, reader, judge):
        known[at] = judged
        yield tuple(known[each] for each in sorted(known))


_Found = tuple[int, Judged]


def _one(at: int, item: Item, reader: Reader, judge: Judge) -> Iterator[_Found]:
    started = time.perf_counter()
    for reading in parts_of_item(item, reader):
        for judged in _steps(item, reading, judge, started):
            yield at, _of(item, judged)


def _steps(item: Item, reading: Text | Unreadable, judge: Judge, started: float) -> Iterator[Judged]:
    """Yield the judgement of what was read; of a long text first that of its ends, then what decides alone."""
    if isinstance(reading, Unreadable) or len(reading.original) < LONG_CHARACTERS:
        yield judge_item(item.name, reading, judge, started)
        return
    ends = ends_of(reading) if all(trait.kind != PARTIAL for trait in reading.traits) else None
    if ends is not None:
        yield judge_item(item.name, ends, judge, started)
    for verdict in judge.steps(reading, JUDGE_SECONDS):
        yield Judged(item.name, text=reading, verdict=verdict, elapsed_ms=_milliseconds(started))


def _at_once(items: Sequence[Item], reader: Reader, judge: Judge) -> Iterator[_Found]:
    """Yield what is found of several items; they are begun in their order."""
    waiting: queue.SimpleQueue[tuple[int, Item]] = queue.SimpleQueue()
    found: queue.SimpleQueue[_Found | Future[None]] = queue.SimpleQueue()
    for task in enumerate(items):
        waiting.put(task)

    def work() -> None:
        while True:
            try:
                at, item = waiting.get_nowait()
            except queue.Empty:
                return
            for judged in _one(at, item, reader, judge):
                found.put(judged)

    with ThreadPoolExecutor(AT_ONCE, "judging") as threads:
        for _ in range(AT_ONCE):
            threads.submit(work).add_done_callback(found.put)
        ended = 0
        while ended < AT_ONCE:
            one = found.get()
            if isinstance(one, Future):
                one.result()
                ended += 1
            else:
                yield one


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
