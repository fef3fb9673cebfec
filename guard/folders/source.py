"""Watched folders as a source of captures: submits each wanted new file once, when it is complete."""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Condition, Thread

from guard.core.model import Capture, Item, Kind, Reason, Unreadable, new_id
from guard.files.items import FILE_LIMIT
from guard.folders.errors import FolderError
from guard.folders.folder_news import News
from guard.folders.notifier import notifier
from guard.folders.placeholder import is_placeholder
from guard.folders.stable_file import Stamp, Writers, open_regular, stamp, writers
from guard.folders.trees import TreeWatch
from guard.folders.watch_spec import SCREENSHOTS, LooksAt
from guard.folders.watching import FolderWatch, Identity
from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed
from guard.util.path_text import label, path_text
from guard.util.sizes import megabytes
from guard.util.written_paths import is_folder, real
from rules.sentences.sentence import Sentence

STEADY_SECONDS = 0.15
"""How long a file that no process has open for writing must keep its size and time."""

UNSURE_SECONDS = 2.0
"""The same where the system cannot tell whether a process writes to it (network file systems, other users' files)."""

HELD_OPEN_SECONDS = 30.0
"""A file that a program keeps open for writing, unchanged, is captured after this time: nothing stays unseen."""

_TICK_SECONDS = 0.05
_POLL_SECONDS = 2.0
_POLL_SHARE = 0.01
"""Largest share of a core for polling: a chat client's folder may have thousands of folders below it."""
_CLOCK_GRAIN_SECONDS = 0.1  # a file's change time comes from a coarser clock than time.time()
_PASSES = 256
_CAME_LIMIT = 256
"""Files read of one folder that appears: a user who moves a library here does not wait for all of it."""

_LOST_SECONDS = 60.0
"""How far back files are checked after the system lost events, which it does while very much happens at once."""

_SEEN = 2_000
"""Files whose content is remembered, where a file is reported only when that is new."""


@dataclass(slots=True)
class _Waiting:
    stamp: Stamp | None
    since: float


