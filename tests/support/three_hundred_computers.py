"""Runs the inspections of many computers in one process: each with a ledger, an index, a journal and folders.

Real orders, rules, judgements, records and syslog messages; what all share is the process that judges and its reader.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from guard.core.inspection_order import InspectionOrder, Step
from guard.core.reporting import Reporting
from guard.inspect.index import Index
from guard.inspect.ordered_process import inspected
from guard.inspect.worker import Inspector
from guard.journal import Journal, open_journal
from guard.journal.forwarding import Form
from guard.journal.sinks.syslog import message
from guard.journal.spool import Place, Spool
from guard.ordered.desk import OrderDesk
from guard.ordered.folders import written
from guard.ordered.ledger import OrderLedger
from guard.ordered.work import Work
from guard.platform.linux import LinuxPlatform
from rules.sentences.sentence import Sentence

UNITS = ("办公室", "财务科", "信访科")
ALLOWED = ("桌面", "文档", "下载")
MARK, WORD, NOTHING = "机密★5年\n关于样例工作的通知", "请看青松甲号的安排", "食堂十二点开饭"


@dataclass
class SimulatedComputer:
    """One computer of a unit; ``allowed`` is 自查目录 of the policy it has."""

    number: int
    folder: Path
    clock: float
    allowed: tuple[str, ...] = ALLOWED
    troubles: list[Sentence] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"PC-{self.number:03}"

    @property
    def unit(self) -> str:
        return UNITS[self.number % len(UNITS)]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def planted(self) -> SimulatedComputer:
        """Write the files of its user."""
        for folder in ("Desktop", "Downloads"):
            (self.home / folder).mkdir(parents=True)
        content = MARK if self.number % 10 == 0 else WORD if self.number % 10 == 1 else NOTHING
        (self.home / "Desktop" / "甲.txt").write_text(content, "utf-8")
        (self.home / "Downloads" / "乙.txt").write_text(NOTHING, "utf-8")
        return self

    @contextmanager
    def at_home(self) -> Iterator[None]:
        """Let this process have its user's home."""
        before = os.environ["HOME"]
        os.environ["HOME"] = str(self.home)
        try:
            yield
        finally:
            os.environ["HOME"] = before

    @contextmanager
    def desk(self) -> Iterator[OrderDesk]:
        """Start its guard, as far as orders go, and end it."""
        journal = open_journal(self.folder / "journal")
        ledger = OrderLedger(self.folder / "orders", self.folder / "ordered.sqlite", lambda: self.clock)
        try:
            with self.at_home():
                yield OrderDesk(ledger, journal, lambda: (self.name,), lambda: self.allowed, LinuxPlatform(),
                                self.troubles.append, lambda: True, lambda: self.clock)
        finally:
            journal.close()

    def take(self, *orders: InspectionOrder) -> None:
        """Take what came with the rules."""
        with self.desk() as desk:
            desk.take(orders, (self.unit,))

    def work(self, inspector: Inspector, *, stops_after: int | None = None) -> None:
        """Carry out what is open, or be switched off after some files."""
        with self.desk() as desk:
            desk.expire()
            while (taken := desk.next()) is not None and not desk.out_of_time(taken):
                found, missing = desk.begin(taken)
                work = Work(written(found), str(self.home), str(self.folder / "o.sqlite"))
                if found and not self._inspected(desk, taken.order.number, Switched(inspector, stops_after), work,
                                                 missing):
                    return

    def _inspected(self, desk: OrderDesk, number: int, switched: Switched, work: Work, missing: int) -> bool:
        index = Index(Path(work.index), "rules of a test")
        try:
            result = inspected(index, work, lambda: switched,  # type: ignore[arg-type,return-value]
                               lambda progress: desk.progress(number, progress.done, progress.total))
        except SwitchedOffError:
            return False
        finally:
            index.close()
        desk.finished(number, msgspec.structs.replace(result, missing=missing))
        return True

    def steps(self) -> dict[int, Step]:
        """Return how far it is with each order that it has."""
        with self.desk() as desk:
            return {taken.order.number: taken.step for taken in desk.ledger.taken()}

    def sent(self) -> bytes:
        """Return what a log server gets of its journal."""
        path = self.journal().path
        form = Form(Reporting(unit=self.unit, device=self.name), lambda: {"mode": "拦截", "pack": "1"})
        records = (form.reported(one) for one in Spool(path).read(Place(), 10_000))
        return b"".join(message(record) + b"\n" for record in records if record is not None)

    def journal(self) -> Journal:
        """Return its journal, closed."""
        journal = open_journal(self.folder / "journal")
        journal.close()
        return journal


class SwitchedOffError(Exception):
    """The computer was switched off."""


@dataclass
class Switched:
    """The shared inspector, on a computer that may be switched off after some files."""

    inspector: Inspector
    left: int | None

    def inspect(self, task):  # type: ignore[no-untyped-def]
        if self.left == 0:
            raise SwitchedOffError
        if self.left is not None:
            self.left -= 1
        return self.inspector.inspect(task)

    def close(self) -> None:
        """The inspector is that of all computers."""
