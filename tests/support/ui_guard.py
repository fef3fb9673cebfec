"""A guard for tests of windows: the real control server, answers and quarantine; only the broker is a recorder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import msgspec

from guard.authorisation.authority import Authority
from guard.authorisation.ledger import Ledger
from guard.control.endpoint import Server
from guard.control.requests import CaseChanged, CaseOpened, Reply, Request, StatusChanged
from guard.core.events import Event, EventKind
from guard.core.model import Case, CaseState, Kind, Origin, Target
from guard.core.own_numbers import Own
from guard.core.ports import Vault
from guard.core.screen_mark import MarkSpan
from guard.core.tickets import Granting
from guard.daemon.copy_files import CopyFiles
from guard.daemon.handlers import Handlers
from guard.daemon.leaving import Leaving
from guard.daemon.masking import Masking
from guard.daemon.ordered_inspections import Ends, OrderedInspections
from guard.daemon.pausing import Pausing
from guard.daemon.previews import Previews, shower
from guard.daemon.quarantine import Quarantine
from guard.daemon.self_check import SelfCheckEnds, SelfChecking
from guard.daemon.status import StatusCollector
from guard.feedback.answers import FeedbackAnswered
from guard.feedback.book import FeedbackBook
from guard.feedback.desk import FeedbackDesk
from guard.ipc.replies import Done, Refused
from guard.ordered.desk import OrderDesk
from guard.ordered.ledger import OrderLedger
from guard.own_numbers.book import OwnBook
from guard.own_numbers.desk import OwnNumbersDesk
from guard.platform.idle import IdleWatch
from guard.platform.linux import LinuxPlatform
from guard.reading.client import ReaderClient
from guard.sentences.catalogue import sentence
from guard.supply.rules_in_force import InForce
from guard.supply.tag_weights import Tagging
from guard.vault.keys import FileKey
from guard.vault.memory import MemoryVault
from tests.support.built_in import built_in
from tests.support.reader_program import COMMAND

OFFICE = "内线 8021"


class Broker:
    """Records what the guard asked of the clipboard."""

    def __init__(self) -> None:
        self.granted: list[str] = []
        self.there: set[str] = set()
        self.answer = Granting.GIVEN
        self.refusal: Refused | None = None
        self.dropped: list[str] = []
        self.withdrawn: list[str] = []
        self.watching = True
        self.masked: tuple[Target, ...] = ()

    def check_grant(self, _case: Case) -> Refused | None:
        return self.refusal

    def grant(self, case: Case, _seconds: float, _targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> Granting:
        if self.answer is Granting.GIVEN:
            self.granted.append(case.id)
            self.masked = masked
        return self.answer

    def grant_again(self, case: Case, _seconds: float) -> bool:
        if case.id in self.there:
            self.granted.append(case.id)
        return case.id in self.there

    def withdraw(self, case: Case) -> None:
        self.withdrawn.append(case.id)

    def offer(self, _kind: Kind, _targets: tuple[Target, ...]) -> bool:
        return False

    def drop(self, case_id: str) -> None:
        self.dropped.append(case_id)

    def watch(self, enabled: bool) -> None:
        self.watching = enabled


class Record:
    """Records the journal events."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        self.events.append(event)


@dataclass(frozen=True, slots=True)
class Readers:
    """The real reader processes of a guard: one for judging, and one for previews. Both start on first use."""

    reading: ReaderClient
    showing: ReaderClient

    @classmethod
    def new(cls) -> Readers:
        """Return readers of this working tree."""
        return cls(ReaderClient(COMMAND, read_unconfined=True), shower(COMMAND, read_unconfined=True))

    def close(self) -> None:
        """End both."""
        self.reading.close()
        self.showing.close()


def resting_inspections(socket: Path, record: Record, status: StatusCollector) -> OrderedInspections:
    """Return what takes orders to inspect folders and carries none out."""
    ledger = OrderLedger(socket.with_name("orders"), socket.with_name("ordered.sqlite"))
    desk = OrderDesk(ledger, record, lambda: ("PC-1",), lambda: built_in().policy.ordered_folders, LinuxPlatform(),
                     lambda _: None, lambda: True)
    return OrderedInspections(Ends((), lambda: InForce((), built_in().policy), lambda: True, status.inspections,
                                   status.trouble, IdleWatch), desk)