class FolderSource:
    """guard.core.ports.Source for folders. Files that are there at the start, and hidden files, are left alone."""

    def __init__(self, folders: Sequence[Path], limit: int = FILE_LIMIT, looking: LooksAt = SCREENSHOTS,
                 trees: Sequence[Path] = (), closed: Sequence[Path] = (),
                 armed: Callable[[], None] = lambda: None) -> None:
        """``folders`` are watched themselves, ``trees`` (some of them) with everything below except ``closed``.

        ``armed`` is called, from this source's thread, when the set of watched folders has changed.
        """
        self._looking = looking
        self._limit = limit
        self._trees = tuple(trees)
        self._closed = tuple(closed)
        self._armed = armed
        self._condition = Condition()
        self._touched: set[Path] = set()
        self._rearm, self._lost = bool(trees), False
        self._stopping = False
        self._passes: OrderedDict[str, None] = OrderedDict()
        self._open: set[Path] = set()
        self._waiting: dict[Path, _Waiting] = {}
        self._seen: dict[Path, Stamp] = {}
        self._started_at = self._started = 0.0
        self._polled_at, self._rest_seconds = 0.0, _POLL_SECONDS
        self._submit: Callable[[Capture], None] = _nowhere
        self._notifier = notifier()
        self._watch = FolderWatch(folders, self._notifier, self._hear, looking.below)
        self._below = TreeWatch(self._notifier, self._hear)
        self._facts: tuple[Identity | None, ...] = ()
        self._thread = Thread(target=self._run, name="folders", daemon=True)

    def start(self, submit: Callable[[Capture], None]) -> None:
        """Start; ``submit`` is called from this source's own thread. What is there already is not captured.

        What is below ``trees`` is watched a moment later: the start does not wait for it.
        """
        self._submit = submit
        self._started_at, self._started = time.time(), elapsed()
        if not self._notifier.exact:
            for folder in self._watch.existing():
                self._seen.update((path, now) for path in _files(folder) if (now := stamp(path)) is not None)
        self._notifier.start()
        came = self._watch.arm()
        if not self._notifier.exact:
            self._scan_all(came)
        self._thread.start()

    def stop(self) -> None:
        """Stop; no capture is submitted after this returns. A stopped source cannot be started again."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self._thread.join()
        self._notifier.stop()

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that exist and are watched now."""
        return (*self._watch.existing(), *self._below.folders())

    def left_out(self) -> int:
        """Return how many folders below ``trees`` are not watched because there are too many."""
        return self._below.left_out

    def watch(self, folders: Sequence[Path], trees: Sequence[Path]) -> None:
        """Watch these folders, and all below these trees, instead of those given before; from any thread."""
        with self._condition:
            self._watch.instead(folders)
            self._trees = tuple(trees)
            self._rearm = True
            self._condition.notify()

    def let_pass(self, payload: bytes) -> None:
        """Do not capture files with this content: call it before ``restore_file`` gives a released file back."""
        with self._condition:
            self._passes[_digest(payload)] = None
            while len(self._passes) > _PASSES:
                self._passes.popitem(last=False)

    def when_closed(self, path: Path) -> None:
        """Capture this file again as soon as no program writes to it any more: it could not be held before."""
        with self._condition:
            self._open.add(path)

    def _hear(self, news: News, path: Path) -> None:
        with self._condition:
            if news is News.FILE:
                if self._looking.passes_by(path):
                    return
                self._touched.add(path)
            else:
                self._rearm = True
                self._lost |= news is News.LOST
                if news is not News.LOST and self._trees:
                    self._below.hear(news, path)
            self._condition.notify()

    def _run(self) -> None:
        while True:
            with self._condition:
                if not (self._stopping or self._touched or self._rearm):
                    self._condition.wait(_TICK_SECONDS if self._waiting else _POLL_SECONDS)
                if self._stopping:
                    return
                touched, self._touched = self._touched, set()
                rearm, self._rearm = self._rearm, False
                lost, self._lost = self._lost, False
            for path in touched:
                self._consider(path)
            self._look_around(rearm)
            if lost:
                self._scan_all(folder for folder in self.folders() if _changed_lately(folder))
            for path, waiting in list(self._waiting.items()):
                if self._settled(path, waiting):
                    del self._waiting[path]

    def _look_around(self, rearm: bool) -> None:
        """Find out, now and then, what no event reports: a folder renamed away, a folder the system would not watch."""
        begun = time.thread_time()
        due = time.monotonic() - self._polled_at > self._rest_seconds
        if rearm or (due and self._may_have_changed()):
            self._arm()
        if due:
            for folder in self._watch.unwatched():
                self._scan(folder)
            self._take_closed()
            self._polled_at = time.monotonic()
            self._rest_seconds = max(_POLL_SECONDS, (time.thread_time() - begun) / _POLL_SHARE)

    def _take_closed(self) -> None:
        """Consider the files that could not be held because a program wrote to them, once none does."""
        with self._condition:
            waiting = tuple(self._open)
        closed = {path for path in waiting if not _is_written(path)}  # a share may take its time
        with self._condition:
            self._open -= closed
        for path in closed:
            self._seen.pop(path, None)
            self._consider(path)

    def _may_have_changed(self) -> bool:
        """Return whether arming may find something: it takes ten times as long as this, every other second."""
        return self._watch.is_refused() or not self._below.at_rest() or self._watch.facts() != self._facts

    def _arm(self) -> None:
        before, facts = self._watch_state(), self._watch.facts()  # what changes meanwhile is found the next time
        self._scan_all(self._watch.arm())
        roots = [real(folder) for folder in self._trees if is_folder(folder)]
        for folder in self._below.arm(roots, self._watch.found(), self._closed):
            for path in islice(_files(folder), _CAME_LIMIT):
                self._consider(path)
        self._facts = facts
        if before != self._watch_state():
            self._armed()

    def _watch_state(self) -> tuple[object, ...]:
        return self._watch.found(), len(self._below.folders()), self._below.left_out

    def _scan_all(self, folders: Iterable[Path]) -> None:
        for folder in folders:
            self._scan(folder)

    def _scan(self, folder: Path) -> None:
        """Consider what appeared before the watch did; what is older than this source is known."""
        since = self._since()
        for path in _files(folder):
            try:
                changed_at = path.lstat().st_ctime
            except OSError:
                continue
            if changed_at >= since:
                self._consider(path)
            elif not self._notifier.exact and (now := stamp(path)) is not None:
                self._seen.setdefault(path, now)

    def _since(self) -> float:
        """Return when this source was started, by the clock as it is now where that was set back meanwhile: where two
        systems share a computer it is hours ahead until the network corrects it.
        """
        return min(self._started_at, time.time() - (elapsed() - self._started)) - _CLOCK_GRAIN_SECONDS

    def _consider(self, path: Path) -> None:
        if not self._looking.passes_by(path):
            self._waiting.setdefault(path, _Waiting(None, time.monotonic()))

    def _settled(self, path: Path, waiting: _Waiting) -> bool:
        """Examine a waiting file, submit it when it is complete, and return whether the wait is over."""
        now = stamp(path)
        if now is None:
            self._seen.pop(path, None)
            return True
        if self._seen.get(path) == now:
            return True
        if now != waiting.stamp:
            waiting.stamp, waiting.since = now, time.monotonic()
            return False
        steady = time.monotonic() - waiting.since
        if steady < STEADY_SECONDS:
            return False
        try:
            answer = writers(path)
        except FolderError:
            return True  # gone, or not readable for us: then a chat client of this user cannot read it either
        return steady >= _patience(answer, now.size) and self._take(path, now)

    def _take(self, path: Path, now: Stamp) -> bool:
        looking = None if now.size == 0 or is_placeholder(path) else self._looking.at(path, now)
        if looking is None:
            self._know(path, now)
            return True
        item = _item(path, now, self._limit) if looking.whole else looking.named(path)
        if item is None:
            return stamp(path) is None
        self._know(path, now)
        with self._condition:
            passes = bool(item.untrusted_bytes) and _digest(item.untrusted_bytes) in self._passes
        if not passes:
            self._submit(Capture(new_id(), looking.origin, looking.kind, time.time(), (item,),
                                 path=path_text(path)))
        return True

    def _know(self, path: Path, now: Stamp) -> None:
        """Remember a file as it is, to take it once; of files that nobody touches any more only the newest."""
        self._seen.pop(path, None)
        self._seen[path] = now
        if self._notifier.exact and len(self._seen) > _SEEN:
            del self._seen[next(iter(self._seen))]


