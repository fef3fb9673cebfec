"""Carries out an order of the unit in a process of its own (``--inspector``), which gives way to every other program.

The guard ends it at once when somebody uses the computer, and starts it again later: the index has what was done.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from guard.core.inspection_order import InspectionResult, Tally
from guard.core.model import Outcome
from guard.inspect.finding import Finding, marked
from guard.inspect.index import DamagedIndex, Index, IndexProblem, remove
from guard.inspect.walking import LeftOut, Scope, find
from guard.inspect.worker import Inspector, Setup, identity
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ordered.folders import Place, place_of
from guard.ordered.work import Finished, Progress, Unusable, Work
from guard.platform import memory_dumps
from guard.reading import limits
from guard.supply.rules_in_force import InForce
from guard.util import exit_codes
from guard.util.path_text import text_path
from guard.util.version import VERSION
from rules.model import Action
from rules.pack.encoded import decode

HIDDEN = (".*",)
"""What no order inspects: folders of programs, such as a browser's profile or the guard's own."""

TELL_SECONDS = 1.0
"""How often the guard is told how far it is."""

_LOWEST = 19
_ATTEMPTS = 2
"""How often a file is read that could not be read for a reason that may pass, such as a reader that got no time."""

_OF_KIND = {
    "图片": "png jpg jpeg bmp gif webp tif tiff heic heif",
    "文档": "doc docx wps ofd pdf rtf odt xls xlsx et ods ppt pptx dps odp",
    "文本": "txt md csv log json xml html htm",
    "压缩包": "zip rar 7z tar gz tgz bz2 xz",
    "邮件": "eml msg mbox",
}
_KINDS = {ending: kind for kind, endings in _OF_KIND.items() for ending in endings.split()}
_OTHER_KIND = "其他"


def run(reader: Sequence[str], stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Read the rules and the work, inspect, and write how far it is and what was found; return the exit code."""
    memory_dumps.refuse()
    give_way()
    frames: FrameReader[InForce | Work] = FrameReader(stdin, InForce | Work)
    in_force, work = frames.read(), frames.read()
    if not isinstance(in_force, InForce) or not isinstance(work, Work):
        return exit_codes.NOT_DONE
    threading.Thread(target=_end_with, args=(stdin,), name="guard-gone", daemon=True).start()
    writer = FrameWriter(stdout)

    def tell(message: Progress | Finished | Unusable) -> None:
        writer.write(message)
        stdout.flush()

    try:
        tell(Finished(inspect(in_force, work, reader, tell)))
    except IndexProblem as problem:
        tell(Unusable(problem.words))
    return exit_codes.OK


def give_way() -> None:
    """Let every other program go first; the reader that this process starts does the same."""
    if sys.platform == "win32":
        from guard.platform.idle_windows import give_way as lowest

        lowest()
        return
    os.nice(_LOWEST)
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))  # and so is what it reads from a disk (ionice(1))


def _end_with(stdin: BinaryIO) -> None:
    """End when the guard is gone. The stream's buffer is not used: a thread that waits in it holds a lock without which
    this process cannot end.
    """
    while os.read(stdin.fileno(), 1):
        continue
    os._exit(exit_codes.OK)


def inspect(in_force: InForce, work: Work, reader: Sequence[str], tell: Callable[[Progress], None]) -> InspectionResult:
    """Inspect and return the counts. Raises IndexProblem."""
    policy = in_force.policy
    setup = Setup(tuple(map(decode, in_force.packs)), tuple(reader), policy.engine, policy.read_unconfined,
                  in_force.weights, policy.sensitivity, in_force.exact)
    # Names of folders count from the user's own folder down, so that what one order has read is known to the next.
    path, rules = text_path(work.index), identity(setup, VERSION, (work.home,))

    def once() -> InspectionResult:
        with closing(Index(path, rules)) as index:
            return inspected(index, work, lambda: Inspector(setup, limits.PATIENCE), tell)

    try:
        return once()
    except DamagedIndex:  # it is a cache: what it knew is read again
        remove(path)
        return once()


def inspected(index: Index, work: Work, make: Callable[[], Inspector],
              tell: Callable[[Progress], None]) -> InspectionResult:
    """Inspect what has changed since the index was written, by an inspector that ``make`` makes when it is needed."""
    known = [Place(kind, text_path(path)) for kind, path in work.places]
    total = index.note(find([str(place.path) for place in known], Scope(exclude=HIDDEN), LeftOut()))
    _judge(index, make, text_path(work.home), _Telling(total, tell))
    return counted(index.findings(), known)


@dataclass(slots=True)
class _Telling:
    """Tells the guard how far it is, not more often than TELL_SECONDS."""

    total: int
    tell: Callable[[Progress], None]
    told: float = 0.0

    def step(self, done: int) -> None:
        if time.monotonic() - self.told >= TELL_SECONDS or done == self.total:
            self.told = time.monotonic()
            self.tell(Progress(done, self.total))


def _judge(index: Index, make: Callable[[], Inspector], home: Path, telling: _Telling) -> None:
    """Judge what has changed or is new, one file after the other."""
    done = index.count_unchanged()
    telling.step(done)
    if done == telling.total:
        return
    inspector = make()
    try:
        for attempt in range(_ATTEMPTS):
            for task in index.waiting():
                root = home if task.path.is_relative_to(home) else task.path.parent
                index.keep(inspector.inspect(task.below(root)))
                done += not attempt
                telling.step(done)
    finally:
        inspector.close()


@dataclass(slots=True)
class _OfRule:
    nature: str
    action: str
    files: int = 0
    places: Counter[str] = field(default_factory=Counter)


def counted(findings: Iterable[Finding], known: Sequence[Place]) -> InspectionResult:
    """Return the counts of findings: no name of a file and no word of one."""
    outcomes = Counter[Outcome]()
    rules: dict[str, _OfRule] = {}
    for finding in findings:
        outcomes[finding.outcome] += 1
        path = text_path(finding.path)
        acting = {mark.rule: mark for mark, _ in marked(finding) if mark.action != Action.LOG.value}
        for mark in acting.values():
            of_rule = rules.setdefault(mark.rule, _OfRule(mark.nature, mark.action))
            of_rule.files += 1
            of_rule.places[f"{kind_of_file(path)}/{place_of(path, known)}"] += 1
    tallies = (Tally(rule, one.nature, one.action, one.files, tuple(one.places.most_common()))
               for rule, one in sorted(rules.items(), key=lambda entry: (-entry[1].files, entry[0])))
    return InspectionResult(outcomes.total(), outcomes[Outcome.BLOCK], outcomes[Outcome.WARN],
                            outcomes[Outcome.UNREADABLE], tallies=tuple(tallies))


def kind_of_file(path: Path) -> str:
    """Return what results call a kind of file, by the ending of its name."""
    return _KINDS.get(path.suffix.lower().removeprefix("."), _OTHER_KIND)