class GuardHere:
    """A guard in this process behind a real socket."""

    def __init__(self, socket: Path, vault: Vault | None = None, readers: Readers | None = None) -> None:
        """``vault`` replaces the memory as the store. ``readers`` shared by several guards are not ended with this
        one."""
        self.socket = socket
        self.broker = Broker()
        self.record = Record()
        self.ended = self.restarted = False
        self.marks: tuple[MarkSpan, ...] = ()
        self.drawn: list[bool] = []
        self.cleared: list[str] = []
        self.display_gone = False
        self.code_keys: tuple[bytes, ...] = ()
        self.update: Callable[[str], Reply] = lambda _archive: Done()
        policy = replace(built_in().policy, security_office=OFFICE)
        self._vault: Vault = vault or MemoryVault()
        self.quarantine = Quarantine(self._vault, MemoryVault(), lambda: policy, lambda _untrusted: None,
                                     lambda _words: None)
        self.status = StatusCollector(self.quarantine.count_held, lambda status: self._publish(StatusChanged(status)))
        self.server = Server(socket, self.answer)
        self.status.begun()
        self.status.armed(True)
        self.rules = replace(built_in(), policy=policy)
        self._shared = readers is not None
        self._readers = readers or Readers.new()
        tagging = Tagging()
        masking = Masking(lambda: self.rules, self.quarantine, self._readers.reading, tagging,
                          CopyFiles(socket.with_name("copies")))
        showing = Previews(self._readers.showing)
        self.self_checking = SelfChecking(SelfCheckEnds(lambda: self.rules, self._readers.reading, showing,
                                                        FileKey(socket.with_name("receipt.key")), self.record,
                                                        self.quarantine.copied, lambda: self.rules, tagging))
        key = FileKey(socket.with_name("vault.key"))
        key.create()
        self.own = OwnBook(socket.with_name("own.numbers"), key)
        self.feedback = FeedbackDesk(FeedbackBook(socket.with_name("feedback")), self.record, self.status.answered,
                                     self._publish, lambda _: None, tagging.tagger)
        self.pausing = Pausing(self.broker.watch, self.status, self.record, lambda _job: False,
                               lambda: self.rules.policy, self._end, self._restart,
                               Leaving(lambda: self.server, lambda: self.display_gone))
        self.inspections = resting_inspections(socket, self.record, self.status)
        self._handlers = Handlers(self.quarantine, masking, showing, self.self_checking, self.broker,
                                  self.status, self.record, self._publish, self.pausing, lambda: self.rules,
                                  lambda archive: self.update(archive),  # noqa: PLW0108 - looked up late
                                  lambda _: None, lambda case: self.cleared.append(case.id),
                                  Authority.here(lambda: self.code_keys, Ledger(socket.parent)),
                                  OwnNumbersDesk(self.own, self._own_changed, self.record), self.feedback,
                                  lambda _: Refused("no-page", sentence("control.not-understood")),
                                  self.inspections.answer,
                                  SimpleNamespace(history=lambda _: self.marks, drawn=self.drawn.append))
        self.status.policy(policy)
        self.status.armed(True)

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()
        if not self._shared:
            self._readers.close()

    def again(self) -> None:
        """Listen again after ``stop``, like a restarted guard."""
        self.server = Server(self.socket, self.answer)
        self.server.start()

    def keep(self, case: Case, untrusted_payload: bytes = b"") -> Case:
        """Store an item without an event."""
        if case.origin is not Origin.FOLDER:
            name = "image/png" if untrusted_payload.startswith(b"\x89PNG") else "UTF8_STRING"
            untrusted_payload = msgspec.msgpack.encode((Target(name, name, 8, untrusted_payload),))
        self._vault.put(case, untrusted_payload)
        return case

    def store(self, case: Case, untrusted_payload: bytes) -> None:
        """Store an item with the bytes that the vault has of it."""
        self._vault.put(case, untrusted_payload)

    @property
    def reading(self) -> ReaderClient:
        """The reader by which files are judged."""
        return self._readers.reading

    def hold(self, case: Case, untrusted_payload: bytes = b"", *, notify: bool = True) -> Case:
        """Store an item and tell the subscribers."""
        self.keep(case, untrusted_payload)
        self.announce(case, notify=notify)
        return case

    def announce(self, case: Case, *, notify: bool = True) -> None:
        """Tell the subscribers of a stored item."""
        self.server.publish(CaseOpened(case, notify))

    def state(self, case_id: str) -> CaseState:
        return next(summary.state for summary in self.quarantine.summaries() if summary.id == case_id)

    def released(self) -> list[tuple[str, str]]:
        """The released items, each with the recorded reason."""
        return [(event.case, event.reason) for event in self.record.events if event.kind is EventKind.RELEASED]

    def answer(self, request: Request) -> Reply:
        return self._handlers.answer(request)

    def _publish(self, push: CaseOpened | CaseChanged | StatusChanged | FeedbackAnswered) -> None:
        self.server.publish(push)

    def _own_changed(self, own: Own) -> None:
        self.rules = replace(self.rules, policy=replace(self.rules.policy, own=own))

    def _end(self) -> None:
        self.ended = True

    def _restart(self) -> None:
        self.restarted = True