def _is_written(path: Path) -> bool:
    try:
        return writers(path) is Writers.SOME
    except FolderError:
        return False  # gone


def _patience(answer: Writers, size: int) -> float:
    """Return for how many seconds a file must have kept its size and time."""
    if answer is Writers.SOME:
        return HELD_OPEN_SECONDS
    return UNSURE_SECONDS if answer is Writers.UNKNOWN or size == 0 else STEADY_SECONDS


def _item(path: Path, expected: Stamp, limit: int) -> Item | None:
    """Return the file as an item, or None when it has changed."""
    if expected.size > limit:
        problem = Unreadable(Reason.TOO_LARGE, Sentence(f"{megabytes(expected.size)} MB"))
        return Item(label(path), Kind.PICTURE, problem=problem)
    try:
        descriptor = open_regular(path)
    except FolderError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        try:
            untrusted_bytes = file.read(limit + 1)
        except OSError:
            return Item(label(path), Kind.PICTURE, problem=Unreadable(Reason.DAMAGED, sentence("folders.not-readable")))
        if Stamp.of(os.fstat(descriptor)) != expected:
            return None
    return Item(label(path), Kind.PICTURE, untrusted_bytes)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the entries of a folder; none when it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                yield Path(entry.path)
    except OSError:
        return


def _changed_lately(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < _LOST_SECONDS
    except OSError:
        return False


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _nowhere(_: Capture) -> None:
    """The callback before ``start``."""
