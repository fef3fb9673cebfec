"""Judges files in the folders of chat clients: new ones at once, those already there once and at low priority.

Pictures that landed elsewhere come between the two; last come flagged files that changed, or whose rules did. None is
ever held or moved. Reading uses its own reader process at low priority, so that no paste waits for it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.channels.chat_folders import RECEIVED_FILES, files_below
from guard.channels.file_index import FLAGGED_LIMIT, FileIndex, Flagged
from guard.core.model import Capture, Decision, Outcome, new_id
from guard.files.copied import files_of
from guard.folders import FolderSource
from guard.folders.stable_file import Stamp, stamp
from guard.util.path_text import text_path

log = logging.getLogger(__name__)

WAITING_LIMIT = 1_000
"""New files that may wait; more are judged with the old ones at the next start."""

LANDED_LIMIT = 64
"""Landed pictures that may wait: each takes a second or two, and a user who imports a camera's pictures waits for none.
"""

Look = Callable[[Capture], Decision]


@dataclass(frozen=True, slots=True)
class Judging:
    """How captures are judged that stay where they are: ``look`` reads, judges, decides and records one; ``look_again``
    does so without a trace. ``rules`` identifies the rules in force.
    """

    look: Look
    look_again: Look
    rules: Callable[[], str]


class ReceivedFiles:
    """Judges what chat clients store, and anew what was flagged before it or the rules changed. ``found`` is told of
    each flagged file, and whether it is a new one; ``clean`` of each that is not.
    """

    def __init__(self, folders: Sequence[Path], index: FileIndex, judging: Judging,
                 found: Callable[[Flagged, bool], None], clean: Callable[[Path], None]) -> None:
        self._folders = folders
        self._index = index
        self._judging = judging
        self._found = found
        self._clean = clean
        self._source = FolderSource(folders, looking=RECEIVED_FILES)
        self._new: deque[Capture] = deque()
        self._landed: deque[Capture] = deque()
        self._again: deque[Path] = deque()
        self._tried: dict[Path, Stamp | None] = {}
        self._changed = threading.Condition()
        self._other_rules = True
        self._stopping = False
        self._old: Iterator[Path] = iter(())
        self._thread = threading.Thread(target=self._run, name="received-files", daemon=True)

    def start(self) -> None:
        """Start; what is there now counts as old, whatever comes later as new."""
        self._source.start(self._offer)
        self._old = iter(tuple(files_below(self._folders)))  # afterwards: what comes meanwhile is seen by either
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Stop, and wait at most this long for the file that is being read."""
        self._source.stop()
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(seconds)

    def offer_landed(self, capture: Capture) -> bool:
        """Judge a picture that landed elsewhere when no new received file waits; return False when too many wait."""
        return self._wait(self._landed, LANDED_LIMIT, capture)

    def judge_again(self, path: Path) -> None:
        """Judge a flagged file anew that has changed, after all others; the same content once."""
        now = stamp(path)
        with self._changed:
            if self._tried.get(path) == now or len(self._again) >= FLAGGED_LIMIT:
                return
            if len(self._tried) >= FLAGGED_LIMIT:
                self._tried.clear()
            self._tried[path] = now
            self._again.append(path)
            self._changed.notify()

    def rules_changed(self) -> None:
        """Judge the flagged files anew by the rules in force, after all others; until then they are flagged still."""
        with self._changed:
            self._tried.clear()
            self._other_rules = True
            self._changed.notify()

    def _offer(self, capture: Capture) -> None:
        if not self._wait(self._new, WAITING_LIMIT, capture):
            log.warning("%d new files wait already: one more is judged at the next start", WAITING_LIMIT)

    def _wait(self, waiting: deque[Capture], limit: int, capture: Capture) -> bool:
        with self._changed:
            if len(waiting) >= limit:
                return False
            waiting.append(capture)
            self._changed.notify()
            return True

    def _run(self) -> None:
        while not self._stopping:
            try:
                if self._work():
                    continue
            except Exception as error:  # noqa: BLE001 - the border of this thread: one bad file must not be the last
                log.error("a received file was not judged: %s", type(error).__name__)
                continue
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._new or self._landed or self._again
                                       or self._other_rules)

    def _work(self) -> bool:
        """Judge one file; return False when none waits."""
        capture = self._next()
        if capture is not None and capture.path is not None:
            self._judge(capture, text_path(capture.path), new=True)
            return True
        path = next((path for path in self._old if not self._index.knows(path)), None)
        if path is not None:
            self._judge(_capture(path), path, new=False)
            return True
        again = self._next_again()
        if again is not None:
            self._judge_again(again)
        return again is not None

    def _next(self) -> Capture | None:
        with self._changed:
            waiting = self._new or self._landed
            return waiting.popleft() if waiting else None

    def _next_again(self) -> Path | None:
        with self._changed:
            other_rules, self._other_rules = self._other_rules, False
        files = self._index.flagged() if other_rules else ()
        rules = self._judging.rules() if files else ""
        with self._changed:
            self._again.extend(file.path for file in files if file.judged_with != rules)
            return self._again.popleft() if self._again else None

    def _judge(self, capture: Capture, path: Path, *, new: bool) -> None:
        self._put(path, self._judging.look(files_of(capture)), new=new)

    def _judge_again(self, path: Path) -> None:
        """Judge a file that was flagged before; what cannot be read now stays flagged."""
        if stamp(path) is None:
            return
        decision = self._judging.look_again(files_of(_capture(path)))
        if decision.outcome is not Outcome.UNREADABLE:
            self._put(path, decision, new=False)

    def _put(self, path: Path, decision: Decision, *, new: bool) -> None:
        flagged = self._index.put(path, decision)
        if flagged is not None:
            self._found(flagged, new)
        elif decision.outcome is Outcome.ALLOW:
            self._clean(path)


def _capture(path: Path) -> Capture:
    looking = RECEIVED_FILES
    return Capture(new_id(), looking.origin, looking.kind, 0.0, (looking.named(path),))
