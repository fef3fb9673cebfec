"""Lists what was released, by whom and why, for auditors: from computers' journals, or from what they reported.

A journal is the better witness: its chain and seals can be checked, and it has the reasons, which leave a computer only
where policy says so. What a computer reported is the checkpoint that its journal is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from guard.core.events import Event, EventKind
from guard.fleet.collected import Collected
from guard.journal import FILE_NAME, Checkpoint, verify
from guard.journal.spool import Place, Spool
from guard.journal.state import start_path

AUDITED = (EventKind.RELEASED, EventKind.DESTROYED)
"""Events of held items that somebody may have to justify."""

_BATCH = 1_000
_TELLING = 16
"""Digits of a digest by which records of one number are told apart."""

_SHOWN = 3
"""Numbers that are named in one line; more are counted."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One item that was released or destroyed. ``number`` counts the computer's records from 1; ``digest`` is the
    SHA-256 of the record, by which it is found in the journal.
    """

    device: str
    unit: str
    at: float
    kind: str
    case: str
    rules: str
    reason: str
    number: int
    digest: str


class Flaw(StrEnum):
    """Reasons to doubt a computer's records, the worst first."""

    CHANGED = "日志有改动或缺失"
    TWICE = "同一编号有两条不同的记录"
    ANOTHER = "日志不是上报的那一份"
    GAPS = "上报的记录有缺"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """How far one computer's records can be trusted."""

    device: str
    source: str
    records: int
    flaw: Flaw
    words: str

    @property
    def whole(self) -> bool:
        """True when there is no flaw in them."""
        return self.flaw is Flaw.NONE


@dataclass(frozen=True, slots=True)
class Audit:
    """What was released from ``since`` to ``until`` (since the epoch), and how reliable the records are, the worst
    first.
    """

    since: float
    until: float
    answered: tuple[Answered, ...]
    checked: tuple[Checked, ...]


_Key = tuple[str, str]
"""The name of a computer, and the chain of a journal."""


@dataclass(slots=True)
class _Reported:
    """What one computer reported of one journal."""

    unit: str = ""
    seen: dict[int, str] = field(default_factory=dict)
    """The beginning of each record's digest by its number."""
    twice: set[int] = field(default_factory=set)
    """Numbers of which there were records with different digests: the end of the journal was replaced."""
    at: float = 0.0
    last: int = -1
    digest: str = ""

    def take(self, record: Collected) -> bool:
        """Note a record; return False for one that was noted before."""
        digest, known = record.digest[:_TELLING], self.seen.get(record.number)
        if known is not None:
            differs = bool(record.chain and digest and known and digest != known)
            self.twice |= {record.number} if differs else set()
            return differs
        self.seen[record.number] = digest
        self.at = max(self.at, record.at)
        self.unit = record.untrusted.get("unit", self.unit)
        if record.number > self.last:
            self.last, self.digest = record.number, record.digest
        return True

    def is_of_the_same(self, other: _Reported) -> bool:
        """Return whether both may be one journal: no number has two records."""
        return all(other.seen.get(number, digest) == digest for number, digest in self.seen.items())

    def add(self, earlier: _Reported) -> None:
        """Add what the same journal reported under an earlier name of its computer."""
        self.seen = earlier.seen | self.seen
        self.twice |= earlier.twice
        self.unit = self.unit or earlier.unit
        if earlier.last > self.last:
            self.last, self.digest = earlier.last, earlier.digest

    def differing(self, digests: Mapping[int, str]) -> set[int]:
        """Return the numbers whose record is another one among these beginnings of digests."""
        return {number for number, digest in self.seen.items() if digest and digests.get(number, digest) != digest}

    def missing(self) -> int:
        """Return how many numbers are missing up to the last."""
        return self.last + 1 - len(self.seen)


def audit(records: Iterable[Collected | None], journals: Mapping[str, Path], since: float, until: float) -> Audit:
    """Return the audit of what was collected and of these journals, each by its computer's name. Raises OSError."""
    reported: dict[_Key, _Reported] = {}
    by_reports = list(_of_reports(records, reported))
    names = _united(reported)
    owners = _owners(reported, journals)
    answered = [replace(one, device=names.get(key, key)[0]) for key, one in by_reports
                if names.get(key, key) not in owners]
    checked = [_check_reports(key[0], found) for key, found in sorted(reported.items()) if key not in owners]
    for device, folder in journals.items():
        points = {key[1]: found for key, found in reported.items() if owners.get(key) == device}
        unit = next((found.unit for found in points.values() if found.unit), "")
        answered += _of_journal(device, unit, folder / FILE_NAME)
        checked.append(_check_journal(device, folder, points))
    chosen = (one for one in answered if since <= one.at < until)
    order = list(Flaw)
    checked.sort(key=lambda one: (order.index(one.flaw), one.device))
    return Audit(since, until, tuple(sorted(chosen, key=lambda one: (one.at, one.device, one.number))), tuple(checked))


def _united(reported: dict[_Key, _Reported]) -> dict[_Key, _Key]:
    """Unite what one journal reported under several names of its computer; return the newest name for each earlier."""
    names: dict[_Key, _Key] = {}
    by_chain: dict[str, list[_Key]] = {}
    for key in reported:
        by_chain.setdefault(key[1], []).append(key)
    for keys in by_chain.values():
        newest, *earlier = sorted(keys, key=lambda key: (reported[key].at, reported[key].last), reverse=True)
        for key in earlier if newest[1] else ():
            if reported[newest].is_of_the_same(reported[key]):
                reported[newest].add(reported.pop(key))
                names[key] = newest
    return names


def _owners(reported: Iterable[_Key], journals: Mapping[str, Path]) -> dict[_Key, str]:
    """Return the computer whose journal was brought for each report: by its name, or by the journal itself."""
    chains = {_chain_of(folder / FILE_NAME): device for device, folder in journals.items()}
    found = {key: key[0] if key[0] in journals else chains.get(key[1], "") for key in reported}
    return {key: device for key, device in found.items() if device}


def _chain_of(path: Path) -> str:
    return next((one.after.chain for one in Spool(path).read(Place(), 1)), "")


def _of_reports(
    records: Iterable[Collected | None], reported: dict[_Key, _Reported],
) -> Iterator[tuple[_Key, Answered]]:
    """Yield what was released, by computer and journal; note in ``reported`` what every computer sent."""
    for record in records:
        if record is None:
            continue
        key = record.device, record.chain
        if reported.setdefault(key, _Reported()).take(record) and record.kind in AUDITED:
            said = record.untrusted
            yield key, Answered(record.device, said.get("unit", ""), record.at, record.kind, said.get("case", ""),
                                said.get("rules", ""), said.get("reason", ""), record.number + 1, record.digest)


def _check_reports(device: str, found: _Reported) -> Checked:
    missing = found.missing()
    words = f"缺 {missing} 条记录" if missing else "编号连续"
    flaw = Flaw.TWICE if found.twice else Flaw.GAPS if missing else Flaw.NONE
    return Checked(device, "上报", len(found.seen), flaw,
                   f"{_twice(found.twice)}{words}；没有交来日志，封印没有核对")


def _twice(numbers: set[int]) -> str:
    """Return what records with one number and different digests mean, "" without any. People count from 1."""
    if not numbers:
        return ""
    shown = "、".join(str(number + 1) for number in sorted(numbers)[:_SHOWN])
    return f"第 {shown} 条{f'等 {len(numbers)} 条' if len(numbers) > _SHOWN else ''}各有两条不同的：日志的末尾被换过；"


def _of_journal(device: str, unit: str, path: Path) -> Iterator[Answered]:
    for number, digest, event in _events(path):
        if event is not None and event.kind in AUDITED:
            yield Answered(device, unit, event.at, event.kind.value, event.case, ",".join(event.rules), event.reason,
                           number + 1, digest)


def _events(path: Path) -> Iterator[tuple[int, str, Event | None]]:
    spool, place = Spool(path), Place()
    while found := spool.read(place, _BATCH):
        yield from ((one.number, one.digest, one.event) for one in found)
        place = found[-1].after


def _check_journal(device: str, folder: Path, points: Mapping[str, _Reported]) -> Checked:
    path = folder / FILE_NAME
    digests = {number: digest[:_TELLING] for number, digest, _ in _events(path)}
    chain = _chain_of(path)
    point = points.get(chain)
    checkpoint = Checkpoint(point.last + 1, point.digest) if point is not None else None
    start = start_path(path)
    whole, words = verify(path, checkpoint, start if start.exists() else None)
    records = len(digests)
    if whole and points and point is None:
        return Checked(device, "日志", records, Flaw.ANOTHER, f"{words}但是和上报的不是同一份日志")
    twice = (point.twice | point.differing(digests)) if point is not None else set()
    if whole and twice:
        return Checked(device, "日志", records, Flaw.TWICE, f"{_twice(twice)}{words}")
    return Checked(device, "日志", records, Flaw.NONE if whole else Flaw.CHANGED, f"{_twice(twice)}{words}")


def journals_in(folders: Sequence[Path]) -> dict[str, Path]:
    """Return the folder of each computer's journal by the computer's name, which is the folder's name: these folders,
    or the folders inside them. Raises OSError.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        inside = [folder] if (folder / FILE_NAME).exists() else sorted(folder.iterdir())
        found |= {one.name: one for one in inside if (one / FILE_NAME).exists()}
    return found
